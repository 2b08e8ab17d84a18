"""Periods: days of a time zone, and the period before one."""

from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo


class UnknownTimeZone(ValueError):
    """There is no time zone of this name."""


def zone_of(name: str) -> ZoneInfo:
    """Return the time zone of a name of the IANA database. Raises `UnknownTimeZone`."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise UnknownTimeZone(name) from None


class Day(NamedTuple):
    """A day of a time zone: from ``start`` to before ``end``, both in UTC."""

    day: date
    start: datetime
    end: datetime


class Period(NamedTuple):
    """Whole days of a time zone, from ``first`` to ``last``, which belongs to it."""

    first: date
    last: date
    zone: ZoneInfo

    @property
    def days(self) -> list[Day]:
        return days_between(self.first, self.last, self.zone)

    @property
    def start(self) -> datetime:
        return days_between(self.first, self.first, self.zone)[0].start

    @property
    def end(self) -> datetime:
        """The begin of the first day that does not belong to it."""
        return days_between(self.last, self.last, self.zone)[0].end

    def previous(self) -> "Period":
        """Return as many days that lie right before."""
        length = timedelta(days=(self.last - self.first).days + 1)
        return self._replace(first=self.first - length, last=self.first - timedelta(days=1))


def days_between(first: date, last: date, zone: ZoneInfo) -> list[Day]:
    """Return every day from ``first`` to ``last``, which belongs to them."""

    def midnight(day: date) -> datetime:
        return datetime.combine(day, time.min, tzinfo=zone).astimezone(UTC)

    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    return [Day(day, midnight(day), midnight(day + timedelta(days=1))) for day in days]
