"""What a message says, as WhatsApp Web can send it.

Web clients draw no buttons, lists or flows that a business sends, and know no templates. Buttons and lists
become a text with numbered options, which a customer answers by number or by words; what has no such form is
refused before anything leaves.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Final

from atende_contracts.content import (
    ContactsContent,
    FlowButton,
    Header,
    InteractiveContent,
    LinkButton,
    ListMenu,
    ListSection,
    LocationContent,
    LocationRequest,
    MessageContent,
    ReactionContent,
    ReplyButtons,
)
from atende_contracts.event import Media, MediaContent, TemplateContent, TextContent
from atende_contracts.limits import problems
from gateway.bridge import protocol
from gateway.domain.sends import Order, Refused
from gateway.providers.web.cards import cards_of
from gateway.providers.web.errors import own_refusal
from gateway.providers.web.ids import send_id_of

VOICE: Final = "audio/ogg; codecs=opus"
_GENERIC: Final = "application/octet-stream"


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What is known of a file of ours besides its bytes."""

    mime_type: str | None = None
    filename: str | None = None
    width: int | None = None
    height: int | None = None
    duration_ms: int | None = None
    thumbnail: str | None = None
    """A small picture (JPEG) in base64."""

    @property
    def seconds(self) -> int | None:
        return None if self.duration_ms is None else max(1, round(self.duration_ms / 1000))


@dataclass(frozen=True, slots=True)
class LocalFile:
    """A file that the bridge can read."""

    path: Path
    facts: FileFacts


def refused_content(content: MessageContent) -> Refused | None:
    """Return why a content cannot be sent, None if it can: asked before a file is fetched for it."""
    match content:
        case TemplateContent():
            return own_refusal("WhatsApp Web has no templates", "unsupported")
        case InteractiveContent(action=FlowButton()):
            return own_refusal("WhatsApp Web has no flows", "unsupported")
    problem = next(problems(content), None)
    if problem is None:
        return None
    details = f"{problem.field}: {problem.message}"
    return own_refusal("WhatsApp does not take this content", "invalid_content", details=details)


def file_of(content: MessageContent) -> Media | None:
    """Return the file that a content has."""
    match content:
        case MediaContent(media=media):
            return media
        case InteractiveContent(header=Header(media=media)):
            return media
    return None


def build_content(order: Order, chat: str, file: LocalFile | None = None) -> protocol.Content:
    """Return an order's content, which was not refused, for a chat; ``file`` is the one `file_of` names."""
    content = order.content
    match content:
        case TextContent(body=body):
            return protocol.Words(text=body)
        case MediaContent() if file is not None:
            return _media(content, file)
        case InteractiveContent(header=header) if header is not None and file is not None:
            return _file(header.type, file, caption=spelled_out(content))
        case InteractiveContent():
            return protocol.Words(text=spelled_out(content))
        case LocationContent():
            return protocol.Location(
                latitude=content.latitude,
                longitude=content.longitude,
                name=content.name,
                address=content.address,
            )
        case ContactsContent():
            return cards_of(content)
        case ReactionContent():
            return protocol.Reaction(key=_key(order, content.message_id, chat), emoji=content.emoji or "")
    raise ValueError(f"a content without a form: {content.kind}")


def _key(order: Order, message_id: str, chat: str) -> protocol.MessageKey:
    """Return which message of a chat an order refers to. Those that left here are known by their ids."""
    from_us = order.quoted.from_us if order.quoted is not None else send_id_of(message_id) is not None
    return protocol.MessageKey(remote_jid=chat, id=message_id, from_me=from_us)


def quoted_of(order: Order, chat: str) -> protocol.Quoted | None:
    """Return the message that an order answers."""
    if not order.reply_to or isinstance(order.content, ReactionContent):
        return None
    text = order.quoted.text if order.quoted is not None else None
    message: protocol.WaMessage | None = None if text is None else {"conversation": text}
    return protocol.Quoted(key=_key(order, order.reply_to, chat), message=message)


def spelled_out(content: InteractiveContent) -> str:
    """Return an interactive message as a text: its options have numbers."""
    header = content.header
    parts = [f"*{header.text.strip()}*" if header is not None and header.text else None, content.body]
    match content.action:
        case ReplyButtons(buttons=buttons):
            parts.append("\n".join(f"{n}. {button.title}" for n, button in enumerate(buttons, 1)))
        case ListMenu(sections=sections):
            parts += _menu(sections)
        case LinkButton(display_text=words, url=url):
            parts.append(f"{words}: {url}")
        case LocationRequest() | FlowButton():
            pass
    parts.append(f"_{content.footer.strip()}_" if content.footer else None)
    return "\n\n".join(part for part in parts if part)


def _menu(sections: Sequence[ListSection]) -> Iterator[str]:
    number = count(1)
    for section in sections:
        rows = [
            f"{next(number)}. {row.title}" + (f" ({row.description})" if row.description else "")
            for row in section.rows
        ]
        yield "\n".join([f"*{section.title}*", *rows] if section.title else rows)


def _media(content: MediaContent, file: LocalFile) -> protocol.Content:
    if content.media_type == "audio":
        voice = content.media.voice
        return protocol.Audio(
            path=str(file.path),
            mime_type=VOICE if voice else file.facts.mime_type or "audio/mpeg",
            voice=voice,
            seconds=file.facts.seconds,
        )
    if content.media_type == "sticker":
        return protocol.Sticker(path=str(file.path), mime_type=file.facts.mime_type or "image/webp")
    return _file(content.media_type, file, caption=content.caption, filename=content.media.filename)


def _file(
    kind: str, file: LocalFile, *, caption: str | None, filename: str | None = None
) -> protocol.Content:
    facts, path = file.facts, str(file.path)
    match kind:
        case "image":
            return protocol.Picture(
                path=path,
                mime_type=facts.mime_type or "image/jpeg",
                thumbnail=facts.thumbnail,
                caption=caption,
                width=facts.width,
                height=facts.height,
            )
        case "video":
            return protocol.Video(
                path=path,
                mime_type=facts.mime_type or "video/mp4",
                thumbnail=facts.thumbnail,
                caption=caption,
                width=facts.width,
                height=facts.height,
                seconds=facts.seconds,
            )
    return protocol.Document(
        path=path,
        mime_type=facts.mime_type or _GENERIC,
        thumbnail=facts.thumbnail,
        file_name=(filename or facts.filename or "file")[:512],
        caption=caption,
    )
