"""What the gateway asks of a messaging provider, one protocol for each thing that it may be able to do.

Every provider sends, and reports what customers write. All else is optional: who needs it asks for it by its
name and says what happens without (`gateway.service.accounts.required`), so that a provider need not pretend.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol, get_args
from uuid import UUID

from atende_contracts.event import Event, Party
from atende_contracts.registry import EncodedEvent
from gateway.domain.channels import Capability, ChannelAccess, ChannelReport, Health, TokenRefusal
from gateway.domain.media import MediaLocation
from gateway.domain.sends import Order, Outcome
from gateway.domain.templates import Draft, Template, TemplateReport


@dataclass(frozen=True, slots=True)
class Update:
    """One change that a provider reports: at a number, or (None) at a whole account of numbers."""

    account_id: str
    phone_number_id: str | None
    field: str
    """What it is about, in the provider's words."""
    value: dict[str, Any]
    """As the provider sent it."""
    at: datetime
    """When the provider noticed it."""
    reported_at: str
    """The same, as it was reported: equal in all repetitions of the update."""


@dataclass(frozen=True, slots=True)
class TextFile:
    """What a customer wrote, where that is more than goes into an event."""

    company_id: UUID
    id: UUID
    data: bytes


@dataclass(frozen=True, slots=True)
class Normalised:
    """An update as events. Their files go into the storage before the events are published."""

    events: list[Event]
    files: list[TextFile]


@dataclass(frozen=True, slots=True)
class Report:
    """What an update that is about no message changes of what we know; by default nothing."""

    channel: ChannelReport | None = None
    template: TemplateReport | None = None
    templates_changed: bool = False
    """The provider's list of templates is to be read again."""
    health_changed: bool = False
    """The provider says something else now when it is asked about the channel."""


class Sending(Protocol):
    """Sends messages. It keeps no state about them: the ledger does."""

    async def send(self, channel: ChannelAccess, order: Order) -> Outcome:
        """Hand a message over, once: no retry below this. Every fault is an `Outcome`, none is raised."""
        ...


class Inbound(Protocol):
    """Turns what the provider reports, however it came, into events."""

    def normalise(self, update: Update, company_id: UUID, channel_id: UUID) -> Normalised:
        """Turn an update into events. A part that cannot be read never affects its neighbours."""
        ...

    def report(self, field: str, value: dict[str, Any]) -> Report:
        """Tell what an update that became no message means, without trusting it."""
        ...


class ReadReceipts(Protocol):
    """Shows customers that they were read."""

    async def mark_read(
        self, channel: ChannelAccess, provider_message_id: str, *, typing: bool, sender: Party | None = None
    ) -> bool:
        """Show the customer that their message was read, and with ``typing`` that an answer is written.

        Returns whether the provider took it. Best effort: it raises only when cancelled.
        """
        ...


class PlainWebhook(Protocol):
    """A webhook that says only what webhooks mostly say: of statuses, and of texts."""

    numbers: frozenset[str]
    """The provider's numbers that it is about."""
    statuses: int
    messages: int

    def events(self, channels: Mapping[str, ChannelAccess]) -> list[EncodedEvent] | None:
        """Return what `Inbound.normalise` does, byte for byte, for the channel of each number.

        None: there is something else in it after all.
        """
        ...


class Webhooks(Protocol):
    """Brings what it reports to our URL."""

    def verify_signature(self, secret: str, body: bytes, signature: str | None) -> bool:
        """Tell whether ``body``, as it was on the wire, was signed with the channel's secret."""
        ...

    def parse(self, body: bytes) -> list[Update]:
        """Split a webhook into changes, without trusting it. Raises ``ValueError`` when it is none."""
        ...

    def parse_plain(self, body: bytes) -> PlainWebhook | None:
        """Read a webhook that is plain, once and without trusting it; None: `parse` is to read it."""
        ...


class Media(Protocol):
    """Has the files of customers' messages."""

    async def location(self, channel: ChannelAccess, provider_media_id: str) -> MediaLocation:
        """Return where a file is, for the next minutes. Raises `MediaFault`."""
        ...

    def download(
        self, channel: ChannelAccess, location: MediaLocation
    ) -> AbstractAsyncContextManager[AsyncIterator[bytes]]:
        """Open a file's bytes. Raises `MediaFault`, also while they are read."""
        ...


class Uploading(Protocol):
    """Takes files before the messages that refer to them. Without it a file is sent with its message."""

    async def upload(
        self, channel: ChannelAccess, *, mime_type: str, size: int, chunks: AsyncIterator[bytes]
    ) -> str:
        """Bring a file of ``size`` bytes there; return the provider's id of it. Raises `MediaFault`."""
        ...


class Account(Protocol):
    """Answers questions about a channel's number and account."""

    async def health(self, channel: ChannelAccess) -> Health:
        """Ask whether the channel works. Raises `ProviderAway`; what is refused is in the answer."""
        ...

    async def verify(self, channel: ChannelAccess) -> TokenRefusal | None:
        """Ask whether the channel's token may use its number and its account; None: it may.

        Raises `ProviderAway`. Changes nothing at the provider.
        """
        ...


class Templates(Protocol):
    """Reviews message templates and keeps them."""

    async def read_all(self, channel: ChannelAccess) -> list[Template]:
        """Return all templates of the channel's account. Raises `ProviderAway` or `ProviderRefusal`."""
        ...

    async def create(self, channel: ChannelAccess, draft: Draft) -> Template:
        """Make a template, once. Raises `ProviderRefusal`, or `ProviderAway`: it may have been made."""
        ...

    async def edit(self, channel: ChannelAccess, provider_template_id: str, changes: dict[str, Any]) -> None:
        """Change ``components`` or ``category`` of a template, once. Raises like `create`."""
        ...

    async def delete(self, channel: ChannelAccess, provider_template_id: str, name: str) -> None:
        """Delete a template; one that is not there is deleted. Raises like `create`."""
        ...


@dataclass(frozen=True, slots=True)
class Provider:
    """A provider: what every one does, and what this one does besides."""

    sending: Sending
    inbound: Inbound
    close: Callable[[], Awaitable[None]]
    """Releases its connections."""
    account: Account | None = None
    held: bool = False
    """Whether each of its channels is held by one process, which alone sends on it: what the others are to
    send waits in the ledger for that one."""
    media: Media | None = None
    read_receipts: ReadReceipts | None = None
    service_window: timedelta | None = None
    """How long after a customer wrote anything may be written to them; later only templates. None: always."""
    templates: Templates | None = None
    uploading: Uploading | None = None
    webhooks: Webhooks | None = None

    @property
    def capabilities(self) -> list[Capability]:
        """Return what it has of what not every provider has."""
        return [name for name in get_args(Capability) if getattr(self, name) is not None]
