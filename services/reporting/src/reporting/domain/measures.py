"""Measures: how many of something there were, and how large, by when, channel, queue, agent and tag.

A measure is counted in a bucket: a duration in that of `bucket_of`, a rating under its score, a promise under
the number of what was promised, all else in 0. Each count stands in three rows: of a quarter of an hour, of a
day and of a month in UTC. So any period of any time zone is a few months, a few days at their ends, and a few
quarters at the ends of those: `pieces`. Quarters, because every zone in use is a whole number of them away.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from enum import IntEnum
from math import ceil
from typing import Final, NamedTuple
from uuid import UUID

from reporting.domain.counters import slot_of

NOBODY: Final = UUID(int=0)
"""Stands for no queue, no agent and, as a tag, for all tickets, in keys that must not be null."""

RELATIVE_ERROR: Final = 0.02
"""By how much a percentile may be off, above a minute. Below, it is exact to the second."""
_EXACT: Final = 64
_GROWTH: Final = (1 + RELATIVE_ERROR) / (1 - RELATIVE_ERROR)
_STEPS: Final = 420
"""Enough for thirty years."""
_BOUNDS: Final = [ceil(_EXACT * _GROWTH**step) for step in range(_STEPS)]
"""The least duration of each bucket above the exact ones: whole numbers, the same on every machine."""

DURATIONS: Final = (
    "first_reply",
    "first_reply_business",
    "next_reply",
    "next_reply_business",
    "resolution",
    "resolution_business",
)
COUNTS: Final = ("opened", "closed", "closed_by_rule", "reopened", "sla_kept", "sla_broken", "rating")
METRICS: Final = (*COUNTS, *DURATIONS)


class Span(IntEnum):
    """How long a row's time is."""

    QUARTER = 0
    DAY = 1
    MONTH = 2


class Scene(NamedTuple):
    """Where a measure belongs."""

    channel_id: UUID
    queue_id: UUID | None
    agent_id: UUID | None
    tag_ids: Iterable[UUID]


class Measure(NamedTuple):
    """One more of something."""

    metric: str
    at: datetime
    scene: Scene
    value: int = 0
    """Seconds, or a score."""


class Cell(NamedTuple):
    """One counter."""

    company_id: UUID
    span: int
    start: datetime
    metric: str
    channel_id: UUID
    queue_id: UUID
    agent_id: UUID
    tag_id: UUID
    bucket: int


def bucket_of(seconds: int) -> int:
    """Return the bucket of a duration."""
    if seconds < _EXACT:
        return max(0, seconds)
    return _EXACT + bisect_right(_BOUNDS, seconds) - 1


def seconds_of(bucket: int) -> float:
    """Return the duration that stands for a bucket: at most `RELATIVE_ERROR` away from any in it."""
    if bucket < _EXACT:
        return float(bucket)
    least = _BOUNDS[bucket - _EXACT]
    return round(least * 2 * _GROWTH / (_GROWTH + 1), 1)


def percentile(buckets: Mapping[int, int], part: float) -> float | None:
    """Return the duration that ``part`` of all do not exceed, by the nearest rank; None of none."""
    rank = ceil(part * sum(buckets.values()))
    for bucket in sorted(buckets):
        rank -= buckets[bucket]
        if rank <= 0 and buckets[bucket] > 0:
            return seconds_of(bucket)
    return None


def start_of(span: Span, at: datetime) -> datetime:
    """Return when the span begins that has a moment."""
    slot = slot_of(at)
    if span is Span.QUARTER:
        return slot
    midnight = slot.replace(hour=0, minute=0)
    return midnight if span is Span.DAY else midnight.replace(day=1)


def cells(company_id: UUID, measures: Iterable[Measure]) -> Iterator[tuple[Cell, int]]:
    """Yield each cell to which measures add one, with the value."""
    for metric, at, scene, value in measures:
        bucket = bucket_of(value) if metric in DURATIONS else value
        for span in Span:
            for tag_id in (NOBODY, *scene.tag_ids):
                cell = Cell(
                    company_id,
                    span.value,
                    start_of(span, at),
                    metric,
                    scene.channel_id,
                    scene.queue_id or NOBODY,
                    scene.agent_id or NOBODY,
                    tag_id,
                    bucket,
                )
                yield cell, value


def changes(
    company_id: UUID, before: Iterable[Measure], after: Iterable[Measure]
) -> tuple[Counter[Cell], Counter[Cell]]:
    """Return how counts and totals change when some measures become others."""
    counts: Counter[Cell] = Counter()
    totals: Counter[Cell] = Counter()
    for sign, measures in ((-1, before), (1, after)):
        for cell, value in cells(company_id, measures):
            counts[cell] += sign
            totals[cell] += sign * value
    return counts, totals


class Piece(NamedTuple):
    """Rows of one span, from ``start`` to before ``end``."""

    span: int
    start: datetime
    end: datetime


def pieces(start: datetime, end: datetime) -> list[Piece]:
    """Divide a time that consists of whole quarters into as few rows as there are."""
    return list(_divided(start.astimezone(UTC), end.astimezone(UTC), Span.MONTH))


def _divided(start: datetime, end: datetime, span: Span) -> Iterator[Piece]:
    if start >= end:
        return
    if span is Span.QUARTER:
        yield Piece(span.value, start, end)
        return
    first, last = _next(span, start), start_of(span, end)
    finer = Span(span - 1)
    if first >= last:
        yield from _divided(start, end, finer)
        return
    yield from _divided(start, first, finer)
    yield Piece(span.value, first, last)
    yield from _divided(last, end, finer)


def _next(span: Span, at: datetime) -> datetime:
    """Return the first begin of a span that is not before a moment."""
    start = start_of(span, at)
    if start == at:
        return start
    return start_of(span, start + timedelta(days=1 if span is Span.DAY else 31))
