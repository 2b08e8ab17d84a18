"""Measures of one company, as the API reads them: sums of days and months, and what is not summed up yet.

What is not summed up yet stands in the log: each statement reads that, too, so that both are of one moment.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final, Literal
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_platform.data.db import execute
from reporting.domain.filters import Filter
from reporting.domain.measures import DURATIONS, NOBODY
from reporting.domain.periods import Period
from reporting.domain.sums import COUNTED, HOURLY, Level, View, buckets_of, pieces
from reporting.repository.lanes import hour, lane
from reporting.repository.narrowing import NARROWED, parameters

Key = Literal["nothing", "agent", "queue", "channel", "tag"]

_WHOSE: Final = f"m.company_id = :company_id AND {NARROWED}"
_OF_TAG: Final = "m.tag_id = :tag_id"
_OF_ANY_TAG: Final = "m.tag_id > :tag_id"
"""With the tag that stands for all tickets, which is less than any other."""
_WHEN: Final = "m.start >= CAST(:start AS timestamptz) AND m.start < CAST(:until AS timestamptz)"


def _sums(tags: str) -> str:
    """Return what to read sums of pieces of time from, of some tags.

    Each piece by the index: left to itself, PostgreSQL reads all days of years and looks at the pieces then,
    which OFFSET prevents.
    """
    return f"""
    FROM unnest(CAST(:levels AS smallint[]), CAST(:starts AS timestamptz[]), CAST(:ends AS timestamptz[]),
        CAST(:signs AS smallint[])) AS piece (level, start, until, sign)
    CROSS JOIN LATERAL (
        SELECT * FROM measure_sums m WHERE {_WHOSE} AND m.view = :view AND {tags}
            AND m.level = piece.level AND m.start >= piece.start AND m.start < piece.until OFFSET 0
    ) AS m"""  # noqa: S608 (our own constants)


def _each(rows: Sequence[tuple[str, str, str, str]]) -> str:
    """Return rows of a metric, how many there were, the sum of their values, and their lanes."""
    values = ",\n        ".join(f"('{metric}', {', '.join(rest)})" for metric, *rest in rows)
    return f"LATERAL (VALUES\n        {values}\n    ) AS each (metric, number_of, total, lanes)"


_READ_TOGETHER: Final = _each(
    [
        *((metric, f"sign * {metric}", "0", "0.0") for metric in COUNTED),
        ("rating", "0", "0", "sign * rating"),
        *((metric, "0", f"sign * {metric}_total", f"sign * {metric}") for metric in DURATIONS),
    ]
)
_SUMMED_COLUMNS: Final = (*COUNTED, "rating", *(one for name in DURATIONS for one in (name, f"{name}_total")))


def _reading(key: str, tags: str = _OF_TAG) -> str:
    """Return a statement that reads figures by a column, of some tags."""
    return f"""
WITH found (key, metric, number_of, total, lanes) AS (
    SELECT key, each.* FROM (
        SELECT {key} AS key, piece.sign, {", ".join(f"sum(m.{name}) AS {name}" for name in _SUMMED_COLUMNS)}
        {_sums(tags)} GROUP BY 1, 2
    ) AS summed, {_READ_TOGETHER}
    UNION ALL
    SELECT {key}, m.metric, m.count, m.total, m.count * {lane("m.bucket")}
    FROM measure_log m WHERE {_WHOSE} AND {tags} AND {_WHEN}
)
SELECT key, metric, coalesce(CAST(sum(number_of) AS bigint), 0) AS number_of,
    coalesce(CAST(sum(total) AS bigint), 0) AS total, coalesce(CAST(sum(lanes) AS text), '0') AS lanes
FROM found WHERE metric = ANY(CAST(:metrics AS text[])) GROUP BY 1, 2
"""  # noqa: S608 (our own constants)


_TOTALS: Final = _reading("CAST(NULL AS uuid)")
_BY_AGENT: Final = _reading("m.agent_id")
_BY_QUEUE: Final = _reading("m.queue_id")
_BY_CHANNEL: Final = _reading("m.channel_id")
_BY_TAG: Final = _reading("m.tag_id")
_BY_ANY_TAG: Final = _reading("m.tag_id", _OF_ANY_TAG)
_STATEMENTS: Final[dict[Key, str]] = {
    "nothing": _TOTALS,
    "agent": _BY_AGENT,
    "queue": _BY_QUEUE,
    "channel": _BY_CHANNEL,
    "tag": _BY_TAG,
}

_COUNTED_TOGETHER: Final = _each([(metric, metric, "0", "0.0") for metric in COUNTED])
_DAY: Final = "width_bucket(m.start, CAST(:days AS timestamptz[])) - 1"
_OF_DAYS: Final = f"""
WITH found (number, metric, number_of) AS (
    SELECT number, each.metric, each.number_of FROM (
        SELECT {_DAY} AS number, {", ".join(f"sum(m.{name}) AS {name}" for name in COUNTED)}
        FROM measure_sums m
        WHERE m.view = :view AND m.level = {Level.DAY.value} AND {_WHOSE} AND {_OF_TAG} AND {_WHEN} GROUP BY 1
    ) AS summed, {_COUNTED_TOGETHER}
    UNION ALL
    SELECT {_DAY}, m.metric, m.count FROM measure_log m WHERE {_WHOSE} AND {_OF_TAG} AND {_WHEN}
)
SELECT number, metric, coalesce(CAST(sum(number_of) AS bigint), 0) AS number_of
FROM found WHERE metric = ANY(CAST(:metrics AS text[])) GROUP BY 1, 2
"""  # noqa: S608 (our own constants)

_HOURS_TOGETHER: Final = _each([(metric, "0", "0", f"sign * {metric}_hours") for metric in HOURLY])
_OF_HOURS: Final = f"""
WITH found (metric, lanes) AS (
    SELECT each.metric, each.lanes FROM (
        SELECT piece.sign, {", ".join(f"sum(m.{name}_hours) AS {name}_hours" for name in HOURLY)}
        {_sums(_OF_TAG)} GROUP BY 1
    ) AS summed, {_HOURS_TOGETHER}
    UNION ALL
    SELECT m.metric, m.count * {lane(hour("m.start"))} FROM measure_log m
    WHERE {_WHOSE} AND {_OF_TAG} AND {_WHEN}
)
SELECT metric, coalesce(CAST(sum(lanes) AS text), '0') AS lanes
FROM found WHERE metric = ANY(CAST(:metrics AS text[])) GROUP BY 1
"""  # noqa: S608 (our own constants)


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


_VIEWS: Final[dict[Key, View]] = {"agent": View.AGENT, "queue": View.QUEUE, "channel": View.CHANNEL}


def _view(only: Filter, by: Key = "nothing") -> int:
    """Return the narrowest view that tells apart what is asked for."""
    if only.share is not None:
        return View.FULL.value
    asked = [view for name, view in _VIEWS.items() if by == name or getattr(only, f"{name}_id") is not None]
    if not asked:
        return View.TOTAL.value
    is_tagged = by == "tag" or only.tag_id is not None
    return asked[0].value if len(asked) == 1 and not is_tagged else View.FULL.value


def _parameters(company_id: UUID, metrics: Sequence[str], period: Period, only: Filter) -> dict[str, Any]:
    return {
        **parameters(only),
        "company_id": company_id,
        "metrics": [*metrics],
        "start": period.start,
        "until": period.end,
    }


def _pieces(period: Period) -> dict[str, Any]:
    found = pieces(period.first, period.last + timedelta(days=1), period.zone)
    return {
        "levels": [piece.level for piece in found],
        "starts": [piece.start for piece in found],
        "ends": [piece.end for piece in found],
        "signs": [piece.sign for piece in found],
    }


async def read(
    session: AsyncSession,
    company_id: UUID,
    metrics: Sequence[str],
    period: Period,
    only: Filter,
    by: Key = "nothing",
) -> dict[UUID | None, Figures]:
    """Return figures by agent, queue, channel (None: of none) or tag, or all under None."""
    given = {**_parameters(company_id, metrics, period, only), **_pieces(period), "view": _view(only, by)}
    found: defaultdict[UUID | None, Figures] = defaultdict(dict)
    statement = _BY_ANY_TAG if by == "tag" and only.tag_id is None else _STATEMENTS[by]
    for row in await execute(session, statement, given):
        if one := _histogram(row.metric, row.number_of, row.total, row.lanes):
            found[None if row.key == NOBODY else row.key][row.metric] = one
    return dict(found)


def _histogram(metric: str, number_of: int, total: int, lanes: str) -> Histogram | None:
    """Return what was read of a metric; None if there were none."""
    if metric in COUNTED:
        return Histogram({0: number_of}) if number_of else None
    buckets = buckets_of(lanes)
    if metric == "rating":
        total = sum(score * count for score, count in buckets.items())
    return Histogram(buckets, total) if buckets else None


async def counts_of_days(
    session: AsyncSession, company_id: UUID, metrics: Sequence[str], period: Period, only: Filter
) -> list[Counter[str]]:
    """Return how many there were on each day, of `COUNTED` metrics."""
    days = period.days
    given = {
        **_parameters(company_id, metrics, period, only),
        "days": [day.start for day in days],
        "view": _view(only),
    }
    counts: list[Counter[str]] = [Counter() for _ in days]
    for row in await execute(session, _OF_DAYS, given):
        counts[row.number][row.metric] = row.number_of
    return counts


async def counts_of_hours(
    session: AsyncSession, company_id: UUID, metrics: Sequence[str], period: Period, only: Filter
) -> dict[tuple[int, int], Counter[str]]:
    """Return how many there were by weekday (1 is Monday) and hour, of `HOURLY` metrics."""
    given = {
        **_parameters(company_id, metrics, period, only),
        **_pieces(period),
        "zone": period.zone.key,
        "view": _view(only),
    }
    counts: defaultdict[tuple[int, int], Counter[str]] = defaultdict(Counter)
    for row in await execute(session, _OF_HOURS, given):
        for number, count in buckets_of(row.lanes).items():
            counts[number // 24 + 1, number % 24][row.metric] = count
    return dict(counts)
