"""Measures of one company, as the API reads them: few rows for any period."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Literal
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_platform.data.db import execute
from reporting.domain.filters import Filter
from reporting.domain.measures import NOBODY
from reporting.domain.periods import Day
from reporting.domain.spans import Span, pieces
from reporting.repository.narrowing import NARROWED, parameters

Key = Literal["nothing", "agent", "queue", "channel", "tag"]


def _reading(key: str, tags: str = "= :tag_id") -> str:
    """Return a statement that reads figures by a column of measures, of some tags."""
    return f"""
SELECT {key} AS key, m.metric, m.bucket, CAST(sum(m.count) AS bigint) AS number_of,
    CAST(sum(m.total) AS bigint) AS total
FROM unnest(CAST(:spans AS smallint[]), CAST(:starts AS timestamptz[]), CAST(:ends AS timestamptz[]))
    AS piece (span, start, until)
JOIN measures m ON m.company_id = :company_id AND m.metric = ANY(CAST(:metrics AS text[]))
    AND m.span = piece.span AND m.tag_id {tags} AND m.start >= piece.start AND m.start < piece.until
WHERE {NARROWED}
GROUP BY 1, 2, 3 HAVING sum(m.count) <> 0
"""  # noqa: S608 (a column of ours)


_TOTALS: Final = _reading("CAST(NULL AS uuid)")
_BY_AGENT: Final = _reading("m.agent_id")
_BY_QUEUE: Final = _reading("m.queue_id")
_BY_CHANNEL: Final = _reading("m.channel_id")
_BY_TAG: Final = _reading("m.tag_id")
_BY_ANY_TAG: Final = _reading("m.tag_id", "> :tag_id")
"""With the tag that stands for all tickets, which is less than any other."""
_STATEMENTS: Final[dict[Key, str]] = {
    "nothing": _TOTALS,
    "agent": _BY_AGENT,
    "queue": _BY_QUEUE,
    "channel": _BY_CHANNEL,
    "tag": _BY_TAG,
}
_OF_DAYS: Final = f"""
SELECT width_bucket(m.start, CAST(:starts AS timestamptz[])) - 1 AS number, m.metric,
    CAST(sum(m.count) AS bigint) AS number_of
FROM measures m
WHERE m.company_id = :company_id AND m.metric = ANY(CAST(:metrics AS text[])) AND m.span = :span
  AND m.tag_id = :tag_id AND m.start >= :start AND m.start < :until
  AND {NARROWED}
GROUP BY 1, 2
"""  # noqa: S608 (our own constant)
_OF_HOURS: Final = f"""
SELECT CAST(extract(isodow FROM m.start AT TIME ZONE :zone) AS int) AS weekday,
    CAST(extract(hour FROM m.start AT TIME ZONE :zone) AS int) AS hour, m.metric,
    CAST(sum(m.count) AS bigint) AS number_of
FROM measures m
WHERE m.company_id = :company_id AND m.metric = ANY(CAST(:metrics AS text[])) AND m.span = :span
  AND m.tag_id = :tag_id AND m.start >= :start AND m.start < :until
  AND {NARROWED}
GROUP BY 1, 2, 3
"""  # noqa: S608 (our own constant)


@dataclass(slots=True)
class Histogram:
    """How many of a metric there were in each bucket, and the sum of all."""

    buckets: dict[int, int] = field(default_factory=dict)
    total: int = 0

    @property
    def count(self) -> int:
        return sum(self.buckets.values())


EMPTY: Final = Histogram()
Figures = dict[str, Histogram]
"""By metric."""


async def read(
    session: AsyncSession,
    company_id: UUID,
    metrics: Sequence[str],
    start: datetime,
    end: datetime,
    only: Filter,
    by: Key = "nothing",
) -> dict[UUID | None, Figures]:
    """Return figures by agent, queue, channel (None: of none) or tag, or all under None."""
    parts = pieces(start, end)
    rows = await execute(
        session,
        _BY_ANY_TAG if by == "tag" and only.tag_id is None else _STATEMENTS[by],
        company_id=company_id,
        metrics=[*metrics],
        spans=[part.span for part in parts],
        starts=[part.start for part in parts],
        ends=[part.end for part in parts],
        **parameters(only),
    )
    found: defaultdict[UUID | None, Figures] = defaultdict(dict)
    for row in rows:
        figures = found[None if row.key == NOBODY else row.key]
        known = figures.setdefault(row.metric, Histogram())
        known.buckets[row.bucket] = row.number_of
        known.total += row.total
    return dict(found)


async def counts_of_days(
    session: AsyncSession, company_id: UUID, metrics: Sequence[str], days: Sequence[Day], only: Filter
) -> list[Counter[str]]:
    """Return how many there were on each day."""
    rows = await execute(
        session,
        _OF_DAYS,
        company_id=company_id,
        metrics=[*metrics],
        span=Span.QUARTER.value,
        starts=[day.start for day in days],
        start=days[0].start,
        until=days[-1].end,
        **parameters(only),
    )
    counts: list[Counter[str]] = [Counter() for _ in days]
    for row in rows:
        counts[row.number][row.metric] = row.number_of
    return counts


async def counts_of_hours(
    session: AsyncSession,
    company_id: UUID,
    metrics: Sequence[str],
    start: datetime,
    end: datetime,
    zone: str,
    only: Filter,
) -> dict[tuple[int, int], Counter[str]]:
    """Return how many there were by weekday (1 is Monday) and hour of a time zone."""
    rows = await execute(
        session,
        _OF_HOURS,
        company_id=company_id,
        metrics=[*metrics],
        span=Span.QUARTER.value,
        start=start,
        until=end,
        zone=zone,
        **parameters(only),
    )
    counts: defaultdict[tuple[int, int], Counter[str]] = defaultdict(Counter)
    for row in rows:
        counts[row.weekday, row.hour][row.metric] = row.number_of
    return dict(counts)
