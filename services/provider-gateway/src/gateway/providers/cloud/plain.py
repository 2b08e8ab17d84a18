"""Reads what Meta's webhooks mostly say, statuses and texts, and writes it as events, as `webhook` would.

A body is decoded once, into the shapes below, and each event is encoded from one of them: no model of the
contracts is made. What has another shape is none of ours (`parse_plain` returns None), also what has a field
that `webhook` would pass on. So a shape may ignore only what `webhook` ignores.
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, Final, Literal
from uuid import UUID, uuid5

import msgspec
from msgspec import UNSET, Struct, UnsetType

from atende_contracts.bounds import MAX_INBOUND_TEXT
from atende_contracts.messages import MessageReceivedV1, ProviderStatusReportedV1
from atende_contracts.registry import EncodedEvent
from gateway.domain.channels import ChannelAccess
from gateway.providers.cloud.people import Names, People
from gateway.providers.reading import details, provider_id, time, uuid

# --- a webhook -------------------------------------------------------------------------------


class _Status(Struct):
    id: str
    status: Literal["sent", "delivered", "read"]
    timestamp: str
    recipient_id: str | None = None
    recipient_user_id: str | None = None
    recipient_parent_user_id: str | None = None
    recipient_type: Literal["individual"] | None = None
    biz_opaque_callback_data: str | None = None
    conversation: dict[str, str | bool | dict[str, str]] | None = None
    pricing: dict[str, str | bool] | None = None
    errors: None = None


class _Text(Struct, forbid_unknown_fields=True):
    body: str


class _Context(Struct, forbid_unknown_fields=True):
    id: str | None = None
    sender: str | None = msgspec.field(default=None, name="from")


class _Message(Struct, forbid_unknown_fields=True):
    id: str
    timestamp: str
    type: Literal["text"]
    text: _Text
    sender: str | None = msgspec.field(default=None, name="from")
    from_user_id: str | None = None
    from_parent_user_id: str | None = None
    context: _Context | None = None


class _Metadata(Struct):
    phone_number_id: str


class _Value(Struct, forbid_unknown_fields=True):
    metadata: _Metadata
    messaging_product: Any = None
    contacts: list[dict[str, Any]] = []
    messages: list[_Message] = []
    statuses: list[_Status] = []


class _Change(Struct):
    field: Literal["messages"]
    value: _Value


class _Entry(Struct):
    changes: list[_Change]


class _Document(Struct):
    entry: list[_Entry]


# --- events ----------------------------------------------------------------------------------


class _Reported(Struct):
    """The fields of `ProviderStatusReportedV1`, in their order."""

    type: str
    id: UUID
    company_id: UUID
    occurred_at: datetime
    channel_id: UUID
    provider_message_id: str
    send_id: UUID | UnsetType
    state: str
    recipient: Names | UnsetType
    errors: tuple[()]
    pricing: dict[str, Any] | UnsetType
    conversation: dict[str, Any] | UnsetType
    at: datetime


class _Received(Struct):
    """The fields of `MessageReceivedV1`, in their order."""

    type: str
    id: UUID
    company_id: UUID
    occurred_at: datetime
    channel_id: UUID
    provider_message_id: str
    sender: Names
    kind: str
    text: str
    reply_to: str | UnsetType
    content: dict[str, Any]
    sent_at: datetime


class _NotPlain(Exception):
    """A part that is to be read as `webhook` does."""


_DECODER: Final = msgspec.json.Decoder(_Document)
_ENCODER: Final = msgspec.json.Encoder()
_STATUS: Final = ProviderStatusReportedV1.model_fields["type"].default
_MESSAGE: Final = MessageReceivedV1.model_fields["type"].default


def parse_plain(body: bytes) -> "PlainUpdates | None":
    """Read a webhook of statuses and texts, with nothing else in it; None for any other body."""
    if b"\\u0000" in body:
        return None
    try:
        document = _DECODER.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    return PlainUpdates([change.value for entry in document.entry for change in entry.changes])


class PlainUpdates:
    """A webhook that is plain (`gateway.providers.port.PlainWebhook`)."""

    def __init__(self, values: list[_Value]) -> None:
        self._values = values
        self.numbers = frozenset(value.metadata.phone_number_id for value in values)
        self.statuses = sum(len(value.statuses) for value in values)
        self.messages = sum(len(value.messages) for value in values)

    def events(self, channels: Mapping[str, ChannelAccess]) -> list[EncodedEvent] | None:
        """Return the events of a webhook; None if a part is not plain after all."""
        try:
            return [
                event
                for value in self._values
                for event in _events(value, channels[value.metadata.phone_number_id])
            ]
        except _NotPlain:
            return None


def _events(value: _Value, channel: ChannelAccess) -> Iterator[EncodedEvent]:
    if provider_id(channel.phone_number_id) is None:
        raise _NotPlain
    people = People(value.contacts, alone=len(value.messages) + len(value.statuses) == 1)
    for message in value.messages:
        yield _received(message, people, channel)
    for status in value.statuses:
        yield _reported(status, people, channel)


def _received(message: _Message, people: People, channel: ChannelAccess) -> EncodedEvent:
    sender = people.names(message.sender, message.from_user_id, message.from_parent_user_id)
    if not (sender.wa_id or sender.bsuid) or len(message.text.body) > MAX_INBOUND_TEXT:
        raise _NotPlain
    event = _Received(
        type=_MESSAGE,
        id=uuid5(channel.channel_id, _known(message.id)),
        company_id=channel.company_id,
        occurred_at=datetime.now(UTC),
        channel_id=channel.channel_id,
        provider_message_id=message.id,
        sender=sender,
        kind=message.type,
        text=message.text.body,
        reply_to=provider_id(message.context and message.context.id) or UNSET,
        content={},
        sent_at=time(message.timestamp),
    )
    key = f"{channel.company_id}:{channel.channel_id}:{sender.identity()}"
    return _encoded(MessageReceivedV1.topic, event, key)


def _reported(status: _Status, people: People, channel: ChannelAccess) -> EncodedEvent:
    named = people.names(status.recipient_id, status.recipient_user_id, status.recipient_parent_user_id)
    known = Names(wa_id=named.wa_id, bsuid=named.bsuid, parent_bsuid=named.parent_bsuid)
    send_id = uuid(status.biz_opaque_callback_data)
    event = _Reported(
        type=_STATUS,
        id=uuid5(channel.channel_id, f"{_known(status.id)}:{status.status}"),
        company_id=channel.company_id,
        occurred_at=datetime.now(UTC),
        channel_id=channel.channel_id,
        provider_message_id=status.id,
        send_id=send_id or UNSET,
        state=status.status,
        recipient=known if known.wa_id or known.bsuid else UNSET,
        errors=(),
        pricing=_unless_none(details(status.pricing)),
        conversation=_unless_none(details(status.conversation)),
        at=time(status.timestamp),
    )
    return _encoded(ProviderStatusReportedV1.topic, event, str(send_id or status.id))


def _encoded(topic: str, event: _Received | _Reported, key: str) -> EncodedEvent:
    return EncodedEvent(topic, event.type, str(event.id), key.encode(), _ENCODER.encode(event))


def _unless_none(value: dict[str, Any] | None) -> dict[str, Any] | UnsetType:
    return UNSET if value is None else value


def _known(message_id: str) -> str:
    if provider_id(message_id) is None:
        raise _NotPlain
    return message_id
