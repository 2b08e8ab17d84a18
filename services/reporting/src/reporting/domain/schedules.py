"""When a scheduled report falls due, which days it is about, and how long its e-mails are tried."""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

from reporting.domain.periods import Period

MAX_RECIPIENTS: Final = 20
TRIED_FOR: Final = timedelta(hours=24)
"""How long an e-mail is tried to be sent, from when it fell due."""
MOST_ATTEMPTS: Final = 40
"""How often one is taken in hand: beyond it something ends the process that makes it."""
_FIRST_PAUSE: Final = timedelta(minutes=1)
_LONGEST_PAUSE: Final = timedelta(hours=1)


class Every(StrEnum):
    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"


class MailStatus(StrEnum):
    """Where the e-mail to one recipient stands."""

    QUEUED = "queued"
    SENDING = "sending"
    """In hand: from here on it is never sent again."""
    SENT = "sent"
    FAILED = "failed"
    SKIPPED = "skipped"
    """It was not to be sent, after all."""
    UNCONFIRMED = "unconfirmed"
    """Nobody knows: the worker or the connection ended while it was handed over."""


class RunStatus(StrEnum):
    """Where the e-mails of one run stand, together."""

    PENDING = "pending"
    SENT = "sent"
    PARTLY = "partly"
    FAILED = "failed"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Timing:
    """When a report is sent, by the clock of the company's time zone."""

    every: Every
    hour: int
    weekday: int | None = None
    """Of weekly ones: 1 is Monday, 7 is Sunday."""
    day: int | None = None
    """Of monthly ones; the month's last day where it has fewer."""

    def next_after(self, at: datetime, zone: ZoneInfo) -> datetime:
        """Return the first time after ``at``, in UTC.

        An hour that the clocks skip counts as the one after it, and of one that comes twice the first.
        """
        day = at.astimezone(zone).date() - timedelta(days=1)
        while True:
            if self._is_due_on(day) and (due := self._on(day, zone)) > at:
                return due
            day += timedelta(days=1)

    def last_until(self, at: datetime, zone: ZoneInfo) -> datetime:
        """Return the last time that is not after ``at``, in UTC."""
        day = at.astimezone(zone).date() + timedelta(days=1)
        while True:
            if self._is_due_on(day) and (due := self._on(day, zone)) <= at:
                return due
            day -= timedelta(days=1)

    def period_before(self, due: datetime, zone: ZoneInfo) -> Period:
        """Return the days that a report is about: the day, the seven days or the calendar month before."""
        today = due.astimezone(zone).date()
        yesterday = today - timedelta(days=1)
        match self.every:
            case Every.DAILY:
                return Period(yesterday, yesterday, zone)
            case Every.WEEKLY:
                return Period(today - timedelta(days=7), yesterday, zone)
            case Every.MONTHLY:
                last = today.replace(day=1) - timedelta(days=1)
                return Period(last.replace(day=1), last, zone)

    def _is_due_on(self, day: date) -> bool:
        match self.every:
            case Every.DAILY:
                return True
            case Every.WEEKLY:
                return day.isoweekday() == self.weekday
            case Every.MONTHLY:
                return day.day == min(self.day or 1, monthrange(day.year, day.month)[1])

    def _on(self, day: date, zone: ZoneInfo) -> datetime:
        return datetime.combine(day, time(self.hour), tzinfo=zone).astimezone(UTC)


def pause_after(attempts: int) -> timedelta:
    """Return how long an e-mail rests that could not be sent for the nth time."""
    times: int = 2 ** min(max(attempts - 1, 0), 20)
    return min(_FIRST_PAUSE * times, _LONGEST_PAUSE)


def status_of(mails: Iterable[MailStatus]) -> RunStatus:
    """Return where a run stands, by its e-mails."""
    found = set(mails)
    if found & {MailStatus.QUEUED, MailStatus.SENDING}:
        return RunStatus.PENDING
    wanted = found - {MailStatus.SKIPPED}
    if not wanted:
        return RunStatus.SKIPPED
    if wanted == {MailStatus.SENT}:
        return RunStatus.SENT
    return RunStatus.PARTLY if MailStatus.SENT in wanted else RunStatus.FAILED
