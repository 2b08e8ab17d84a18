"""What the gateway asks of a messaging provider."""

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from atende_contracts.event import Event
from gateway.domain.channels import ChannelAccess, Health, Objection
from gateway.domain.media import MediaLocation
from gateway.domain.sends import Order, Outcome
from gateway.domain.templates import Draft, Template


@dataclass(frozen=True, slots=True)
class Update:
    """One change of a webhook: what happened at a number, or (None) at a whole account of numbers."""

    account_id: str
    phone_number_id: str | None
    field: str
    value: dict[str, Any]
    """As the provider sent it."""
    at: datetime
    """When the provider noticed it."""
    told_at: str
    """The same, as it was told: equal in all repetitions of the webhook."""


@dataclass(frozen=True, slots=True)
class KeptFile:
    """What a customer wrote, where that is more than goes into an event."""

    company_id: UUID
    id: UUID
    data: bytes


@dataclass(frozen=True, slots=True)
class Reading:
    """What an update tells. The files go into the storage before the events, which name them, leave."""

    events: list[Event]
    files: list[KeptFile]


class MessagingProvider(Protocol):
    """A provider of messaging. It keeps no state about messages: the ledger does."""

    async def send(self, channel: ChannelAccess, order: Order) -> Outcome:
        """Hand a message over, once: no retry below this. Every fault is an `Outcome`, none is raised."""
        ...

    async def mark_read(self, channel: ChannelAccess, provider_message_id: str, *, typing: bool) -> bool:
        """Show the customer that their message was read, and with ``typing`` that an answer is written.

        Returns whether the provider took it. Best effort: it raises only when cancelled.
        """
        ...

    async def media_location(self, channel: ChannelAccess, provider_media_id: str) -> MediaLocation:
        """Return where a file is, for the next minutes. Raises `MediaFault`."""
        ...

    async def upload_media(
        self, channel: ChannelAccess, *, mime_type: str, size: int, chunks: AsyncIterator[bytes]
    ) -> str:
        """Bring a file of ``size`` bytes there; return the provider's id of it. Raises `MediaFault`."""
        ...

    def download(
        self, channel: ChannelAccess, location: MediaLocation
    ) -> AbstractAsyncContextManager[AsyncIterator[bytes]]:
        """Open a file's bytes. Raises `MediaFault`, also while they are read."""
        ...

    async def health(self, channel: ChannelAccess) -> Health:
        """Ask whether the channel works. Raises `ProviderAway`; what is refused is in the answer."""
        ...

    async def objection(self, channel: ChannelAccess) -> Objection | None:
        """Ask whether the channel's token may use its number and its account; None: it may.

        Raises `ProviderAway`. Changes nothing at the provider.
        """
        ...

    async def templates(self, channel: ChannelAccess) -> list[Template]:
        """Return all templates of the channel's account. Raises `ProviderAway` or `ProviderRefusal`."""
        ...

    async def create_template(self, channel: ChannelAccess, draft: Draft) -> Template:
        """Make a template, once. Raises `ProviderRefusal`, or `ProviderAway`: it may have been made."""
        ...

    async def edit_template(
        self, channel: ChannelAccess, provider_template_id: str, changes: dict[str, Any]
    ) -> None:
        """Change ``components`` or ``category`` of a template, once. Raises like `create_template`."""
        ...

    async def delete_template(self, channel: ChannelAccess, provider_template_id: str, name: str) -> None:
        """Delete a template; one that is not there is deleted. Raises like `create_template`."""
        ...

    def verify_signature(self, secret: str, body: bytes, signature: str | None) -> bool:
        """Tell whether ``body``, as it was on the wire, was signed with the channel's secret."""
        ...

    def parse_webhook(self, body: bytes) -> list[Update]:
        """Split a webhook into changes, without trusting it. Raises ``ValueError`` when it is none."""
        ...

    def normalise(self, update: Update, company_id: UUID, channel_id: UUID) -> Reading:
        """Turn an update into events. A part that cannot be read never affects its neighbours."""
        ...

    async def close(self) -> None:
        """Release the connections."""
        ...
