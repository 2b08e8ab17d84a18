"""Events about what a company owns: itself and its channels."""

from typing import Any, ClassVar, Literal
from uuid import UUID

from pydantic import AwareDatetime, Field

from atende_contracts.bounds import Line, ProviderId, TemplateName, Word
from atende_contracts.event import Event, Value

SessionState = Literal[
    "idle", "connecting", "qr", "pair_code", "paired", "open",
    "backoff", "replaced", "logged_out", "blocked", "outdated",
]  # fmt: skip
"""Where the session of a channel is that is a linked device (WhatsApp Web): see docs/whatsapp-web.md."""


class ChannelChangedV1(Event):
    """A channel as it now is; the last one per channel is the truth (compacted). Never credentials."""

    topic: ClassVar[str] = "channel.changed"
    type: Literal["channel.changed.v1"] = "channel.changed.v1"
    channel_id: UUID
    name: Line
    provider: Line
    status: Literal["active", "disabled", "error", "deleted"]
    display_phone: Line | None = None
    messages_per_second: float
    revision: int
    quality: Line | None = None
    """How the provider rates the number: ``high``, ``medium`` or ``low``. Older events have Meta's words."""
    messaging_limit: Line | None = None
    """People to whom the number may begin to write in a day, or ``unlimited``. Older events: ``TIER_2K``."""
    account_id: ProviderId | None = None
    """The provider's account that the number belongs to, whose templates it may use."""
    service_window: bool = True
    """Whether only templates may be written to customers who have not written for 24 hours."""
    session: SessionState | None = None
    """Where the channel's session is; absent of a channel that has none."""
    campaigns: bool = True
    """Whether campaigns may be sent over it."""
    cold_until: AwareDatetime | None = None
    """Until when the provider lets it write first to nobody who has not written; absent: it may."""
    groups: bool = False
    """Whether agents may write into groups that its number is a member of."""

    def key(self) -> str:
        return str(self.channel_id)


class TemplateHeaderNeeds(Value):
    format: str
    """``TEXT``, or what has to be given: ``IMAGE``, ``VIDEO``, ``DOCUMENT``, ``GIF``, ``LOCATION``."""
    variables: list[str] = Field(default_factory=list)


class TemplateButtonNeeds(Value):
    index: int
    type: str
    """``URL`` and ``COPY_CODE`` must be given their value; a ``QUICK_REPLY`` and a ``FLOW`` may be."""
    variables: list[str] = Field(default_factory=list)


class TemplateNeeds(Value):
    """Which values a message of a template gives. Variables are numbers or names, as it has them."""

    header: TemplateHeaderNeeds | None = None
    body: list[str] = Field(default_factory=list)
    buttons: list[TemplateButtonNeeds] = Field(default_factory=list)
    limited_time_offer: bool = False
    cards: int = 0
    """How many cards its carousel has; 0 without one."""


class TemplateChangedV1(Event):
    """A message template as it now is; the last one per template is the truth (compacted)."""

    topic: ClassVar[str] = "template.changed"
    type: Literal["template.changed.v1"] = "template.changed.v1"
    template_id: UUID
    account_id: ProviderId
    """The provider's account that it belongs to: that of `ChannelChangedV1`."""
    name: TemplateName
    language: Word
    category: Line
    status: Line
    """In the provider's words: ``APPROVED`` can be sent, ``DELETED`` is no more there."""
    parameter_format: str
    """``POSITIONAL`` or ``NAMED``."""
    needs: TemplateNeeds
    components: list[dict[str, Any]] | None = None
    """As the provider defines them, to show what a message says; older events lack them."""
    revision: int

    def key(self) -> str:
        return str(self.template_id)


class ProviderUpdateReportedV1(Event):
    """What a provider reports about a channel besides messages and statuses, and what we could not read.

    It stays inside the gateway, which keeps it in the channel's journal. Its ``id`` is made of the content,
    so that a repeated webhook gives the same one.
    """

    topic: ClassVar[str] = "provider.update"
    type: Literal["provider.update_reported.v1"] = "provider.update_reported.v1"
    channel_id: UUID
    field: Line
    """The webhook's field, such as ``message_template_status_update``."""
    value: dict[str, Any]
    at: AwareDatetime

    def key(self) -> str:
        return str(self.channel_id)


class CompanyChangedV1(Event):
    """A company's settings as they now are (compacted)."""

    topic: ClassVar[str] = "company.changed"
    type: Literal["company.changed.v1"] = "company.changed.v1"
    name: Line
    time_zone: Line = "America/Sao_Paulo"
    locale: Line = "pt-BR"
    reopen_hours: float = 24.0
    """A customer who writes again within this time of closing reopens the same ticket."""
    limits: dict[str, float] = Field(default_factory=dict)
    """What the company chose: ``sockets``, ``requests_per_minute``, ``messages_per_second``; for those
    absent the installation's hold. What is in force is in `atende_platform.identity.company_limits`."""
    suspended: bool = False
    """By the installation: nobody signs in, and campaigns send nothing."""
    revision: int = 0
    deleted: bool = False

    def key(self) -> str:
        return str(self.company_id)
