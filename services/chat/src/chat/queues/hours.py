"""When a team works: opening hours by weekday, exceptions by date, in a time zone.

Pure: no database, no clock, no framework. Hours are what clocks on the wall show. Where clocks are put
forward over an hour, it begins and ends at that moment; of an hour that comes twice, both are open.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import Any, Final, NamedTuple
from zoneinfo import ZoneInfo, available_timezones

WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
DAY_MINUTES: Final = 24 * 60
MAX_INTERVALS: Final = 6
"""In one day."""
MAX_EXCEPTIONS: Final = 120
_LOOKED_AT_DAYS: Final = 400
"""How far is looked for the next opening: more than a year of holidays is never."""
_MAX_DAYS: Final = 3_700
"""How many days of hours are added up at most: ten years."""


LONG_AGO: Final = datetime(2000, 1, 1, tzinfo=UTC)


class Interval(NamedTuple):
    """From ``start`` until before ``end``, in minutes since midnight; 1440 is the end of the day."""

    start: int
    end: int


class Span(NamedTuple):
    """A stretch of open time, until before ``end``; in UTC."""

    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class OpeningHours:
    """A team's hours. An exception replaces the whole day: without intervals it is closed."""

    zone: str
    weekly: Mapping[int, Sequence[Interval]] = field(default_factory=dict)
    """By weekday, 0 is Monday."""
    exceptions: Mapping[date, Sequence[Interval]] = field(default_factory=dict)

    def on(self, day: date) -> Sequence[Interval]:
        """Return a day's intervals, in order."""
        if day in self.exceptions:
            return self.exceptions[day]
        return self.weekly.get(day.weekday(), ())


@cache
def zones() -> frozenset[str]:
    """Return the IANA time zones that every machine has."""
    return frozenset(name for name in available_timezones() if "/" in name) | {"UTC"}


def is_orderly(intervals: Sequence[Interval]) -> bool:
    """Tell whether intervals lie in a day, one after the other, with time between them."""
    last = -1
    for start, end in intervals:
        if not last < start < end <= DAY_MINUTES:
            return False
        last = end
    return True


def is_open(hours: OpeningHours, at: datetime) -> bool:
    """Tell whether the team works at a moment."""
    return any(span.start <= at < span.end for span in _around(hours, at, 1))


def next_change(hours: OpeningHours, at: datetime) -> datetime | None:
    """Return when it opens if it is closed, or closes if it is open; None if that is not within a year."""
    for span in _around(hours, at, _LOOKED_AT_DAYS):
        if at < span.start:
            return span.start
        if at < span.end:
            # The end of one day may be the begin of the next.
            return _last_end(hours, span)
    return None


def closed_since(hours: OpeningHours, at: datetime) -> datetime | None:
    """Return the begin of the stretch in which the team does not work; None while it works.

    `LONG_AGO` where none is found: it has not been open for more than a year.
    """
    if is_open(hours, at):
        return None
    zone = ZoneInfo(hours.zone)
    today = at.astimezone(zone).date()
    for back in range(_LOOKED_AT_DAYS):
        ended = [span.end for span in _of_day(hours, today - timedelta(days=back), zone) if span.end <= at]
        if ended:
            return max(ended)
    return LONG_AGO


def open_between(hours: OpeningHours, start: datetime, end: datetime) -> timedelta:
    """Return how much of the time from ``start`` to ``end`` the team works; of ten years at most."""
    total = timedelta()
    days = min((end - start).days + 1, _MAX_DAYS)
    for span in _around(hours, start, days):
        if span.start >= end:
            break
        total += max(timedelta(), min(end, span.end) - max(start, span.start))
    return total


def after_open(hours: OpeningHours, start: datetime, duration: timedelta) -> datetime | None:
    """Return when the team will have worked for ``duration`` since ``start``; None: not within ten years."""
    left = duration
    for span in _around(hours, start, _MAX_DAYS):
        begin = max(start, span.start)
        if begin >= span.end:
            continue
        if left <= span.end - begin:
            return begin + left
        left -= span.end - begin
    return None


def _last_end(hours: OpeningHours, span: Span) -> datetime | None:
    end = span.end
    for after in _around(hours, span.start, _LOOKED_AT_DAYS):
        if after.start > end:
            return end
        end = max(end, after.end)
    return None if end - span.start > timedelta(days=_LOOKED_AT_DAYS - 3) else end


def _around(hours: OpeningHours, at: datetime, days: int) -> Iterator[Span]:
    """Yield the open stretches of the day before a moment, its day, and so many days after it."""
    zone = ZoneInfo(hours.zone)
    today = at.astimezone(zone).date()
    for number in range(-1, days + 1):
        yield from _of_day(hours, today + timedelta(days=number), zone)


def _of_day(hours: OpeningHours, day: date, zone: ZoneInfo) -> Iterator[Span]:
    for start, end in hours.on(day):
        span = Span(_instant(day, start, zone, fold=0), _instant(day, end, zone, fold=1))
        # What lies within an hour that clocks leave out does not happen.
        if span.start < span.end:
            yield span


def _instant(day: date, minutes: int, zone: ZoneInfo, *, fold: int) -> datetime:
    """Return when clocks show a time: for the first time, with ``fold`` 1 for the last time."""
    wall = datetime.combine(day, time()) + timedelta(minutes=minutes)
    first = wall.replace(tzinfo=zone, fold=0).astimezone(UTC)
    last = wall.replace(tzinfo=zone, fold=1).astimezone(UTC)
    if first > last:
        return _jump(last, first, zone)
    return last if fold else first


def _jump(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    """Return the moment between two at which clocks are put forward."""
    offset = before.astimezone(zone).utcoffset()
    while after - before > timedelta(seconds=1):
        middle = (before + (after - before) / 2).replace(microsecond=0)
        if middle.astimezone(zone).utcoffset() == offset:
            before = middle
        else:
            after = middle
    return after


# --- As it is stored: JSON ------------------------------------------------------------------


def stored(hours: OpeningHours) -> dict[str, Any]:
    """Return what is kept of hours, but for their time zone."""
    return {
        "weekly": {str(day): [list(one) for one in intervals] for day, intervals in hours.weekly.items()},
        "exceptions": {
            day.isoformat(): [list(one) for one in intervals] for day, intervals in hours.exceptions.items()
        },
    }


def from_stored(row: Mapping[str, Any], zone: str) -> OpeningHours:
    """Return hours as `stored` wrote them."""
    return OpeningHours(
        zone,
        {int(day): [Interval(*one) for one in intervals] for day, intervals in row["weekly"].items()},
        {
            date.fromisoformat(day): [Interval(*one) for one in intervals]
            for day, intervals in row["exceptions"].items()
        },
    )
