"""A service's outbox: what waits to be published, and what holds that up.

The relay publishes in order. What Kafka refuses is tried again for ever, and holds up all that the service
says: it may be parked, which keeps it, and lets the others go; and then be published or discarded.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_platform.data.db import execute
from atende_platform.messaging.outbox import PARKED


@dataclass(frozen=True)
class Waiting:
    """An event that is not in Kafka yet."""

    number: int
    """Its place in the outbox."""
    event_id: UUID
    company_id: UUID
    topic: str
    type: str
    bytes: int
    created_at: datetime
    age: float
    parked: bool


@dataclass(frozen=True)
class Summary:
    """What waits in an outbox."""

    waiting: int
    parked: int
    oldest_seconds: float


_LIST: Final = """
SELECT id AS number, event_id, company_id, type, octet_length(payload) AS bytes, created_at,
       CASE WHEN starts_with(topic, :parked) THEN substr(topic, length(:parked) + 1) ELSE topic END AS topic,
       starts_with(topic, :parked) AS parked, CAST(extract(epoch FROM now() - created_at) AS float8) AS age
FROM outbox
WHERE CAST(:ids AS uuid[]) IS NULL OR event_id = ANY(CAST(:ids AS uuid[]))
ORDER BY id LIMIT :limit
"""
_COUNT: Final = """
SELECT count(*) FILTER (WHERE NOT starts_with(topic, :parked)) AS waiting,
       count(*) FILTER (WHERE starts_with(topic, :parked)) AS parked,
       CAST(coalesce(extract(epoch FROM now()
            - min(created_at) FILTER (WHERE NOT starts_with(topic, :parked))), 0) AS float8) AS oldest_seconds
FROM (SELECT topic, created_at FROM outbox ORDER BY id LIMIT :most) AS oldest
"""
MOST: Final = 100_000
"""How many events are counted: more is as bad."""
_PARK: Final = """
UPDATE outbox SET topic = :parked || topic
WHERE event_id = ANY(CAST(:ids AS uuid[])) AND NOT starts_with(topic, :parked) RETURNING event_id
"""
_RETRY: Final = """
WITH again AS (
    UPDATE outbox SET topic = substr(topic, length(:parked) + 1)
    WHERE event_id = ANY(CAST(:ids AS uuid[])) AND starts_with(topic, :parked) RETURNING event_id
)
SELECT event_id, pg_notify('outbox.' || current_schema(), '') FROM again
"""


_DISCARD: Final = """
DELETE FROM outbox WHERE event_id = ANY(CAST(:ids AS uuid[])) AND starts_with(topic, :parked)
RETURNING event_id
"""


async def waiting(session: AsyncSession, ids: Sequence[UUID] | None = None, *, limit: int) -> list[Waiting]:
    """Return events of an outbox, the oldest first, also those that are parked."""
    rows = await execute(session, _LIST, parked=PARKED, ids=None if ids is None else [*ids], limit=limit)
    return [Waiting(**row._mapping) for row in rows]


async def summary(session: AsyncSession) -> Summary:
    """Return how much waits, and for how long."""
    row = (await execute(session, _COUNT, parked=PARKED, most=MOST)).one()
    return Summary(**row._mapping)


async def park(session: AsyncSession, ids: Sequence[UUID]) -> set[UUID]:
    """Keep events from being published; return those that were to be."""
    return await _changed(session, _PARK, ids)


async def retry(session: AsyncSession, ids: Sequence[UUID]) -> set[UUID]:
    """Let parked events be published; return which were parked."""
    return await _changed(session, _RETRY, ids)


async def discard(session: AsyncSession, ids: Sequence[UUID]) -> set[UUID]:
    """Delete parked events; return which were parked."""
    return await _changed(session, _DISCARD, ids)


async def _changed(session: AsyncSession, statement: str, ids: Sequence[UUID]) -> set[UUID]:
    rows: Any = await execute(session, statement, parked=PARKED, ids=[*ids])
    return {row.event_id for row in rows}
