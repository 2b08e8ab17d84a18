"""What agents write to customers."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.bounds import MAX_LINE
from atende_contracts.content import MessageContent, ReactionContent
from atende_contracts.event import MediaContent, TemplateContent
from atende_contracts.ids import uuid7
from atende_contracts.limits import file_problems, of_known_file
from atende_contracts.messages import MessageSendRequestedV2, Quoted, group_party
from atende_platform.errors import InvalidFields, InvalidInput, Unauthenticated
from atende_platform.identity.context import TenantContext
from chat.contacts.events import party_of
from chat.contacts.service import require_not_blocked
from chat.directory import service as directory
from chat.messages import service as messages
from chat.messages.domain import digest_of
from chat.messages.schemas import MessageCreate, MessageRead
from chat.messages.service import Messages
from chat.queues import service as queues
from chat.rows import Row
from chat.templates import service as templates
from chat.tickets import domain
from chat.tickets.domain import (
    ChannelUnavailable,
    ClientMessageIdReused,
    GroupMessage,
)
from chat.tickets.events import reply_of
from chat.tickets.repository.conversations import Conversations
from chat.tickets.repository.tickets import Tickets
from chat.tickets.service import get_with_contact, state_of, store

if TYPE_CHECKING:
    from chat.contacts.models import Contact
    from chat.messages.models import Message
    from chat.tickets.models import Ticket


@dataclass(frozen=True, slots=True)
class Outgoing:
    """What an agent has sent: what it says, and what it is in answer to, or in place of."""

    content: MessageContent
    client_message_id: str
    reply_to: str | None = None
    resend_of: UUID | None = None
    is_forwarded: bool = False
    is_scheduled: bool = False
    """It was written before: it answers nothing that came meanwhile."""

    def digest(self) -> UUID:
        """Return what tells it from another message under the same client's id."""
        kind = self.content.kind if self.resend_of is None else f"{self.content.kind} again {self.resend_of}"
        # Without defaults: a field that a later version adds must not make another message of a repeated one.
        return digest_of(kind, self.content.model_dump_json(exclude_defaults=True), self.reply_to)


async def reply(
    session: AsyncSession, actor: TenantContext, ticket_id: UUID, body: MessageCreate, now: datetime
) -> tuple[MessageRead, bool]:
    """Send what an agent writes in a ticket. Returns and raises what `send` does."""
    outgoing = Outgoing(body.message(), body.client_message_id, body.reply_to)
    return await send(session, actor, ticket_id, outgoing, now)


async def send(
    session: AsyncSession, actor: TenantContext, ticket_id: UUID, outgoing: Outgoing, now: datetime
) -> tuple[MessageRead, bool]:
    """Queue an agent's message and ask the gateway to send it, both or neither. A reaction is one, too.

    Returns the message, and whether it is new: the same ``client_message_id`` gives the first one.
    Raises `ClientMessageIdReused`, `TicketClosed`, `ChannelUnavailable`, `WindowClosed` (for all but
    templates), `GroupMessage` for a group on a channel where it cannot be answered, `Unauthenticated` for a
    disabled user, and what `require_fitting` raises.
    """
    ticket, contact = await get_with_contact(session, actor, ticket_id, lock=True)
    # The ticket is locked, so nobody else can store the same client id now.
    known = await Tickets(session, actor.company_id).before_reply(
        ticket, actor.user_id, outgoing.client_message_id
    )
    earlier, status, has_window, answers_groups, is_disabled, hours, zone = known
    content, digest = outgoing.content, outgoing.digest()
    if earlier is not None:
        if earlier.client_digest not in (digest, None):
            raise ClientMessageIdReused(message_id=str(earlier.id))
        [shown] = await messages.show(session, [earlier])
        return shown, False
    state = state_of(ticket)
    if outgoing.is_scheduled:
        domain.require_not_closed(state)
    else:
        state = domain.replied(state, actor.user_id, now)
    if ticket.assignee_id is None and is_disabled:
        raise Unauthenticated("account-gone")
    if status in ("disabled", "deleted"):
        raise ChannelUnavailable()
    if has_window and not isinstance(content, TemplateContent):
        domain.require_open_window(domain.window_open_until(ticket.last_inbound_at), now)
    if ticket.group_id is not None and not answers_groups:
        raise GroupMessage()
    written, quoted = await require_fitting(session, ticket, contact, outgoing)
    if outgoing.is_forwarded:
        written["content"] |= {"context": {"forwarded": True}}
    row = _message(ticket, contact, outgoing, now) | written
    row |= {"author_id": actor.user_id, "client_digest": digest}
    [message] = await messages.insert_new_messages(session, [row])
    request = _send_requested(ticket, message, contact, content, quoted)
    answer = reply_of(ticket, state, actor.user_id, now, queues.hours_as_stored(hours, zone))
    await store(session, ticket, contact, state, now, written=message, events=[request], reply=answer)
    [shown] = await messages.show(session, [message])
    return shown, True


def _message(ticket: "Ticket", contact: "Contact", outgoing: Outgoing, now: datetime) -> Row:
    """Return the row of a message that is to be sent, without its author and what it says."""
    content = outgoing.content
    return {
        "company_id": ticket.company_id,
        "id": uuid7(),
        "ticket_id": ticket.id,
        "contact_id": contact.id,
        "channel_id": ticket.channel_id,
        "group_id": ticket.group_id,
        "direction": "out",
        "reply_to": outgoing.reply_to,
        "target": content.message_id if isinstance(content, ReactionContent) else None,
        "client_message_id": outgoing.client_message_id,
        "send_id": uuid7(),
        "resend_of": outgoing.resend_of,
        "state": "queued",
        "sent_at": now,
        "created_at": now,
    }


async def require_fitting(
    session: AsyncSession, ticket: "Ticket", contact: "Contact", outgoing: Outgoing
) -> tuple[Row, Quoted | None]:
    """Return what a conversation keeps of a message, and the message that it answers or reacts to.

    All that does not depend on the time has been checked then.

    Raises `ContactBlocked`, `InvalidInput` for an answer to a message that is not of this contact or group,
    and for a file that is not of the kind that it is to be sent as. Of a template what
    `chat.templates.service.filled_in` raises.
    """
    content = outgoing.content
    if ticket.group_id is None:
        require_not_blocked(contact)
    await _require_fitting_file(session, ticket.company_id, content)
    quoted = await _quoted(session, ticket, outgoing)
    written = messages.written_columns(content)
    if isinstance(content, TemplateContent):
        written["text"] = await templates.filled_in(session, ticket.company_id, ticket.channel_id, content)
    return written, quoted


async def _require_fitting_file(session: AsyncSession, company_id: UUID, content: MessageContent) -> None:
    """Raise `InvalidInput` for an uploaded file that WhatsApp does not take as what it is to be sent as."""
    if not isinstance(content, MediaContent) or content.media.id is None:
        return
    file = (company_id, content.media.id)
    told = (await directory.known_files(session, [file])).get(file, {})
    mime_type, size = told.get("mime_type"), told.get("size")
    if mime_type is not None and size is not None:
        if content.media.voice and mime_type != "audio/ogg":
            raise InvalidInput("voice_not_ogg", field="content.media.voice")
        found = file_problems("", content.media_type, mime_type=mime_type, size=size)
        if named := [of_known_file(one, "content.media.id", mime_type, size) for one in found]:
            raise InvalidFields(named[:1])


def _send_requested(
    ticket: "Ticket", message: "Message", contact: "Contact", content: MessageContent, quoted: Quoted | None
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
        recipient=party_of(contact)
        if ticket.group_id is None
        else group_party(ticket.group_id, ticket.group_name),
        content=content,
        reply_to=message.reply_to,
        quoted=quoted,
        group_id=ticket.group_id,
    )


async def _quoted(session: AsyncSession, ticket: "Ticket", outgoing: Outgoing) -> Quoted | None:
    """Return what is answered or reacted to. Raises `InvalidInput` if it is none of this conversation."""
    content = outgoing.content
    referred = content.message_id if isinstance(content, ReactionContent) else outgoing.reply_to
    if referred is None:
        return None
    names = await Conversations(session, ticket.company_id).names_of(ticket.contact_id)
    stored = Messages(session, ticket.company_id)
    found = await stored.find_named(ticket.channel_id, names, referred, group_id=ticket.group_id)
    if found is None:
        field = "replyTo" if referred == outgoing.reply_to else "content.messageId"
        raise InvalidInput("message_unknown", field=field)
    direction, text = found
    return Quoted(from_us=direction == "out", text=None if text is None else text[:MAX_LINE])
