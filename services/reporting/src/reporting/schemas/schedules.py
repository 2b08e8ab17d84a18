"""Scheduled reports on the wire."""

from datetime import date
from typing import Annotated, Final, Literal, Self
from uuid import UUID

from pydantic import AwareDatetime, Field, StringConstraints, model_validator

from atende_contracts.field_errors import invalid
from atende_platform.http.fields import ONE_LINE
from atende_platform.http.models import ApiModel, example
from reporting.domain.filters import Filter
from reporting.domain.schedules import MAX_RECIPIENTS, Every, MailStatus, RunStatus, Timing

ReportName = Literal[
    "summary",
    "daily",
    "hourly",
    "agents",
    "queues",
    "channels",
    "campaigns",
    "delivery-errors",
    "opt-outs",
    "tags",
    "templates",
]
OF_TICKETS: Final[frozenset[ReportName]] = frozenset(
    {"summary", "daily", "hourly", "agents", "queues", "tags"}
)
"""Reports that can be narrowed to a queue, an agent and a tag; others to a channel only."""
Language = Literal["pt", "en"]
Format = Literal["csv", "xlsx"]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100), ONE_LINE]
Recipients = Annotated[list[UUID], Field(max_length=MAX_RECIPIENTS)]
Weekday = Annotated[int, Field(ge=1, le=7, description="1 is Monday, 7 is Sunday; of weekly reports")]
Day = Annotated[
    int, Field(ge=1, le=31, description="Of monthly reports; the last day of months that have fewer")
]
Hour = Annotated[int, Field(ge=0, le=23, description="By the clock of the company's time zone")]


class FiltersBody(ApiModel):
    """What a report is narrowed to. Only reports of tickets have a queue, an agent and a tag."""

    channel_id: UUID | None = None
    queue_id: UUID | None = None
    agent_id: UUID | None = None
    tag_id: UUID | None = None

    def filter(self) -> Filter:
        return Filter(self.channel_id, self.queue_id, self.agent_id, self.tag_id)


class ScheduleBody(ApiModel):
    """A scheduled report as a whole: what a change must leave in order, too."""

    name: Name
    report: ReportName
    filters: FiltersBody = FiltersBody()
    every: Every
    weekday: Weekday | None = None
    day: Day | None = None
    hour: Hour
    recipient_ids: Recipients = Field(description="Users of the company who may see all reports")
    format: Format = "xlsx"
    language: Language = "pt"
    enabled: bool = True

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.every is Every.WEEKLY and self.weekday is None:
            raise invalid("weekday_missing")
        if self.every is Every.MONTHLY and self.day is None:
            raise invalid("day_of_month_missing")
        if self.enabled and not self.recipient_ids:
            raise invalid("recipient_missing")
        if len(set(self.recipient_ids)) < len(self.recipient_ids):
            raise invalid("recipient_repeated")
        if self.report not in OF_TICKETS and self.filters.filter().of_tickets:
            raise invalid("not_of_report")
        return self

    @property
    def timing(self) -> Timing:
        return Timing(self.every, self.hour, self.weekday, self.day)


class ScheduleCreate(ScheduleBody):
    model_config = example(
        {
            "name": "Resumo da semana",
            "report": "summary",
            "every": "weekly",
            "weekday": 1,
            "hour": 8,
            "recipientIds": ["019ab1d2-0c4e-7f11-9c1e-6f0b6f2f9a77"],
        }
    )


class ScheduleUpdate(ApiModel):
    """What is absent stays as it is."""

    model_config = example({"enabled": False})

    name: Name = ""
    report: ReportName = "summary"
    filters: FiltersBody = FiltersBody()
    every: Every = Every.DAILY
    weekday: Weekday | None = None
    day: Day | None = None
    hour: Hour = 0
    recipient_ids: Recipients = Field(default_factory=list)
    format: Format = "xlsx"
    language: Language = "pt"
    enabled: bool = True


class RecipientRead(ApiModel):
    user_id: UUID
    name: str | None = Field(description="Null: the user is not known here yet")
    may_receive: bool = Field(
        description="Whether the user is active, has an address and may see all reports; others get none"
    )


class MailRead(ApiModel):
    """The e-mail to one recipient."""

    user_id: UUID
    name: str | None
    status: MailStatus = Field(
        description="`unconfirmed`: the connection or the worker ended while it was handed over, so that"
        " nobody knows whether it arrived; it is not sent again by itself"
    )
    reason: (
        Literal[
            "quota",
            "suspended",
            "paused",
            "no-access",
            "no-address",
            "left",
            "report-failed",
            "given-up",
            "mail-not-configured",
            "mail-unavailable",
            "mail-refused",
            "mail-unconfirmed",
            "interrupted",
        ]
        | None
    ) = Field(description="Why it was not sent, or not yet")
    at: AwareDatetime = Field(description="When its status last changed")


class RunRead(ApiModel):
    """One time that a report was sent, or is being sent."""

    id: UUID
    due_at: AwareDatetime
    requested_by: UUID | None = Field(description="Who sent it by hand; null: it fell due")
    first_day: date
    last_day: date
    status: RunStatus
    mails: list[MailRead]


class ScheduleRead(ApiModel):
    id: UUID
    name: str
    report: ReportName
    filters: FiltersBody
    every: Every
    weekday: int | None
    day: int | None
    hour: int
    time_zone: str = Field(description="In which the hour is")
    recipients: list[RecipientRead]
    format: Format
    language: Language
    enabled: bool
    next_at: AwareDatetime | None = Field(description="When it is sent next; null while it is paused")
    created_by: UUID
    created_at: AwareDatetime
    revision: int
    last_run: RunRead | None
