"""Exports as they are made: a page of rows at a time, those of several companies in turns.

A page is one transaction: its part of the file, and behind which row the next one begins. After a crash
another worker goes on there: no row is in the file twice or missing. Any size takes the memory of a page.
"""

import asyncio
from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Protocol
from uuid import UUID

import structlog
from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.permissions import Role
from atende_platform.data.db import Database, now
from atende_platform.files.parts import MAX_SHEET_ROWS, Extent, Part, Writer
from atende_platform.files.spreadsheets import CsvStyle
from atende_platform.identity.context import TenantContext
from atende_platform.process.turns import Turns
from atende_platform.transient import is_transient
from reporting.domain.filters import Filter
from reporting.repository import exports
from reporting.repository.exports import LEASES, TICKET_COLUMNS, Exports
from reporting.repository.recipients import Recipients
from reporting.repository.reports import EXPORT_COLUMNS, Reports
from reporting.schemas.activity import DayReport
from reporting.schemas.schedules import FiltersBody
from reporting.service import activity
from reporting.service.export_jobs import has_more, oldest
from reporting.service.exports import table_of
from reporting.service.periods import period_of
from reporting.service.tickets import Asked

if TYPE_CHECKING:
    from reporting.models.exports import ReportExport

log = structlog.get_logger(__name__)

PAGE: Final = 5_000
MAX_ATTEMPTS: Final = 5
_BEGIN: Final = UUID(int=0)


class _Page(NamedTuple):
    """Rows, and behind which position more are; None: these are the last."""

    rows: Sequence[Sequence[object]]
    position: str | None


class Source(Protocol):
    """Rows in an order that stays, page by page."""

    header: Sequence[str]

    async def count(self, session: AsyncSession) -> int | None: ...
    async def page(self, session: AsyncSession, position: str | None) -> _Page: ...


class Campaign:
    """The messages of a campaign, by their ids."""

    header = EXPORT_COLUMNS

    def __init__(self, job: "ReportExport") -> None:
        self._company_id = job.company_id
        self._campaign_id = UUID(job.question["campaignId"])

    async def count(self, session: AsyncSession) -> int | None:
        found = await Reports(session, self._company_id).campaign_sends(self._campaign_id)
        return sum(row.sends for row in found)

    async def page(self, session: AsyncSession, position: str | None) -> _Page:
        after = None if position is None else UUID(position)
        rows = await Reports(session, self._company_id).sends_of_campaign(self._campaign_id, after, PAGE)
        return _Page(rows, str(rows[-1].send_id) if len(rows) == PAGE else None)


class Tickets:
    """Tickets that were opened in a period, by when they were."""

    header = TICKET_COLUMNS

    def __init__(self, job: "ReportExport") -> None:
        self._company_id = job.company_id
        self._asked = _asked(job)
        self._at = job.created_at

    async def _bounds(self, session: AsyncSession) -> tuple[datetime, datetime]:
        reports = Reports(session, self._company_id)
        period = await period_of(reports, self._at, self._asked.first, self._asked.last)
        return period.start, period.end

    async def count(self, session: AsyncSession) -> int | None:
        start, end = await self._bounds(session)
        return await exports.count_tickets(session, self._company_id, start, end, self._asked.only)

    async def page(self, session: AsyncSession, position: str | None) -> _Page:
        start, end = await self._bounds(session)
        after = (start, _BEGIN)
        if position is not None:
            at, _, ticket_id = position.partition(" ")
            after = datetime.fromisoformat(at), UUID(ticket_id)
        rows = await exports.tickets(session, self._company_id, start, end, self._asked.only, after, PAGE)
        last = rows[-1] if len(rows) == PAGE else None
        return _Page(rows, f"{last.opened_at.isoformat()} {last.ticket_id}" if last else None)


class Days:
    """A period, day by day: one page."""

    def __init__(self, job: "ReportExport") -> None:
        self._asked = _asked(job)
        self._at = job.created_at
        self._actor = TenantContext(
            job.company_id, job.created_by, Role(job.question["role"]), job.id, job.question["kind"]
        )
        self.header = table_of(DayReport, []).header

    async def count(self, session: AsyncSession) -> int | None:
        return None

    async def page(self, session: AsyncSession, position: str | None) -> _Page:
        report = await activity.report_days(session, self._actor, self._asked, self._at)
        return _Page(table_of(DayReport, report.days).rows, None)


_SOURCES: Final[dict[str, Any]] = {"campaign": Campaign, "tickets": Tickets, "daily": Days}


def _asked(job: "ReportExport") -> Asked:
    question = job.question
    only: Filter = FiltersBody.model_validate(question["filters"]).filter()
    return Asked(date.fromisoformat(question["from"]), date.fromisoformat(question["to"]), only)


class Exporter:
    """Makes the exports that wait, those of several companies in turns."""

    def __init__(self, database: Database, most_bytes: int) -> None:
        self._database = database
        self._most_bytes = most_bytes
        self._turns = Turns(self._claim)

    async def _claim(self, but_not_of: Collection[UUID]) -> "_Claimed | None":
        async with self._database.worker() as session:
            job = await LEASES.claim(session, but_not_of)
        return _Claimed(self._database, job, self._most_bytes) if job else None

    async def step(self) -> bool:
        """Make a page of an export; return whether to call again at once."""
        return await self._turns.step()


class _Ended(Exception):
    """There is to be no file: a code that says why."""


async def _require_access(session: AsyncSession, job: "ReportExport") -> None:
    """Raise `_Ended` if the user who asked may see that much no more. API keys stay what they were."""
    user = (await Recipients(session, job.company_id).those([job.created_by])).get(job.created_by)
    # One that is not known yet was let in by auth a moment ago.
    if user is not None and not (
        user.active and (user.role != Role.AGENT or not has_more(job, user.user_id))
    ):
        raise _Ended("no-access")


class _Claimed:
    """An export that this worker has claimed."""

    def __init__(self, database: Database, job: "ReportExport", most_bytes: int) -> None:
        self._database = database
        self._job = job
        self._most_bytes = most_bytes

    @property
    def company_id(self) -> UUID:
        return self._job.company_id

    async def step(self) -> bool:
        if self._job.attempts > MAX_ATTEMPTS:
            log.error("export.given_up", export_id=str(self._job.id), company_id=str(self.company_id))
            await self._end("failed", "given-up")
            return False
        try:
            return await self._make_page()
        except _Ended as error:
            await self._end("failed", str(error))
            return False
        except Exception as error:
            if is_transient(error):
                raise
            log.error("export.failed", export_id=str(self._job.id), exc_info=error)
            await self._end("failed", "export-failed")
            return False

    async def _make_page(self) -> bool:
        job = self._job
        source: Source = _SOURCES[job.report](job)
        writer = Writer(job.format, CsvStyle(**job.style))  # type: ignore[arg-type]  # as it was asked for
        if job.parts and job.position is None:
            return await self._store(
                writer.finish(Extent(job.size, job.checksum)), _Page([], None), is_last=True
            )
        async with self._database.tenant(job.company_id) as session:
            await _require_access(session, job)
            total = job.rows_total if job.parts else await source.count(session)
            page = await source.page(session, job.position)
        if job.format == "xlsx" and job.rows_done + len(page.rows) > MAX_SHEET_ROWS:
            raise _Ended("too-many-rows")
        part = await asyncio.to_thread(self._part, writer, source, page)
        return await self._store(part, page, total=total)

    def _part(self, writer: Writer, source: Source, page: _Page) -> Part:
        job = self._job
        if not job.parts:
            return writer.begin(source.header, page.rows)
        return writer.go_on(Extent(job.size, job.checksum), page.rows)

    async def _store(
        self, part: Part, page: _Page, *, total: int | None = None, is_last: bool = False
    ) -> bool:
        job = self._job
        async with self._database.worker() as session:
            if not await LEASES.lock(session, job):
                log.info("export.taken_or_deleted", export_id=str(job.id))
                return False
            stored = await Exports(session, job.company_id, oldest(now())).stored_bytes()
            if stored + len(part.data) > self._most_bytes:
                raise _Ended("too-large")
            self._job = await exports.advance(
                session,
                job,
                part.data,
                rows=len(page.rows),
                rows_total=total if total is not None else job.rows_total,
                position=page.position,
                size=part.extent.size,
                checksum=part.extent.checksum,
            )
            if is_last:
                await exports.end(session, self._job, "finished", None, now())
        return not is_last

    async def put_back(self) -> None:
        """Leave the rest to the next worker that claims it."""
        async with self._database.worker() as session:
            if await LEASES.lock(session, self._job):
                await LEASES.release(session, self._job)

    async def _end(self, status: str, reason: str | None) -> None:
        async with self._database.worker() as session:
            await exports.end(session, self._job, status, reason, now())
