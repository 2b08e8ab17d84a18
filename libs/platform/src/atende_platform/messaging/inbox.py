"""The inbox: which events a consumer has already acted on.

Kafka delivers at least once. A handler whose effect has no natural key asks here first, in the
same transaction as its effect, so that the mark exists exactly when the effect does.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final, TypeVar

from sqlalchemy import Column, DateTime, MetaData, Table, Text, Uuid, func
from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.event import Event
from atende_platform.data.db import execute
from atende_platform.data.purges import deleting

E = TypeVar("E", bound=Event)

KEEP: Final = timedelta(days=22)
"""Longer than any topic's retention (14 days) plus Meta's longest retry (7 days)."""


def inbox_table(metadata: MetaData) -> Table:
    """Define the inbox in a service's metadata."""
    return Table(
        "inbox",
        metadata,
        Column("company_id", Uuid, primary_key=True),
        Column("consumer", Text, primary_key=True),
        Column("event_id", Uuid, primary_key=True),
        Column("received_at", DateTime(timezone=True), nullable=False, server_default=func.now(), index=True),
    )


_UNSEEN: Final = """
INSERT INTO inbox (company_id, consumer, event_id)
SELECT company_id, :consumer, event_id
FROM unnest(CAST(:company_ids AS uuid[]), CAST(:event_ids AS uuid[])) AS e (company_id, event_id)
ORDER BY event_id ON CONFLICT DO NOTHING RETURNING company_id, event_id
"""


async def unseen(session: AsyncSession, consumer: str, events: Sequence[E]) -> list[E]:
    """Mark the events as handled by ``consumer`` and return those that were not yet, in their order."""
    if not events:
        return []
    result = await execute(
        session,
        _UNSEEN,
        consumer=consumer,
        company_ids=[event.company_id for event in events],
        event_ids=[event.id for event in events],
    )
    new = {(row.company_id, row.event_id) for row in result}
    fresh: list[E] = []
    for event in events:
        if (event.company_id, event.id) in new:
            new.discard((event.company_id, event.id))  # The same event twice in one batch counts once.
            fresh.append(event)
    return fresh


_PURGE: Final = deleting("inbox", "received_at < now() - make_interval(secs => :age)", "received_at")


async def purge(session: AsyncSession, limit: int) -> int:
    """Forget marks older than `KEEP`; return how many."""
    result = await execute(session, _PURGE, age=KEEP.total_seconds(), limit=limit)
    return result.rowcount
