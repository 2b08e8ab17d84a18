"""What agents do with tickets."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.contacts import TicketReply
from atende_contracts.event import Event
from atende_contracts.messages import (
    MessageReadRequestedV1,
)
from atende_platform.errors import NotFound, Unauthenticated
from atende_platform.identity.context import TenantContext
from atende_platform.messaging import outbox
from chat.contacts.events import party_of
from chat.directory import service as directory
from chat.directory.domain import User
from chat.messages import service as messages
from chat.messages.domain import Target
from chat.policies.scope import viewer_of
from chat.queues import service as queues
from chat.rows import Row
from chat.tickets import domain, timeline
from chat.tickets.domain import (
    GroupMessage,
    TicketState,
    TicketStatus,
)
from chat.tickets.events import closing_of, ticket_changed, ticket_updated
from chat.tickets.repository import tickets as repository
from chat.tickets.repository.tickets import Tickets
from chat.tickets.schemas import TicketRead

if TYPE_CHECKING:
    from chat.contacts.models import Contact
    from chat.messages.models import Message
    from chat.tickets.models import Ticket


def state_of(ticket: "Ticket") -> TicketState:
    """Return what the rules know of a ticket."""
    row = vars(ticket)
    columns = {name: row[name] for name in TicketState.__slots__}
    return TicketState(**columns | {"status": TicketStatus(row["status"])})


async def get_ticket(session: AsyncSession, actor: TenantContext, ticket_id: UUID) -> TicketRead:
    ticket, contact = await get_with_contact(session, actor, ticket_id)
    return TicketRead.of(ticket, contact)


async def read(session: AsyncSession, actor: TenantContext, ticket_id: UUID) -> TicketRead:
    """Count nothing as unread any more, and have the customer shown what was read."""
    ticket, contact = await _count_unread(session, actor, ticket_id, domain.read, left=0)
    await _show_receipt(session, actor.company_id, ticket, contact, typing=False)
    return TicketRead.of(ticket, contact)


async def mark_unread(session: AsyncSession, actor: TenantContext, ticket_id: UUID) -> TicketRead:
    """Have the ticket seen again, as if its last message were new."""
    ticket, contact = await _count_unread(session, actor, ticket_id, domain.unread, left=1)
    return TicketRead.of(ticket, contact)


async def _count_unread(
    session: AsyncSession,
    actor: TenantContext,
    ticket_id: UUID,
    rule: Callable[[TicketState], TicketState],
    *,
    left: int,
) -> "tuple[Ticket, Contact]":
    ticket, contact = await get_with_contact(session, actor, ticket_id, lock=True)
    before = state_of(ticket)
    after = rule(before)
    read = max(0, before.inbound_count - left)
    await Tickets(session, actor.company_id).keep_reading(ticket, actor.user_id, read)
    if after != before:
        ticket = await store(session, ticket, contact, after, ticket.last_message_at)
    return ticket, contact


async def show_typing(session: AsyncSession, actor: TenantContext, ticket_id: UUID) -> None:
    """Have the customer shown that an answer is being written. Raises `TicketClosed` and `GroupMessage`."""
    ticket, contact = await get_with_contact(session, actor, ticket_id)
    domain.require_not_closed(state_of(ticket))
    require_private(ticket)
    await _show_receipt(session, actor.company_id, ticket, contact, typing=True)


async def _show_receipt(
    session: AsyncSession, company_id: UUID, ticket: "Ticket", contact: "Contact", *, typing: bool
) -> None:
    message_id = await Tickets(session, company_id).claim_receipt(ticket.id, typing=typing)
    if message_id is None:
        return
    requested = MessageReadRequestedV1(
        company_id=company_id,
        channel_id=ticket.channel_id,
        provider_message_id=message_id,
        sender=party_of(contact) if ticket.group_id is None else None,
        typing=typing,
    )
    await outbox.add(session, [requested])


def require_private(ticket: "Ticket") -> None:
    """Raise `GroupMessage` for the ticket of a group."""
    if ticket.group_id is not None:
        raise GroupMessage()


async def require_working(session: AsyncSession, actor: TenantContext) -> None:
    """Raise `Unauthenticated` if no ticket may become the actor's: a token outlives its user by a moment."""
    if await directory.is_disabled(session, User(actor.company_id, actor.user_id)):
        raise Unauthenticated("account-gone")


async def get_with_contact(
    session: AsyncSession, actor: TenantContext, ticket_id: UUID, *, lock: bool = False
) -> "tuple[Ticket, Contact]":
    """Return a ticket that the actor may see, and its contact. Raises `NotFound`."""
    found = await Tickets(session, actor.company_id).find(ticket_id, viewer_of(actor), lock=lock)
    if found is None:
        raise NotFound("ticket-not-found")
    return found


async def get_for_system(
    session: AsyncSession, company_id: UUID, ticket_id: UUID, *, lock: bool = False
) -> "tuple[Ticket, Contact]":
    """Return any ticket of a company, for what no user asks for. Raises `NotFound`."""
    found = await Tickets(session, company_id).find(ticket_id, lock=lock)
    if found is None:
        raise NotFound("ticket-not-found")
    return found


async def current_ticket(session: AsyncSession, company_id: UUID, ticket_id: UUID) -> tuple[UUID, bool]:
    """Return the ticket in which a ticket's conversation goes on, and whether that is closed.

    It is the ticket itself, unless that is closed and its contact has another on the channel that is not: a
    later one, or the one that it became part of. Raises `NotFound`.
    """
    ticket, _ = await get_for_system(session, company_id, ticket_id)
    if ticket.status != TicketStatus.CLOSED or ticket.group_id is not None:
        return ticket.id, False
    active = await Tickets(session, company_id).find_active(ticket.channel_id, ticket.contact_id)
    return active or ticket.id, active is None


async def note_unsent(
    session: AsyncSession, company_id: UUID, ticket_id: UUID, code: str, now: datetime
) -> None:
    """Show in a ticket that a message was not sent that was to be, and why: it is unread again."""
    ticket, contact = await get_for_system(session, company_id, ticket_id, lock=True)
    state = state_of(ticket)
    if state.status is not TicketStatus.CLOSED:
        state = domain.unread(state)
    noted = [timeline.entry(ticket, None, now, "scheduled_failed", reason=code)]
    await store(session, ticket, contact, state, ticket.last_message_at, entries=noted)


async def store(
    session: AsyncSession,
    ticket: "Ticket",
    contact: "Contact",
    state: TicketState,
    last_message_at: datetime,
    *,
    written: "Message | None" = None,
    entries: Sequence[Row] = (),
    events: Sequence[Event] = (),
    by: UUID | None = None,
    reply: TicketReply | None = None,
) -> "Ticket":
    """Store a ticket's new state and ``entries`` of its timeline, and publish them after other ``events``.

    To other services only if more than ``unread`` changed: with the person who did it (``by``) where it is
    closed, and the ``reply`` that a customer waited for.
    """
    before = state_of(ticket)
    [stored] = await repository.update(
        session, [{**ticket.model_dump(), **state.columns(), "last_message_at": last_message_at}]
    )
    if replace(before, unread=0) != replace(state, unread=0):
        was_closed, is_closed = (one.status is TicketStatus.CLOSED for one in (before, state))
        closing = None
        if is_closed and not was_closed and state.closed_at is not None:
            hours = await queues.hours_of(session, [(stored.company_id, stored.queue_id)])
            closing = closing_of(stored, by, state.closed_at, hours.get((stored.company_id, stored.queue_id)))
        changed = ticket_changed(stored, reply=reply, closing=closing, reopened=was_closed and not is_closed)
        events = [*events, changed]
    await outbox.add(session, events)
    told = [ticket_updated(stored, contact)]
    noted = await messages.insert_new_messages(session, entries) if entries else []
    if written is None:
        await messages.tell(session, told, created=noted)
    elif written.target is None:
        await messages.tell(session, told, created=[written, *noted])
    else:
        target = Target(written.company_id, written.channel_id, written.target)
        await messages.tell(session, told, created=noted, changed=[target])
    return stored
