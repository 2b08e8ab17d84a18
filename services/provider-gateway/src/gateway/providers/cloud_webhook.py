"""Reads Meta's webhooks: tolerant of what is new, never losing what a customer wrote.

What cannot be read as its type becomes ``unsupported`` with the raw update. Ids of events are made
from Meta's own ids, so that its retries carry the ids of the first delivery.
"""

import hashlib
import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, Final, cast
from uuid import UUID, uuid5

import msgspec
import structlog

from atende_contracts.event import Event, Media, Party
from atende_contracts.messages import MessageReceivedV1, ProviderStatusReportedV1, Reply
from gateway.providers.graph_json import decode, read_error
from gateway.providers.port import Received, Update

log = structlog.get_logger(__name__)

Json = dict[str, Any]

_MEDIA_TYPES: Final = {"image", "audio", "video", "document", "sticker"}
_STATES: Final = {"sent", "delivered", "read", "played", "failed"}
_EXTRAS: Final = ("referral", "identity_key_hash", "group_id", "errors")
_MAX_EVENT_CHARS: Final = 600_000
"""Kafka takes 1 MiB by record; a larger update is kept cut off rather than refused with its neighbours."""


def parse(body: bytes) -> list[Update]:
    """Split a webhook's body by number. Raises ``ValueError`` when it is not JSON of the known frame."""
    document = decode(body)
    if not isinstance(document, dict) or not isinstance(document.get("entry"), list):
        raise ValueError("not a webhook of the Graph API")
    updates: list[Update] = []
    for entry in document["entry"]:
        for change in _list(_get(entry, "changes")):
            value = _get(change, "value")
            number = _text(_get(_get(value, "metadata"), "phone_number_id"))
            if number is None or _get(change, "field") != "messages":
                # Template, account and quality updates: nothing that a customer wrote.
                log.info("webhook field passed over", field=_get(change, "field"))
                continue
            updates.append(Update(number, value))
    return updates


def normalise(update: Update, company_id: UUID, channel_id: UUID) -> Received:
    """Turn the messages and statuses of an update into events, each on its own."""
    value = update.value
    contacts = [contact for contact in _list(value.get("contacts")) if isinstance(contact, dict)]
    messages = _list(value.get("messages"))
    events: list[Event] = [
        _received(message, contacts, len(messages) == 1, company_id, channel_id) for message in messages
    ]
    passed_over = 0
    for status in _list(value.get("statuses")):
        event = _reported(status, company_id, channel_id)
        if event is None:
            passed_over += 1
        else:
            events.append(event)
    for error in _list(value.get("errors")):
        log.warning("provider reports an error", channel=str(channel_id), error=str(error)[:500])
    return Received(events, passed_over)


# --- messages --------------------------------------------------------------------------------


def _received(
    message: Any, contacts: list[Json], alone: bool, company_id: UUID, channel_id: UUID
) -> MessageReceivedV1:
    raw = message if isinstance(message, dict) else {"value": message}
    message_id = _text(raw.get("id")) or f"unidentified:{_digest(raw)}"
    frame: Json = {
        "id": uuid5(channel_id, message_id),
        "company_id": company_id,
        "channel_id": channel_id,
        "provider_message_id": message_id,
        "sender": _sender(raw, contacts, alone),
        "sent_at": _time(raw.get("timestamp")),
        "reply_to": _text(_get(raw.get("context"), "id")),
    }
    kind = _text(raw.get("type")) or "unknown"
    read = _READERS.get(kind)
    if read is not None:
        try:
            event = MessageReceivedV1(**{**frame, "kind": kind, **_with_extras(read(raw, kind), raw)})
        except (ValueError, TypeError, AttributeError, KeyError) as error:
            log.warning("message kept unread", kind=kind, message_id=message_id, error=repr(error))
        else:
            if _fits([event.text, event.content]):
                return event
    return MessageReceivedV1(**frame, kind="unsupported", raw=_bounded(raw))


def _sender(message: Json, contacts: list[Json], alone: bool) -> Party:
    """Return who wrote. Contacts are matched by id only: one webhook may hold many people's messages."""
    wa_id, bsuid = _text(message.get("from")), _text(message.get("from_user_id"))
    contact: Json = next(
        (
            candidate
            for candidate in contacts
            if (wa_id and candidate.get("wa_id") == wa_id) or (bsuid and candidate.get("user_id") == bsuid)
        ),
        contacts[0] if alone and len(contacts) == 1 else {},
    )
    wa_id = wa_id or _text(contact.get("wa_id"))
    return Party(
        phone=f"+{wa_id}" if wa_id and wa_id.isascii() and wa_id.isdigit() else None,
        wa_id=wa_id,
        bsuid=bsuid or _text(contact.get("user_id")),
        name=_text(_get(contact.get("profile"), "name")),
    )


def _with_extras(fields: Json, message: Json) -> Json:
    """Add what any kind may carry: where the message came from, that it was forwarded, its group."""
    content = dict(fields.get("content") or {})
    content.update({name: message[name] for name in _EXTRAS if name in message})
    context = message.get("context")
    if isinstance(context, dict):
        further = {name: value for name, value in context.items() if name not in {"id", "from"}}
        if further:
            content["context"] = further
    return {**fields, "content": content}


def _read_text(message: Json, kind: str) -> Json:
    return {"text": message[kind]["body"]}


def _read_media(message: Json, kind: str) -> Json:
    media: Json = message[kind]
    return {
        "text": media.get("caption"),
        "media": Media(
            provider_media_id=media.get("id"),
            url=media.get("url"),
            mime_type=media.get("mime_type"),
            sha256=media.get("sha256"),
            filename=media.get("filename"),
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
            "reply": Reply(id=answer.get("id"), title=answer.get("title")),
            "content": {"interactive": interactive},
        }
    return {"text": answer.get("body"), "content": {"interactive": interactive}}


def _read_button(message: Json, kind: str) -> Json:
    button: Json = message[kind]
    return {
        "text": button.get("text"),
        "reply": Reply(title=button.get("text"), payload=button.get("payload")),
    }


def _read_reaction(message: Json, kind: str) -> Json:
    reaction: Json = message[kind]
    # An absent emoji takes the reaction back.
    content = {"message_id": reaction["message_id"], "emoji": reaction.get("emoji") or None}
    return {"reply_to": reaction["message_id"], "content": {"reaction": content}}


def _read_contacts(message: Json, kind: str) -> Json:
    contacts = message[kind]
    if not isinstance(contacts, list):
        raise TypeError("contacts is not a list")
    return {"content": {"contacts": contacts}}


def _read_object(message: Json, kind: str) -> Json:
    section = message[kind]
    if not isinstance(section, dict):
        raise TypeError(f"{kind} is not an object")
    text = section.get("body") if kind == "system" else section.get("text") if kind == "order" else None
    return {"text": text, "content": {kind: section}}


_READERS: Final[dict[str, Callable[[Json, str], Json]]] = {
    "text": _read_text,
    **dict.fromkeys(sorted(_MEDIA_TYPES), _read_media),
    "interactive": _read_interactive,
    "button": _read_button,
    "reaction": _read_reaction,
    "contacts": _read_contacts,
    "location": _read_object,
    "order": _read_object,
    "system": _read_object,
    "edit": _read_object,
    "revoke": _read_object,
}


# --- statuses --------------------------------------------------------------------------------


def _reported(status: Any, company_id: UUID, channel_id: UUID) -> ProviderStatusReportedV1 | None:
    """Return the event of a status; None when it is of no state we know or names no message."""
    if not isinstance(status, dict):
        return None
    message_id, state = _text(status.get("id")), status.get("status")
    if message_id is None or state not in _STATES:
        log.warning("status passed over", state=str(state)[:50], message_id=message_id)
        return None
    errors = [read_error(error) for error in _list(status.get("errors")) if isinstance(error, dict)]
    pricing = status.get("pricing")
    return ProviderStatusReportedV1(
        id=uuid5(channel_id, f"{message_id}:{state}"),
        company_id=company_id,
        channel_id=channel_id,
        provider_message_id=message_id,
        send_id=_uuid(status.get("biz_opaque_callback_data")),
        state=cast("Any", state),
        recipient=_recipient(status),
        errors=errors,
        pricing=pricing if isinstance(pricing, dict) else None,
        at=_time(status.get("timestamp")),
    )


def _recipient(status: Json) -> Party | None:
    number, bsuid = _text(status.get("recipient_id")), _text(status.get("recipient_user_id"))
    if status.get("recipient_type") == "group" or not (number or bsuid):
        return None
    return Party(wa_id=number, bsuid=bsuid)


# --- tolerant reading ------------------------------------------------------------------------


def _get(value: Any, name: str) -> Any:
    return value.get(name) if isinstance(value, dict) else None


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) and value else None


def _uuid(value: Any) -> UUID | None:
    try:
        return UUID(value)
    except (ValueError, TypeError, AttributeError):
        return None


def _time(value: Any) -> datetime:
    """Return Meta's time (seconds, as text); ours, when it is unreadable."""
    try:
        return datetime.fromtimestamp(int(value), UTC)
    except (ValueError, TypeError, OverflowError, OSError):
        return datetime.now(UTC)


def _digest(value: Any) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()[:32]


def _fits(value: Any) -> bool:
    return len(msgspec.json.encode(value)) <= _MAX_EVENT_CHARS


def _bounded(raw: Json) -> Json:
    if _fits(raw):
        return raw
    return {"truncated": True, "json": msgspec.json.encode(raw)[:_MAX_EVENT_CHARS].decode(errors="ignore")}
