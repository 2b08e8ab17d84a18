"""What happened in a period, on the wire."""

from datetime import date

from pydantic import Field

from atende_platform.http.models import ApiModel
from reporting.schemas.tickets import PeriodRead, TicketFigures


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
    previous: list[DayReport] | None = Field(None, description="As many days before, if asked for")


class FirstReply(ApiModel):
    """Of the tickets opened in the period and replied to."""

    tickets: int
    median_seconds: float | None
    average_seconds: float | None


class SummaryReport(PeriodRead):
    totals: Activity
    success_rate: float | None = Field(description="Messages sent, of all that were sent or failed")
    first_reply: FirstReply
    tickets: TicketFigures
    previous: "SummaryReport | None" = Field(None, description="The period before, if asked for")


class HourReport(Activity):
    """An hour of the clock on all days of the period that are this weekday."""

    weekday: int = Field(description="1 is Monday, 7 is Sunday")
    hour: int


class HourlyReport(PeriodRead):
    """All 168 hours of a week, also those in which nothing happened."""

    hours: list[HourReport]
    previous: list[HourReport] | None = Field(None, description="Of as many days before, if asked for")
