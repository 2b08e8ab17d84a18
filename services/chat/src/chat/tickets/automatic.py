"""What the system itself writes in tickets: no agent did, so it answers nothing and takes no ticket."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.content import MessageContent
from atende_contracts.event import TemplateContent
from atende_contracts.ids import uuid7
from atende_contracts.messages import MessageSendRequestedV2
from atende_platform.errors import Conflict
from atende_platform.messaging import outbox
from chat.contacts.events import party_of
from chat.contacts.service import require_not_blocked
from chat.directory import service as directory
from chat.directory.domain import KnownChannel
from chat.messages import service as messages
from chat.messages.domain import Origin
from chat.tickets import domain
from chat.tickets.domain import ChannelUnavailable

if TYPE_CHECKING:
    from chat.contacts.models import Contact
    from chat.messages.models import Message
    from chat.tickets.models import Ticket


@dataclass(frozen=True, slots=True)
class Automatic:
    """What is to be sent in a ticket, to its contact."""

    ticket: "Ticket"
    contact: "Contact"
    content: MessageContent


@dataclass(frozen=True, slots=True)
class Sent:
    """A message that is queued, or why none is."""

    message: "Message | None"
    refusal: Conflict | None = None


async def send(session: AsyncSession, wanted: Sequence[Automatic], now: datetime) -> list[Sent]:
    """Queue messages and ask the gateway to send them; return the outcome of each, in their order.

    To none goes what an agent could not write there: in a group, to who is blocked, over a channel that is
    switched off, or after the 24 hours. They stand in the tickets, also after these were closed, and do not
    change them otherwise. Lock the tickets before.
    """
    named = {(one.ticket.company_id, one.ticket.channel_id) for one in wanted}
    channels = await directory.channels_of(session, named)
    refusals = [
        _refusal(one, channels.get((one.ticket.company_id, one.ticket.channel_id)), now) for one in wanted
    ]
    allowed = [one for one, refusal in zip(wanted, refusals, strict=True) if refusal is None]
    rows = [
        {
            "company_id": one.ticket.company_id,
            "id": uuid7(),
            "ticket_id": one.ticket.id,
            "contact_id": one.contact.id,
            "channel_id": one.ticket.channel_id,
            "direction": "out",
            "origin": Origin.AUTOMATIC,
            **messages.written_columns(one.content),
            "send_id": uuid7(),
            "state": "queued",
            "sent_at": now,
            "created_at": now,
        }
        for one in allowed
    ]
    if not rows:
        return [Sent(None, refusal) for refusal in refusals]
    stored = {message.id: message for message in await messages.insert_new_messages(session, rows)}
    queued = [stored[row["id"]] for row in rows]
    await outbox.add(
        session, [_requested(one, message) for one, message in zip(allowed, queued, strict=True)]
    )
    await messages.tell(session, created=queued, untouched=stored.keys())
    left = iter(queued)
    return [Sent(next(left)) if refusal is None else Sent(None, refusal) for refusal in refusals]


def _refusal(one: Automatic, channel: KnownChannel | None, now: datetime) -> Conflict | None:
    try:
        if one.ticket.group_id is not None:
            raise domain.GroupMessage()
        require_not_blocked(one.contact)
        if channel is not None and channel.status in ("disabled", "deleted"):
            raise ChannelUnavailable()
        has_window = channel is None or channel.service_window
        if has_window and not isinstance(one.content, TemplateContent):
            open_until = domain.window_open_until(one.ticket.last_inbound_at)
            domain.require_open_window(open_until or now, now)
    except Conflict as refusal:
        return refusal
    return None


def _requested(one: Automatic, message: "Message") -> MessageSendRequestedV2:
    return MessageSendRequestedV2(
        company_id=message.company_id,
        send_id=message.send_id or message.id,
        channel_id=message.channel_id,
        message_id=message.id,
        ticket_id=one.ticket.id,
        contact_id=one.contact.id,
        recipient=party_of(one.contact),
        content=one.content,
    )
