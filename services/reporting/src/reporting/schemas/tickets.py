"""Figures of tickets on the wire: in total, by agent, by queue and by tag."""

from datetime import date
from uuid import UUID

from pydantic import Field

from atende_platform.http.models import ApiModel


class Duration(ApiModel):
    """How long something took. Percentiles are exact up to a minute, and within 2 % above."""

    count: int
    median_seconds: float | None = Field(description="Half took no longer")
    p90_seconds: float | None = Field(description="Nine in ten took no longer")
    average_seconds: float | None


class Durations(ApiModel):
    calendar: Duration
    business: Duration = Field(description="In the opening hours of the ticket's queue")


class Promises(ApiModel):
    """What was promised to customers by service levels, and came about in the period."""

    kept: int
    broken: int
    rate: float | None = Field(description="Kept, of all")


class Satisfaction(ApiModel):
    """What customers answered in the period."""

    ratings: int
    average: float | None
    satisfied: float | None = Field(description="Of all ratings those of 4 and 5")
    scores: dict[str, int] = Field(description="How many gave each score, from 1 to 5")


class TicketFigures(ApiModel):
    """Opened and first replies: by when tickets were opened. All else: by when it happened."""

    opened: int
    closed: int = Field(description="And not reopened since")
    closed_by_rule: int = Field(description="Of these, by no person")
    reopened: int
    first_reply: Durations = Field(description="From the opening of a ticket to the first answer")
    next_reply: Durations = Field(description="From a customer's later message to its answer")
    resolution: Durations = Field(description="From the opening to the closing")
    promises: Promises
    satisfaction: Satisfaction


class AgentFigures(TicketFigures):
    agent_id: UUID | None = Field(description="Null: of nobody")
    name: str | None = Field(description="Null: of nobody, or not known here yet")


class QueueFigures(TicketFigures):
    queue_id: UUID | None = Field(description="Null: of no queue")
    name: str | None = Field(description="Null: of no queue, or not known here yet")


class TagFigures(TicketFigures):
    tag_id: UUID
    name: str | None = Field(description="Null: not known here yet")


class PeriodRead(ApiModel):
    """Whole days of the company's time zone; the last belongs to it."""

    time_zone: str
    first_day: date
    last_day: date


class AgentsReport(PeriodRead):
    """By agent, the one with most closed first."""

    items: list[AgentFigures]
    previous: "AgentsReport | None" = Field(None, description="The period before, if asked for")


class QueuesReport(PeriodRead):
    """By queue, the one with most closed first."""

    items: list[QueueFigures]
    previous: "QueuesReport | None" = Field(None, description="The period before, if asked for")


class TagsReport(PeriodRead):
    """By tag, the one with most closed first. A ticket counts under each of its tags."""

    items: list[TagFigures]
    previous: "TagsReport | None" = Field(None, description="The period before, if asked for")
