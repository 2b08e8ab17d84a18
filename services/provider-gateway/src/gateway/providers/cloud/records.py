"""Reads what Meta reports about conversations besides what customers write to us.

That is what the business writes in WhatsApp's own app (``smb_message_echoes``), what was said before the
number was connected (``history``), the phone's address book (``smb_app_state_sync``), and calls. One webhook
may hold thousands of messages: they become events of bounded size, and nothing is left out.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final, Literal, Protocol
from uuid import UUID, uuid5

import msgspec

from atende_contracts.channels import ProviderUpdateReportedV1
from atende_contracts.contacts import ContactsReportedV1
from atende_contracts.event import Event, Party
from atende_contracts.identity import canonical_number, readable_name
from atende_contracts.messages import (
    HistoryRecordedV1,
    MessageReceivedV1,
    MessagesRecordedV1,
    Recorded,
    RecordedMessage,
)
from gateway.providers.reading import Json, details, digest, get, items, name_of

Origin = Literal["phone_app", "history", "activity"]
State = Literal["received", "sent", "delivered", "read", "played", "failed"]

ECHOES: Final = "smb_message_echoes"
HISTORY: Final = "history"
ADDRESS_BOOK: Final = "smb_app_state_sync"
CALLS: Final = "calls"
FIELDS: Final = frozenset({ECHOES, HISTORY, ADDRESS_BOOK, CALLS})

_MOST: Final = 100
"""Messages, or people, in one event."""
_MOST_BYTES: Final = 200 * 1024
"""Of what Meta sent, in one event; a single message may have more, up to its own bound."""
_STATES: Final[dict[str, State]] = {
    "ERROR": "failed",
    "SENT": "sent",
    "DELIVERED": "delivered",
    "READ": "read",
    "PLAYED": "played",
}


class Channel(Protocol):
    """The channel that an update counts for, as far as it takes to read one."""

    company_id: UUID
    channel_id: UUID

    def written(self, message: Json, sender: Party) -> MessageReceivedV1:
        """Return the event of a message as if its customer had written it."""
        ...

    def journal(self, field: str, value: Any) -> ProviderUpdateReportedV1:
        """Return the event of what has no event of its own."""
        ...

    def caller(self, call: Json) -> Party | None:
        """Return who called us."""
        ...


def read(channel: Channel, field: str, value: Json) -> list[Event]:
    """Return the events of an update of one of the `FIELDS`."""
    reader = {
        ECHOES: _read_echoes,
        HISTORY: _read_history,
        ADDRESS_BOOK: _read_address_book,
        CALLS: _read_calls,
    }[field]
    return list(reader(channel, value)) or [channel.journal(field, value)]


def activity(channel: Channel, message: MessageReceivedV1) -> Recorded:
    """Return the event of something that a customer did, and that is no message."""
    return _event(channel, "activity", [_recorded(message, "in", "received")])


# --- what was written on the phone -----------------------------------------------------------


def _read_echoes(channel: Channel, value: Json) -> Iterator[Event]:
    for echo in items(value.get("message_echoes")):
        customer = _party(get(echo, "to"), get(echo, "to_user_id"))
        if customer is None or not isinstance(echo, dict) or "group_id" in echo:
            yield channel.journal(ECHOES, echo)
            continue
        yield _event(channel, "phone_app", [_recorded(channel.written(echo, customer), "out", "sent")])


# --- what was said before --------------------------------------------------------------------


def _read_history(channel: Channel, value: Json) -> Iterator[Event]:
    threads: list[tuple[Party | None, Any]] = []
    for part in items(value.get("history")):
        if not isinstance(part, dict) or not isinstance(part.get("threads"), list):
            yield channel.journal(HISTORY, part)  # Such as that the business does not share its history.
            continue
        for thread in part["threads"]:
            customer = _party(get(thread, "id"), get(get(thread, "context"), "user_id"))
            threads += [(customer, message) for message in items(get(thread, "messages"))]
    # The files of messages that were reported before.
    threads += [(None, message) for message in items(value.get("messages"))]
    business = canonical_number(str(get(value.get("metadata"), "display_phone_number")))
    found: list[tuple[RecordedMessage, int]] = []
    for customer, message in threads:
        recorded = _from_history(channel, message, customer, business) if isinstance(message, dict) else None
        if recorded is None:
            yield channel.journal(HISTORY, message)
        else:
            found.append((recorded, len(msgspec.json.encode(message))))
    for portion in _portions(found):
        yield _event(channel, "history", portion)


def _from_history(
    channel: Channel, message: Json, customer: Party | None, business: str | None
) -> RecordedMessage | None:
    sender = readable_name(message.get("from"))
    number = canonical_number(sender) if sender else None
    known = customer is not None and customer.wa_id and number == canonical_number(customer.wa_id)
    ours = not known and (number == business if number and business else "to" in message)
    other = _party(message.get("to"), message.get("to_user_id")) if ours else None
    theirs = _party(sender, message.get("from_user_id")) if not ours else None
    party = customer or other or theirs
    if party is None:
        return None
    state = _STATES.get(str(get(message.get("history_context"), "status")).upper(), "sent")
    reported = {name: part for name, part in message.items() if name not in ("history_context", "to")}
    written = channel.written(reported, party)
    return _recorded(written, "out" if ours else "in", state if ours else "received")


def _portions(found: Iterable[tuple[RecordedMessage, int]]) -> Iterator[list[RecordedMessage]]:
    portion: list[RecordedMessage] = []
    size = 0
    for recorded, length in found:
        if portion and (len(portion) == _MOST or size + length > _MOST_BYTES):
            yield portion
            portion, size = [], 0
        portion.append(recorded)
        size += length
    if portion:
        yield portion


# --- the address book ------------------------------------------------------------------------


def _read_address_book(channel: Channel, value: Json) -> Iterator[Event]:
    people: list[Party] = []
    for entry in items(value.get("state_sync")):
        contact = get(entry, "contact")
        number = _number(get(contact, "phone_number"))
        if number is None or get(entry, "type") != "contact" or get(entry, "action") == "remove":
            yield channel.journal(ADDRESS_BOOK, entry)
            continue
        name = name_of(get(contact, "full_name")) or name_of(get(contact, "first_name"))
        people.append(Party(phone=f"+{number}", name=name))
    for begin in range(0, len(people), _MOST):
        portion = people[begin : begin + _MOST]
        yield ContactsReportedV1(
            id=uuid5(channel.channel_id, f"people:{digest([one.model_dump() for one in portion])}"),
            company_id=channel.company_id,
            channel_id=channel.channel_id,
            people=portion,
        )


# --- calls -----------------------------------------------------------------------------------


def _read_calls(channel: Channel, value: Json) -> Iterator[Event]:
    for call in items(value.get("calls")):
        if not isinstance(call, dict) or call.get("event") != "terminate":
            yield channel.journal(CALLS, call)  # It rings: its outcome comes when it ends.
            continue
        by_us = call.get("direction") == "BUSINESS_INITIATED"
        customer = _party(call.get("to"), call.get("to_user_id")) if by_us else channel.caller(call)
        if customer is None:
            yield channel.journal(CALLS, call)
            continue
        missed = not by_us and not _was_answered(call)
        known = details({name: part for name, part in call.items() if name != "session"}) or {}
        message = {"id": call.get("id"), "timestamp": call.get("timestamp"), "type": "call"}
        event = channel.written({**message, "call": {**known, "missed": missed}}, customer)
        if missed:
            yield event
        else:
            yield _event(channel, "activity", [_recorded(event, "out" if by_us else "in", "received")])
    for status in items(value.get("statuses")):
        yield channel.journal(CALLS, status)


def _was_answered(call: Json) -> bool:
    status = call.get("status")
    words = [str(word).upper() for word in (status if isinstance(status, list) else [status])]
    if "duration" in call:
        return str(call["duration"]).strip("0. ") not in ("", "None")
    return "COMPLETED" in words


# --- parts -----------------------------------------------------------------------------------


def _recorded(message: MessageReceivedV1, direction: Literal["in", "out"], state: State) -> RecordedMessage:
    return RecordedMessage(
        party=message.sender,
        direction=direction,
        state=state,
        **{
            name: getattr(message, name)
            for name in RecordedMessage.model_fields
            if name not in ("party", "direction", "state")
        },
    )


def _event(channel: Channel, origin: Origin, messages: Sequence[RecordedMessage]) -> Recorded:
    kind = HistoryRecordedV1 if origin == "history" else MessagesRecordedV1
    named = digest([(message.provider_message_id, message.kind) for message in messages])
    return kind(
        id=uuid5(channel.channel_id, f"{origin}:{named}"),
        company_id=channel.company_id,
        channel_id=channel.channel_id,
        origin=origin,
        messages=list(messages),
    )


def _party(number: Any, user_id: Any) -> Party | None:
    wa_id, bsuid = readable_name(number), readable_name(user_id)
    if not (wa_id or bsuid):
        return None
    digits = _number(wa_id)
    return Party(wa_id=wa_id, phone=f"+{digits}" if digits else None, bsuid=bsuid)


def _number(value: Any) -> str | None:
    name = readable_name(value)
    return name if name and name.isascii() and name.isdigit() else None
