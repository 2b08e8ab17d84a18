"""Summing up measures and rollups by days of each company's time zone, away from the events.

A transaction of events only appends to the log. What is in it is added to the sums when there is enough of
it, or it is old; until then reports read it beside the sums. When a company's time zone has changed, its
sums are made anew, of tickets and rollups; until that is done, reports have the days of the zone before.
"""

from collections.abc import Awaitable, Callable, Iterable
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_platform.data.db import Database
from reporting.domain import measures
from reporting.domain.measures import Cell, Measure
from reporting.domain.periods import days_between
from reporting.repository import sums
from reporting.repository.facts import MOMENTS, TICKETS
from reporting.service.periods import DEFAULT_TIME_ZONE

ENOUGH: Final = 2_000
"""So many rows a report reads beside the sums in a few milliseconds."""
AGE: Final = timedelta(hours=1)
"""Small companies are summed up together with what comes in this time."""
PORTION: Final = 20_000
_COMPANIES: Final = 20
_PAGE: Final = 5_000
_TOGETHER: Final = 200_000
"""How many measures are counted in memory before they are added to the sums."""


def summing(database: Database, clock: Callable[[], datetime]) -> Callable[[], Awaitable[bool]]:
    """Return a round of the worker: it sums up some companies, and tells whether there is more to do."""

    async def work() -> bool:
        async with database.worker() as session:
            moved = await sums.moved(session, DEFAULT_TIME_ZONE)
            found = await sums.companies(session, clock(), enough=ENOUGH, age=AGE, limit=_COMPANIES)
        for company_id in found:
            async with database.worker() as session:
                await sum_up(session, company_id)
        if moved is not None:
            await recount(database, moved)
        return moved is not None or bool(found)

    return work


async def sum_up(session: AsyncSession, company_id: UUID) -> None:
    """Add a portion of what is logged to the sums."""
    await sums.hold(session, company_id)
    wanted, known = await sums.zones(session, company_id)
    name = known or wanted or DEFAULT_TIME_ZONE
    if known is None:
        await sums.keep_zone(session, company_id, name)
    elif not known:
        return  # Its tickets are to be counted anew, by a zone.
    zone = ZoneInfo(name)
    logged = await sums.logged(session, company_id, PORTION)
    if logged is not None:
        await sums.add(session, company_id, logged.until, name, _days(logged.first, logged.last, zone))
    logged = await sums.logged_rollups(session, company_id)
    if logged is not None:
        await sums.add_rollups(
            session, company_id, logged.until, name, _days(logged.first, logged.last, zone)
        )


async def recount(database: Database, company_id: UUID) -> int:
    """Make a company's sums anew by its time zone; return of how many facts.

    Events go on meanwhile: what they log is not seen here, and stays to be added.
    """
    async with (
        database.worker_statement() as holder,
        sums.holding(holder, company_id),
        database.worker() as session,
    ):
        await as_of_now(session)
        wanted, _ = await sums.zones(session, company_id)
        name = wanted or DEFAULT_TIME_ZONE
        await sums.clear(session, company_id)
        await sums.keep_zone(session, company_id, name)
        first, last = await sums.span_of_rollups(session, company_id)
        if first is not None and last is not None:
            days = _days(first, last, ZoneInfo(name))
            await sums.add_all_rollups(session, company_id, name, days)
        return await _Recount(session, company_id, name).run()


async def as_of_now(session: AsyncSession) -> None:
    """Let a session see until its end what there is now, whatever others change."""
    await session.connection(execution_options={"isolation_level": "REPEATABLE READ"})


class _Recount:
    """Counts measures of a company's facts, many at a time."""

    def __init__(self, session: AsyncSession, company_id: UUID, zone: str) -> None:
        self._session, self._company_id, self._zone = session, company_id, zone
        self._cells: list[tuple[Cell, int]] = []
        self._facts = 0

    async def run(self) -> int:
        async for tickets in TICKETS.pages(self._session, self._company_id, _PAGE):
            await self._add(each for ticket in tickets for each in ticket.measures())
            self._facts += len(tickets)
        async for moments in MOMENTS.pages(self._session, self._company_id, _PAGE):
            await self._add(each for moment in moments for each in moment.measures())
            self._facts += len(moments)
        await self._flush()
        return self._facts

    async def _add(self, found: Iterable[Measure]) -> None:
        self._cells.extend(measures.cells(self._company_id, found))
        if len(self._cells) >= _TOGETHER:
            await self._flush()

    async def _flush(self) -> None:
        if not self._cells:
            return
        starts = {cell.start for cell, _ in self._cells}
        days = _days(min(starts), max(starts), ZoneInfo(self._zone))
        await sums.add_given(self._session, self._company_id, self._cells, self._zone, days)
        self._cells.clear()


def _days(first: datetime, last: datetime, zone: ZoneInfo) -> sums.Days:
    days = days_between(first.astimezone(zone).date(), last.astimezone(zone).date(), zone)
    months: dict[date, datetime] = {}
    for day in days:
        month = day.day.replace(day=1)
        if month not in months:
            months[month] = days_between(month, month, zone)[0].start
    return sums.Days(
        [day.start for day in days], [months[day.day.replace(day=1)] for day in days], days[-1].end
    )
