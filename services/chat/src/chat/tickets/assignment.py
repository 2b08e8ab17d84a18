"""What is done with tickets by itself: those of users who left are for others to take, sleepers wake."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Final
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.contacts import TicketChangedV1
from atende_platform.messaging import outbox
from chat.contacts import service as contacts
from chat.directory import service as directory
from chat.directory.domain import User
from chat.messages import service as messages
from chat.policies import service as policies
from chat.policies.events import policies_updated
from chat.queues import service as queues
from chat.tickets import domain, timeline
from chat.tickets.domain import TicketState, TicketStatus
from chat.tickets.events import closing_of, ticket_changed, tickets_updated
from chat.tickets.repository import routing
from chat.tickets.repository import tickets as repository
from chat.tickets.service import state_of
from chat.updates import service as updates

if TYPE_CHECKING:
    from chat.tickets.models import Ticket

EACH: Final = 20
"""Tickets of a company in a round: as long a transaction as others wait for at most."""


async def left_behind(session: AsyncSession, after: UUID, most: int, _: datetime) -> list[UUID]:
    """Return some companies behind one, in their order, with users who are disabled."""
    return await directory.with_disabled(session, after, most)


async def free_left_behind(session: AsyncSession, companies: Sequence[UUID], now: datetime) -> bool:
    """Make some open tickets of disabled users of companies pending; tell whether there were any."""
    return await free(session, await directory.disabled_of(session, companies), now)


async def free(session: AsyncSession, assignees: Sequence[User], now: datetime) -> bool:
    """Make some open tickets of users pending; tell whether there were any.

    Tickets that another transaction holds are left to the next time.
    """
    found = await repository.lock_open_of(session, assignees, each=EACH)
    await move(session, found, lambda _, state: domain.released(state), now)
    return bool(found)


async def to_wake(session: AsyncSession, after: UUID, most: int, now: datetime) -> list[UUID]:
    """Return some companies behind one, in their order, with tickets that have slept long enough."""
    return await repository.companies_to_wake(session, after, now, most)


async def wake(session: AsyncSession, companies: Sequence[UUID], now: datetime) -> bool:
    """Let some tickets of companies go on that have slept long enough; tell whether there were any."""
    found = await repository.lock_to_wake(session, companies, now, each=EACH)
    await move(session, found, lambda _, state: domain.woken(state), now)
    return bool(found)


async def held_too_long(session: AsyncSession, after: UUID, most: int, now: datetime) -> list[UUID]:
    """Return some companies behind one, in their order, with tickets that programs held for too long."""
    return await repository.companies_held_too_long(session, after, now, most)


async def let_go(session: AsyncSession, companies: Sequence[UUID], now: datetime) -> bool:
    """Let some tickets that programs held for too long wait for people; tell whether there were any."""
    found = await repository.lock_held_too_long(session, companies, now, each=EACH)
    await move(session, found, lambda _, state: domain.let_go(state), now)
    return bool(found)


async def stranded(session: AsyncSession, after: UUID, most: int, _: datetime) -> list[UUID]:
    """Return some companies behind one, in their order, with archived queues."""
    return await queues.with_archived(session, after, most)


async def move_stranded(session: AsyncSession, companies: Sequence[UUID], now: datetime) -> bool:
    """Move some tickets of archived queues of companies where these were archived into.

    So does the default queue of channels. Tells whether tickets moved.
    """
    followed = await policies.follow_queues(session, companies)
    found = await routing.lock_stranded(session, companies, each=EACH)
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
    return bool(found)


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
    await outbox.add(session, await _changed(session, stored, before))
    await messages.tell(session, tickets_updated(stored, {one.id: one for one in known}), created=noted)
    return stored


async def _changed(
    session: AsyncSession, stored: "Sequence[Ticket]", before: dict[UUID, TicketState]
) -> list[TicketChangedV1]:
    """Return how tickets are published that a rule changed: closed by nobody, where they are closed now."""
    closed = {
        one.id: one.closed_at
        for one in stored
        if one.closed_at is not None and before[one.id].status is not TicketStatus.CLOSED
    }
    keys = {(one.company_id, one.queue_id) for one in stored if one.id in closed}
    hours = await queues.hours_of(session, keys)
    return [
        ticket_changed(
            one,
            closing=closing_of(one, None, closed[one.id], hours.get((one.company_id, one.queue_id)))
            if one.id in closed
            else None,
            reopened=one.closed_at is None and before[one.id].status is TicketStatus.CLOSED,
        )
        for one in stored
    ]
