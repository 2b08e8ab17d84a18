"""What each kind of a customer's message says, in the fields of the event. Raises for what it cannot read."""

from collections.abc import Callable
from typing import Any, Final

from atende_contracts.bounds import MAX_PROVIDER_ID
from atende_contracts.event import Media
from atende_contracts.limits import MAX_FILENAME, MAX_URL
from atende_contracts.messages import Reply
from gateway.providers.reading import Json, get, line, provider_id

_MEDIA_TYPES: Final = ("image", "audio", "video", "document", "sticker")
_MAX_FILE_WORDS: Final = 255
"""Characters of what is known about a file: its type, its checksum."""


def _named(value: Any) -> str:
    message_id = provider_id(value)
    if message_id is None:
        raise ValueError("not an id of a message")
    return message_id


def _read_text(message: Json, kind: str) -> Json:
    return {"text": message[kind]["body"]}


def _read_media(message: Json, kind: str) -> Json:
    media: Json = message[kind]
    file_id = media.get("id")
    url = media.get("url")
    return {
        "text": media.get("caption"),
        "media": Media(
            provider_media_id=None if file_id is None else _named(file_id),
            url=url if isinstance(url, str) and len(url) <= MAX_URL else None,
            mime_type=line(media.get("mime_type"), _MAX_FILE_WORDS),
            sha256=line(media.get("sha256"), _MAX_FILE_WORDS),
            filename=line(media.get("filename"), MAX_FILENAME),
            voice=media.get("voice") is True,
        ),
        "content": {"animated": True} if media.get("animated") is True else {},
    }


def _read_interactive(message: Json, kind: str) -> Json:
    interactive: Json = message[kind]
    shape = interactive["type"]
    answer: Json = interactive[shape]
    if shape in {"button_reply", "list_reply"}:
        return {
            "text": answer.get("title"),
            "reply": Reply(id=line(answer.get("id"), MAX_PROVIDER_ID), title=line(answer.get("title"))),
            "content": {"interactive": interactive},
        }
    return {"text": answer.get("body"), "content": {"interactive": interactive}}


def _read_button(message: Json, kind: str) -> Json:
    button: Json = message[kind]
    return {
        "text": button.get("text"),
        "reply": Reply(title=line(button.get("text")), payload=line(button.get("payload"))),
    }


def _read_reaction(message: Json, kind: str) -> Json:
    reaction: Json = message[kind]
    target = _named(reaction["message_id"])
    # An absent emoji takes the reaction back.
    content = {"message_id": target, "emoji": line(reaction.get("emoji"), MAX_PROVIDER_ID)}
    return {"reply_to": target, "target": target, "content": {"reaction": content}}


def _read_contacts(message: Json, kind: str) -> Json:
    contacts = message[kind]
    if not isinstance(contacts, list):
        raise TypeError("contacts is not a list")
    return {"content": {"contacts": contacts}}


def _read_edit(message: Json, kind: str) -> Json:
    edit: Json = message[kind]
    new: Any = edit.get("message")
    new_kind = get(new, "type")
    read = READERS.get(new_kind) if new_kind in {"text", *_MEDIA_TYPES} else None
    return {
        "target": _named(edit["original_message_id"]),
        "text": read(new, new_kind)["text"] if read is not None else None,
        "content": {"edit": edit},
    }


def _read_revoke(message: Json, kind: str) -> Json:
    return {"target": _named(message[kind]["original_message_id"]), "content": {kind: message[kind]}}


def _read_object(message: Json, kind: str) -> Json:
    section = message[kind]
    if not isinstance(section, dict):
        raise TypeError(f"{kind} is not an object")
    text = section.get("body") if kind == "system" else section.get("text") if kind == "order" else None
    return {"text": text, "content": {kind: section}}


def _read_nothing(message: Json, kind: str) -> Json:  # noqa: ARG001 (a reader's signature)
    return {}


READERS: Final[dict[str, Callable[[Json, str], Json]]] = {
    "text": _read_text,
    **dict.fromkeys(_MEDIA_TYPES, _read_media),
    "interactive": _read_interactive,
    "button": _read_button,
    "reaction": _read_reaction,
    "contacts": _read_contacts,
    "location": _read_object,
    "order": _read_object,
    "system": _read_object,
    "edit": _read_edit,
    "revoke": _read_revoke,
    "request_welcome": _read_nothing,
    "call": _read_object,  # Made of a webhook about calls.
    "media_placeholder": _read_nothing,  # In a history, of a file that may follow.
}
