"""Measures: how many of something there were, and how large, by when, channel, queue, agent and tag.

A measure is counted in a bucket: a duration in that of `bucket_of`, a rating under its score, a promise under
the number of what was promised, all else in 0; and in a quarter of an hour, as every time zone in use is a
whole number of these away from UTC. `reporting.domain.sums` makes days and months of a zone of them.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
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
_OF_SECONDS: Final = frozenset(DURATIONS)


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


def cells(company_id: UUID, measures: Iterable[Measure]) -> Iterator[tuple[Cell, int]]:
    """Yield each cell to which measures add one, with the value."""
    for metric, at, scene, value in measures:
        bucket = bucket_of(value) if metric in _OF_SECONDS else value
        start = slot_of(at)
        place = scene.channel_id, scene.queue_id or NOBODY, scene.agent_id or NOBODY
        for tag_id in (NOBODY, *scene.tag_ids):
            yield Cell(company_id, start, metric, *place, tag_id, bucket), value


def changes(
    company_id: UUID, before: Iterable[Measure], after: Iterable[Measure]
) -> tuple[Counter[Cell], Counter[Cell]]:
    """Return how counts and totals change when some measures become others."""
    counts: Counter[Cell] = Counter()
    totals: Counter[Cell] = Counter()
    was, becomes = [*before], [*after]
    if was:  # Most changes of a ticket leave most of its measures as they are.
        was, becomes = [one for one in was if one not in becomes], [one for one in becomes if one not in was]
    for sign, measures in ((-1, was), (1, becomes)):
        for cell, value in cells(company_id, measures):
            counts[cell] += sign
            totals[cell] += sign * value
    return counts, totals
