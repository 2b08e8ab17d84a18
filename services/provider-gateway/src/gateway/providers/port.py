"""What the gateway asks of a messaging provider."""

from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID

from atende_contracts.event import Event
from gateway.domain import ChannelAccess, Order, Outcome


@dataclass(frozen=True, slots=True)
class Update:
    """One part of a webhook: what happened at one number. ``value`` is as the provider sent it."""

    phone_number_id: str
    value: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Received:
    """The events of an update, and how many parts of it told nothing we act on."""

    events: list[Event]
    passed_over: int


class MessagingProvider(Protocol):
    """A provider of messaging. It keeps no state about messages: the ledger does."""

    async def send(self, channel: ChannelAccess, order: Order) -> Outcome:
        """Hand a message over, once: no retry below this. Every fault is an `Outcome`, none is raised."""
        ...

    def verify_signature(self, secret: str, body: bytes, signature: str | None) -> bool:
        """Tell whether ``body``, as it was on the wire, was signed with the channel's secret."""
        ...

    def parse_webhook(self, body: bytes) -> list[Update]:
        """Split a webhook by number, without trusting it. Raises ``ValueError`` when it is no webhook."""
        ...

    def normalise(self, update: Update, company_id: UUID, channel_id: UUID) -> Received:
        """Turn an update into events. A part that cannot be read never affects its neighbours."""
        ...

    async def close(self) -> None:
        """Release the connections."""
        ...
