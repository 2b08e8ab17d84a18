"""Reports of campaigns on the wire."""

from typing import Literal
from uuid import UUID

from pydantic import AwareDatetime, Field

from atende_contracts.campaigns import CampaignStatus
from atende_platform.http.fields import STATUS, former_state
from atende_platform.http.models import ApiModel
from atende_platform.http.reasons import ReasonRead
from reporting.domain.significance import Verdict


class CampaignFunnel(ApiModel):
    """How far recipients came. What was read counts as delivered, what was delivered as sent."""

    recipients: int
    sent: int
    delivered: int
    read: int
    replied: int = Field(description="Who wrote in the days after the message, whether or not it was read")


class Rates(ApiModel):
    """Parts of one; absent where there is nothing to divide by."""

    delivered: float | None = Field(description="Of those sent")
    read: float | None = Field(description="Of those delivered")
    failed: float | None = Field(description="Of those attempted")
    replied: float | None = Field(description="Of those delivered")
    opt_outs: float | None = Field(description="Of those delivered")


class CampaignSummary(ApiModel):
    """A campaign as it reported itself. ``counts`` are recipients by status; their sum is ``total``."""

    id: UUID
    name: str
    channel_id: UUID
    status: CampaignStatus = Field(validation_alias=STATUS)
    state: CampaignStatus = former_state()
    total: int
    counts: dict[str, int]
    funnel: CampaignFunnel
    opt_outs: int = Field(description="Recipients who left broadcasts in the days after the message")
    rates: Rates
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


class FailureCount(ApiModel):
    """Messages that failed for one reason."""

    reason: ReasonRead | None = Field(description="Null where the provider gave none")
    count: int


class ErrorCount(ApiModel):
    code: int | None = Field(description="The provider's, where its error is not among our reasons")
    title: str | None
    count: int


class Interval(ApiModel):
    """Between which values a rate lies, with 95 % confidence (Wilson's interval)."""

    low: float
    high: float


class VariantRates(ApiModel):
    """Parts of one; absent where there is nothing to divide by."""

    delivered: float | None = Field(description="Of those sent")
    read: float | None = Field(description="Of those delivered")
    replied: float | None = Field(description="Of those delivered")
    opt_outs: float | None = Field(description="Of those delivered")


class VariantIntervals(ApiModel):
    """Of each of the `rates` how exactly it is known."""

    delivered: Interval | None
    read: Interval | None
    replied: Interval | None
    opt_outs: Interval | None


class VariantReport(ApiModel):
    """One of a campaign's messages, as the campaign reported its recipients."""

    number: int = Field(description="Its place among the messages, from 1")
    name: str
    total: int
    counts: dict[str, int]
    sent: int
    delivered: int
    read: int
    replied: int
    opt_outs: int
    rates: VariantRates
    intervals: VariantIntervals


class VariantComparison(ApiModel):
    """What may be said of the variants' rates of one figure.

    `different`: chance alone does not explain that they are as far apart. `notProven`: it does. `tooFew`: a
    variant has fewer than 30 delivered messages, or fewer than 10 recipients did it, or did not, in all.
    """

    figure: Literal["read", "replied", "optOuts"]
    best: int | None = Field(
        description="The number of the variant that is better than each other one: of opt-outs the one with"
        " the fewest. Null where none is proven to be"
    )
    p_value: float | None = Field(
        description="How likely variants that do not differ come out as far apart. Adjusted for the number of"
        " figures (Holm); they differ below 0.05"
    )
    verdict: Verdict


class CampaignReport(CampaignSummary):
    """A campaign, and what reporting itself saw of its messages."""

    replied: int = Field(description="Recipients who wrote in the days after the message")
    delivery: Delivery
    messages_per_second: float | None = Field(description="From the first accepted message to the last")
    failures: list[FailureCount] = Field(description="Why messages failed, the most frequent reason first")
    errors: list[ErrorCount] = Field(
        description="`failures` in English; it goes with the next version", deprecated=True
    )
    consistent: bool = Field(
        description="Whether the campaign's counts and the delivery reports seen here agree."
        " While it runs, either may be a moment ahead of the other."
    )
    variants: list[VariantReport] = Field(description="Its messages; empty if there is only one")
    comparisons: list[VariantComparison] = Field(description="Whether the variants differ; empty without any")
