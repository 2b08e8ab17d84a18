"""Reads Meta's webhooks: tolerant of what is new, never losing what a customer wrote.

What cannot be read as its type becomes ``unsupported`` with the raw update; what is about no message, or
cannot be read at all, goes into the channel's journal as it came. Ids of events are made from Meta's own
ids, so that its retries carry the ids of the first delivery.

Nothing longer than `atende_contracts.bounds` says leaves here. Names of people that are none make their
update unreadable; what a customer wrote is cut, and the whole kept as a file (`Normalised.files`).
"""

import hmac
from collections.abc import Sequence
from typing import Any, Final, cast
from uuid import UUID, uuid5

import msgspec
import structlog

from atende_contracts.bounds import MAX_INBOUND_JSON, MAX_JOURNAL_JSON, MAX_LINE
from atende_contracts.channels import ProviderUpdateReportedV1
from atende_contracts.contacts import ContactPreferenceReportedV1
from atende_contracts.event import Event, Party
from atende_contracts.messages import MessageReceivedV1, ProviderStatusReportedV1
from gateway.domain.media import media_id
from gateway.providers import wholes
from gateway.providers.cloud import records, reports
from gateway.providers.cloud.graph_json import decode, read_error
from gateway.providers.cloud.messages import READERS
from gateway.providers.cloud.people import People
from gateway.providers.cloud.plain import parse_plain
from gateway.providers.port import Normalised, PlainWebhook, Report, TextFile, Update
from gateway.providers.reading import (
    Json,
    bounded,
    details,
    digest,
    fits,
    get,
    items,
    provider_id,
    text,
    time,
    uuid,
)

log = structlog.get_logger(__name__)

_MESSAGES: Final = "messages"
_PREFERENCES: Final = "user_preferences"
_STATES: Final = {"sent", "delivered", "read", "played", "failed"}
_FRAME: Final = {"from", "from_user_id", "from_parent_user_id", "id", "timestamp", "type", "context"}
"""The parts of a message that have fields of their own in the event."""
_UNREADABLE: Final = (ValueError, TypeError, AttributeError, KeyError, RecursionError)
_MAX_ERRORS: Final = 10
"""Of one status; Meta reports one."""
_MAX_UNSUPPORTED: Final = 16 * 1024
"""Bytes of what is shown of a message that we cannot read; all of it is in ``raw``."""
_ACTIVITIES: Final = {"request_welcome"}
"""The kinds of what customers do that is no message: who opens the chat has not written."""
_SIGNATURE_PREFIX: Final = "sha256="


class CloudWebhooks:
    """Meta's webhooks, which are also the way by which all comes in."""

    def verify_signature(self, secret: str, body: bytes, signature: str | None) -> bool:
        """Check ``X-Hub-Signature-256`` over the raw bytes: Meta signs them with non-ASCII escaped."""
        if not secret or signature is None or not signature.startswith(_SIGNATURE_PREFIX):
            return False  # Anybody could sign with an empty secret.
        expected = hmac.digest(secret.encode(), body, "sha256").hex()
        given = signature.removeprefix(_SIGNATURE_PREFIX)
        return hmac.compare_digest(expected.encode(), given.encode(errors="replace"))

    def parse(self, body: bytes) -> list[Update]:
        """Split a webhook's body into its changes. Raises ``ValueError`` when it is none."""
        return parse(body)

    def parse_plain(self, body: bytes) -> PlainWebhook | None:
        """Read a webhook of statuses and texts, with nothing else in it."""
        return parse_plain(body)

    def normalise(self, update: Update, company_id: UUID, channel_id: UUID) -> Normalised:
        """Turn an update into events, each part of it on its own."""
        return normalise(update, company_id, channel_id)

    def report(self, field: str, value: Json) -> Report:
        """Tell what an update that became no message means."""
        return reports.read(field, value)


def parse(body: bytes) -> list[Update]:
    """Split a webhook's body into its changes. Raises ``ValueError`` when it is none."""
    document = decode(body)
    if not isinstance(document, dict) or not isinstance(document.get("entry"), list):
        raise ValueError("not a webhook of the Graph API")
    updates: list[Update] = []
    for entry in document["entry"]:
        account, at = provider_id(get(entry, "id")) or "", get(entry, "time")
        for change in items(get(entry, "changes")):
            value = get(change, "value")
            updates.append(
                Update(
                    account_id=account,
                    phone_number_id=provider_id(get(get(value, "metadata"), "phone_number_id")),
                    field=text(get(change, "field")) or "unknown",
                    value=value if isinstance(value, dict) else {"value": value},
                    at=time(at),
                    reported_at=str(at),
                )
            )
    return updates


def normalise(update: Update, company_id: UUID, channel_id: UUID) -> Normalised:
    """Turn an update into events, each part of it on its own."""
    channel = _Channel(company_id, channel_id, update)
    return Normalised(list(channel.events()), channel.files)


class _Channel:
    """Reads the parts of one update for the channel that it counts for."""

    def __init__(self, company_id: UUID, channel_id: UUID, update: Update) -> None:
        self.company_id = company_id
        self.channel_id = channel_id
        self._update = update
        self.files: list[TextFile] = []
        """What was too long for the events read so far."""

    def events(self) -> Sequence[Event]:
        """Return the event of each part."""
        field, value = self._update.field, self._update.value
        if self._update.phone_number_id is not None and field == _MESSAGES:
            messages, statuses = items(value.get("messages")), items(value.get("statuses"))
            people = People(items(value.get("contacts")), alone=len(messages) + len(statuses) == 1)
            return [
                *(self.message(message, people) for message in messages),
                *(self.status(status, people) for status in statuses),
                *(self.journal("messages.errors", error) for error in items(value.get("errors"))),
                *(
                    self.journal(f"messages.{part}", value[part])
                    for part in ("contacts", "messages", "statuses", "errors")
                    if part in value and not isinstance(value[part], list)
                ),
            ]
        if self._update.phone_number_id is not None and field == _PREFERENCES:
            wishes = items(value.get(_PREFERENCES))
            people = People(items(value.get("contacts")), alone=len(wishes) == 1)
            return [self.preference(wish, people) for wish in wishes]
        if self._update.phone_number_id is not None and field in records.FIELDS:
            return records.read(self, field, value)
        return [self.journal(field, value)]

    def journal(self, field: str, value: Any) -> ProviderUpdateReportedV1:
        """Return the event of what has no event of its own."""
        raw = value if isinstance(value, dict) else {"value": value}
        key = f"{self._update.reported_at}:{field}:{digest(raw)}"
        return ProviderUpdateReportedV1(
            id=uuid5(self.channel_id, key),
            company_id=self.company_id,
            channel_id=self.channel_id,
            field=field[:100],
            value=bounded(raw, MAX_JOURNAL_JSON),
            at=self._update.at,
        )

    def message(self, message: Any, people: "People") -> Event:
        """Return the event of a message; a journal entry when nobody can have written it."""
        sender = people.sender(message) if isinstance(message, dict) else None
        if sender is None:
            return self.journal(_MESSAGES, message)
        event = self.written(message, sender.party, sender.former)
        return records.activity(self, event) if event.kind in _ACTIVITIES else event

    def caller(self, call: Json) -> Party | None:
        """Return who called us; None when that is nobody."""
        sender = People(items(self._update.value.get("contacts")), alone=True).sender(call)
        return sender.party if sender is not None else None

    def written(self, message: Json, sender: Party, former: Party | None = None) -> MessageReceivedV1:
        """Return the event of a message that a customer wrote; what is too long for it goes into `files`."""
        message_id = provider_id(message.get("id")) or f"unidentified:{digest(message)}"
        frame: Json = {
            "id": uuid5(self.channel_id, message_id),
            "company_id": self.company_id,
            "channel_id": self.channel_id,
            "provider_message_id": message_id,
            "sender": sender,
            "former": former,
            "sent_at": time(message.get("timestamp")),
            "reply_to": provider_id(get(message.get("context"), "id")),
            "group_id": provider_id(message.get("group_id")),
        }
        event = self._read(message, frame)
        if event is not None:
            return wholes.cut(event, self.files)
        raw = bounded(message, MAX_INBOUND_JSON)
        event = MessageReceivedV1(**frame, kind="unsupported", content=_unsupported(message), raw=raw)
        if raw is not message:
            data = msgspec.json.encode(message)
            whole = wholes.keep(event, data, "application/json", "message.json", self.files)
            return event.model_copy(update={"whole": whole})
        return event

    def _read(self, message: Json, frame: Json) -> MessageReceivedV1 | None:
        """Return the event of a message of a kind that we know; None when it is not as that kind is."""
        kind = text(message.get("type")) or "unknown"
        read = READERS.get(kind)
        if read is None:
            return None
        extras = _extras(message, kind)
        for unknown in (extras, {"truncated": True} if extras else {}):
            try:
                fields = {**frame, "kind": kind, **read(message, kind)}
                content = {**unknown, **_context(message), **fields.get("content", {})}
                event = _named(MessageReceivedV1(**{**fields, "content": content}))
            except _UNREADABLE as error:
                log.warning("webhook.message_unreadable", kind=kind, error=repr(error)[:200])
                return None
            if fits(event.content, MAX_INBOUND_JSON):
                return event
        return None

    def status(self, status: Any, people: "People") -> Event:
        """Return the event of a status; a journal entry when it is of no state or message that we know."""
        try:
            message_id, state = provider_id(status["id"]), status["status"]
            if message_id is None or state not in _STATES:
                raise ValueError("of no state or message that we know")
            return ProviderStatusReportedV1(
                id=uuid5(self.channel_id, f"{message_id}:{state}"),
                company_id=self.company_id,
                channel_id=self.channel_id,
                provider_message_id=message_id,
                send_id=uuid(status.get("biz_opaque_callback_data")),
                state=cast("Any", state),
                recipient=_recipient(status, people),
                errors=[
                    read_error(error)
                    for error in items(status.get("errors"))[:_MAX_ERRORS]
                    if isinstance(error, dict)
                ],
                pricing=details(status.get("pricing")),
                conversation=details(status.get("conversation")),
                at=time(status.get("timestamp")),
            )
        except _UNREADABLE as error:
            log.warning("webhook.status_unreadable", error=repr(error)[:200])
            return self.journal("messages.statuses", status)

    def preference(self, wish: Any, people: "People") -> Event:
        """Return the event of a customer's wish about a kind of messages."""
        try:
            party = people.party(wish.get("wa_id"), wish.get("user_id"), wish.get("parent_user_id"))
            category = wish["category"]
            if party.identity() == Party().identity() or len(category) > MAX_LINE:
                raise ValueError("of nobody, or about nothing")
            key = f"{party.identity()}:{category}:{wish['value']}:{wish.get('timestamp')}"
            return ContactPreferenceReportedV1(
                id=uuid5(self.channel_id, key),
                company_id=self.company_id,
                channel_id=self.channel_id,
                party=party,
                category=category,
                wish=wish["value"],
                preference=wish["value"],
                at=time(wish.get("timestamp")),
            )
        except _UNREADABLE as error:
            log.warning("webhook.preference_unreadable", error=repr(error)[:200])
            return self.journal(_PREFERENCES, wish)


def _recipient(status: Json, people: People) -> Party | None:
    if status.get("recipient_type") == "group":
        return None
    named = (status.get(f"recipient_{name}") for name in ("id", "user_id", "parent_user_id"))
    party = people.party(*named)
    if not (party.wa_id or party.bsuid):
        return None
    return party.model_copy(update={"phone": None, "name": None})


# --- what any kind of message may carry ------------------------------------------------------


def _extras(message: Json, kind: str) -> Json:
    """Return what any kind may carry, known to us (referral, group) or not, as it came."""
    return {name: part for name, part in message.items() if name not in _FRAME and name != kind}


def _unsupported(message: Json) -> Json:
    """Return what is known of a message that cannot be read: its type, its errors, and what any may carry."""
    kind = text(message.get("type")) or "unknown"
    known = details(message.get("unsupported")) if kind == "unsupported" else None
    extras = {
        **_extras(message, kind),
        **_context(message),
        "unsupported": known or {"type": kind[:MAX_LINE]},
    }
    return extras if fits(extras, _MAX_UNSUPPORTED) else {"unsupported": extras["unsupported"]}


def _named(event: MessageReceivedV1) -> MessageReceivedV1:
    """Return the event with the id that its file is going to have here."""
    if event.media is None or not event.media.provider_media_id:
        return event
    named = media_id(event.company_id, event.channel_id, event.provider_message_id, event.sent_at)
    media = event.media.model_copy(update={"id": named, "state": "pending"})
    return event.model_copy(update={"media": media})


def _context(message: Json) -> Json:
    """Return what the context says besides the message that is answered: forwarded, product enquiry."""
    context = message.get("context")
    if not isinstance(context, dict):
        return {}
    further = {name: part for name, part in context.items() if name not in {"id", "from"}}
    return {"context": further} if further else {}
