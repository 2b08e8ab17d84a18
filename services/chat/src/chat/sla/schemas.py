"""What the API takes and gives of service levels."""

from datetime import datetime
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import Field, model_validator

from atende_contracts.field_errors import invalid
from atende_platform.http.models import ApiModel, example
from chat.sla.domain import MAX_MINUTES, WARN_PERCENT, Clock, Hours, Target

Minutes = Annotated[int, Field(ge=1, le=MAX_MINUTES)]
Percent = Annotated[int, Field(ge=10, le=99)]
TargetName = Literal["first_reply", "next_reply", "resolution"]
ClockStatus = Literal["running", "paused", "met", "breached"]


class SlaPolicyCreate(ApiModel):
    """What is promised, in minutes: at least one of the three."""

    model_config = example({"firstReplyMinutes": 15, "nextReplyMinutes": 30, "resolutionMinutes": 480})

    queue_id: UUID | None = None
    """Null: for tickets of no queue, and of queues without a policy of their own."""
    first_reply_minutes: Minutes | None = None
    next_reply_minutes: Minutes | None = None
    resolution_minutes: Minutes | None = None
    warn_percent: Percent = WARN_PERCENT
    """How much of the time has passed when a warning comes."""
    business_hours: bool = True
    """Only the opening hours of the ticket's queue count; without hours, all time does."""
    pauses_for_customer: bool = True
    """The time of the resolution stands still while an answer of the customer is awaited."""

    @model_validator(mode="after")
    def _something(self) -> Self:
        if not (self.first_reply_minutes or self.next_reply_minutes or self.resolution_minutes):
            fields = "firstReplyMinutes, nextReplyMinutes, resolutionMinutes"
            raise invalid("give_some_of", fields=fields)
        return self


class SlaPolicyUpdate(ApiModel):
    """What is absent stays as it is; null takes a promise back."""

    model_config = example({"firstReplyMinutes": 10})

    first_reply_minutes: Minutes | None = None
    next_reply_minutes: Minutes | None = None
    resolution_minutes: Minutes | None = None
    warn_percent: Percent = WARN_PERCENT
    business_hours: bool = True
    pauses_for_customer: bool = True


class SlaPolicyRead(ApiModel):
    id: UUID
    queue_id: UUID | None
    first_reply_minutes: int | None
    next_reply_minutes: int | None
    resolution_minutes: int | None
    warn_percent: int
    business_hours: bool
    pauses_for_customer: bool
    created_at: datetime
    updated_at: datetime
    revision: int


class SlaClockRead(ApiModel):
    """One promise to the customer of a ticket."""

    target: TargetName
    status: ClockStatus
    """``met`` and ``breached`` are the last word on it; ``paused``: its time stands still."""
    started_at: datetime
    due_at: datetime | None
    """When it is broken; null while it does not run."""
    promised_seconds: int
    spent_seconds: int
    """Of the time that counts, until now."""
    ended_at: datetime | None
    warned_at: datetime | None
    breached_at: datetime | None

    @classmethod
    def of(cls, target: Target, clock: Clock, now: datetime, hours: Hours) -> Self:
        """Return a clock as it is shown at a moment."""
        return cls.model_validate(
            {
                "target": target.value,
                "status": clock.status,
                "started_at": clock.started_at,
                "due_at": clock.due_at(hours),
                "promised_seconds": int(clock.promised.total_seconds()),
                "spent_seconds": int(clock.spent_by(now, hours).total_seconds()),
                "ended_at": clock.ended_at,
                "warned_at": clock.warned_at,
                "breached_at": clock.breached_at,
            }
        )


class TicketSlaRead(ApiModel):
    """What is promised to the customer of a ticket, and how much of the time has passed."""

    ticket_id: UUID
    due_at: datetime | None
    """When the next promise is broken; null while none runs."""
    targets: Annotated[list[SlaClockRead], Field(max_length=3)]
    """None of a ticket without a policy. They follow the ticket within seconds."""
