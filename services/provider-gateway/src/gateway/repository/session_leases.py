"""Which process holds which sessions, of all companies.

A lease lasts for half a minute, and each claim raises the session's fence: the process that held it before
writes nothing any more. Companies take turns: who has fewer sessions held comes first.
"""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_platform.data import batch
from atende_platform.data.db import execute
from gateway.domain.sessions import ENDED
from gateway.models import WebSession
from gateway.repository.sessions import Lease

_ENDED: Final = ", ".join(f"'{state}'" for state in sorted(ENDED))

# As `gateway.domain.sessions.Life.waits` says it; what one build was too old for, another may be able to do.
_WAITS: Final = f"""
(s.desired = 'logged_out' AND s.state <> 'logged_out' AND coalesce(s.retry_at <= now(), true)
 OR s.desired = 'open' AND (s.retry_at <= now()
                            OR s.retry_at IS NULL AND s.state NOT IN ({_ENDED})
                            OR s.state = 'outdated' AND s.build IS DISTINCT FROM :build))
AND (NOT CAST(:asked AS boolean) OR s.state IN ('idle', 'outdated') OR s.desired = 'logged_out')
"""
_FREE: Final = "(s.lease_until IS NULL OR s.lease_until <= now())"

_LOADS: Final = """
loads AS MATERIALIZED (
    SELECT company_id, count(*) AS held FROM sessions WHERE lease_until > now() GROUP BY company_id
)
"""

_CLAIM: Final = f"""
WITH {_LOADS}, waiting AS (
    SELECT s.company_id, s.channel_id,
           coalesce(loads.held, 0) + row_number() OVER (
               PARTITION BY s.company_id ORDER BY s.pairing IS NULL, s.retry_at NULLS FIRST, s.channel_id
           ) AS turn
    FROM sessions s LEFT JOIN loads ON loads.company_id = s.company_id
    WHERE {_WAITS} AND {_FREE}
), picked AS (
    SELECT s.company_id, s.channel_id
    FROM waiting JOIN sessions s ON s.company_id = waiting.company_id AND s.channel_id = waiting.channel_id
    WHERE {_WAITS} AND {_FREE}
    ORDER BY waiting.turn, s.retry_at NULLS FIRST LIMIT :most FOR UPDATE OF s SKIP LOCKED
)
UPDATE sessions AS stored
SET owner = :owner, fence = stored.fence + 1, lease_until = now() + make_interval(secs => :lease)
FROM picked WHERE stored.company_id = picked.company_id AND stored.channel_id = picked.channel_id
RETURNING stored.*
"""  # noqa: S608 (our own constants)


async def claim(
    session: AsyncSession, owner: UUID, *, build: str, asked: bool, most: int, seconds: float
) -> list[WebSession]:
    """Take up to ``most`` sessions that wait to be opened.

    ``asked``: only those that a person asked for, or whose time has come to try a refused version again.
    """
    return await batch.fetch(
        session, WebSession, _CLAIM, owner=owner, build=build, asked=asked, most=most, lease=seconds
    )


_RENEW: Final = """
WITH free AS MATERIALIZED (
    SELECT s.company_id, s.channel_id FROM sessions s
    JOIN unnest(CAST(:company_ids AS uuid[]), CAST(:channel_ids AS uuid[]), CAST(:fences AS bigint[]))
         AS given (company_id, channel_id, fence)
      ON s.company_id = given.company_id AND s.channel_id = given.channel_id
     AND s.owner = :owner AND s.fence = given.fence
    FOR NO KEY UPDATE OF s SKIP LOCKED
)
UPDATE sessions AS stored SET lease_until = now() + make_interval(secs => :lease)
FROM free WHERE stored.company_id = free.company_id AND stored.channel_id = free.channel_id
RETURNING stored.*
"""


async def renew(
    session: AsyncSession, owner: UUID, leases: Sequence[Lease], *, seconds: float
) -> list[WebSession]:
    """Prolong leases; return those sessions, as they are now wanted.

    One whose row somebody has locked is left out: it would keep the others waiting.
    """
    return await batch.fetch(session, WebSession, _RENEW, owner=owner, lease=seconds, **_given(leases))


_READ: Final = """
SELECT stored.* FROM sessions AS stored
JOIN unnest(CAST(:company_ids AS uuid[]), CAST(:channel_ids AS uuid[]), CAST(:fences AS bigint[]))
     AS given (company_id, channel_id, fence)
  ON stored.company_id = given.company_id AND stored.channel_id = given.channel_id
 AND stored.owner = :owner AND stored.fence = given.fence
"""


async def read(session: AsyncSession, owner: UUID, leases: Sequence[Lease]) -> list[WebSession]:
    """Return the sessions that are still held, as they are now wanted."""
    return await batch.fetch(session, WebSession, _READ, owner=owner, **_given(leases))


_DELETED: Final = """
SELECT given.channel_id
FROM unnest(CAST(:company_ids AS uuid[]), CAST(:channel_ids AS uuid[])) AS given (company_id, channel_id)
WHERE NOT EXISTS (SELECT FROM sessions WHERE sessions.company_id = given.company_id
                  AND sessions.channel_id = given.channel_id)
"""


async def deleted(session: AsyncSession, leases: Sequence[Lease]) -> set[UUID]:
    """Return those channels whose sessions were deleted, with their channels."""
    result = await execute(
        session,
        _DELETED,
        company_ids=[one.company_id for one in leases],
        channel_ids=[one.channel_id for one in leases],
    )
    return {row.channel_id for row in result}


_RELEASE: Final = """
UPDATE sessions AS stored SET owner = NULL, lease_until = NULL
FROM unnest(CAST(:company_ids AS uuid[]), CAST(:channel_ids AS uuid[]), CAST(:fences AS bigint[]))
     AS given (company_id, channel_id, fence)
WHERE stored.company_id = given.company_id AND stored.channel_id = given.channel_id
  AND stored.owner = :owner AND stored.fence = given.fence
"""


async def release(session: AsyncSession, owner: UUID, leases: Sequence[Lease]) -> None:
    """Let others have sessions; of one that has another holder by now nothing changes."""
    await execute(session, _RELEASE, {"owner": owner, **_given(leases)})


_WITH_MOST: Final = f"""
WITH {_LOADS}, poorest AS (
    SELECT min(coalesce(loads.held, 0)) AS held
    FROM sessions s LEFT JOIN loads ON loads.company_id = s.company_id
    WHERE {_WAITS} AND {_FREE}
)
SELECT s.company_id FROM sessions s JOIN loads ON loads.company_id = s.company_id CROSS JOIN poorest
WHERE s.owner = :owner AND s.lease_until > now() AND loads.held > poorest.held + 1
ORDER BY loads.held DESC LIMIT 1
"""  # noqa: S608 (our own constants)


async def company_with_most(session: AsyncSession, owner: UUID, *, build: str, asked: bool) -> UUID | None:
    """Return a company of which this process should give a session back, for one of a company that has fewer.

    None: nobody waits, or only companies that have as many.
    """
    result = await execute(session, _WITH_MOST, owner=owner, build=build, asked=asked)
    row = result.one_or_none()
    return row.company_id if row is not None else None


_COUNT_WAITING: Final = f"""
SELECT count(*) AS waiting FROM sessions s WHERE {_WAITS} AND {_FREE}
"""  # noqa: S608 (our own constants)


async def count_waiting(session: AsyncSession, *, build: str, asked: bool) -> int:
    """Return how many sessions nobody holds that should be open."""
    result = await execute(session, _COUNT_WAITING, build=build, asked=asked)
    return int(result.one().waiting)


def _given(leases: Sequence[Lease]) -> dict[str, list[UUID] | list[int]]:
    return {
        "company_ids": [one.company_id for one in leases],
        "channel_ids": [one.channel_id for one in leases],
        "fences": [one.fence for one in leases],
    }
