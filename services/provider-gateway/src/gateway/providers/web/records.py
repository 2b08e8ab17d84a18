"""Entries of conversations that nobody writes to us now: of the phone, of what happened, of before."""

from collections.abc import Sequence
from typing import Final, Literal
from uuid import uuid5

from atende_contracts.messages import (
    HistoryRecordedV1,
    MessageReceivedV1,
    MessagesRecordedV1,
    Recorded,
    RecordedMessage,
)
from gateway.providers.reading import digest
from gateway.providers.web.account import LinkedAccount

Origin = Literal["phone_app", "history", "activity"]
State = Literal["received", "sent", "delivered", "read", "played", "failed"]

_STATES: Final[dict[object, State]] = {
    0: "failed",
    "ERROR": "failed",
    3: "delivered",
    "DELIVERY_ACK": "delivered",
    4: "read",
    "READ": "read",
    5: "played",
    "PLAYED": "played",
}


def sent_state(status: object) -> State:
    """Return the state of a message of the account's own, by WhatsApp's number or name for it."""
    return _STATES.get(status, "sent") if isinstance(status, int | str) else "sent"


def entry(message: MessageReceivedV1, state: State) -> RecordedMessage:
    """Return a message as an entry of a conversation; what was not received was sent."""
    return RecordedMessage(
        party=message.sender,
        direction="in" if state == "received" else "out",
        state=state,
        **{
            name: getattr(message, name)
            for name in RecordedMessage.model_fields
            if name not in ("party", "direction", "state")
        },
    )


def recorded(account: LinkedAccount, origin: Origin, entries: Sequence[RecordedMessage]) -> Recorded:
    """Return the event of entries."""
    kind = HistoryRecordedV1 if origin == "history" else MessagesRecordedV1
    named = digest([(one.provider_message_id, one.kind) for one in entries])
    return kind(
        id=uuid5(account.channel_id, f"{origin}:{named}"),
        company_id=account.company_id,
        channel_id=account.channel_id,
        origin=origin,
        messages=list(entries),
    )
