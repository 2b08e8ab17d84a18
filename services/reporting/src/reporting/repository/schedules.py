"""Scheduled reports of one company, and what came of them."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlmodel import col, func, select, tuple_
from sqlmodel.ext.asyncio.session import AsyncSession

from atende_platform.data.batch import fetch
from reporting.models.schedules import ReportMail, ReportRun, ReportSchedule

_LATEST_RUNS: Final = """
SELECT DISTINCT ON (schedule_id) * FROM report_runs
WHERE company_id = :company_id AND schedule_id = ANY (CAST(:schedule_ids AS uuid[]))
ORDER BY schedule_id, created_at DESC, id DESC
"""


class Schedules:
    """One company's scheduled reports."""

    def __init__(self, session: AsyncSession, company_id: UUID) -> None:
        self._session = session
        self._company_id = company_id

    async def all(self) -> Sequence[ReportSchedule]:
        """Return all, by name."""
        query = select(ReportSchedule).where(ReportSchedule.company_id == self._company_id)
        query = query.order_by(func.lower(ReportSchedule.name), col(ReportSchedule.id))
        return (await self._session.exec(query)).all()

    async def count(self) -> int:
        query = select(func.count()).where(ReportSchedule.company_id == self._company_id)
        return (await self._session.exec(query)).one()

    async def find(self, schedule_id: UUID, *, lock: bool = False) -> ReportSchedule | None:
        query = select(ReportSchedule).where(
            ReportSchedule.company_id == self._company_id, ReportSchedule.id == schedule_id
        )
        if lock:
            query = query.with_for_update().execution_options(populate_existing=True)
        return (await self._session.exec(query)).first()

    async def add(self, **fields: Any) -> ReportSchedule:
        schedule = ReportSchedule(company_id=self._company_id, **fields)
        self._session.add(schedule)
        await self._session.flush()
        await self._session.refresh(schedule)
        return schedule

    async def change(self, schedule: ReportSchedule, changes: dict[str, Any]) -> None:
        """Store changes of a locked one."""
        schedule.sqlmodel_update(changes)
        schedule.revision += 1
        self._session.add(schedule)
        await self._session.flush()

    async def delete(self, schedule: ReportSchedule) -> None:
        """Delete it with its runs; what was not sent yet is not sent."""
        await self._session.delete(schedule)
        await self._session.flush()

    async def latest_runs(self, schedule_ids: Collection[UUID]) -> dict[UUID, ReportRun]:
        """Return the latest run of each of some schedules that had one."""
        runs = await fetch(
            self._session,
            ReportRun,
            _LATEST_RUNS,
            company_id=self._company_id,
            schedule_ids=list(schedule_ids),
        )
        return {run.schedule_id: run for run in runs}

    async def run_of(self, run_id: UUID) -> tuple[ReportRun, ReportSchedule] | None:
        """Return a run, and the schedule that it is of; None once they are deleted."""
        query = (
            select(ReportRun, ReportSchedule)
            .join(
                ReportSchedule,
                (col(ReportSchedule.company_id) == col(ReportRun.company_id))
                & (col(ReportSchedule.id) == col(ReportRun.schedule_id)),
            )
            .where(ReportRun.company_id == self._company_id, ReportRun.id == run_id)
        )
        return (await self._session.exec(query)).first()

    async def runs(
        self, schedule_id: UUID, position: tuple[datetime, UUID] | None, limit: int
    ) -> Sequence[ReportRun]:
        """Return up to ``limit`` runs of a schedule behind a position, the newest first."""
        key = (col(ReportRun.created_at), col(ReportRun.id))
        query = select(ReportRun).where(
            ReportRun.company_id == self._company_id, ReportRun.schedule_id == schedule_id
        )
        if position is not None:
            query = query.where(tuple_(*key) < position)
        return (await self._session.exec(query.order_by(*(one.desc() for one in key)).limit(limit))).all()

    async def mails(self, run_ids: Collection[UUID]) -> Sequence[ReportMail]:
        """Return the e-mails of some runs."""
        query = select(ReportMail).where(
            ReportMail.company_id == self._company_id, col(ReportMail.run_id).in_(set(run_ids))
        )
        return (await self._session.exec(query.order_by(col(ReportMail.user_id)))).all()

    async def sent_by_hand_since(self, at: datetime) -> int:
        """Return how many runs people started since then."""
        query = select(func.count()).where(
            ReportRun.company_id == self._company_id,
            col(ReportRun.created_at) > at,
            col(ReportRun.requested_by).is_not(None),
        )
        return (await self._session.exec(query)).one()
