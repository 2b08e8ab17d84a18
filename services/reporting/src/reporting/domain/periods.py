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


def days_between(first: date, last: date, zone: ZoneInfo) -> list[Day]:
    """Return every day from ``first`` to ``last``, which belongs to them."""

    def midnight(day: date) -> datetime:
        return datetime.combine(day, time.min, tzinfo=zone).astimezone(UTC)

    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    return [Day(day, midnight(day), midnight(day + timedelta(days=1))) for day in days]
