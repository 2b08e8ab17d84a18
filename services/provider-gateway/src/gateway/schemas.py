"""Bodies of the API. Secrets come in and never go out."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AfterValidator, Field, SecretStr, StringConstraints

from atende_platform.http import ApiModel


def _printable(value: str) -> str:
    if not value.isprintable():
        raise ValueError("must not contain control characters")
    return value


Name = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=100),
    AfterValidator(_printable),
]
MetaId = Annotated[str, StringConstraints(max_length=32, pattern=r"^[0-9]+$")]
DisplayPhone = Annotated[str, StringConstraints(max_length=32, pattern=r"^\+?[0-9 ()-]{3,31}$")]
VerifyToken = Annotated[str, StringConstraints(min_length=8, max_length=128, pattern=r"^[\x21-\x7e]+$")]
Rate = Annotated[float, Field(ge=0.1, le=1000, allow_inf_nan=False)]


def _header_safe(value: SecretStr) -> SecretStr:
    text = value.get_secret_value()
    if not all("!" <= character <= "~" for character in text):
        raise ValueError("must be printable ASCII without spaces")
    return value


Secret = Annotated[SecretStr, Field(min_length=1, max_length=1024), AfterValidator(_header_safe)]


class ChannelCreate(ApiModel):
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


class ChannelUpdate(ApiModel):
    """What is absent stays as it is. The number itself cannot change: that is another channel."""

    name: Name = Field(default="")
    waba_id: MetaId | None = None
    display_phone: DisplayPhone | None = None
    status: Literal["active", "disabled"] = "active"
    access_token: Secret = SecretStr("")
    app_secret: Secret = SecretStr("")
    verify_token: VerifyToken = Field(default="")
    messages_per_second: Rate = 80.0


class ChannelRead(ApiModel):
    id: UUID
    name: str
    provider: str
    phone_number_id: str
    waba_id: str | None
    display_phone: str | None
    status: Literal["active", "disabled", "error"]
    status_reason: str | None
    """Why the provider refuses this channel, with status ``error``."""
    messages_per_second: float
    quality: str | None
    """In the provider's words, once it told us."""
    interrupted_until: datetime | None
    """When sending is tried again after the provider did not answer several times; null: it is tried."""
    messaging_limit: str | None
    """How many people the number may begin to write to in a day, in the provider's words."""
    webhook_url: str
    revision: int
    created_at: datetime
    updated_at: datetime


class ChannelCreated(ChannelRead):
    verify_token: str
    """Shown once: it is entered beside the webhook URL in Meta's console."""


class ChannelEventRead(ApiModel):
    """What the provider told of a channel besides messages and statuses."""

    id: UUID
    field: str
    """The webhook's field, such as ``message_template_status_update``."""
    value: dict[str, Any]
    """As the provider sent it."""
    at: datetime
    received_at: datetime
