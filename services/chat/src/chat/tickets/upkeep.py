"""When a customer's next promise is broken, as tickets show it. What is promised is known above."""

from collections.abc import Mapping
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from chat.contacts import service as contacts
from chat.messages import service as messages
from chat.tickets.events import tickets_updated
from chat.tickets.repository import upkeep as repository
from chat.tickets.repository.upkeep import TicketKey


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
