"""What the API takes and gives of queues; sockets get the same shape."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Final, Literal, Self
from uuid import UUID

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from atende_contracts.field_errors import invalid
from atende_platform.http.fields import ONE_LINE, STORABLE, Color
from atende_platform.http.models import ApiModel, example
from chat.queues.domain import MAX_DESCRIPTION, MAX_MEMBERS, MAX_MESSAGE, MAX_NAME
from chat.queues.hours import (
    MAX_EXCEPTIONS,
    MAX_INTERVALS,
    WEEKDAYS,
    Interval,
    OpeningHours,
    from_stored,
    is_orderly,
    zones,
)

if TYPE_CHECKING:
    from chat.queues.models import Queue

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=MAX_NAME), ONE_LINE]
Description = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=MAX_DESCRIPTION), STORABLE
]
Text = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=MAX_MESSAGE), STORABLE
]
Position = Annotated[int, Field(ge=0, le=10_000)]
_TIME: Final = r"^([01][0-9]|2[0-3]):[0-5][0-9]$|^24:00$"
ClockTime = Annotated[str, StringConstraints(pattern=_TIME, max_length=5)]
"""``08:30``; ``24:00`` is the end of the day."""


def _zone(value: str) -> str:
    if value not in zones():
        raise invalid("not_a_time_zone")
    return value


TimeZone = Annotated[str, StringConstraints(max_length=64), AfterValidator(_zone)]


class OpenInterval(ApiModel):
    start: ClockTime
    end: ClockTime


Day = Annotated[list[OpenInterval], Field(max_length=MAX_INTERVALS)]


class HoursException(ApiModel):
    """What holds on one date in place of its weekday: a holiday without intervals, or shorter hours."""

    date: date
    name: Name | None = None
    intervals: Day = Field(default_factory=list)


class Hours(ApiModel):
    """When a team works. A weekday that is absent is closed; intervals do not touch each other."""

    monday: Day = Field(default_factory=list)
    tuesday: Day = Field(default_factory=list)
    wednesday: Day = Field(default_factory=list)
    thursday: Day = Field(default_factory=list)
    friday: Day = Field(default_factory=list)
    saturday: Day = Field(default_factory=list)
    sunday: Day = Field(default_factory=list)
    exceptions: Annotated[list[HoursException], Field(max_length=MAX_EXCEPTIONS)] = Field(
        default_factory=list
    )

    @model_validator(mode="after")
    def _orderly(self) -> Self:
        days = [*(getattr(self, day) for day in WEEKDAYS), *(one.intervals for one in self.exceptions)]
        if not all(is_orderly(_minutes(day)) for day in days):
            raise invalid("intervals_not_in_order")
        if len({one.date for one in self.exceptions}) < len(self.exceptions):
            raise invalid("date_twice")
        return self

    def of_zone(self, zone: str) -> OpeningHours:
        return OpeningHours(
            zone,
            {number: found for number, day in enumerate(WEEKDAYS) if (found := _minutes(getattr(self, day)))},
            {one.date: _minutes(one.intervals) for one in self.exceptions},
        )

    def names(self) -> dict[str, str]:
        """Return the names of exceptions, by their dates."""
        return {one.date.isoformat(): one.name for one in self.exceptions if one.name is not None}

    @classmethod
    def of(cls, hours: OpeningHours, names: Mapping[str, str]) -> "Hours":
        """Return hours as they are shown."""
        weekly = {WEEKDAYS[day]: _clock(intervals) for day, intervals in hours.weekly.items()}
        exceptions = [
            HoursException(date=day, name=names.get(day.isoformat()), intervals=_clock(intervals))
            for day, intervals in sorted(hours.exceptions.items())
        ]
        return cls(**weekly, exceptions=exceptions)


def _minutes(day: Sequence[OpenInterval]) -> list[Interval]:
    return [Interval(_minute(one.start), _minute(one.end)) for one in day]


def _minute(time: str) -> int:
    return int(time[:2]) * 60 + int(time[3:])


def _clock(intervals: Sequence[Interval]) -> list[OpenInterval]:
    return [OpenInterval(start=_time(one.start), end=_time(one.end)) for one in intervals]


def _time(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


_WEEK: Final = {
    day: [{"start": "08:00", "end": "12:00"}, {"start": "13:00", "end": "18:00"}] for day in WEEKDAYS[:5]
}


class QueueCreate(ApiModel):
    model_config = example(
        {
            "name": "Vendas",
            "color": "#0a7d4f",
            "openingHours": {**_WEEK, "exceptions": [{"date": "2026-12-25", "name": "Natal"}]},
            "awayMessage": "Voltamos amanhã às 8h.",
        }
    )

    name: Name
    color: Color = "#64748b"
    description: Description | None = None
    position: Position = 0
    time_zone: TimeZone | None = None
    opening_hours: Hours | None = None
    greeting: Text | None = None
    away_message: Text | None = None


class QueueUpdate(ApiModel):
    """What is absent stays as it is; null takes it away. Opening hours are replaced as a whole."""

    model_config = example({"name": "Vendas e orçamentos", "greeting": None})

    name: Name = ""
    color: Color = ""
    description: Description | None = None
    position: Position = 0
    time_zone: TimeZone | None = None
    opening_hours: Hours | None = None
    greeting: Text | None = None
    away_message: Text | None = None


class QueueRead(ApiModel):
    id: UUID
    name: str
    color: str
    description: str | None
    position: int
    """Queues are listed by it, then by name."""
    time_zone: str | None
    """Of the opening hours; null: the company's."""
    opening_hours: Hours | None
    """Null: always open."""
    greeting: str | None
    """What a customer with a new ticket of the queue is answered, if the policies say so."""
    away_message: str | None
    """What a customer is answered who writes outside of the opening hours, once for each stretch of them."""
    member_ids: Annotated[list[UUID], Field(max_length=MAX_MEMBERS)]
    created_at: datetime
    archived_at: datetime | None
    """Since when it takes no further tickets."""
    archived_into: UUID | None
    """The queue that an archived one's tickets move to; null: they are in none then."""
    revision: int

    @classmethod
    def of(cls, queue: "Queue", members: Sequence[UUID]) -> "QueueRead":
        """Return a queue as it is shown, with the users who belong to it."""
        hours = None
        if queue.hours is not None:
            hours = Hours.of(from_stored(queue.hours, queue.time_zone or "UTC"), queue.hours.get("names", {}))
        columns = {name: getattr(queue, name) for name in cls.model_fields if hasattr(queue, name)}
        return cls(**columns, opening_hours=hours, member_ids=sorted(members))


class MemberRead(ApiModel):
    """A user who belongs to a queue."""

    user_id: UUID
    name: str | None
    role: Literal["owner", "admin", "agent", "viewer"] | None
    """Null of a user of whom only an installation before this version has heard."""
    status: Literal["active", "disabled"]
    created_at: datetime
    """Since when."""


class OpeningRead(ApiModel):
    """Whether a queue's team works."""

    open: bool
    changes_at: datetime | None
    """When it opens or closes next; null: not within a year."""
