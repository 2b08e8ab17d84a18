"""Campaigns."""

from datetime import datetime
from typing import Literal, Self
from uuid import UUID

from pydantic import Field, model_validator

from atende_platform.http import ApiModel
from campaign.domain.states import CampaignState
from campaign.schemas.content import CampaignContentBody, CampaignContentRead, Name, Rate

MAX_TARGETS_PER_CALL = 10_000


class CampaignCreate(CampaignContentBody):
    """A broadcast of one content: a ``message``, a ``template``, ``media``, or ``variants`` of these."""

    name: Name
    type: Literal["broadcast"] = "broadcast"
    channel_id: UUID
    messages_per_second: Rate | None = Field(
        default=None, description="Slower than the channel allows; absent: as fast as it allows"
    )

    @model_validator(mode="after")
    def _one_content(self) -> Self:
        if len(self.given()) != 1:
            raise ValueError("give one of message, template, media and variants")
        return self


class CampaignUpdate(CampaignContentBody):
    """What is to change in a draft; absent fields stay. ``messagesPerSecond: null`` lifts the limit."""

    name: Name | None = None
    channel_id: UUID | None = None
    messages_per_second: Rate | None = None

    @model_validator(mode="after")
    def _one_content(self) -> Self:
        if len(self.given()) > 1:
            raise ValueError("give one of message, template, media and variants")
        return self


class CampaignRead(CampaignContentRead):
    id: UUID
    name: str
    type: Literal["broadcast"]
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
    archived_at: datetime | None = Field(description="Since when it is out of the default list")


class MoveRead(ApiModel):
    """The campaign got into ``state``."""

    id: UUID
    state: CampaignState
    at: datetime
    by: UUID | None = Field(description="The user who did it; null: the campaign did by itself")
    reason: str | None = Field(description="Why it did so by itself, if there is more to say")


class TargetsAdd(ApiModel):
    contact_ids: list[UUID] = Field(min_length=1, max_length=MAX_TARGETS_PER_CALL)


class TargetsAdded(ApiModel):
    added: int
    already: int = Field(description="How many of those asked for were in the audience before")
    total: int
