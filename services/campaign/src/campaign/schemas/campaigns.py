"""Campaigns."""

from datetime import datetime
from typing import Self
from uuid import UUID

from pydantic import Field, model_validator

from atende_contracts.field_errors import invalid
from atende_platform.http.fields import STATUS, former_state
from atende_platform.http.models import ApiModel, example
from atende_platform.http.reasons import ReasonRead
from campaign.domain.states import Action, CampaignStatus, RecipientStatus
from campaign.schemas.content import CampaignContentBody, CampaignContentRead, ErrorRate, Name, Rate
from campaign.schemas.timing import CampaignType, Timing, Window, WindowZone


class CampaignCreate(CampaignContentBody, Timing):
    """A campaign of one content: a ``message``, a ``template``, ``media``, or ``variants`` of these."""

    model_config = example(
        {
            "name": "Pães de Natal",
            "channelId": "01980a2e-5b7c-7cc1-a4c8-3f1d2b6e9a10",
            "message": "Olá {{first_name|cliente}}, encomendas até dia 20!",
        }
    )

    name: Name
    type: CampaignType = "broadcast"
    channel_id: UUID
    messages_per_second: Rate | None = Field(
        default=None, description="Slower than the channel allows; absent: as fast as it allows"
    )
    pause_error_rate: ErrorRate | None = Field(
        default=None,
        description="From which share of failures it pauses by itself; absent: the installation's",
    )

    @model_validator(mode="after")
    def _one_content(self) -> Self:
        if len(self.given()) != 1:
            raise invalid("give_one_of", fields="message, template, media, variants")
        return self


class CampaignUpdate(CampaignContentBody, Timing):
    """What is to change in a draft; absent fields stay. ``messagesPerSecond: null`` lifts the limit.

    ``pauseErrorRate: null`` goes back to the installation's.
    """

    model_config = example({"name": "Pães de Natal", "messagesPerSecond": 20, "maxPerDay": 1000})

    name: Name | None = None
    type: CampaignType | None = None
    channel_id: UUID | None = None
    messages_per_second: Rate | None = None
    pause_error_rate: ErrorRate | None = None

    @model_validator(mode="after")
    def _one_content(self) -> Self:
        if len(self.given()) > 1:
            raise invalid("give_one_of", fields="message, template, media, variants")
        return self


class CampaignRead(CampaignContentRead):
    id: UUID
    name: str
    type: CampaignType
    channel_id: UUID
    messages_per_second: float | None
    pause_error_rate: float | None
    status: CampaignStatus = Field(validation_alias=STATUS)
    state: CampaignStatus = former_state()
    allowed: list[Action] = Field(description="The actions that its status admits")
    failure: str | None = Field(
        description="Why it failed, or why it was paused when no user paused it, in English; null otherwise."
        " The next version has `failureReason` alone",
        deprecated=True,
    )
    failure_reason: ReasonRead | None = Field(
        description="Why it failed, or why it was paused when no user paused it; null otherwise"
    )
    targets: int = Field(description="Contacts in the audience as asked for")
    counts: dict[RecipientStatus, int] = Field(
        description="Recipients by status, at most seconds old; exact in `/progress`"
    )
    replies: int = Field(description="Recipients who replied, at most seconds old")
    revision: int
    created_by: UUID
    created_at: datetime
    updated_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    archived_at: datetime | None = Field(description="Since when it is out of the default list")
    notice: str | None = Field(
        description="`noticeReason` in English; it goes with the next version", deprecated=True
    )
    notice_reason: ReasonRead | None = Field(
        description="What to know about its start: how late it was, which runs it skipped"
    )
    time_zone: str
    scheduled_at: datetime | None = Field(
        description="When it is due; of a recurring campaign its next run (of a draft, as if it were started"
        " now), of a run its due time"
    )
    cron: str | None
    ends_at: datetime | None
    max_runs: int | None
    runs: int = Field(description="How many runs a recurring campaign has had")
    parent_id: UUID | None = Field(description="The recurring campaign that it is a run of")
    run_number: int | None
    windows: list[Window]
    window_zone: WindowZone
    max_per_day: int | None
    next_window_at: datetime | None = Field(
        description="When it sends again, of one that may not send now for its windows or its daily cap"
    )


class StartAsk(ApiModel):
    """What is to be known of a start. The body may be left out."""

    model_config = example({"confirmOutOfWindow": True})

    confirm_out_of_window: bool = Field(
        default=False,
        description="Send also to who did not write in the last 24 hours, though WhatsApp delivers only"
        " templates to them. Without it such a start is refused with `window-closed`",
    )


class MoveRead(ApiModel):
    """The campaign got into ``status``."""

    id: UUID
    status: CampaignStatus = Field(validation_alias=STATUS)
    state: CampaignStatus = former_state()
    at: datetime
    by: UUID | None = Field(description="The user who did it; null: the campaign did by itself")
    reason: str | None = Field(
        description="`reasonWords` in English; it goes with the next version", deprecated=True
    )
    reason_words: ReasonRead | None = Field(description="Why it did so by itself, if there is more to say")
