"""Request and response bodies."""

import json
from datetime import datetime
from math import isfinite
from typing import Annotated, Any, Literal, Self
from uuid import UUID

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from atende_contracts.event import TemplateContent
from atende_contracts.limits import problems
from atende_platform.errors import InvalidInput
from atende_platform.http import ApiModel
from campaign.domain.rendering import MAX_TEXT
from campaign.domain.states import CampaignState, RecipientState, SkipReason

MAX_TARGETS_PER_CALL = 10_000
_MAX_COMPONENTS_BYTES = 32 * 1024
_MAX_COMPONENTS_DEPTH = 16


def _no_nul(value: str) -> str:
    if "\x00" in value:
        raise ValueError("must not contain NUL characters")
    return value


def _bounded_components(value: list[dict[str, Any]]) -> list[dict[str, Any]]:
    _require_storable(value, _MAX_COMPONENTS_DEPTH)
    if len(json.dumps(value)) > _MAX_COMPONENTS_BYTES:
        raise ValueError(f"must be {_MAX_COMPONENTS_BYTES} bytes of JSON at most")
    return value


def _require_storable(value: Any, depth: int) -> None:
    """Refuse what Python takes for JSON and PostgreSQL or the provider does not."""
    if depth == 0:
        raise ValueError(f"must be nested {_MAX_COMPONENTS_DEPTH} levels at most")
    match value:
        case str():
            _no_nul(value)
            if any("\ud800" <= char <= "\udfff" for char in value):
                raise ValueError("must not contain halves of characters")
        case float() if not isfinite(value):
            raise ValueError("must not contain numbers that are not finite")
        case dict():
            for each in (*value, *value.values()):
                _require_storable(each, depth - 1)
        case list():
            for each in value:
                _require_storable(each, depth - 1)


NoNul = AfterValidator(_no_nul)
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200), NoNul]
Message = Annotated[str, StringConstraints(min_length=1, max_length=MAX_TEXT, pattern=r"\S"), NoNul]
Rate = Annotated[float, Field(gt=0, le=1000, allow_inf_nan=False)]


class TemplateBody(ApiModel):
    """An approved template; ``components`` as the provider defines them, with placeholders in texts."""

    name: Annotated[str, StringConstraints(max_length=512, pattern=r"^[a-z0-9_]+$")]
    language: Annotated[str, StringConstraints(max_length=8, pattern=r"^[A-Za-z]{2,3}(_[A-Za-z]{2,4})?$")]
    components: Annotated[list[dict[str, Any]], Field(max_length=20), AfterValidator(_bounded_components)] = (
        Field(default_factory=list)
    )


def _require_sendable(template: "TemplateBody | None") -> None:
    """Refuse what WhatsApp would refuse for its form, by its field."""
    if template is None:
        return
    content = TemplateContent(**template.model_dump())
    named = [{"field": f"template.{one.field}", "message": one.message} for one in problems(content)]
    if named:
        invalid = InvalidInput(named[0]["message"], field=named[0]["field"])
        invalid.extra = {"errors": named}
        raise invalid


class CampaignCreate(ApiModel):
    """A broadcast: either a ``message`` (text with placeholders such as ``{{name}}``) or a ``template``."""

    name: Name
    type: Literal["broadcast"] = "broadcast"
    message: Message | None = None
    template: TemplateBody | None = None
    channel_id: UUID
    messages_per_second: Rate | None = Field(
        default=None, description="Slower than the channel allows; absent: as fast as it allows"
    )

    @model_validator(mode="after")
    def _one_content(self) -> Self:
        if (self.message is None) == (self.template is None):
            raise ValueError("give either message or template")
        _require_sendable(self.template)
        return self


class CampaignUpdate(ApiModel):
    """What is to change in a draft; absent fields stay. ``messagesPerSecond: null`` lifts the limit."""

    name: Name | None = None
    message: Message | None = None
    template: TemplateBody | None = None
    channel_id: UUID | None = None
    messages_per_second: Rate | None = None

    @model_validator(mode="after")
    def _one_content(self) -> Self:
        if self.message is not None and self.template is not None:
            raise ValueError("give either message or template")
        _require_sendable(self.template)
        return self


class CampaignRead(ApiModel):
    id: UUID
    name: str
    type: Literal["broadcast"]
    message: str | None
    template: TemplateBody | None
    channel_id: UUID
    messages_per_second: float | None
    state: CampaignState
    allowed: list[str] = Field(description="The actions that its state admits")
    failure: str | None = Field(
        description="Why it failed, or why it was paused when nobody paused it; null otherwise"
    )
    targets: int = Field(description="Contacts in the audience as asked for")
    counts: dict[str, int] = Field(
        description="Recipients by state, at most seconds old; exact in `/progress`"
    )
    revision: int
    created_by: UUID
    created_at: datetime
    updated_at: datetime
    started_at: datetime | None
    finished_at: datetime | None


class TargetsAdd(ApiModel):
    contact_ids: list[UUID] = Field(min_length=1, max_length=MAX_TARGETS_PER_CALL)


class TargetsAdded(ApiModel):
    added: int
    already: int = Field(description="How many of those asked for were in the audience before")
    total: int


class ErrorRead(ApiModel):
    code: int | None
    title: str | None


class RecipientRead(ApiModel):
    send_id: UUID
    contact_id: UUID
    name: str | None
    phone: str | None
    state: RecipientState
    reason: SkipReason | None = Field(description="Why a recipient was skipped")
    error: ErrorRead | None
    updated_at: datetime
    dispatched_at: datetime | None
    accepted_at: datetime | None
    sent_at: datetime | None
    delivered_at: datetime | None
    read_at: datetime | None
    failed_at: datetime | None


class ProgressRead(ApiModel):
    """The sum of ``counts`` is ``total``, always."""

    campaign_id: UUID
    state: CampaignState
    targets: int
    total: int = Field(
        description="Recipients; fewer than targets while expanding, while contacts are waited for,"
        " or where contacts were doubles"
    )
    counts: dict[RecipientState, int]
    started_at: datetime | None
    finished_at: datetime | None


class OptOutCreate(ApiModel):
    """Who is to get no more broadcasts: a contact, or a phone number that may not be a contact yet."""

    contact_id: UUID | None = None
    phone: Annotated[str, StringConstraints(min_length=3, max_length=40), NoNul] | None = None
    channel_id: UUID | None = Field(default=None, description="Absent: every channel of the company")

    @model_validator(mode="after")
    def _one_person(self) -> Self:
        if (self.contact_id is None) == (self.phone is None):
            raise ValueError("give either contactId or phone")
        return self


class OptOutRead(ApiModel):
    id: UUID
    contact_id: UUID | None
    phone: str | None
    channel_id: UUID | None
    source: str
    at: datetime
