"""Measures summed up by days and months of a zone, which reports read instead of quarters of an hour.

How often each bucket was counted stands in one number, `LANE` decimal digits for each, so that PostgreSQL
adds whole histograms at once. Sums are kept by what reports divide by: see `View`. Most periods are a few
months and the days before and behind them; where fewer days of a month are left out than belong to a period,
it is read as the whole month and these are taken away.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from enum import IntEnum
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from reporting.domain.measures import DURATIONS

LANE: Final = 8
"""Decimal digits of a bucket: PostgreSQL keeps numbers by four, so that lanes never share a part."""
_NONE: Final = "0" * LANE

COUNTED: Final = ("opened", "closed", "closed_by_rule", "reopened", "sla_kept", "sla_broken")
"""Metrics of which is summed up how many there were."""
HOURLY: Final = ("opened", "closed")
"""Of these also in which hour of the week: its number from Monday's first on is their bucket."""
SUMMED: Final = (*COUNTED, *(f"{metric}_total" for metric in DURATIONS))
LANES: Final = (*(f"{metric}_hours" for metric in HOURLY), "rating", *DURATIONS)
"""Numbers in lanes; what was rated adds up from them."""


class Level(IntEnum):
    """How long the time of a sum is."""

    DAY = 1
    MONTH = 2


class View(IntEnum):
    """By what sums are kept; those of a tag only in total and in full."""

    TOTAL = 0
    AGENT = 1
    QUEUE = 2
    CHANNEL = 3
    FULL = 4
    """By channel, queue and agent."""


class Piece(NamedTuple):
    """Sums of one level, from ``start`` to before ``end``, to be added, or (``sign`` is -1) taken away."""

    level: int
    start: datetime
    end: datetime
    sign: int = 1


def pieces(first: date, until: date, zone: ZoneInfo) -> list[Piece]:
    """Return of what the days from ``first`` to before ``until`` consist."""
    found = [
        Piece(level, _midnight(start, zone), _midnight(end, zone), sign)
        for level, start, end, sign in _pieces(first, until)
        if start < end
    ]
    return _joined(found)


def _pieces(first: date, until: date) -> Iterator[tuple[int, date, date, int]]:
    while first < until:
        month, following = first.replace(day=1), _next_month(first)
        end = min(following, until)
        inside, outside = end - first, (first - month) + (following - end)
        if inside <= outside:
            yield Level.DAY.value, first, end, 1
        else:
            yield Level.MONTH.value, month, following, 1
            yield Level.DAY.value, month, first, -1
            yield Level.DAY.value, end, following, -1
        first = end


def _joined(found: list[Piece]) -> list[Piece]:
    """Join pieces of one level that follow each other."""
    joined: list[Piece] = []
    for piece in sorted(found, key=lambda one: (one.level, one.sign, one.start)):
        last = joined[-1] if joined else None
        if last is not None and (last.level, last.sign, last.end) == (piece.level, piece.sign, piece.start):
            joined[-1] = last._replace(end=piece.end)
        else:
            joined.append(piece)
    return joined


def _next_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=31)).replace(day=1)


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time.min, tzinfo=zone).astimezone(UTC)


def buckets_of(lanes: str) -> dict[int, int]:
    """Return how often each bucket was counted, of those that were, from a number in decimal."""
    digits = lanes.zfill(-(-len(lanes) // LANE) * LANE)
    counts = [digits[begin : begin + LANE] for begin in range(len(digits) - LANE, -1, -LANE)]
    return {bucket: int(count) for bucket, count in enumerate(counts) if count != _NONE}
