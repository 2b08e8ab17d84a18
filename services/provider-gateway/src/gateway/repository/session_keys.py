"""The sealed credentials and Signal keys of sessions.

A set of keys is written by one statement, which first makes sure that its writer holds the session: the lock
on the session's row keeps a claim out until the keys are stored.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_platform.data import batch
from atende_platform.data.db import execute
from gateway.models import SessionKey
from gateway.repository.sessions import Lease, LeaseLost

CREDENTIALS: Final = "creds"
"""The kind of a session's credentials; their key id is empty."""


@dataclass(frozen=True, slots=True)
class Key:
    """A key to write, sealed; None: it is deleted."""

    kind: str
    key_id: str
    sealed: bytes | None


_WRITE: Final = """
WITH held AS MATERIALIZED (
    SELECT company_id, channel_id FROM sessions
    WHERE company_id = :company_id AND channel_id = :channel_id AND owner = :owner AND fence = :fence
    FOR SHARE
), given AS MATERIALIZED (
    SELECT kind, key_id, sealed
    FROM unnest(CAST(:kinds AS text[]), CAST(:key_ids AS text[]), CAST(:sealed AS bytea[]))
         AS arrays (kind, key_id, sealed)
), deleted AS (
    DELETE FROM session_keys AS stored USING held, given
    WHERE stored.company_id = held.company_id AND stored.channel_id = held.channel_id
      AND stored.kind = given.kind AND stored.key_id = given.key_id AND given.sealed IS NULL
), written AS (
    INSERT INTO session_keys AS stored (company_id, channel_id, kind, key_id, sealed)
    SELECT held.company_id, held.channel_id, given.kind, given.key_id, given.sealed
    FROM held CROSS JOIN given WHERE given.sealed IS NOT NULL
    ORDER BY given.kind, given.key_id
    ON CONFLICT (company_id, channel_id, kind, key_id) DO UPDATE SET sealed = excluded.sealed
)
SELECT count(*) AS held FROM held
"""


async def write(session: AsyncSession, lease: Lease, keys: Sequence[Key]) -> None:
    """Write and delete keys, all or none. Raises `LeaseLost`. Of one that is named twice the last counts."""
    distinct = {(key.kind, key.key_id): key for key in keys}.values()
    result = await execute(
        session,
        _WRITE,
        company_id=lease.company_id,
        channel_id=lease.channel_id,
        owner=lease.owner,
        fence=lease.fence,
        kinds=[key.kind for key in distinct],
        key_ids=[key.key_id for key in distinct],
        sealed=[key.sealed for key in distinct],
    )
    if not result.one().held:
        raise LeaseLost(str(lease.channel_id))


_READ: Final = """
SELECT key_id, sealed FROM session_keys
WHERE company_id = :company_id AND channel_id = :channel_id AND kind = :kind
  AND key_id = ANY(CAST(:key_ids AS text[]))
"""


async def read(
    session: AsyncSession, company_id: UUID, channel_id: UUID, kind: str, key_ids: Collection[str]
) -> dict[str, bytes]:
    """Return those of the keys that there are, sealed, by their ids."""
    result = await execute(
        session, _READ, company_id=company_id, channel_id=channel_id, kind=kind, key_ids=list(key_ids)
    )
    return {row.key_id: row.sealed for row in result}


_LINKED: Final = """
SELECT channel_id FROM session_keys
WHERE company_id = :company_id AND channel_id = ANY(CAST(:channel_ids AS uuid[]))
  AND kind = :kind AND key_id = ''
"""


async def linked(session: AsyncSession, company_id: UUID, channel_ids: Collection[UUID]) -> set[UUID]:
    """Return those channels that have credentials, with which they can be opened without linking a phone."""
    result = await execute(
        session, _LINKED, company_id=company_id, channel_ids=list(channel_ids), kind=CREDENTIALS
    )
    return {row.channel_id for row in result}


_WIPE: Final = """
WITH held AS MATERIALIZED (
    SELECT company_id, channel_id FROM sessions
    WHERE company_id = :company_id AND channel_id = :channel_id AND owner = :owner AND fence = :fence
    FOR SHARE
), wiped AS (
    DELETE FROM session_keys AS stored USING held
    WHERE stored.company_id = held.company_id AND stored.channel_id = held.channel_id
)
SELECT count(*) AS held FROM held
"""


async def wipe(session: AsyncSession, lease: Lease) -> None:
    """Delete the credentials and all keys of a session. Raises `LeaseLost`."""
    result = await execute(
        session,
        _WIPE,
        company_id=lease.company_id,
        channel_id=lease.channel_id,
        owner=lease.owner,
        fence=lease.fence,
    )
    if not result.one().held:
        raise LeaseLost(str(lease.channel_id))


@dataclass(frozen=True, slots=True)
class StoredKey:
    """A key as it is stored."""

    company_id: UUID
    channel_id: UUID
    kind: str
    key_id: str
    sealed: bytes


_SEALED_BEFORE: Final = """
SELECT company_id, channel_id, kind, key_id, sealed FROM session_keys
WHERE substr(sealed, 1, :length) <> CAST(:mark AS bytea)
  AND (NOT :continued OR (company_id, channel_id, kind, key_id) > (:company_id, :channel_id, :kind, :key_id))
ORDER BY company_id, channel_id, kind, key_id LIMIT :limit FOR UPDATE
"""


async def sealed_before(
    session: AsyncSession, mark: bytes, *, after: StoredKey | None, limit: int
) -> list[StoredKey]:
    """Return and lock keys that do not begin with the mark of the current key, in their order."""
    result = await execute(
        session,
        _SEALED_BEFORE,
        length=len(mark),
        mark=mark,
        continued=after is not None,
        company_id=after.company_id if after else UUID(int=0),
        channel_id=after.channel_id if after else UUID(int=0),
        kind=after.kind if after else "",
        key_id=after.key_id if after else "",
        limit=limit,
    )
    return [StoredKey(row.company_id, row.channel_id, row.kind, row.key_id, row.sealed) for row in result]


_REPLACE: Final = batch.update(SessionKey, StoredKey)


async def replace(session: AsyncSession, keys: Sequence[StoredKey]) -> None:
    """Store keys in their new form; those that were locked, so that no holder's write is undone."""
    await _REPLACE.run(session, keys)
