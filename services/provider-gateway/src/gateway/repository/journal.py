"""The journal of what providers report about channels."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import tuple_
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.channels import ProviderUpdateReportedV1
from atende_platform.data import batch
from atende_platform.data.db import execute
from atende_platform.data.purges import deleting
from gateway.models import ChannelEvent

_ENTRIES: Final = batch.Recordset(ChannelEvent, "company_id, id, channel_id, field, value, at")
_ADD: Final = f"""
INSERT INTO channel_events ({", ".join(_ENTRIES.names)})
SELECT given.* FROM {_ENTRIES} AS given
JOIN channels c ON c.company_id = given.company_id AND c.id = given.channel_id AND c.status <> 'deleted'
ORDER BY given.company_id, given.id
ON CONFLICT DO NOTHING RETURNING id
"""  # noqa: S608 (made of constants)


async def add(session: AsyncSession, events: Sequence[ProviderUpdateReportedV1]) -> set[UUID]:
    """Write down what is not written yet; return the ids of that. A channel that is gone has no journal."""
    result = await execute(session, _ADD, _ENTRIES.arrays(events))
    return {UUID(str(row.id)) for row in result}


_LATER_VALUES: Final = """
SELECT value FROM channel_events
WHERE company_id = :company_id AND channel_id = :channel_id AND field = :field AND at > :at
ORDER BY at DESC LIMIT :limit
"""


async def later_values(
    session: AsyncSession, event: ProviderUpdateReportedV1, *, limit: int
) -> list[dict[str, Any]]:
    """Return what the provider reported of the same channel and field after an update, the latest first."""
    result = await execute(
        session,
        _LATER_VALUES,
        company_id=event.company_id,
        channel_id=event.channel_id,
        field=event.field,
        at=event.at,
        limit=limit,
    )
    return [row.value for row in result]


_TRIM: Final = """
DELETE FROM channel_events e
USING (SELECT DISTINCT * FROM unnest(CAST(:company_ids AS uuid[]), CAST(:channel_ids AS uuid[])))
      AS k (company_id, channel_id)
CROSS JOIN LATERAL (
    SELECT received_at, id FROM channel_events o
    WHERE o.company_id = k.company_id AND o.channel_id = k.channel_id
    ORDER BY received_at DESC, id DESC OFFSET :most LIMIT 1
) AS last
WHERE e.company_id = k.company_id AND e.channel_id = k.channel_id
  AND (e.received_at, e.id) <= (last.received_at, last.id)
"""


async def trim(session: AsyncSession, channels: Collection[tuple[UUID, UUID]], *, most: int) -> None:
    """Delete all but the latest ``most`` entries of each of these (company, channel) pairs."""
    await execute(
        session,
        _TRIM,
        company_ids=[company_id for company_id, _ in channels],
        channel_ids=[channel_id for _, channel_id in channels],
        most=most,
    )


_PURGE_OLD: Final = deleting(
    "channel_events", "received_at < now() - make_interval(days => :days)", "received_at"
)


async def purge_old(session: AsyncSession, limit: int, *, days: int) -> int:
    """Delete some of what was reported so many days ago; return how much."""
    return (await execute(session, _PURGE_OLD, days=days, limit=limit)).rowcount


async def page(
    session: AsyncSession,
    company_id: UUID,
    channel_id: UUID,
    *,
    limit: int,
    before: tuple[datetime, UUID] | None,
) -> Sequence[ChannelEvent]:
    """Return up to ``limit`` entries of a channel's journal, the latest first."""
    position = tuple_(col(ChannelEvent.received_at), col(ChannelEvent.id))
    statement = (
        select(ChannelEvent)
        .where(ChannelEvent.company_id == company_id, ChannelEvent.channel_id == channel_id)
        .order_by(col(ChannelEvent.received_at).desc(), col(ChannelEvent.id).desc())
        .limit(limit)
    )
    if before is not None:
        statement = statement.where(position < before)
    return (await session.exec(statement)).all()
