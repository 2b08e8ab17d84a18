"""What subjects above have tickets show, or wait for: written while nobody else holds them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from sqlmodel.ext.asyncio.session import AsyncSession

from chat.contacts import service as contacts
from chat.messages import service as messages
from chat.rows import Row
from chat.tickets.answers import Awaited
from chat.tickets.domain import TicketKey
from chat.tickets.events import tickets_updated
from chat.tickets.repository import upkeep as repository
from chat.tickets.repository.upkeep import lock_if_free

if TYPE_CHECKING:
    from chat.tickets.models import Ticket

__all__ = ["lock_if_free", "set_awaited", "show_due"]


async def show_due(session: AsyncSession, due: Mapping[TicketKey, datetime | None]) -> set[TicketKey]:
    """Have tickets show when they are due; return those that do, or that do not exist any more.

    Tickets that another transaction holds are left to the next time, so that nobody waits for this.
    """
    if not due:
        return set()
    there, held = await repository.lock_if_free(session, due)
    changed = [one for one in held if one.due_at != due[one.company_id, one.id]]
    if changed:
        stored = await repository.set_due(
            session,
            [{**one.model_dump(), "due_at": due[one.company_id, one.id]} for one in changed],
        )
        known = await contacts.of(session, {(one.company_id, one.contact_id) for one in stored})
        await messages.tell(session, tickets_updated(stored, {one.id: one for one in known}))
    return {(one.company_id, one.id) for one in held} | (due.keys() - there)


async def set_awaited(
    session: AsyncSession,
    tickets: "Sequence[tuple[Ticket, Awaited | None, datetime | None]]",
    entries: Sequence[Row],
) -> None:
    """Wait for answers of the customers of locked tickets, until a time each; None: wait no more.

    ``entries`` of their timelines are stored and published with it.
    """
    rows = [
        {**ticket.model_dump(), "awaited": awaited, "awaited_until": until}
        for ticket, awaited, until in tickets
    ]
    await repository.set_awaited(session, rows)
    if entries:
        await messages.tell(session, created=await messages.insert_new_messages(session, entries))
