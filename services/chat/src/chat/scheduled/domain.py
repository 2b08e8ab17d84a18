"""Messages that wait for their time: where they stand, and what bounds them."""

from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

from atende_platform.errors import Conflict, InvalidInput

MAX_PENDING: Final = 1000
"""Scheduled messages of a company that wait."""
MAX_AHEAD: Final = timedelta(days=366)
MAX_LATE: Final = timedelta(hours=1)
"""A message that could not be sent for so long is not sent any more: it may be night by now."""
KEPT: Final = timedelta(days=90)
"""How long those are kept that are over."""


class ScheduledStatus(StrEnum):
    SCHEDULED = "scheduled"
    """It waits for its time."""
    SENT = "sent"
    """It is a message of its ticket now, which has the status of its delivery."""
    FAILED = "failed"
    """It could not be sent when its time came."""
    CANCELLED = "cancelled"


class ScheduledOver(Conflict):
    """It was sent, failed or was cancelled: nothing of it can be changed. ``status`` says which."""

    own_reason = "scheduled-message-over"


class TooManyScheduled(Conflict):
    own_reason = "too-many-scheduled-messages"


class TooLate(Conflict):
    """Its time had passed long before anything could be sent."""

    own_reason = "scheduled-message-too-late"


class MayHaveBeenSent(Conflict):
    """Its time came in what a restored database does not remember."""

    own_reason = "scheduled-message-restored"


def moment(given: datetime, time_zone: str, now: datetime) -> datetime:
    """Return when a message is to be sent; without an offset the time is one of that time zone.

    Raises `InvalidInput` for a time that has passed or is more than a year ahead.
    """
    at = (given.replace(tzinfo=ZoneInfo(time_zone)) if given.tzinfo is None else given).astimezone(UTC)
    if at <= now:
        raise InvalidInput("must_be_later", field="sendAt")
    if at > now + MAX_AHEAD:
        raise InvalidInput("too_far_ahead", field="sendAt", days=MAX_AHEAD.days)
    return at


def require_in_time(send_at: datetime, now: datetime) -> None:
    """Raise `TooLate` for a message that should have been sent long ago."""
    if now - send_at > MAX_LATE:
        raise TooLate(minutes=int(MAX_LATE.total_seconds() // 60))
