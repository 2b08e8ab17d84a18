"""The journal of what providers report about channels."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import tuple_
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.channels import ProviderUpdateReportedV1
from atende_platform.db import execute
from gateway.models import ChannelEvent


async def add(session: AsyncSession, events: Sequence[ProviderUpdateReportedV1]) -> set[UUID]:
    """Write down what is not written yet; return the ids of that. A channel that is gone has no journal."""
    result = await execute(
        session,
        "INSERT INTO channel_events (company_id, id, channel_id, field, value, at)"
        " SELECT i.company_id, i.id, i.channel_id, i.field, CAST(i.value AS jsonb), i.at"
        " FROM unnest(CAST(:company_ids AS uuid[]), CAST(:ids AS uuid[]), CAST(:channel_ids AS uuid[]),"
        " CAST(:fields AS text[]), CAST(:values AS text[]), CAST(:ats AS timestamptz[]))"
        " AS i (company_id, id, channel_id, field, value, at)"
        " JOIN channels c ON c.company_id = i.company_id AND c.id = i.channel_id AND c.status <> 'deleted'"
        " ORDER BY i.company_id, i.id"
        " ON CONFLICT DO NOTHING RETURNING id",
        company_ids=[event.company_id for event in events],
        ids=[event.id for event in events],
        channel_ids=[event.channel_id for event in events],
        fields=[event.field for event in events],
        values=[event.model_dump_json(include={"value"})[len('{"value":') : -1] for event in events],
        ats=[event.at for event in events],
    )
    return {UUID(str(row.id)) for row in result}


async def later_values(
    session: AsyncSession, event: ProviderUpdateReportedV1, *, limit: int
) -> list[dict[str, Any]]:
    """Return what the provider reported of the same channel and field after an update, the latest first."""
    result = await execute(
        session,
        "SELECT value FROM channel_events WHERE company_id = :company_id AND channel_id = :channel_id"
        " AND field = :field AND at > :at ORDER BY at DESC LIMIT :limit",
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
    """Forget all but the latest ``most`` entries of each of these (company, channel) pairs."""
    await execute(
        session,
        _TRIM,
        company_ids=[company_id for company_id, _ in channels],
        channel_ids=[channel_id for _, channel_id in channels],
        most=most,
    )


async def drop_old(session: AsyncSession, *, days: int) -> None:
    """Purge what was reported so long ago."""
    await execute(
        session,
        "DELETE FROM channel_events WHERE received_at < now() - make_interval(days => :days)",
        days=days,
    )


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
