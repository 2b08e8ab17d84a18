"""Tickets in which nothing is written any more are closed, by the company's or the channel's policy.

Only those that wait for no answer of ours: what a customer asked is never closed by itself.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.event import TextContent
from chat.contacts import service as contacts
from chat.tickets import assignment, automatic, domain
from chat.tickets.automatic import Automatic
from chat.tickets.repository import routing as repository

EACH: Final = 20
REASON: Final = "inactive"
"""Why such a ticket was closed, as its timeline and lists show it."""


async def companies(session: AsyncSession, after: UUID, most: int, _: datetime) -> list[UUID]:
    """Return some companies behind one, in their order, that have tickets closed by themselves."""
    return await repository.closing(session, after, most)


async def close_some(session: AsyncSession, companies: Sequence[UUID], now: datetime) -> bool:
    """Close some tickets of companies that sleep; tell whether one may have more of them."""
    found = await repository.lock_asleep(session, companies, now, each=EACH)
    if not found:
        return False
    tickets = [ticket for ticket, _ in found]
    known = {
        one.id: one for one in await contacts.of(session, {(t.company_id, t.contact_id) for t in tickets})
    }
    wanted = [
        Automatic(ticket, known[ticket.contact_id], TextContent(body=message))
        for ticket, message in found
        if message is not None and ticket.group_id is None
    ]
    await assignment.move(session, tickets, lambda _, state: domain.closed(state, now, REASON), now)
    # It is refused where the 24 hours are over: then the ticket is closed without a word.
    await automatic.send(session, wanted, now)
    return len(found) >= EACH
