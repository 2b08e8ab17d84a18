"""What is done with tickets by itself: those of users who left are for others to take, sleepers wake."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Final

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_platform.messaging import outbox
from chat.contacts import service as contacts
from chat.directory.domain import User
from chat.messages import service as messages
from chat.tickets import domain, timeline
from chat.tickets.domain import TicketState
from chat.tickets.events import ticket_changed, tickets_updated
from chat.tickets.repository import tickets as repository
from chat.tickets.service import state_of

if TYPE_CHECKING:
    from chat.tickets.models import Ticket


TICKETS_OF_A_USER: Final = 20
TICKETS: Final = 200
"""Tickets freed in a round: as long a transaction as others wait for at most."""


async def free(session: AsyncSession, assignees: Sequence[User], now: datetime) -> Sequence[User]:
    """Make some open tickets of users pending; return whose each was, in the order of the users.

    Tickets that another transaction holds are left to the next time.
    """
    found = await repository.lock_open_of(session, assignees, each=TICKETS_OF_A_USER, limit=TICKETS)
    had = sorted(User(one.company_id, one.assignee_id) for one in found if one.assignee_id is not None)
    await _move(session, found, domain.released, now)
    return had


async def wake(session: AsyncSession, now: datetime) -> bool:
    """Let tickets that have slept long enough go on; tell whether there may be more."""
    found = await repository.lock_due(session, now, TICKETS)
    await _move(session, found, domain.woken, now)
    return len(found) == TICKETS


async def _move(
    session: AsyncSession,
    found: "Sequence[Ticket]",
    rule: Callable[[TicketState], TicketState],
    now: datetime,
) -> None:
    if not found:
        return
    before = {one.id: state_of(one) for one in found}
    rows = [{**one.model_dump(), **rule(before[one.id]).columns()} for one in found]
    stored = await repository.update(session, rows)
    entries = [
        entry for one in stored for entry in timeline.moved(one, before[one.id], state_of(one), None, now)
    ]
    noted = await messages.insert_new_messages(session, entries)
    known = await contacts.of(session, {(one.company_id, one.contact_id) for one in stored})
    await outbox.add(session, [ticket_changed(one) for one in stored])
    await messages.tell(session, tickets_updated(stored, {one.id: one for one in known}), created=noted)
