"""What agents do with tickets."""

from collections.abc import Callable, Collection
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.content import MessageContent, ReactionContent
from atende_contracts.event import MediaContent, TemplateContent
from atende_contracts.ids import uuid7
from atende_contracts.limits import file_problems
from atende_contracts.messages import MessageReadRequestedV1, MessageSendRequestedV2
from atende_platform import outbox
from atende_platform.context import TenantContext
from atende_platform.errors import InvalidInput, NotFound, Unauthenticated
from atende_platform.pagination import Page, decode_cursor, next_cursor
from chat import domain
from chat.domain import ChannelUnavailable, ClientMessageIdReused, GroupMessage, TicketState, TicketStatus
from chat.repository import files, projections, users
from chat.repository import tickets as repository
from chat.repository.changes import Target
from chat.repository.conversations import Conversations
from chat.repository.tickets import Tickets
from chat.repository.users import User
from chat.schemas import MessageCreate, MessageRead, TicketRead
from chat.service import messages
from chat.service.announcements import party_of, ticket_changed, ticket_updated

if TYPE_CHECKING:
    from chat.models import Contact, Message, Ticket


def state_of(ticket: "Ticket") -> TicketState:
    """Return what the rules know of a ticket."""
    return TicketState(
        status=TicketStatus(ticket.status),
        assignee_id=ticket.assignee_id,
        first_reply_at=ticket.first_reply_at,
        closed_at=ticket.closed_at,
        unread=ticket.unread,
    )


async def list_tickets(
    session: AsyncSession,
    company_id: UUID,
    status: TicketStatus | None,
    assignee_id: UUID | None,
    cursor: str | None,
    limit: int,
    contact_ids: Collection[UUID] | None = None,
) -> Page[TicketRead]:
    """Return a page of tickets, of these contacts only if any are named."""
    tickets = Tickets(session, company_id)
    found = await tickets.page(status, assignee_id, contact_ids, decode_cursor(cursor), limit + 1)
    return Page(
        items=[TicketRead.of(ticket, contact) for ticket, contact in found[:limit]],
        next_cursor=next_cursor(found, limit, lambda row: (row[0].last_message_at, row[0].id)),
    )


async def get_ticket(session: AsyncSession, company_id: UUID, ticket_id: UUID) -> TicketRead:
    ticket, contact = await _get(session, company_id, ticket_id)
    return TicketRead.of(ticket, contact)


async def list_messages(
    session: AsyncSession, company_id: UUID, ticket_id: UUID, cursor: str | None, limit: int
) -> Page[MessageRead]:
    """Return a page of a ticket's conversation, newest first."""
    ticket, _ = await _get(session, company_id, ticket_id)
    found = await Conversations(session, company_id).of_ticket(ticket, decode_cursor(cursor), limit + 1)
    shown = await messages.show(session, found[:limit])
    if ticket.group_id is None:
        # What was sent to a name before it was a contact's is the contact's all the same.
        shown = [message.model_copy(update={"contact_id": ticket.contact_id}) for message in shown]
    return Page(
        items=shown,
        next_cursor=next_cursor(found, limit, lambda message: (message.sent_at, message.id)),
    )


async def accept(session: AsyncSession, actor: TenantContext, ticket_id: UUID) -> TicketRead:
    """Make the actor the ticket's agent. Raises `TicketTaken`, `TicketClosed`, `Unauthenticated`."""
    await _require_working(session, actor)
    return await _move(
        session, actor.company_id, ticket_id, lambda state: domain.accepted(state, actor.user_id)
    )


async def close(session: AsyncSession, actor: TenantContext, ticket_id: UUID, now: datetime) -> TicketRead:
    return await _move(session, actor.company_id, ticket_id, lambda state: domain.closed(state, now))


async def read(session: AsyncSession, actor: TenantContext, ticket_id: UUID) -> TicketRead:
    """Count nothing as unread any more, and have the customer shown what was read."""
    ticket = await _move(session, actor.company_id, ticket_id, domain.read)
    await _show_receipt(session, actor.company_id, ticket_id, ticket.channel_id, typing=False)
    return ticket


async def show_typing(session: AsyncSession, actor: TenantContext, ticket_id: UUID) -> None:
    """Have the customer shown that an answer is being written. Raises `TicketClosed` and `GroupMessage`."""
    ticket, _ = await _get(session, actor.company_id, ticket_id)
    domain.require_not_closed(state_of(ticket))
    _require_private(ticket)
    await _show_receipt(session, actor.company_id, ticket_id, ticket.channel_id, typing=True)


async def _show_receipt(
    session: AsyncSession, company_id: UUID, ticket_id: UUID, channel_id: UUID, *, typing: bool
) -> None:
    message_id = await Tickets(session, company_id).claim_receipt(ticket_id, typing=typing)
    if message_id is None:
        return
    requested = MessageReadRequestedV1(
        company_id=company_id, channel_id=channel_id, provider_message_id=message_id, typing=typing
    )
    await outbox.add(session, [requested])


async def reply(
    session: AsyncSession, actor: TenantContext, ticket_id: UUID, body: MessageCreate, now: datetime
) -> tuple[MessageRead, bool]:
    """Queue an agent's message and ask the gateway to send it, both or neither. A reaction is one, too.

    Returns the message, and whether it is new: the same ``client_message_id`` gives the first one.
    Raises `ClientMessageIdReused`, `TicketClosed`, `GroupMessage`, `ChannelUnavailable`, `WindowClosed` (for
    all but templates), `Unauthenticated` for a disabled user, and `InvalidInput` for an answer to a message
    that is not of this contact, and for a file that is not of the kind that it is to be sent as.
    """
    ticket, contact = await _get(session, actor.company_id, ticket_id, lock=True)
    # The ticket is locked, so nobody else can store the same client id now.
    earlier = await Tickets(session, actor.company_id).find_by_client_id(ticket_id, body.client_message_id)
    content = body.message()
    # Without defaults: a field that a later version adds must not make another message of a repeated one.
    digest = domain.digest_of(content.kind, content.model_dump_json(exclude_defaults=True), body.reply_to)
    if earlier is not None:
        if earlier.client_digest not in (digest, None):
            raise ClientMessageIdReused(
                "Another message of this ticket has this clientMessageId. Choose a new one for each message.",
                messageId=str(earlier.id),
            )
        [shown] = await messages.show(session, [earlier])
        return shown, False
    _require_private(ticket)
    state = domain.replied(state_of(ticket), actor.user_id, now)
    if ticket.assignee_id is None:
        await _require_working(session, actor)
    channel = await projections.find_channel(session, actor.company_id, ticket.channel_id)
    if channel is not None and channel.status in ("disabled", "deleted"):
        raise ChannelUnavailable("The ticket's channel is switched off.")
    if not isinstance(content, TemplateContent):
        domain.require_open_window(domain.window_open_until(ticket.last_inbound_at), now)
    await _require_fitting_file(session, actor.company_id, content)
    referred = content.message_id if isinstance(content, ReactionContent) else body.reply_to
    if referred is not None and not await _has_message(session, ticket, referred):
        field = "replyTo" if referred == body.reply_to else "content.messageId"
        raise InvalidInput("There is no such message of this contact.", field=field)
    [message] = await repository.insert_new_messages(
        session,
        [
            {
                "company_id": actor.company_id,
                "id": uuid7(),
                "ticket_id": ticket.id,
                "contact_id": contact.id,
                "channel_id": ticket.channel_id,
                "direction": "out",
                "author_id": actor.user_id,
                **messages.written_columns(content),
                "reply_to": body.reply_to,
                "target": content.message_id if isinstance(content, ReactionContent) else None,
                "client_message_id": body.client_message_id,
                "client_digest": digest,
                "send_id": uuid7(),
                "state": "queued",
                "sent_at": now,
                "created_at": now,
            }
        ],
    )
    await outbox.add(session, [_send_requested(message, contact, content)])
    await _store(session, ticket, contact, state, now, written=message)
    [shown] = await messages.show(session, [message])
    return shown, True


async def _require_fitting_file(session: AsyncSession, company_id: UUID, content: MessageContent) -> None:
    """Raise `InvalidInput` for an uploaded file that WhatsApp does not take as what it is to be sent as."""
    if not isinstance(content, MediaContent) or content.media.id is None:
        return
    file = (company_id, content.media.id)
    told = (await files.known(session, [file])).get(file, {})
    mime_type, size = told.get("mime_type"), told.get("size")
    for problem in file_problems("", content.media_type, mime_type=mime_type, size=size):
        message = f"{problem.message} This file is {mime_type} and has {size} bytes."
        raise InvalidInput(message, field="content.media.id")


def _send_requested(
    message: "Message", contact: "Contact", content: MessageContent
) -> MessageSendRequestedV2:
    if message.send_id is None:
        raise AssertionError("an agent's message has a send id")
    return MessageSendRequestedV2(
        company_id=message.company_id,
        send_id=message.send_id,
        channel_id=message.channel_id,
        message_id=message.id,
        ticket_id=message.ticket_id,
        contact_id=contact.id,
        recipient=party_of(contact),
        content=content,
        reply_to=message.reply_to,
    )


def _require_private(ticket: "Ticket") -> None:
    """Raise `GroupMessage` for the ticket of a group."""
    if ticket.group_id is not None:
        raise GroupMessage(
            "This is a WhatsApp group. Groups cannot be answered from here: answer on the phone, or write to"
            " the person in a ticket of theirs."
        )


async def _has_message(session: AsyncSession, ticket: "Ticket", provider_message_id: str) -> bool:
    names = await Conversations(session, ticket.company_id).names_of(ticket.contact_id)
    return await Tickets(session, ticket.company_id).has_message(ticket, names, provider_message_id)


async def _require_working(session: AsyncSession, actor: TenantContext) -> None:
    """Raise `Unauthenticated` if no ticket may become the actor's: a token outlives its user by a moment."""
    if await users.is_disabled(session, User(actor.company_id, actor.user_id)):
        raise Unauthenticated("This account can no longer be used.", code="account-gone")


async def _get(
    session: AsyncSession, company_id: UUID, ticket_id: UUID, *, lock: bool = False
) -> "tuple[Ticket, Contact]":
    found = await Tickets(session, company_id).find(ticket_id, lock=lock)
    if found is None:
        raise NotFound("There is no such ticket.")
    return found


async def _move(
    session: AsyncSession,
    company_id: UUID,
    ticket_id: UUID,
    rule: Callable[[TicketState], TicketState],
) -> TicketRead:
    ticket, contact = await _get(session, company_id, ticket_id, lock=True)
    before = state_of(ticket)
    after = rule(before)
    if after != before:
        ticket = await _store(session, ticket, contact, after, ticket.last_message_at)
    return TicketRead.of(ticket, contact)


async def _store(
    session: AsyncSession,
    ticket: "Ticket",
    contact: "Contact",
    state: TicketState,
    last_message_at: datetime,
    *,
    written: "Message | None" = None,
) -> "Ticket":
    """Store a ticket's new state and tell of it; other services hear only of more than ``unread``."""
    before = state_of(ticket)
    [stored] = await repository.update(
        session, [{**ticket.model_dump(), **asdict(state), "last_message_at": last_message_at}]
    )
    if asdict(before) | {"unread": 0} != asdict(state) | {"unread": 0}:
        await outbox.add(session, [ticket_changed(stored)])
    told = [ticket_updated(stored, contact)]
    if written is None:
        await messages.tell(session, told)
    elif written.target is None:
        await messages.tell(session, told, created=[written])
    else:
        target = Target(written.company_id, written.channel_id, written.target)
        await messages.tell(session, told, changed=[target])
    return stored
