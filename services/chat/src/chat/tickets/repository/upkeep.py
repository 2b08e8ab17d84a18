"""What subjects above have tickets show, written while nobody else holds them."""

from collections.abc import Collection, Sequence
from typing import Any, Final

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_platform.data import batch
from atende_platform.data.batch import fetch
from atende_platform.data.db import execute
from chat.rows import Row
from chat.tickets.domain import TicketKey
from chat.tickets.models import Ticket

_EXISTING: Final = """
SELECT t.company_id, t.id
FROM unnest(CAST(:companies AS uuid[]), CAST(:ids AS uuid[])) AS k (company_id, id)
JOIN tickets t ON t.company_id = k.company_id AND t.id = k.id
"""
_LOCK_IF_FREE: Final = """
SELECT free.* FROM unnest(CAST(:companies AS uuid[]), CAST(:ids AS uuid[])) AS k (company_id, id)
CROSS JOIN LATERAL (
    SELECT t.* FROM tickets t WHERE t.company_id = k.company_id AND t.id = k.id FOR UPDATE SKIP LOCKED
) AS free
"""
_SET_DUE: Final[batch.Statement[Ticket, Any]] = batch.update(Ticket, "due_at", revision="stored.revision + 1")

_SET_AWAITED: Final[batch.Statement[Ticket, Any]] = batch.update(Ticket, "awaited, awaited_until")


async def lock_if_free(
    session: AsyncSession, keys: Collection[TicketKey]
) -> tuple[set[TicketKey], list[Ticket]]:
    """Return which of these tickets exist, and those that no other transaction holds, locked."""
    columns = {"companies": [company_id for company_id, _ in keys], "ids": [id_ for _, id_ in keys]}
    held = await fetch(session, Ticket, _LOCK_IF_FREE, **columns)
    there = await execute(session, _EXISTING, columns)
    return {(row.company_id, row.id) for row in there}, held


async def set_due(session: AsyncSession, tickets: Sequence[Row]) -> list[Ticket]:
    """Store when locked tickets are due, under their next revision; return them as stored."""
    return await _SET_DUE.fetch(session, tickets)


async def set_awaited(session: AsyncSession, tickets: Sequence[Row]) -> None:
    """Store what the customers of locked tickets were asked for, which no client sees."""
    await _SET_AWAITED.run(session, tickets)
