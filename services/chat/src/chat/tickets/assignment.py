"""What is done with tickets by itself: those of users who left are for others to take, sleepers wake."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Final

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_platform.messaging import outbox
from chat.contacts import service as contacts
from chat.directory.domain import User
from chat.messages import service as messages
from chat.policies import service as policies
from chat.policies.events import policies_updated
from chat.queues import service as queues
from chat.queues.domain import QueueKey
from chat.tickets import domain, timeline
from chat.tickets.domain import TicketState, TicketStatus
from chat.tickets.events import ticket_changed, tickets_updated
from chat.tickets.repository import routing
from chat.tickets.repository import tickets as repository
from chat.tickets.service import state_of
from chat.updates import service as updates

if TYPE_CHECKING:
    from chat.tickets.models import Ticket


TICKETS_OF_A_USER: Final = 20
TICKETS_OF_A_QUEUE: Final = 20
_ARCHIVED_QUEUES: Final = 500
"""Looked at in a round."""
TICKETS: Final = 200
"""Tickets freed in a round: as long a transaction as others wait for at most."""


async def free(session: AsyncSession, assignees: Sequence[User], now: datetime) -> Sequence[User]:
    """Make some open tickets of users pending; return whose each was, in the order of the users.

    Tickets that another transaction holds are left to the next time.
    """
    found = await repository.lock_open_of(session, assignees, each=TICKETS_OF_A_USER, limit=TICKETS)
    had = sorted(User(one.company_id, one.assignee_id) for one in found if one.assignee_id is not None)
    await move(session, found, lambda _, state: domain.released(state), now)
    return had


async def wake(session: AsyncSession, now: datetime) -> bool:
    """Let tickets that have slept long enough go on; tell whether there may be more."""
    found = await repository.lock_due(session, now, TICKETS)
    await move(session, found, lambda _, state: domain.woken(state), now)
    return len(found) == TICKETS


async def let_go(session: AsyncSession, now: datetime) -> bool:
    """Let tickets that programs held for too long wait for people; tell whether there may be more."""
    found = await repository.lock_held_until(session, now, TICKETS)
    await move(session, found, lambda _, state: domain.let_go(state), now)
    return len(found) == TICKETS


async def move_stranded(
    session: AsyncSession, after: QueueKey, now: datetime
) -> tuple[QueueKey | None, bool]:
    """Move some tickets of archived queues behind one where these were archived into.

    So does the default queue of channels. Returns the last queue that was looked at, None if those were the
    last of all, and whether tickets moved.
    """
    archived = await queues.archived_after(session, after, _ARCHIVED_QUEUES)
    if not archived:
        return None, False
    followed = await policies.follow_queues(session, {company_id for company_id, _ in archived})
    found = await routing.lock_stranded(session, archived, each=TICKETS_OF_A_QUEUE, limit=TICKETS)
    to = {ticket.id: into for ticket, into in found}
    await move(
        session,
        [ticket for ticket, _ in found],
        lambda ticket, state: (
            domain.transferred(state, to[ticket.id], state.assignee_id)
            if state.status is not TicketStatus.SNOOZED
            else replace(state, queue_id=to[ticket.id])
        ),
        now,
    )
    await updates.append(session, [policies_updated(*channel) for channel in followed])
    return (archived[-1] if len(archived) == _ARCHIVED_QUEUES else None), bool(found)


async def move(
    session: AsyncSession,
    found: "Sequence[Ticket]",
    rule: "Callable[[Ticket, TicketState], TicketState]",
    now: datetime,
) -> "list[Ticket]":
    """Store what becomes of locked tickets by a rule, with entries in their timelines, and publish it."""
    if not found:
        return []
    before = {one.id: state_of(one) for one in found}
    rows = [{**one.model_dump(), **rule(one, before[one.id]).columns()} for one in found]
    stored = await repository.update(session, rows)
    entries = [
        entry for one in stored for entry in timeline.moved(one, before[one.id], state_of(one), None, now)
    ]
    noted = await messages.insert_new_messages(session, entries)
    known = await contacts.of(session, {(one.company_id, one.contact_id) for one in stored})
    await outbox.add(session, [ticket_changed(one) for one in stored])
    await messages.tell(session, tickets_updated(stored, {one.id: one for one in known}), created=noted)
    return stored
