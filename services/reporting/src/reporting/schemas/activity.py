"""What happened in a period, on the wire."""

from datetime import date

from pydantic import Field

from atende_platform.http.models import ApiModel


class Funnel(ApiModel):
    """Messages by the time of each step, so that yesterday's message may be read today."""

    sent: int
    delivered: int
    read: int
    failed: int


class Activity(ApiModel):
    inbound: int
    replies: Funnel
    campaigns: Funnel
    opt_outs: int
    tickets_opened: int
    tickets_closed: int = Field(description="And not reopened since")


class DayReport(Activity):
    day: date


class DailyReport(ApiModel):
    """One entry for each day, also for those on which nothing happened."""

    time_zone: str
    days: list[DayReport]


class FirstReply(ApiModel):
    """Of the tickets opened in the period and replied to."""

    tickets: int
    median_seconds: float | None
    average_seconds: float | None


class SummaryReport(ApiModel):
    time_zone: str
    first_day: date
    last_day: date
    totals: Activity
    first_reply: FirstReply
