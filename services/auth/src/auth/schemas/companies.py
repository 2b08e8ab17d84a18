"""Bodies of requests and responses about companies, their settings and limits."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from atende_contracts.permissions import Role
from atende_platform.http.models import ApiModel, example
from auth.schemas.fields import Locale, Name, ReopenHours, TimeZone


class CompanyCreate(ApiModel):
    """Another company of yours."""

    model_config = example({"name": "Padaria Aurora"})

    name: Name


class CompanyRead(ApiModel):
    id: UUID
    name: str
    time_zone: str
    locale: str
    reopen_hours: float
    """A customer who writes again within this time of closing reopens the same ticket."""
    created_at: datetime
    updated_at: datetime


class MyCompanyRead(ApiModel):
    """A company that you belong to."""

    id: UUID
    name: str
    role: Role
    """Yours in this company."""
    current: bool
    """The one that the access token is of."""


class MyCompanies(ApiModel):
    items: list[MyCompanyRead]


class CompanyUpdate(ApiModel):
    """What to change; what is absent or null stays as it is."""

    model_config = example(
        {"name": "Padaria Aurora", "timeZone": "America/Sao_Paulo", "locale": "pt-BR", "reopenHours": 24}
    )

    name: Name | None = None
    time_zone: TimeZone | None = None
    locale: Locale | None = None
    reopen_hours: ReopenHours | None = None


class LimitsMaximum(ApiModel):
    sockets: int
    """Open realtime connections."""
    requests_per_minute: int
    """Of all users and API keys, to all services."""
    messages_per_second: float
    """Sent over all channels."""


class LimitsRead(LimitsMaximum):
    webhook_updates_per_second: float
    """Messages and other updates of webhooks, without statuses."""
    webhook_bytes_per_second: int
    """Of the bodies of webhooks."""
    imports_per_hour: int
    """Files of contacts, phones and opt-outs that are uploaded."""
    users: int
    """Accounts that may sign in."""
    invitations: int
    """That wait to be accepted."""
    api_keys: int
    """That can be used."""
    channels: int
    web_channels: int
    """Of WhatsApp Web."""
    contacts: int
    """That the API and imports may create."""
    campaigns: int
    segments: int
    """That are kept under a name."""
    audience_rows: int
    """Rows of files in the audiences of all campaigns."""
    stored_bytes: int
    """Of messages' files."""


class LimitsUpdate(ApiModel):
    """The limits that the company wants; for what is absent or null, those of the installation."""

    model_config = example({"sockets": 50, "requestsPerMinute": 600, "messagesPerSecond": 20})

    sockets: Annotated[int, Field(ge=1, le=1_000_000)] | None = None
    requests_per_minute: Annotated[int, Field(ge=60, le=10_000_000)] | None = None
    """Not so few that nobody could raise it again."""
    messages_per_second: Annotated[float, Field(ge=1, le=100_000, allow_inf_nan=False)] | None = None


class CompanyLimits(ApiModel):
    limits: LimitsRead
    """What is in force."""
    chosen: LimitsUpdate
    """What the company asked for; null: it goes by the installation."""
    maximum: LimitsMaximum
    """What a company may choose at most. The other limits are the installation's to set."""


class OwnerUpdate(ApiModel):
    """Who is to own the company instead of you."""

    model_config = example({"userId": "01980a2e-5b7c-7cc1-a4c8-3f1d2b6e9a10"})

    user_id: UUID
