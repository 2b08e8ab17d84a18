"""Reports of campaigns on the wire."""

from uuid import UUID

from pydantic import AwareDatetime, Field

from atende_contracts.campaigns import CampaignStatus
from atende_platform.http.fields import STATUS, former_state
from atende_platform.http.models import ApiModel
from atende_platform.http.reasons import ReasonRead


class CampaignSummary(ApiModel):
    """A campaign as it reported itself. ``counts`` are recipients by status; their sum is ``total``."""

    id: UUID
    name: str
    channel_id: UUID
    status: CampaignStatus = Field(validation_alias=STATUS)
    state: CampaignStatus = former_state()
    total: int
    counts: dict[str, int]
    started_at: AwareDatetime | None
    finished_at: AwareDatetime | None
    duration_seconds: float | None = Field(description="Until now, while it runs")
    updated_at: AwareDatetime


class Delivery(ApiModel):
    """How far its messages came. What was read counts as delivered, what was delivered as sent."""

    attempted: int = Field(description="Handed to the provider, whatever came of it")
    sent: int
    delivered: int
    read: int
    failed: int
    unconfirmed: int = Field(description="The provider never reported their outcome")


class Rates(ApiModel):
    """Parts of one; absent where there is nothing to divide by."""

    delivered: float | None = Field(description="Of those sent")
    read: float | None = Field(description="Of those delivered")
    failed: float | None = Field(description="Of those attempted")
    replied: float | None = Field(description="Of those delivered")


class FailureCount(ApiModel):
    """Messages that failed for one reason."""

    reason: ReasonRead | None = Field(description="Null where the provider gave none")
    count: int


class ErrorCount(ApiModel):
    code: int | None = Field(description="The provider's, where its error is not among our reasons")
    title: str | None
    count: int


class CampaignReport(CampaignSummary):
    """A campaign, and what reporting itself saw of its messages."""

    replied: int = Field(description="Recipients who wrote in the days after the message")
    delivery: Delivery
    rates: Rates
    messages_per_second: float | None = Field(description="From the first accepted message to the last")
    failures: list[FailureCount] = Field(description="Why messages failed, the most frequent reason first")
    errors: list[ErrorCount] = Field(
        description="`failures` in English; it goes with the next version", deprecated=True
    )
    consistent: bool = Field(
        description="Whether the campaign's counts and the delivery reports seen here agree."
        " While it runs, either may be a moment ahead of the other."
    )
