"""Figures of messages on the wire: channels, errors, opt-outs and campaigns' curves."""

from typing import Literal
from uuid import UUID

from pydantic import AwareDatetime, Field

from atende_platform.http.models import ApiModel
from atende_platform.http.reasons import ReasonRead
from reporting.schemas.activity import Activity
from reporting.schemas.campaigns import FailureCount
from reporting.schemas.tickets import PeriodRead


class ChannelFigures(Activity):
    """A channel, and what happened on it in the period."""

    channel_id: UUID
    name: str | None = Field(description="Null: the channel is not known here yet")
    status: Literal["active", "disabled", "error", "deleted"] | None
    quality: str | None = Field(description="How the provider rates the number now")
    messaging_limit: str | None = Field(description="To how many people it may begin to write in a day")
    success_rate: float | None = Field(description="Messages sent, of all that were sent or failed")
    busiest_quarter: int = Field(description="Most messages sent in a quarter of an hour")
    failures: list[FailureCount] = Field(description="Why messages failed, the most frequent reason first")


class ChannelsReport(PeriodRead):
    """Every channel that is not deleted, or on which something happened."""

    items: list[ChannelFigures]
    previous: "ChannelsReport | None" = Field(None, description="The period before, if asked for")


class DeliveryError(ApiModel):
    channel_id: UUID
    channel_name: str | None = Field(description="Null: the channel is not known here yet")
    kind: Literal["replies", "campaign"]
    reason: ReasonRead | None = Field(description="Null where the provider gave none that we know")
    error_code: int | None = Field(description="The provider's, where there is no reason")
    count: int


class DeliveryErrorsReport(PeriodRead):
    """Why messages failed in the period, the most frequent first."""

    total: int
    items: list[DeliveryError]
    previous: "DeliveryErrorsReport | None" = Field(None, description="The period before, if asked for")


class OptOutsOfSource(ApiModel):
    channel_id: UUID | None = Field(description="Null: of all channels")
    channel_name: str | None = Field(description="Null: of all channels, or not known here yet")
    source: Literal["api", "agent", "keyword", "provider", "import"]
    count: int


class OptOutsReport(PeriodRead):
    """How customers left broadcasts in the period, the most frequent way first."""

    total: int
    items: list[OptOutsOfSource]
    previous: "OptOutsReport | None" = Field(None, description="The period before, if asked for")


class CurvePoint(ApiModel):
    at: AwareDatetime
    sent: int
    delivered: int
    read: int
    failed: int


class CurveReport(ApiModel):
    """How far a campaign's messages came, and when. Stretches in which nothing happened are left out."""

    campaign_id: UUID
    step_seconds: int = Field(description="How long a stretch is: longer for a longer campaign")
    points: list[CurvePoint]
