"""How messages are kept, shown and published: with everything that was done to them since."""

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any, Final, cast
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.bounds import MAX_INBOUND_TEXT
from atende_contracts.content import (
    ContactsContent,
    InteractiveContent,
    LocationContent,
    MessageContent,
    shown_kind,
    shown_text,
)
from atende_contracts.event import Media, MediaContent, TemplateContent, TextContent
from atende_platform.http.models import unchecked
from chat.directory.domain import File
from chat.directory.service import known_files
from chat.messages.domain import Target
from chat.messages.events import MessageCreated, MessageUpdated
from chat.messages.repository import changes
from chat.messages.repository.changes import insert_new as insert_new_changes
from chat.messages.repository.deliveries import advance, find_queued
from chat.messages.repository.messages import (
    Messages,
    insert_new_messages,
    insert_received,
    insert_recorded,
    insert_sent,
)
from chat.messages.schemas import MessageRead
from chat.rows import Row
from chat.updates import service as updates
from chat.updates.domain import LogEntry

if TYPE_CHECKING:
    from chat.messages.models import Message

__all__ = [
    "Messages",
    "advance",
    "find_queued",
    "insert_new_changes",
    "insert_new_messages",
    "insert_received",
    "insert_recorded",
    "insert_sent",
    "sent_content",
    "show",
    "tell",
    "written_columns",
]


def written_columns(content: MessageContent) -> Row:
    """Return what a conversation keeps of a message that we send: the same columns as of what came in."""
    media = content.media if isinstance(content, MediaContent) else None
    return {
        "kind": shown_kind(content),
        "text": (shown_text(content) or "")[:MAX_INBOUND_TEXT] or None,
        "content": _section(content),
        "media": media.model_dump(mode="json", exclude_none=True, exclude_defaults=True) if media else None,
    }


def _section(content: MessageContent) -> dict[str, Any]:
    if isinstance(content, MediaContent):
        return {}
    if isinstance(content, TextContent):
        return {"preview_url": True} if content.preview_url else {}
    section: dict[str, Any] = content.model_dump(mode="json", exclude_none=True, exclude={"kind"})
    return section if isinstance(content, ContactsContent) else {content.kind: section}


def sent_content(message: "Message") -> MessageContent | None:
    """Return what a message of ours was sent as, of which `written_columns` kept this; None of a reaction."""
    if message.kind == "text":
        return TextContent(body=message.text or "", preview_url=message.content.get("preview_url") is True)
    if message.kind in ("image", "audio", "video", "document", "sticker"):
        media = Media.model_validate(message.media or {})
        return MediaContent(media_type=cast(Any, message.kind), media=media, caption=message.text)
    if message.kind == "contacts":
        return ContactsContent.model_validate({"contacts": message.content.get("contacts", [])})
    shape = _SHAPES.get(message.kind)
    return None if shape is None else shape.model_validate(message.content.get(message.kind, {}))


_SHAPES: Final[dict[str, type[LocationContent | InteractiveContent | TemplateContent]]] = {
    "location": LocationContent,
    "interactive": InteractiveContent,
    "template": TemplateContent,
}


def _name(message: "Message") -> Target | None:
    if message.provider_message_id is None:
        return None
    return Target(message.company_id, message.channel_id, message.provider_message_id)


async def show(
    session: AsyncSession, messages: "Sequence[Message]", untouched: Collection[UUID] = ()
) -> list[MessageRead]:
    """Return messages as they are to be seen; to those that are ``untouched`` nothing was done."""
    names = [None if message.id in untouched else _name(message) for message in messages]
    done = await changes.changes_of(session, {name for name in names if name is not None})
    uploads = [_upload(message) for message in messages]
    stored = await known_files(session, {upload for upload in uploads if upload is not None})
    return [
        MessageRead.of(message, done.get(name, []) if name else [], stored.get(upload) if upload else None)
        for message, name, upload in zip(messages, names, uploads, strict=True)
    ]


def _upload(message: "Message") -> File | None:
    """Return the file of a message that we sent, of which the message itself says no more than its id."""
    media = message.media or {}
    if message.direction == "in" or "id" not in media or "state" in media:
        return None
    return message.company_id, UUID(media["id"])


async def tell(
    session: AsyncSession,
    entries: Sequence[LogEntry] = (),
    *,
    created: "Sequence[Message]" = (),
    updated: "Sequence[Message]" = (),
    changed: Collection[Target] = (),
    untouched: Collection[UUID] = (),
    held: bool = False,
) -> None:
    """Tell the sockets what happened, and of messages that are new, went on, or were ``changed``. Do it last.

    To new ones that are ``untouched`` nothing was done before, nor can be before this transaction ends.

    Two transactions may change one message at once. Anyone who holds the log sees what all before it told,
    so that the last word on a message is always the whole one. ``held``: all these companies' logs are held.
    """
    if (updated or changed) and not held:
        companies = {entry.company_id for entry in entries}
        companies |= {message.company_id for message in (*created, *updated)}
        companies |= {target.company_id for target in changed}
        await updates.hold(session, companies)
    known = {message.id for message in (*created, *updated)}
    touched = [message for message in await changes.targets(session, changed) if message.id not in known]
    messages = [*created, *updated, *touched]
    shown = await show(session, messages, () if changed else untouched)
    news = [
        unchecked(MessageCreated if nth < len(created) else MessageUpdated, {"message": view}).entry(
            message.company_id
        )
        for nth, (message, view) in enumerate(zip(messages, shown, strict=True))
    ]
    await updates.append(session, [*entries, *news])
