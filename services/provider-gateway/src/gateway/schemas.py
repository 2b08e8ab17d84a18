"""Bodies of the API. Secrets come in and never go out."""

from datetime import datetime
from typing import Annotated, Any, Final, Literal, get_args
from uuid import UUID

from pydantic import AfterValidator, Discriminator, Field, SecretStr, StringConstraints, Tag

from atende_contracts.channels import SessionState
from atende_contracts.field_errors import invalid
from atende_contracts.reasons import REASONS
from atende_platform.http.fields import ONE_LINE, STATUS, STORABLE_JSON, former_state, one_of
from atende_platform.http.models import ApiModel, example
from atende_platform.http.reasons import ReasonRead
from gateway.domain.channels import WHATSAPP_WEB, Capability, Quality
from gateway.domain.media import FaultCode
from gateway.domain.templates import BUTTONS, HEADERS


def _printable(value: str) -> str:
    if not value.isprintable():
        raise invalid("control_characters")
    return value


PRINTABLE: Final = AfterValidator(lambda value: None if value is None else _printable(value))
Name = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=100),
    ONE_LINE,
]
MetaId = Annotated[str, StringConstraints(max_length=32, pattern=r"^[0-9]+$")]
DisplayPhone = Annotated[str, StringConstraints(max_length=32, pattern=r"^\+?[0-9 ()-]{3,31}$")]
VerifyToken = Annotated[str, StringConstraints(min_length=8, max_length=128, pattern=r"^[\x21-\x7e]+$")]
Rate = Annotated[float, Field(ge=0.1, le=1000, allow_inf_nan=False)]


def _header_safe(value: SecretStr) -> SecretStr:
    text = value.get_secret_value()
    if not all("!" <= character <= "~" for character in text):
        raise invalid("not_printable_ascii")
    return value


Secret = Annotated[SecretStr, Field(min_length=1, max_length=1024), AfterValidator(_header_safe)]


NumberQuality = Annotated[str, one_of(get_args(Quality))]


class ChannelCreate(ApiModel):
    model_config = example(
        {
            "name": "Loja",
            "provider": "whatsapp_cloud",
            "phoneNumberId": "106540352242922",
            "wabaId": "102290129340398",
            "accessToken": "EAAGm0PX4ZCpsBA",
            "appSecret": "00112233445566778899aabbccddeeff",
        }
    )

    name: Name
    provider: Annotated[str, Field(max_length=100)]
    """A provider by its name: `whatsapp_cloud`."""
    phone_number_id: MetaId
    waba_id: MetaId | None = None
    display_phone: DisplayPhone | None = None
    access_token: Secret
    app_secret: Secret
    verify_token: VerifyToken | None = None
    messages_per_second: Rate = 80.0
    follow_provider_rate: bool | None = None
    """Let the rate be what the provider grants the number: 80, or 1,000. Absent: if no rate is given."""

    resend_unconfirmed: bool = False
    """Send a campaign's message once more if its answer was lost and all the rest says it was not taken."""

    @property
    def follows_provider_rate(self) -> bool:
        if self.follow_provider_rate is None:
            return "messages_per_second" not in self.model_fields_set
        return self.follow_provider_rate


def _accepted(value: bool) -> bool:
    if not value:
        raise invalid("risk_not_accepted")
    return value


class WebChannelCreate(ApiModel):
    """A channel by WhatsApp Web: a device that is linked to a phone, as WhatsApp's own page is.

    It is not official, breaks WhatsApp's terms and may cost the number (docs/whatsapp-web.md).
    """

    model_config = example({"name": "Balcão", "provider": "whatsapp_web", "acceptRisk": True})

    name: Name
    provider: Literal["whatsapp_web"]
    accept_risk: Annotated[bool, Field(strict=True), AfterValidator(_accepted)]
    """That the number may be blocked for good. It has to be true."""
    groups: bool = False
    """Whether messages of groups become tickets, which agents can answer."""
    history: bool = True
    """Whether earlier conversations are taken over once the phone is linked, as far as it sends them."""


def _provider_of(value: object) -> str:
    named = value.get("provider") if isinstance(value, dict) else getattr(value, "provider", None)
    return WHATSAPP_WEB if named == WHATSAPP_WEB else "others"


ChannelCreateBody = Annotated[
    Annotated[ChannelCreate, Tag("others")] | Annotated[WebChannelCreate, Tag(WHATSAPP_WEB)],
    Discriminator(_provider_of),
]
"""A new channel, by its provider."""


class ChannelUpdate(ApiModel):
    """What is absent stays as it is. The number itself cannot change: that is another channel.

    What channels of a provider do not have is refused (`not_of_provider`): the credentials and the rate of
    one by WhatsApp Web, and the last three of any other.
    """

    model_config = example({"name": "Loja do centro", "status": "disabled"})

    name: Name = Field(default="")
    waba_id: MetaId | None = None
    display_phone: DisplayPhone | None = None
    status: Literal["active", "disabled"] = "active"
    access_token: Secret = SecretStr("")
    app_secret: Secret = SecretStr("")
    verify_token: VerifyToken = Field(default="")
    messages_per_second: Rate = 80.0
    follow_provider_rate: bool = False
    """A rate that is given without this ends it."""
    resend_unconfirmed: bool = False
    """Send a campaign's message once more if its answer was lost and all the rest says it was not taken."""
    groups: bool = False
    """By WhatsApp Web: whether messages of groups become tickets, which agents can answer."""
    history: bool = False
    """By WhatsApp Web: whether earlier conversations are taken over at the next linking."""
    campaigns: bool = False
    """By WhatsApp Web: whether campaigns may be sent over it, which only an owner can allow."""


OF_CREDENTIALS: Final = frozenset(
    {"waba_id", "display_phone", "access_token", "app_secret", "verify_token"}
    | {"messages_per_second", "follow_provider_rate"}
)
"""Fields of `ChannelUpdate` that a channel by WhatsApp Web does not have."""
OF_SESSIONS: Final = frozenset({"groups", "history", "campaigns"})
"""Those that only such a channel has."""


_Reason = Annotated[str, one_of(REASONS)]


class SessionRead(ApiModel):
    """The session of a channel by WhatsApp Web."""

    status: SessionState
    """docs/whatsapp-web.md says what each means and what to do."""
    since: datetime
    """When it came into this status."""
    last_error: ReasonRead | None
    """Why the last connection ended, if it did not end as it should."""
    retry_at: datetime | None
    """When it is tried again by itself; null: at once, or never, as its status says."""
    phone: str | None
    """The number of the phone that is linked, or was last."""
    linked: bool
    """Whether it has keys to connect with: ``reconnect`` needs no phone then, and linking one again would
    replace them."""
    cold_until: datetime | None
    """Until when WhatsApp forbids starting new conversations; null: it does not."""
    groups: bool
    history: bool
    campaigns: bool


class ChannelRead(ApiModel):
    id: UUID
    name: str
    provider: str
    capabilities: list[Capability]
    """What the provider can do besides sending. Routes that need what it lacks answer 409
    (`not-supported-by-provider`)."""
    phone_number_id: str
    """The provider's id of the number; of a channel by WhatsApp Web, its own id."""
    waba_id: str | None
    display_phone: str | None
    status: Literal["pending", "active", "disabled", "error"]
    """``pending`` until the provider confirmed that the token may use the number: until then nothing is sent
    and nothing taken; of a channel by WhatsApp Web, until a phone is linked."""
    status_reason: str | None
    """Why the provider refuses this channel, with status ``error``; why it is ``pending`` still."""
    reason_code: _Reason | None
    """The same as a stable code, such as `channel_auth`."""
    verified_at: datetime | None
    """When the provider last confirmed that the token may use the number and the account."""
    claim_expires_at: datetime | None
    """When a ``pending`` channel is deleted if the provider has not confirmed it."""
    messages_per_second: float
    follow_provider_rate: bool
    """Whether the rate is what the provider grants the number, and grows with that."""
    resend_unconfirmed: bool
    quality: NumberQuality | None
    """How the provider rates what the number sends; null: it did not say yet."""
    interrupted_until: datetime | None
    """When sending is tried again after the provider did not answer several times; null: it is tried."""
    messaging_limit: str | None
    """To how many people the number may begin to write in a day, or `unlimited`; null: not known."""
    webhook_url: str | None
    """Where the provider reports to; null if it reports in a way of its own."""
    session: SessionRead | None
    """Null of a channel that is no linked device."""
    revision: int
    created_at: datetime
    updated_at: datetime


class ChannelCreated(ChannelRead):
    verify_token: str | None
    """Shown once: it is entered beside the webhook URL in Meta's console. Null where there is no webhook."""


PhoneText = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=40), ONE_LINE]


class PairingCreate(ApiModel):
    """How a phone is linked: by a QR code that it scans, or by a code that is typed on it."""

    model_config = example({"method": "qr"})

    method: Literal["qr", "code"]
    phone: PhoneText | None = None
    """With `code`: the number of the phone, with country code, or as dialled in Brazil."""


class PairingRead(ApiModel):
    """How far linking a phone is. The code opens the account: show it, and keep it nowhere."""

    status: SessionState
    method: Literal["qr", "code"] | None
    """How a phone is being linked; null: none is."""
    kind: Literal["qr", "code"] | None
    code: str | None
    """What is to be shown as a QR code, or typed on the phone; null: there is none at the moment."""
    expires_at: datetime | None
    """Until when the code is good. A new QR code then comes by itself, for some minutes."""


class ChannelEventRead(ApiModel):
    """What the provider reported about a channel besides messages and statuses."""

    id: UUID
    field: str
    """The webhook's field, such as ``message_template_status_update``."""
    value: dict[str, Any]
    """As the provider sent it."""
    at: datetime
    received_at: datetime


class ChannelHealthRead(ApiModel):
    """What the last check of a channel found; null: nobody said."""

    status: Literal["pending", "active", "disabled", "error"]
    token_valid: bool | None
    number_known: bool | None
    """Whether the provider knows the number, and lets the token see it."""
    subscribed: bool | None
    """Whether an app is subscribed to the account's webhooks; null also for a channel without `wabaId`."""
    quality: NumberQuality | None
    messaging_limit: str | None
    throughput: str | None
    """`STANDARD` (80 messages a second) or `HIGH` (1,000), in the provider's words."""
    name_status: str | None
    messages_per_second: float
    follow_provider_rate: bool
    problem_code: _Reason | None
    """The same as `problem`, as a stable code."""
    problem: str | None
    """What the provider objected to, or that it did not answer; what is above is older then."""
    interrupted_until: datetime | None
    """When sending is tried again after the provider did not answer several times."""
    checked_at: datetime | None


# --- templates -------------------------------------------------------------------------------

Components = Annotated[list[dict[str, Any]], Field(min_length=1, max_length=10), STORABLE_JSON]
Category = Literal["MARKETING", "UTILITY", "AUTHENTICATION"]


class TemplateCreate(ApiModel):
    model_config = example(
        {
            "name": "pedido_enviado",
            "language": "pt_BR",
            "category": "UTILITY",
            "components": [
                {"type": "BODY", "text": "Seu pedido {{1}} já saiu.", "example": {"body_text": [["1234"]]}}
            ],
        }
    )

    name: Annotated[str, StringConstraints(pattern=r"^[a-z0-9_]+$", max_length=512)]
    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(_[A-Z]{2,4})?$", max_length=8)]
    """Such as `pt_BR`."""
    category: Category
    parameter_format: Literal["POSITIONAL", "NAMED"] = "POSITIONAL"
    components: Components
    """As Meta's reference defines them, each variable with its example in `example`."""


class TemplateUpdate(ApiModel):
    """What is absent stays as it is."""

    model_config = example({"category": "MARKETING"})

    category: Category | None = None
    components: Components | None = None


class HeaderNeedsRead(ApiModel):
    format: Annotated[str, one_of(HEADERS)]
    """`TEXT`, or what has to be given."""
    variables: list[str]


class ButtonNeedsRead(ApiModel):
    index: int
    type: Annotated[str, one_of(BUTTONS)]
    variables: list[str]


class TemplateNeeds(ApiModel):
    """Which values a message of this template gives. Variables are numbers or names, as it has them."""

    header: HeaderNeedsRead | None
    body: list[str]
    buttons: list[ButtonNeedsRead]
    """Those that take a parameter: a URL with a variable and a code must be given it, others may."""
    limited_time_offer: bool
    cards: list["TemplateNeeds"]


class TemplateRead(ApiModel):
    id: UUID
    provider_template_id: str
    name: str
    language: str
    category: str
    status: str
    """In the provider's words: `APPROVED` can be sent, `DELETED` is no more there."""
    quality: str | None
    rejected_reason: str | None
    parameter_format: Annotated[str, one_of(["POSITIONAL", "NAMED"])]
    components: list[dict[str, Any]]
    parameters: TemplateNeeds
    created_at: datetime
    updated_at: datetime


class TemplatesSynced(ApiModel):
    count: int
    """How many templates the account has."""


FileStatus = Literal["pending", "stored", "failed"]


class MediaRead(ApiModel):
    id: UUID
    status: FileStatus = Field(validation_alias=STATUS)
    state: FileStatus = former_state()
    error: Annotated[str, one_of(get_args(FaultCode))] | None
    """Why there will be no file. While it is pending: why the last try failed."""
    mime_type: str | None
    filename: str | None
    size: int | None
    """In bytes; known once it is stored."""
    voice: bool
    """It is played as a voice note."""
    width: int | None
    """Of a picture or video, in pixels, as it is shown; null where that is not known."""
    height: int | None
    duration_ms: int | None
    """Of sound and video, as far as the file says."""
    created_at: datetime
    url: str | None = None
    """A link to the file, without our host, that needs no token; while it is not stored there is none."""
    thumbnail_url: str | None = None
    """A link to a small picture (WebP, 320 pixels at most), if there is one: for an hour or two."""
    expires_at: datetime | None = None
    """Until when the link is good."""


class MediaLinksCreate(ApiModel):
    model_config = example({"ids": ["019ab1d2-6c3f-7a10-9d42-5b7e8f9a0c31"]})

    ids: Annotated[list[UUID], Field(min_length=1, max_length=100)]
    """Of files; those that are not there (yet) are left out of the answer."""


class MediaLinks(ApiModel):
    """Links to files, which need no token."""

    items: list[MediaRead]
