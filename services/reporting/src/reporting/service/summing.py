"""Summing up measures and rollups by days of each company's time zone, away from the events.

A transaction of events only appends to the log. What is in it is added to the sums when there is enough of
it, or it is old; until then reports read it beside the sums. When a company's time zone has changed, its
sums are made anew, of tickets and rollups (`reporting.service.recounts`); until that is done, reports have
the days of the zone before.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_platform.data.db import Database
from atende_platform.data.rounds import Companies, Rounds
from reporting.domain import measures
from reporting.domain.measures import Cell, Measure
from reporting.domain.periods import days_between
from reporting.domain.sums import View
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
_TOGETHER: Final = 50_000
"""How many measures are counted in memory before they are added to the sums: a second or two of PostgreSQL,
which has a minute for a statement, even where it is a busy one's."""
_DAYS: Final = 31
"""How many days of rollups are summed up at once."""

Moves = Callable[[], None]
"""Is told that a part of a long work is done."""


class TookTooLong(Exception):
    """A statement about one company took too long. Those about others may not."""


@contextmanager
def of_one_company(company_id: UUID) -> Iterator[None]:
    """Raise `TookTooLong` for ``TimeoutError``, after which `Rounds` would try no other company."""
    try:
        yield
    except TimeoutError as error:
        raise TookTooLong(str(company_id)) from error


def summing(database: Database, clock: Callable[[], datetime]) -> Rounds:
    """Return rounds of the worker that sum up companies, each in transactions of its own."""

    async def found(after: UUID, most: int) -> Companies:
        async with database.worker_statement() as session:
            return await sums.companies(session, after, clock(), enough=ENOUGH, age=AGE, limit=most)

    async def work(companies: Companies) -> bool:
        has_summed = False
        for company_id in companies:
            with of_one_company(company_id):
                async with database.worker() as session:
                    has_summed |= await sum_up(session, company_id)
        return has_summed

    return Rounds("summing", found, work, _COMPANIES)


async def sum_up(session: AsyncSession, company_id: UUID) -> bool:
    """Add a portion of what is logged to the sums; tell whether there was any, and nobody else does it."""
    if not await sums.try_hold(session, company_id):
        return False
    wanted, known = await sums.zones(session, company_id)
    name = known or wanted or DEFAULT_TIME_ZONE
    if known is None:
        await sums.keep_zone(session, company_id, name)
    elif not known:
        return False  # Its tickets are to be counted anew, by a zone.
    zone = ZoneInfo(name)
    measured = await sums.logged(session, company_id, PORTION)
    if measured is not None:
        days = _days(measured.first, measured.last, zone)
        await sums.add(session, company_id, measured.until, name, days)
    counted = await sums.logged_rollups(session, company_id, PORTION)
    if counted is not None:
        days = _days(counted.first, counted.last, zone)
        await sums.add_rollups(session, company_id, counted.until, name, days)
    return measured is not None or counted is not None


async def recount(database: Database, company_id: UUID) -> int:
    """Make a company's sums anew by its time zone, as soon as nobody else does; return of how many facts."""
    async with database.worker_statement() as holder, sums.holding(holder, company_id):
        return await _make_anew(database, company_id, lambda: None)


async def follow_zone(database: Database, company_id: UUID, moves: Moves) -> bool:
    """Make a company's sums anew if they are of another time zone than it has; tell whether that was done.

    It is not where somebody else has the company's sums in hand.
    """
    async with database.worker_statement() as holder, sums.trying_to_hold(holder, company_id) as held:
        if not held:
            return False
        wanted, known = await sums.zones(holder, company_id)
        if known is None or known == (wanted or DEFAULT_TIME_ZONE):
            return False  # Another worker has done it meanwhile.
        await _make_anew(database, company_id, moves)
        return True


async def _make_anew(database: Database, company_id: UUID, moves: Moves) -> int:
    """Make the sums of a company anew, which nobody else has in hand.

    Events go on meanwhile: what they log is not seen here, and stays to be added.
    """
    async with database.worker() as session:
        await as_of_now(session)
        wanted, _ = await sums.zones(session, company_id)
        name = wanted or DEFAULT_TIME_ZONE
        await sums.clear(session, company_id)
        await sums.keep_zone(session, company_id, name)
        moves()
        first, last = await sums.span_of_rollups(session, company_id)
        if first is not None and last is not None:
            for days in _days(first, last, ZoneInfo(name)).parts(_DAYS):
                await sums.add_rollups_of_days(session, company_id, name, days)
                moves()
        return await _Recount(session, company_id, name, moves).run()


async def as_of_now(session: AsyncSession) -> None:
    """Let a session see until its end what there is now, whatever others change."""
    await session.connection(execution_options={"isolation_level": "REPEATABLE READ"})


class _Recount:
    """Counts measures of a company's facts, many at a time."""

    def __init__(self, session: AsyncSession, company_id: UUID, zone: str, moves: Moves) -> None:
        self._session, self._company_id, self._zone, self._moves = session, company_id, zone, moves
        self._cells: list[tuple[Cell, int]] = []
        self._starts: set[datetime] = set()
        """The first and the last of all."""
        self._facts = 0

    async def run(self) -> int:
        async for tickets in TICKETS.pages(self._session, self._company_id, _PAGE):
            await self._add(each for ticket in tickets for each in ticket.measures())
            self._facts += len(tickets)
            self._moves()
        async for moments in MOMENTS.pages(self._session, self._company_id, _PAGE):
            await self._add(each for moment in moments for each in moment.measures())
            self._facts += len(moments)
            self._moves()
        await self._flush()
        await self._sum_up_months()
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
        self._starts = {min(self._starts | starts), max(self._starts | starts)}
        await sums.add_given(self._session, self._company_id, self._cells, self._zone, days)
        self._cells.clear()

    async def _sum_up_months(self) -> None:
        # At the end: a month's row that each portion added to would leave a thousand dead ones, and reports
        # of years would read all of these until they are vacuumed.
        if not self._starts:
            return
        for month, until in _days(min(self._starts), max(self._starts), ZoneInfo(self._zone)).by_month():
            for view in View:
                await sums.add_month(self._session, self._company_id, view, month, until)
                self._moves()


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
