"""Messages that are sent again, and what is said once more to somebody else."""

from datetime import datetime
from typing import TYPE_CHECKING, Final
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.content import ContactsContent, LocationContent, MessageContent
from atende_contracts.event import Media, MediaContent, TextContent
from atende_contracts.limits import FILE_TYPES, MAX_CAPTION, problems
from atende_platform.errors import NotFound
from atende_platform.identity.context import TenantContext
from chat.messages import service as messages
from chat.messages.schemas import MessageForward, MessageRead, MessageResend
from chat.messages.service import Messages
from chat.tickets import opening
from chat.tickets.domain import MayHaveArrived, MessageNotForwardable, MessageNotResendable
from chat.tickets.reply import Outgoing, send
from chat.tickets.service import get_with_contact

if TYPE_CHECKING:
    from chat.messages.models import Message

_NOT_ARRIVED: Final = frozenset({"failed", "suppressed", "returned"})
_PERHAPS_ARRIVED: Final = "unconfirmed"


async def resend(
    session: AsyncSession, actor: TenantContext, message_id: UUID, body: MessageResend, now: datetime
) -> tuple[MessageRead, bool]:
    """Send a message of ours again that did not arrive, as a new one, by the rules of a reply.

    Returns the new message, and whether it is new: a message is sent again once, however often that is asked.
    One that may have arrived needs a confirmation (`MayHaveArrived`). Raises `NotFound`,
    `MessageNotResendable`, and what `send` raises.
    """
    first = await _find(session, actor, message_id)
    if first.ticket_id is None or first.origin is not None or first.direction != "out":
        raise MessageNotResendable(status=first.state)
    # The ticket before the message, as everywhere.
    await get_with_contact(session, actor, first.ticket_id, lock=True)
    stored = Messages(session, actor.company_id)
    locked = await stored.find(message_id, lock=True)
    if locked is None or locked.ticket_id != first.ticket_id:  # Its ticket became part of another just now.
        raise NotFound("message-not-found")
    if locked.resent_as is not None:
        return await _show(session, await _find(session, actor, locked.resent_as)), False
    _require_resendable(locked, confirmed=body.confirm)
    content = messages.sent_content(locked)
    if content is None:
        raise MessageNotResendable(status=locked.state)
    outgoing = Outgoing(
        content, body.client_message_id, locked.reply_to, resend_of=locked.id, is_forwarded=_forwarded(locked)
    )
    again, is_new = await send(session, actor, first.ticket_id, outgoing, now)
    first = await stored.set_resent(locked, again.root.id)
    await messages.tell(session, updated=[first])
    return again, is_new


def _require_resendable(message: "Message", *, confirmed: bool) -> None:
    if message.state == _PERHAPS_ARRIVED:
        if not confirmed:
            raise MayHaveArrived()
    elif message.state not in _NOT_ARRIVED:
        raise MessageNotResendable(status=message.state)


def _forwarded(message: "Message") -> bool:
    return bool(message.content.get("context", {}).get("forwarded"))


async def forward(
    session: AsyncSession, actor: TenantContext, message_id: UUID, body: MessageForward, now: datetime
) -> tuple[MessageRead, bool]:
    """Send what a message says, as it is shown now, in another ticket, by the rules of a reply.

    To a contact it goes in the ticket that they have on the channel, or in a new one.
    Raises `NotFound`, `MessageNotForwardable`, and what `send` raises. WhatsApp has no way to mark it as
    forwarded for the customer; agents see that it was.
    """
    written = await _find(session, actor, message_id)
    if written.ticket_id is not None:  # Only what the actor may read.
        await get_with_contact(session, actor, written.ticket_id)
    shown = await _show(session, written)
    content = forwarded_content(written, shown)
    if content is None or any(problems(content)):
        raise MessageNotForwardable(kind=shown.root.kind)
    outgoing = Outgoing(content, body.client_message_id, is_forwarded=True)
    if body.ticket_id is not None:
        return await send(session, actor, body.ticket_id, outgoing, now)
    if body.contact_id is None or body.channel_id is None:
        raise AssertionError("the request has either a ticket or a contact with a channel")
    return await opening.write_to(session, actor, body.contact_id, body.channel_id, outgoing, now)


def forwarded_content(written: "Message", shown: MessageRead) -> MessageContent | None:
    """Return how what a message says can be sent to somebody else, as it is shown now; None if it cannot.

    Of templates, buttons and choices that is their text: what stands beside it belongs to its conversation.
    """
    message = shown.root
    if message.revoked_at is not None:
        return None
    if message.kind in ("image", "audio", "video", "document", "sticker"):
        return _forwarded_file(shown)
    if message.kind == "location":
        return LocationContent.model_validate(written.content.get("location", {}))
    if message.kind == "contacts":
        return ContactsContent.model_validate({"contacts": written.content.get("contacts", [])})
    if message.kind in ("text", "button", "interactive", "template") and message.text and not message.whole:
        return TextContent(body=message.text)
    return None


def _forwarded_file(shown: MessageRead) -> MessageContent | None:
    message = shown.root
    file = message.media
    if file is None or (file.id is not None and file.status != "stored"):
        return None
    media = Media(
        id=file.id,
        state=file.status,
        provider_media_id=None if file.id else file.provider_media_id,
        url=None if file.id or file.provider_media_id else file.url,
        mime_type=file.mime_type,
        filename=file.filename,
        size=file.size,
        voice=file.voice,
        width=file.width,
        height=file.height,
        duration_ms=file.duration_ms,
        thumbnail=file.thumbnail_url is not None,
    )
    caption = (
        message.text[:MAX_CAPTION] if message.text and message.kind not in ("audio", "sticker") else None
    )
    content = MediaContent.model_validate({"media_type": message.kind, "media": media, "caption": caption})
    if not any(problems(content)) or file.mime_type is None:
        return content
    # What a customer's phone can send and WhatsApp does not take from us as the same is sent as a document.
    bare = file.mime_type.partition(";")[0].strip().lower()
    if bare not in FILE_TYPES:
        return None
    return content.model_copy(
        update={"media_type": "document", "media": media.model_copy(update={"voice": False})}
    )


async def _find(session: AsyncSession, actor: TenantContext, message_id: UUID) -> "Message":
    message = await Messages(session, actor.company_id).find(message_id)
    if message is None:
        raise NotFound("message-not-found")
    return message


async def _show(session: AsyncSession, message: "Message") -> MessageRead:
    [shown] = await messages.show(session, [message])
    return shown
