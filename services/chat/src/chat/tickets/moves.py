"""Who has a ticket and where it stands: what agents decide about it.

Each returns the ticket as it then is, and is safe to repeat. Each raises `NotFound` for no such ticket.
"""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_platform.errors import InvalidInput
from atende_platform.identity.context import TenantContext
from chat.contacts import service as contacts
from chat.directory import service as directory
from chat.directory.domain import User
from chat.queues import service as queues
from chat.tickets import domain, timeline
from chat.tickets.domain import TicketActive, TicketState
from chat.tickets.repository.tickets import Tickets
from chat.tickets.schemas import TicketRead
from chat.tickets.service import get_with_contact, require_working, state_of, store

Rule = Callable[[TicketState], TicketState]


async def accept(
    session: AsyncSession, actor: TenantContext, ticket_id: UUID, now: datetime, *, take_over: bool = False
) -> TicketRead:
    """Make the actor the ticket's agent; with ``take_over`` also of a ticket that another has.

    Raises `TicketTaken`, `TicketClosed` and `Unauthenticated`.
    """
    await require_working(session, actor)
    rule = partial(domain.accepted, agent=actor.user_id, take_over=take_over)
    return await change(session, actor, ticket_id, rule, now)


async def assign(
    session: AsyncSession,
    actor: TenantContext,
    ticket_id: UUID,
    assignee_id: UUID | None,
    now: datetime,
    note: str | None = None,
) -> TicketRead:
    """Give the ticket to an agent, or (None) to all of its queue, with a note for who takes it.

    Raises `TicketClosed` and `InvalidInput`.
    """
    await require_agent(session, actor.company_id, assignee_id)
    return await change(
        session, actor, ticket_id, lambda state: domain.assigned(state, assignee_id), now, note=note
    )


async def transfer(
    session: AsyncSession,
    actor: TenantContext,
    ticket_id: UUID,
    queue_id: UUID | None,
    assignee_id: UUID | None,
    note: str | None,
    now: datetime,
) -> TicketRead:
    """Move the ticket to a queue, there to an agent or to all, with a note for who takes it.

    Raises `TicketClosed` and `InvalidInput`.
    """
    await require_queue(session, actor.company_id, queue_id)
    await require_agent(session, actor.company_id, assignee_id)
    return await change(
        session,
        actor,
        ticket_id,
        lambda state: domain.transferred(state, queue_id, assignee_id),
        now,
        note=note,
    )


async def close(
    session: AsyncSession, actor: TenantContext, ticket_id: UUID, now: datetime, reason: str | None = None
) -> TicketRead:
    """Close the ticket, if it is not closed."""
    return await change(session, actor, ticket_id, lambda state: domain.closed(state, now, reason), now)


async def reopen(session: AsyncSession, actor: TenantContext, ticket_id: UUID, now: datetime) -> TicketRead:
    """Have a closed ticket go on. Raises `TicketActive` where the customer has a later one."""
    ticket, _ = await get_with_contact(session, actor, ticket_id)
    tickets = Tickets(session, actor.company_id)
    # Before the ticket, as customers' messages do: none of theirs may open another one meanwhile.
    if ticket.group_id is None:
        await contacts.lock(session, [(actor.company_id, ticket.contact_id)])
    if ticket.closed_at is not None:
        other = (
            await tickets.find_active(ticket.channel_id, ticket.contact_id)
            if ticket.group_id is None
            else await tickets.find_active_of_group(ticket.channel_id, ticket.group_id)
        )
        if other is not None and other != ticket_id:
            raise TicketActive(ticket_id=str(other))
    return await change(session, actor, ticket_id, domain.reopened, now)


async def snooze(
    session: AsyncSession, actor: TenantContext, ticket_id: UUID, until: datetime | None, now: datetime
) -> TicketRead:
    """Let the ticket sleep until a time, or until the customer writes. Raises `TicketClosed`."""
    if until is not None and until <= now:
        raise InvalidInput("must_be_later", field="until")
    return await change(session, actor, ticket_id, lambda state: domain.snoozed(state, until), now)


async def require_agent(
    session: AsyncSession, company_id: UUID, user_id: UUID | None, field: str = "assigneeId"
) -> None:
    """Raise `InvalidInput` for the field unless a ticket can be given to the user (None: to nobody)."""
    if user_id is not None and not await directory.may_have_tickets(session, User(company_id, user_id)):
        raise InvalidInput("agent_unknown", field=field)


async def require_queue(session: AsyncSession, company_id: UUID, queue_id: UUID | None) -> None:
    """Raise `InvalidInput` unless the queue takes tickets (None: no queue). It does until the commit."""
    if queue_id is not None:
        await queues.require_usable(session, company_id, queue_id)


async def change(
    session: AsyncSession,
    actor: TenantContext,
    ticket_id: UUID,
    rule: Rule,
    now: datetime,
    note: str | None = None,
) -> TicketRead:
    """Apply a rule to a ticket that the actor sees, and leave a note for colleagues."""
    ticket, contact = await get_with_contact(session, actor, ticket_id, lock=True)
    before = state_of(ticket)
    after = rule(before)
    entries = timeline.moved(ticket, before, after, actor.user_id, now)
    if note:
        entries.append(timeline.note(ticket, actor.user_id, now, note))
    if after != before or entries:
        # A rule and a program act under an id, too, and are no person.
        person = actor.user_id if actor.kind == "user" else None
        ticket = await store(
            session, ticket, contact, after, ticket.last_message_at, entries=entries, by=person
        )
    return TicketRead.of(ticket, contact)
