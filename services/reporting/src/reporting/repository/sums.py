"""Sums of measures and days of rollups, as the worker keeps them; see `reporting.domain.sums`."""

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_platform.data import batch
from atende_platform.data.db import execute
from reporting.domain.counters import COUNTERS
from reporting.domain.measures import DURATIONS, NOBODY, Cell
from reporting.domain.sums import COUNTED, HOURLY, LANES, SUMMED, Level, View
from reporting.models.rollups import measure_log
from reporting.repository.lanes import added, hour, lane

_CELL: Final = "metric, tag_id, start, channel_id, queue_id, agent_id, bucket"
_COMPANIES: Final = """
SELECT company_id FROM (
    SELECT company_id, added_at FROM measure_log WHERE company_id > :after
    UNION ALL SELECT company_id, added_at FROM rollup_log WHERE company_id > :after
) AS logged
WHERE NOT EXISTS (
    SELECT FROM sum_zones AS known WHERE known.company_id = logged.company_id AND known.time_zone = ''
)
GROUP BY company_id
HAVING count(*) >= :enough OR min(added_at) < CAST(:before AS timestamptz) ORDER BY company_id LIMIT :limit
"""
_KEY: Final = "hashtextextended('measure_sums ' || CAST(CAST(:company_id AS uuid) AS text), 0)"
_TRY_HOLD: Final = f"SELECT pg_try_advisory_xact_lock({_KEY})"
_TRY_HOLD_LONG: Final = f"SELECT pg_try_advisory_lock({_KEY})"
_LET_GO: Final = f"SELECT pg_advisory_unlock({_KEY})"
_TRY_AGAIN_SECONDS: Final = 1.0
"""Asked again, not waited for in PostgreSQL: a statement may take a minute, a recount more."""
_ZONES: Final = """
SELECT (SELECT time_zone FROM company_settings WHERE company_id = :company_id) AS wanted,
    (SELECT time_zone FROM sum_zones WHERE company_id = :company_id) AS known
"""
_KEEP_ZONE: Final = """
INSERT INTO sum_zones (company_id, time_zone) VALUES (:company_id, :time_zone)
ON CONFLICT (company_id) DO UPDATE SET time_zone = excluded.time_zone
"""
_ROLLUPS: Final = ", ".join(COUNTERS)
_HOURS: Final = ", ".join(f"{name}_hours" for name in COUNTERS)
_SPAN_OF_ROLLUP_LOG: Final = """
SELECT min(slot) AS first, max(slot) AS last, max(id) AS until FROM (
    SELECT slot, id FROM rollup_log WHERE company_id = :company_id ORDER BY id LIMIT :limit
) AS oldest
"""
_SPAN_OF_ROLLUPS: Final = """
SELECT min(slot) AS first, max(slot) AS last FROM rollups WHERE company_id = :company_id
"""
_TAKEN_ROLLUPS: Final = f"""taken AS (
    DELETE FROM rollup_log WHERE company_id = :company_id AND id <= CAST(:until AS bigint)
        AND slot >= (CAST(:days AS timestamptz[]))[1] AND slot < CAST(:end AS timestamptz)
    RETURNING slot, channel_id, {_ROLLUPS}
), cells AS (
    SELECT slot, channel_id, {", ".join(f"sum({name}) AS {name}" for name in COUNTERS)}
    FROM taken GROUP BY slot, channel_id
), kept AS (
    INSERT INTO rollups AS known (company_id, slot, channel_id, {_ROLLUPS})
    SELECT :company_id, slot, channel_id, {_ROLLUPS} FROM cells
    ON CONFLICT (company_id, slot, channel_id) DO UPDATE SET
        {", ".join(f"{name} = known.{name} + excluded.{name}" for name in COUNTERS)}
)"""  # noqa: S608 (our own constants)
_ROLLUPS_OF_DAYS: Final = f"""cells AS (
    SELECT slot, channel_id, {_ROLLUPS} FROM rollups WHERE company_id = :company_id
        AND slot >= (CAST(:days AS timestamptz[]))[1] AND slot < CAST(:end AS timestamptz)
)"""  # noqa: S608 (our own constants)


def _adding_days(cells: str) -> str:
    """Return a statement that adds rollups to those of days, and returns which they are."""
    return f"""
WITH {cells}, hours AS (
    SELECT width_bucket(slot, CAST(:days AS timestamptz[])) AS day, channel_id, {hour("slot")} AS hour,
        {", ".join(f"sum({name}) AS {name}" for name in COUNTERS)}
    FROM cells GROUP BY 1, 2, 3
)
INSERT INTO rollup_days AS known (company_id, start, channel_id, {_ROLLUPS}, {_HOURS})
SELECT :company_id, (CAST(:days AS timestamptz[]))[day], channel_id,
    {", ".join(f"sum({name})" for name in COUNTERS)},
    {", ".join(f"sum({name} * {lane('hour')})" for name in COUNTERS)}
FROM hours GROUP BY day, channel_id
ON CONFLICT (company_id, start, channel_id) DO UPDATE SET
    {", ".join(f"{name} = known.{name} + excluded.{name}" for name in COUNTERS)},
    {", ".join(f"{name}_hours = known.{name}_hours + excluded.{name}_hours" for name in COUNTERS)}
RETURNING start, channel_id
"""  # noqa: S608 (our own constants)


_ADD_ROLLUP_LOG: Final = _adding_days(_TAKEN_ROLLUPS)
_ADD_ROLLUPS: Final = _adding_days(_ROLLUPS_OF_DAYS)
# Day by day, each by the index: a late event must not have all days since read again.
_BUSIEST: Final = """
UPDATE rollup_days AS known SET busiest = found.busiest
FROM unnest(CAST(:starts AS timestamptz[]), CAST(:ends AS timestamptz[])) AS day (start, until),
LATERAL (
    SELECT channel_id, max(replies_sent + campaign_sent) AS busiest FROM rollups
    WHERE company_id = :company_id AND slot >= day.start AND slot < day.until
        AND channel_id = ANY(CAST(:channel_ids AS uuid[]))
    GROUP BY channel_id
) AS found
WHERE known.company_id = :company_id AND known.start = day.start
    AND known.channel_id = found.channel_id AND known.busiest <> found.busiest
"""
_CLEAR_DAYS: Final = "DELETE FROM rollup_days WHERE company_id = :company_id"
_CLEAR_SUMS: Final = "DELETE FROM measure_sums WHERE company_id = :company_id"
_CLEAR_LOG: Final = "DELETE FROM measure_log WHERE company_id = :company_id"
_MOVED: Final = """
SELECT known.company_id FROM sum_zones AS known
LEFT JOIN company_settings AS settings ON settings.company_id = known.company_id
WHERE known.time_zone <> coalesce(settings.time_zone, :otherwise) AND known.company_id > :after
ORDER BY 1 LIMIT :limit
"""
_SPAN_OF_LOG: Final = """
SELECT min(start) AS first, max(start) AS last, max(id) AS until FROM (
    SELECT start, id FROM measure_log WHERE company_id = :company_id ORDER BY id LIMIT :limit
) AS oldest
"""

_TAKEN: Final = f"""taken AS (
    DELETE FROM measure_log WHERE company_id = :company_id AND id <= CAST(:until AS bigint)
        AND start >= (CAST(:days AS timestamptz[]))[1] AND start < CAST(:end AS timestamptz)
    RETURNING {_CELL}, count, total
), cells AS (
    SELECT {_CELL}, CAST(sum(count) AS bigint) AS count, CAST(sum(total) AS bigint) AS total FROM taken
    GROUP BY {_CELL} HAVING sum(count) <> 0 OR sum(total) <> 0
)"""  # noqa: S608 (made of the model)
_CELLS: Final = batch.Recordset(measure_log, [*_CELL.split(", "), "count", "total"])
_GIVEN: Final = f"cells AS (SELECT * FROM {_CELLS} AS given)"  # noqa: S608 (made of the model)

_HOURLY: Final = ", ".join(f"'{metric}'" for metric in HOURLY)


def _pivoted() -> str:
    """Return the columns of sums, of rows of a metric each."""
    parts = [(name, "number_of", name) for name in COUNTED]
    parts += [(f"{name}_total", "total", name) for name in DURATIONS]
    parts += [(f"{name}_hours", "lanes", name) for name in HOURLY]
    parts += [(name, "lanes", name) for name in ("rating", *DURATIONS)]
    return ",\n        ".join(
        f"sum({value}) FILTER (WHERE metric = '{metric}') AS {name}" for name, value, metric in parts
    )


def _dimension(column: str, *views: View) -> str:
    numbers = ", ".join(str(view.value) for view in (*views, View.FULL))
    return f"CASE WHEN view IN ({numbers}) THEN {column} ELSE CAST('{NOBODY}' AS uuid) END AS {column}"


_COLUMNS: Final = (*SUMMED, *LANES)


def _summing(cells: str, levels: Sequence[Level]) -> str:
    """Return a statement that adds cells to the sums of some levels, for every view."""
    views, kept = (", ".join(f"({one.value})" for one in found) for found in (View, levels))
    return f"""
WITH {cells}, metrics AS (
    SELECT width_bucket(start, CAST(:days AS timestamptz[])) AS day,
        tag_id, channel_id, queue_id, agent_id, metric, sum(count) AS number_of, sum(total) AS total,
        sum(count * CASE WHEN metric IN ({_HOURLY}) THEN {lane(hour("start"))} ELSE {lane("bucket")} END)
            AS lanes
    FROM cells GROUP BY 1, 2, 3, 4, 5, 6
), days AS (
    SELECT day, tag_id, channel_id, queue_id, agent_id,
        {_pivoted()}
    FROM metrics GROUP BY 1, 2, 3, 4, 5
), viewed AS (
    SELECT view, tag_id, level,
        CASE level WHEN {Level.DAY.value} THEN (CAST(:days AS timestamptz[]))[day]
            ELSE (CAST(:months AS timestamptz[]))[day] END AS start,
        {_dimension("channel_id", View.CHANNEL)},
        {_dimension("queue_id", View.QUEUE)},
        {_dimension("agent_id", View.AGENT)},
        {", ".join(_COLUMNS)}
    FROM days, (VALUES {views}) AS views (view), (VALUES {kept}) AS levels (level)
    WHERE tag_id = CAST('{NOBODY}' AS uuid) OR view IN ({View.TOTAL.value}, {View.FULL.value})
)
INSERT INTO measure_sums AS known (company_id, view, tag_id, level, start, channel_id, queue_id, agent_id,
    {", ".join(_COLUMNS)})
SELECT :company_id, view, tag_id, level, start, channel_id, queue_id, agent_id,
    {", ".join(f"sum({name})" for name in _COLUMNS)}
FROM viewed GROUP BY 2, 3, 4, 5, 6, 7, 8
ON CONFLICT (company_id, view, tag_id, level, start, channel_id, queue_id, agent_id) DO UPDATE SET
    {", ".join(f"{name} = {added(name)}" for name in _COLUMNS)}
"""  # noqa: S608 (made of the model)


_ADD_LOG: Final = _summing(_TAKEN, (Level.DAY, Level.MONTH))
_ADD_GIVEN: Final = _summing(_GIVEN, (Level.DAY,))
_ADD_MONTH: Final = f"""
INSERT INTO measure_sums (company_id, view, tag_id, level, start, channel_id, queue_id, agent_id,
    {", ".join(_COLUMNS)})
SELECT :company_id, :view, tag_id, {Level.MONTH.value}, CAST(:month AS timestamptz), channel_id, queue_id,
    agent_id, {", ".join(f"sum({name})" for name in _COLUMNS)}
FROM measure_sums WHERE company_id = :company_id AND view = :view AND level = {Level.DAY.value}
    AND start >= CAST(:month AS timestamptz) AND start < CAST(:until AS timestamptz)
GROUP BY tag_id, channel_id, queue_id, agent_id
"""  # noqa: S608 (made of the model)


class Days(NamedTuple):
    """The first moments of days, without a gap, and for each that of its month."""

    days: Sequence[datetime]
    months: Sequence[datetime]
    end: datetime
    """When the last of them ends."""

    def by_month(self) -> Iterator[tuple[datetime, datetime]]:
        """Yield when each of their months begins, and the next."""
        begins = list(dict.fromkeys(self.months))
        yield from zip(begins, [*begins[1:], self.end], strict=True)

    def parts(self, length: int) -> Iterator["Days"]:
        """Yield them, at most so many at a time."""
        for begin in range(0, len(self.days), length):
            until = begin + length
            end = self.days[until] if until < len(self.days) else self.end
            yield Days(self.days[begin:until], self.months[begin:until], end)


class Logged(NamedTuple):
    """The oldest that is not summed up: from when to when, and up to which of it."""

    first: datetime
    last: datetime
    until: int


async def companies(
    session: AsyncSession, after: UUID, at: datetime, *, enough: int, age: timedelta, limit: int
) -> Sequence[UUID]:
    """Return companies behind one of which ``enough`` is not summed up, or something for so long.

    Not those that are to be counted anew first.
    """
    rows = await execute(session, _COMPANIES, after=after, enough=enough, before=at - age, limit=limit)
    return rows.scalars().all()


async def try_hold(session: AsyncSession, company_id: UUID) -> bool:
    """Keep others from summing up the same until the transaction ends; False if another does now."""
    return bool((await execute(session, _TRY_HOLD, company_id=company_id)).scalar_one())


async def hold(session: AsyncSession, company_id: UUID) -> None:
    """Do what `try_hold` does as soon as nobody else does."""
    while True:
        if await try_hold(session, company_id):
            return
        await asyncio.sleep(_TRY_AGAIN_SECONDS)


@asynccontextmanager
async def trying_to_hold(session: AsyncSession, company_id: UUID) -> AsyncIterator[bool]:
    """Do what `try_hold` does for the time of the context, by a session that is in no transaction."""
    if not (await execute(session, _TRY_HOLD_LONG, company_id=company_id)).scalar_one():
        yield False
        return
    try:
        yield True
    finally:
        await execute(session, _LET_GO, company_id=company_id)


@asynccontextmanager
async def holding(session: AsyncSession, company_id: UUID) -> AsyncIterator[None]:
    """Do what `hold` does for the time of the context, by a session that is in no transaction."""
    while True:
        async with trying_to_hold(session, company_id) as held:
            if held:
                yield
                return
        await asyncio.sleep(_TRY_AGAIN_SECONDS)


async def zones(session: AsyncSession, company_id: UUID) -> tuple[str | None, str | None]:
    """Return the company's time zone, if it is known, and that of the sums, if there are any."""
    [row] = (await execute(session, _ZONES, company_id=company_id)).all()
    return row.wanted, row.known


async def logged(session: AsyncSession, company_id: UUID, limit: int) -> Logged | None:
    """Return which measures are to be summed up next."""
    [row] = (await execute(session, _SPAN_OF_LOG, company_id=company_id, limit=limit)).all()
    return None if row.until is None else Logged(row.first, row.last, row.until)


async def add(session: AsyncSession, company_id: UUID, until: int, zone: str, days: Days) -> None:
    """Move what is logged of these days, up to ``until``, to the sums."""
    await execute(session, _ADD_LOG, company_id=company_id, until=until, zone=zone, **days._asdict())


async def logged_rollups(session: AsyncSession, company_id: UUID, limit: int) -> Logged | None:
    """Return which rollups are to be summed up next."""
    [row] = (await execute(session, _SPAN_OF_ROLLUP_LOG, company_id=company_id, limit=limit)).all()
    return None if row.until is None else Logged(row.first, row.last, row.until)


async def add_rollups(session: AsyncSession, company_id: UUID, until: int, zone: str, days: Days) -> None:
    """Move rollups that are logged of these days, up to ``until``, to the rollups and their days."""
    touched = await execute(
        session, _ADD_ROLLUP_LOG, company_id=company_id, until=until, zone=zone, **days._asdict()
    )
    await _find_busiest(session, company_id, [(row.start, row.channel_id) for row in touched], days)


async def _find_busiest(
    session: AsyncSession, company_id: UUID, touched: Sequence[tuple[datetime, UUID]], days: Days
) -> None:
    """Find the busiest quarter of an hour of days of channels anew."""
    ends = dict(zip(days.days, [*days.days[1:], days.end], strict=True))
    starts = sorted({start for start, _ in touched})
    await execute(
        session,
        _BUSIEST,
        company_id=company_id,
        starts=starts,
        ends=[ends[start] for start in starts],
        channel_ids=list({channel_id for _, channel_id in touched}),
    )


async def span_of_rollups(session: AsyncSession, company_id: UUID) -> tuple[datetime | None, datetime | None]:
    """Return from when to when there are rollups."""
    [row] = (await execute(session, _SPAN_OF_ROLLUPS, company_id=company_id)).all()
    return row.first, row.last


async def add_rollups_of_days(session: AsyncSession, company_id: UUID, zone: str, days: Days) -> None:
    """Sum the rollups of these days up."""
    touched = await execute(
        session, _ADD_ROLLUPS, company_id=company_id, zone=zone, days=days.days, end=days.end
    )
    await _find_busiest(session, company_id, [(row.start, row.channel_id) for row in touched], days)


async def keep_zone(session: AsyncSession, company_id: UUID, zone: str) -> None:
    """Note by the days of which zone measures are summed up."""
    await execute(session, _KEEP_ZONE, company_id=company_id, time_zone=zone)


async def moved(session: AsyncSession, after: UUID, limit: int, otherwise: str) -> Sequence[UUID]:
    """Return companies behind one, in their order, whose time zone is no longer that of their sums."""
    rows = await execute(session, _MOVED, after=after, limit=limit, otherwise=otherwise)
    return rows.scalars().all()


async def clear(session: AsyncSession, company_id: UUID) -> None:
    """Take all sums away, and what was to be added to those of measures."""
    await execute(session, _CLEAR_SUMS, company_id=company_id)
    await execute(session, _CLEAR_DAYS, company_id=company_id)
    await execute(session, _CLEAR_LOG, company_id=company_id)


async def add_given(
    session: AsyncSession,
    company_id: UUID,
    cells: Sequence[tuple[Cell, int]],
    zone: str,
    days: Days,
) -> None:
    """Add one to each of these cells of these days, and its value; some may be given several times.

    Not to the sums of months: see `add_month`.
    """
    columns = zip(*(cell for cell, _ in cells), strict=True)
    given: dict[str, Any] = {
        f"given_{name}": column for name, column in zip(Cell._fields, columns, strict=True)
    }
    given |= {
        "given_count": [1] * len(cells),
        "given_total": [value for _, value in cells],
        "company_id": company_id,
        "zone": zone,
        **days._asdict(),
    }
    await execute(session, _ADD_GIVEN, given)


async def add_month(
    session: AsyncSession, company_id: UUID, view: View, month: datetime, until: datetime
) -> None:
    """Sum up a month of which there are only days."""
    await execute(session, _ADD_MONTH, company_id=company_id, view=view.value, month=month, until=until)
