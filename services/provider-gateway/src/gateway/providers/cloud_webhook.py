"""Reads Meta's webhooks: tolerant of what is new, never losing what a customer wrote.

What cannot be read as its type becomes ``unsupported`` with the raw update; what is about no message, or
cannot be read at all, goes into the channel's journal as it came. Ids of events are made from Meta's own
ids, so that its retries carry the ids of the first delivery.
"""

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, Final, cast
from uuid import UUID, uuid5

import msgspec
import structlog

from atende_contracts.channels import ProviderUpdateReportedV1
from atende_contracts.contacts import ContactPreferenceReportedV1
from atende_contracts.event import Event, Media, Party
from atende_contracts.messages import MessageReceivedV1, ProviderStatusReportedV1, Reply
from gateway.domain.media import media_id
from gateway.providers.graph_json import decode, read_error
from gateway.providers.port import Update

log = structlog.get_logger(__name__)

Json = dict[str, Any]

_MESSAGES: Final = "messages"
_PREFERENCES: Final = "user_preferences"
_MEDIA_TYPES: Final = ("image", "audio", "video", "document", "sticker")
_STATES: Final = {"sent", "delivered", "read", "played", "failed"}
_FRAME: Final = {"from", "from_user_id", "from_parent_user_id", "id", "timestamp", "type", "context"}
"""The parts of a message that have fields of their own in the event."""
_NUMBER_CHANGED: Final = {"user_changed_number", "customer_changed_number"}
_UNREADABLE: Final = (ValueError, TypeError, AttributeError, KeyError, RecursionError)
_MAX_EVENT_CHARS: Final = 600_000
"""Kafka takes 1 MiB by record; a larger update is kept cut off rather than refused with its neighbours."""
_MAX_DEPTH: Final = 64
"""What is nested deeper cannot be written as an event; it is kept as text."""
_EARLIEST: Final = datetime(2009, 1, 1, tzinfo=UTC)
_CLOCK_SKEW: Final = timedelta(minutes=10)


def parse(body: bytes) -> list[Update]:
    """Split a webhook's body into its changes. Raises ``ValueError`` when it is none."""
    document = decode(body)
    if not isinstance(document, dict) or not isinstance(document.get("entry"), list):
        raise ValueError("not a webhook of the Graph API")
    updates: list[Update] = []
    for entry in document["entry"]:
        account, at = _text(_get(entry, "id")) or "", _get(entry, "time")
        for change in _list(_get(entry, "changes")):
            value = _get(change, "value")
            updates.append(
                Update(
                    account_id=account,
                    phone_number_id=_text(_get(_get(value, "metadata"), "phone_number_id")),
                    field=_text(_get(change, "field")) or "unknown",
                    value=value if isinstance(value, dict) else {"value": value},
                    at=_time(at),
                    told_at=str(at),
                )
            )
    return updates


def normalise(update: Update, company_id: UUID, channel_id: UUID) -> list[Event]:
    """Turn an update into events, each part of it on its own."""
    channel = _Channel(company_id, channel_id, update)
    value = update.value
    if update.phone_number_id is not None and update.field == _MESSAGES:
        contacts = [contact for contact in _list(value.get("contacts")) if isinstance(contact, dict)]
        messages = _list(value.get("messages"))
        return [
            *(channel.message(message, contacts, len(messages) == 1) for message in messages),
            *(channel.status(status) for status in _list(value.get("statuses"))),
            *(channel.journal("messages.errors", error) for error in _list(value.get("errors"))),
            *(
                channel.journal(f"messages.{part}", value[part])
                for part in ("contacts", "messages", "statuses", "errors")
                if part in value and not isinstance(value[part], list)
            ),
        ]
    if update.phone_number_id is not None and update.field == _PREFERENCES:
        return [channel.preference(wish) for wish in _list(value.get(_PREFERENCES))]
    return [channel.journal(update.field, value)]


class _Channel:
    """Reads the parts of one update for the channel that it counts for."""

    def __init__(self, company_id: UUID, channel_id: UUID, update: Update) -> None:
        self._company_id = company_id
        self._channel_id = channel_id
        self._update = update

    def journal(self, field: str, value: Any) -> ProviderUpdateReportedV1:
        """Return the event of what has no event of its own."""
        raw = value if isinstance(value, dict) else {"value": value}
        told = f"{self._update.told_at}:{field}:{_digest(raw)}"
        return ProviderUpdateReportedV1(
            id=uuid5(self._channel_id, told),
            company_id=self._company_id,
            channel_id=self._channel_id,
            field=field[:100],
            value=_bounded(raw),
            at=self._update.at,
        )

    def message(self, message: Any, contacts: list[Json], alone: bool) -> Event:
        """Return the event of a message; a journal entry when nobody can have written it."""
        if not isinstance(message, dict):
            return self.journal(_MESSAGES, message)
        sender = _sender(message, contacts, alone)
        if sender.identity() == Party().identity():
            return self.journal(_MESSAGES, message)
        message_id = _text(message.get("id")) or f"unidentified:{_digest(message)}"
        frame: Json = {
            "id": uuid5(self._channel_id, message_id),
            "company_id": self._company_id,
            "channel_id": self._channel_id,
            "provider_message_id": message_id,
            "sender": sender,
            "sent_at": _time(message.get("timestamp")),
            "reply_to": _text(_get(message.get("context"), "id")),
        }
        kind = _text(message.get("type")) or "unknown"
        read = _READERS.get(kind)
        if read is not None:
            extras = _extras(message, kind)
            for unknown in (extras, {"truncated": True} if extras else {}):
                try:
                    fields = {**frame, "kind": kind, **read(message, kind)}
                    content = {**unknown, **_context(message), **fields.get("content", {})}
                    event = _named(MessageReceivedV1(**{**fields, "content": content}))
                except _UNREADABLE as error:
                    log.warning("message kept unread", kind=kind, message_id=message_id, error=repr(error))
                    break
                if _fits([event.text, event.content]):
                    return event
        return MessageReceivedV1(**frame, kind="unsupported", raw=_bounded(message))

    def status(self, status: Any) -> Event:
        """Return the event of a status; a journal entry when it is of no state or message that we know."""
        try:
            message_id, state = _text(status["id"]), status["status"]
            if message_id is None or state not in _STATES:
                raise ValueError("of no state that we know")
            return ProviderStatusReportedV1(
                id=uuid5(self._channel_id, f"{message_id}:{state}"),
                company_id=self._company_id,
                channel_id=self._channel_id,
                provider_message_id=message_id,
                send_id=_uuid(status.get("biz_opaque_callback_data")),
                state=cast("Any", state),
                recipient=_recipient(status),
                errors=[read_error(e) for e in _list(status.get("errors")) if isinstance(e, dict)],
                pricing=_small_object(status.get("pricing")),
                conversation=_small_object(status.get("conversation")),
                at=_time(status.get("timestamp")),
            )
        except _UNREADABLE as error:
            log.warning("status kept unread", error=repr(error)[:200])
            return self.journal("messages.statuses", status)

    def preference(self, wish: Any) -> Event:
        """Return the event of a customer's wish about a kind of messages."""
        try:
            party = Party(
                wa_id=_text(wish.get("wa_id")),
                phone=_phone(_text(wish.get("wa_id"))),
                bsuid=_text(wish.get("user_id")),
                parent_bsuid=_text(wish.get("parent_user_id")),
            )
            if party.identity() == Party().identity():
                raise ValueError("of nobody")
            told = f"{party.identity()}:{wish['category']}:{wish['value']}:{wish.get('timestamp')}"
            return ContactPreferenceReportedV1(
                id=uuid5(self._channel_id, told),
                company_id=self._company_id,
                channel_id=self._channel_id,
                party=party,
                category=wish["category"],
                wish=wish["value"],
                at=_time(wish.get("timestamp")),
            )
        except _UNREADABLE as error:
            log.warning("preference kept unread", error=repr(error)[:200])
            return self.journal(_PREFERENCES, wish)


# --- who -------------------------------------------------------------------------------------


def _sender(message: Json, contacts: list[Json], alone: bool) -> Party:
    """Return who wrote. Contacts are matched by id only: one webhook may hold many people's messages.

    Who has changed their number is called by both: they are found by the old, and addressed by the new.
    """
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
    party = Party(
        phone=_phone(wa_id),
        wa_id=wa_id,
        bsuid=bsuid or _text(contact.get("user_id")),
        parent_bsuid=_text(message.get("from_parent_user_id")) or _text(contact.get("parent_user_id")),
        name=_text(_get(contact.get("profile"), "name")),
    )
    system = message.get("system") if message.get("type") == "system" else None
    if _get(system, "type") in _NUMBER_CHANGED and wa_id:
        return party.model_copy(
            update={"wa_id": _text(_get(system, "wa_id")) or _text(_get(system, "new_wa_id")) or wa_id}
        )
    if _get(system, "type") == "user_changed_user_id" and wa_id:
        return party.model_copy(update={"bsuid": _text(_get(system, "user_id")) or party.bsuid})
    return party


def _phone(wa_id: str | None) -> str | None:
    return f"+{wa_id}" if wa_id and wa_id.isascii() and wa_id.isdigit() else None


def _recipient(status: Json) -> Party | None:
    number, bsuid = _text(status.get("recipient_id")), _text(status.get("recipient_user_id"))
    if status.get("recipient_type") == "group" or not (number or bsuid):
        return None
    return Party(wa_id=number, bsuid=bsuid, parent_bsuid=_text(status.get("recipient_parent_user_id")))


# --- messages --------------------------------------------------------------------------------


def _extras(message: Json, kind: str) -> Json:
    """Return what any kind may carry, known to us (referral, group) or not, as it came."""
    return {name: part for name, part in message.items() if name not in _FRAME and name != kind}


def _named(event: MessageReceivedV1) -> MessageReceivedV1:
    """Return the event with the id that its file is going to have here."""
    if event.media is None or not event.media.provider_media_id:
        return event
    named = media_id(event.company_id, event.channel_id, event.provider_message_id, event.sent_at)
    media = event.media.model_copy(update={"id": named, "state": "pending"})
    return event.model_copy(update={"media": media})


def _context(message: Json) -> Json:
    """Return what the context tells besides the message that is answered: forwarded, product enquiry."""
    context = message.get("context")
    if not isinstance(context, dict):
        return {}
    further = {name: part for name, part in context.items() if name not in {"id", "from"}}
    return {"context": further} if further else {}


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
    return {
        "reply_to": reaction["message_id"],
        "target": reaction["message_id"],
        "content": {"reaction": content},
    }


def _read_contacts(message: Json, kind: str) -> Json:
    contacts = message[kind]
    if not isinstance(contacts, list):
        raise TypeError("contacts is not a list")
    return {"content": {"contacts": contacts}}


def _read_edit(message: Json, kind: str) -> Json:
    edit: Json = message[kind]
    new: Any = edit.get("message")
    new_kind = _get(new, "type")
    read = _READERS.get(new_kind) if new_kind in {"text", *_MEDIA_TYPES} else None
    return {
        "target": edit["original_message_id"],
        "text": read(new, new_kind)["text"] if read is not None else None,
        "content": {"edit": edit},
    }


def _read_revoke(message: Json, kind: str) -> Json:
    return {"target": message[kind]["original_message_id"], "content": {kind: message[kind]}}


def _read_object(message: Json, kind: str) -> Json:
    section = message[kind]
    if not isinstance(section, dict):
        raise TypeError(f"{kind} is not an object")
    text = section.get("body") if kind == "system" else section.get("text") if kind == "order" else None
    return {"text": text, "content": {kind: section}}


_READERS: Final[dict[str, Callable[[Json, str], Json]]] = {
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
}


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
    """Return Meta's time (seconds, as text); ours, when it is unreadable or cannot be."""
    now = datetime.now(UTC)
    try:
        told = datetime.fromtimestamp(int(value), UTC)
    except (ValueError, TypeError, OverflowError, OSError):
        return now
    return told if _EARLIEST <= told <= now + _CLOCK_SKEW else now


def _small_object(value: Any) -> Json | None:
    return value if isinstance(value, dict) and _fits(value) else None


def _digest(value: Any) -> str:
    return hashlib.sha256(msgspec.json.encode(value, order="deterministic")).hexdigest()[:32]


def _fits(value: Any) -> bool:
    encoded = msgspec.json.encode(value)
    if len(encoded) > _MAX_EVENT_CHARS:
        return False
    return encoded.count(b"{") + encoded.count(b"[") <= _MAX_DEPTH or _is_shallow(value, _MAX_DEPTH)


def _is_shallow(value: Any, depth: int) -> bool:
    if isinstance(value, dict):
        value = list(value.values())
    if not isinstance(value, list):
        return True
    return depth > 0 and all(_is_shallow(item, depth - 1) for item in value)


def _bounded(raw: Json) -> Json:
    if _fits(raw):
        return raw
    return {"truncated": True, "json": msgspec.json.encode(raw)[:_MAX_EVENT_CHARS].decode(errors="ignore")}
