"""Who has a ticket: those of users who no longer work in their company are for others to take."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_platform.messaging import outbox
from chat.contacts import service as contacts
from chat.directory.domain import User
from chat.messages import service as messages
from chat.tickets import domain
from chat.tickets.events import ticket_changed, tickets_updated
from chat.tickets.repository import tickets as repository
from chat.tickets.service import state_of

if TYPE_CHECKING:
    pass


TICKETS_OF_A_USER: Final = 20
TICKETS: Final = 200
"""Tickets freed in a round: as long a transaction as others wait for at most."""


async def free(session: AsyncSession, assignees: Sequence[User]) -> Sequence[User]:
    """Make some open tickets of users pending; return whose each was, in the order of the users.

    Tickets that another transaction holds are left to the next time.
    """
    found = await repository.lock_open_of(session, assignees, each=TICKETS_OF_A_USER, limit=TICKETS)
    if not found:
        return []
    had = sorted(User(one.company_id, one.assignee_id) for one in found if one.assignee_id is not None)
    stored = await repository.update(
        session, [{**one.model_dump(), **domain.released(state_of(one)).columns()} for one in found]
    )
    known = await contacts.of(session, {(one.company_id, one.contact_id) for one in stored})
    await outbox.add(session, [ticket_changed(one) for one in stored])
    await messages.tell(session, tickets_updated(stored, {one.id: one for one in known}))
    return had
