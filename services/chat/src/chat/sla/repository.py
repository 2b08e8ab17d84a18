"""All SQL of service levels."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from atende_platform.data import batch
from atende_platform.data.batch import fetch
from atende_platform.data.db import execute
from atende_platform.data.purges import deleting
from chat.policies.service import QueuePolicies
from chat.sla.models import SlaPolicy, SlaTicket
from chat.tickets.domain import TicketKey


def policies(session: AsyncSession, company_id: UUID) -> QueuePolicies[SlaPolicy]:
    return QueuePolicies(session, company_id, SlaPolicy)


_OF_COMPANIES: Final = "SELECT * FROM sla_policies WHERE company_id = ANY(CAST(:ids AS uuid[]))"


async def policies_of(session: AsyncSession, company_ids: Collection[UUID]) -> list[SlaPolicy]:
    """Return all policies of some companies."""
    return await fetch(session, SlaPolicy, _OF_COMPANIES, ids=[*company_ids])


_FIND: Final = """
SELECT s.* FROM unnest(CAST(:companies AS uuid[]), CAST(:tickets AS uuid[])) AS k (company_id, ticket_id)
CROSS JOIN LATERAL (
    SELECT * FROM sla_tickets s WHERE s.company_id = k.company_id AND s.ticket_id = k.ticket_id FOR UPDATE
) AS s
"""


async def lock_tickets(session: AsyncSession, keys: Collection[TicketKey]) -> dict[TicketKey, SlaTicket]:
    """Return the clocks of tickets, as far as they have any, locked."""
    ordered = sorted(keys)
    found = await fetch(
        session,
        SlaTicket,
        _FIND,
        companies=[company_id for company_id, _ in ordered],
        tickets=[ticket_id for _, ticket_id in ordered],
    )
    return {(one.company_id, one.ticket_id): one for one in found}


async def find_ticket(session: AsyncSession, company_id: UUID, ticket_id: UUID) -> SlaTicket | None:
    query = select(SlaTicket).where(SlaTicket.company_id == company_id, SlaTicket.ticket_id == ticket_id)
    return (await session.exec(query)).first()


def new_ticket(**columns: Any) -> SlaTicket:
    """Return the clocks of a ticket, which are not stored yet."""
    return SlaTicket(**columns)


_STORE: Final = batch.upsert(SlaTicket, newer="updated_at", or_equal=True)


async def store_tickets(session: AsyncSession, rows: Sequence[SlaTicket]) -> None:
    """Write the clocks of tickets, which are locked."""
    await _STORE.run(session, rows)


_DUE: Final = """
SELECT due.* FROM unnest(CAST(:companies AS uuid[])) AS company (company_id) CROSS JOIN LATERAL (
    SELECT * FROM sla_tickets s WHERE s.company_id = company.company_id AND s.next_at <= :now
    ORDER BY s.next_at LIMIT :each FOR UPDATE SKIP LOCKED
) AS due
"""


async def lock_due(
    session: AsyncSession, companies: Sequence[UUID], now: datetime, *, each: int
) -> list[SlaTicket]:
    """Return some clocks of companies of which something is due, locked."""
    return await fetch(session, SlaTicket, _DUE, companies=[*companies], now=now, each=each)


_NOT_SHOWN: Final = """
SELECT DISTINCT company_id FROM sla_tickets
WHERE NOT shown AND company_id > :after ORDER BY company_id LIMIT :companies
"""
_LOCK_NOT_SHOWN: Final = """
SELECT hidden.* FROM unnest(CAST(:companies AS uuid[])) AS company (company_id) CROSS JOIN LATERAL (
    SELECT * FROM sla_tickets s WHERE s.company_id = company.company_id AND NOT s.shown
    ORDER BY s.ticket_id LIMIT :each FOR UPDATE SKIP LOCKED
) AS hidden
"""


async def not_shown(session: AsyncSession, after: UUID, companies: int) -> list[UUID]:
    """Return some companies behind one, in their order, with tickets that do not show when they are due."""
    result = await execute(session, _NOT_SHOWN, after=after, companies=companies)
    return [row.company_id for row in result]


async def lock_not_shown(session: AsyncSession, companies: Sequence[UUID], *, each: int) -> list[SlaTicket]:
    """Return some clocks of companies whose tickets do not show when they are due, locked."""
    return await fetch(session, SlaTicket, _LOCK_NOT_SHOWN, companies=[*companies], each=each)


_SHOWN: Final = batch.update(SlaTicket, "shown")


async def count_shown(session: AsyncSession, rows: Sequence[SlaTicket]) -> None:
    """Count clocks as shown."""
    await _SHOWN.run(session, [one.model_copy(update={"shown": True}) for one in rows])


_HOURS: Final = """
SELECT q.company_id, q.id, q.hours, coalesce(q.time_zone, s.time_zone) AS time_zone
FROM unnest(CAST(:companies AS uuid[]), CAST(:ids AS uuid[])) AS k (company_id, id)
JOIN queues q ON q.company_id = k.company_id AND q.id = k.id
LEFT JOIN company_settings s ON s.company_id = k.company_id
WHERE q.hours IS NOT NULL
"""


async def hours_of(
    session: AsyncSession, queues: Collection[TicketKey]
) -> dict[TicketKey, tuple[Any, str | None]]:
    """Return the opening hours of queues that have some, as they are stored, and their time zones."""
    if not queues:
        return {}
    result = await execute(
        session,
        _HOURS,
        companies=[company_id for company_id, _ in queues],
        ids=[queue_id for _, queue_id in queues],
    )
    return {(row.company_id, row.id): (row.hours, row.time_zone) for row in result}


_PURGE: Final = deleting("sla_tickets", "updated_at < :before AND next_at IS NULL", "updated_at")


async def purge(session: AsyncSession, before: datetime, limit: int) -> int:
    """Delete some clocks of tickets with which nothing has happened since; return how many."""
    return (await execute(session, _PURGE, before=before, limit=limit)).rowcount
