"""Exports that are made in steps, the parts of their files, and the rows that go into them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row
from sqlmodel import col, func, select, tuple_
from sqlmodel.ext.asyncio.session import AsyncSession

from atende_platform.data.batch import fetch
from atende_platform.data.db import execute
from atende_platform.data.leases import LEASE_SECONDS, Leases
from atende_platform.data.purges import deleting
from reporting.domain.filters import Filter
from reporting.models.exports import ReportExport, ReportExportPart

LEASES: Final = Leases(ReportExport, done="parts")
_ADD_PART: Final = """
INSERT INTO report_export_parts (company_id, export_id, part, data)
VALUES (:company_id, :export_id, :part, :data)
"""
_ADVANCE: Final = """
UPDATE report_exports
SET parts = parts + 1, rows_done = rows_done + :rows, rows_total = :rows_total, position = :position,
    stored_bytes = stored_bytes + :stored, size = :size, checksum = :checksum, attempts = 0,
    leased_until = now() + make_interval(secs => :lease)
WHERE company_id = :company_id AND id = :id
RETURNING *
"""
_END: Final = """
UPDATE report_exports
SET status = :status, reason = :reason, finished_at = :at, leased_until = now(),
    stored_bytes = CASE WHEN :status = 'failed' THEN 0 ELSE stored_bytes END
WHERE company_id = :company_id AND id = :id AND status = 'running' AND parts = :parts
"""
_DROP_PARTS: Final = (
    "DELETE FROM report_export_parts WHERE company_id = :company_id AND export_id = :export_id"
)


async def advance(
    session: AsyncSession,
    job: ReportExport,
    data: bytes,
    *,
    rows: int,
    rows_total: int | None,
    position: str | None,
    size: int,
    checksum: int,
) -> ReportExport:
    """Store the next part, how far the export now is, and renew the lease. Lock it before."""
    named = {"company_id": job.company_id}
    await execute(session, _ADD_PART, **named, export_id=job.id, part=job.parts, data=data)
    [advanced] = await fetch(
        session,
        ReportExport,
        _ADVANCE,
        **named,
        id=job.id,
        rows=rows,
        rows_total=rows_total,
        position=position,
        stored=len(data),
        size=size,
        checksum=checksum,
        lease=LEASE_SECONDS,
    )
    return advanced


async def end(
    session: AsyncSession, job: ReportExport, status: str, reason: str | None, at: datetime
) -> None:
    """End an export, unless another worker has it by now. One that failed keeps no file."""
    named = {"company_id": job.company_id}
    ended = await execute(
        session, _END, **named, id=job.id, parts=job.parts, status=status, reason=reason, at=at
    )
    if ended.rowcount and status == "failed":
        await execute(session, _DROP_PARTS, **named, export_id=job.id)


_PURGE: Final = deleting(
    "report_exports",
    "created_at < now() - make_interval(hours => :hours)"
    " AND (status <> 'finished' OR leased_until <= now())",  # One that is being downloaded stays.
    "created_at",
)


async def purge(session: AsyncSession, limit: int, *, hours: int) -> int:
    """Delete some exports that are older, with their files; return how many."""
    return (await execute(session, _PURGE, hours=hours, limit=limit)).rowcount


_KEEP_NEWEST: Final = """
DELETE FROM report_exports
WHERE company_id = :company_id AND created_by = :created_by AND status IN ('finished', 'failed')
  AND leased_until <= now() AND id NOT IN (
    SELECT id FROM report_exports WHERE company_id = :company_id AND created_by = :created_by
    ORDER BY created_at DESC, id DESC LIMIT :kept)
"""
_KEEP_FOR: Final = """
UPDATE report_exports SET leased_until = now() + make_interval(secs => :seconds)
WHERE company_id = :company_id AND id = :id AND status = 'finished'
  AND leased_until < now() + make_interval(secs => :seconds) / 2
"""


class Exports:
    """One company's exports."""

    def __init__(self, session: AsyncSession, company_id: UUID, since: datetime) -> None:
        """Those older than ``since`` are gone, also if they have not been deleted yet."""
        self._session = session
        self._company_id = company_id
        self._since = since

    async def add(self, **fields: Any) -> ReportExport:
        job = ReportExport(company_id=self._company_id, **fields)
        self._session.add(job)
        await self._session.flush()
        await self._session.refresh(job)
        return job

    async def under_way(self, created_by: UUID | None = None) -> int:
        """Return how many are not done yet; of one user, if named."""
        query = select(func.count()).where(
            ReportExport.company_id == self._company_id, col(ReportExport.status).in_(("queued", "running"))
        )
        if created_by is not None:
            query = query.where(ReportExport.created_by == created_by)
        return (await self._session.exec(query)).one()

    async def stored_bytes(self) -> int:
        """Return how much all files take."""
        query = select(func.coalesce(func.sum(ReportExport.stored_bytes), 0)).where(
            ReportExport.company_id == self._company_id
        )
        return int((await self._session.exec(query)).one())

    async def keep_newest(self, created_by: UUID, kept: int) -> None:
        """Delete all of a user but the newest, those being made or downloaded in any case."""
        await execute(
            self._session, _KEEP_NEWEST, company_id=self._company_id, created_by=created_by, kept=kept
        )

    async def keep_for(self, export_id: UUID, seconds: int) -> None:
        """Let a finished export stay for so long, as somebody downloads it."""
        await execute(self._session, _KEEP_FOR, company_id=self._company_id, id=export_id, seconds=seconds)

    async def find(self, export_id: UUID) -> ReportExport | None:
        query = select(ReportExport).where(
            ReportExport.company_id == self._company_id,
            ReportExport.id == export_id,
            col(ReportExport.created_at) > self._since,
        )
        return (await self._session.exec(query)).first()

    async def page(
        self, position: tuple[datetime, UUID] | None, limit: int, created_by: UUID | None
    ) -> Sequence[ReportExport]:
        """Return up to ``limit`` exports behind a position, the newest first; of one user, if named."""
        key = (col(ReportExport.created_at), col(ReportExport.id))
        query = select(ReportExport).where(
            ReportExport.company_id == self._company_id, col(ReportExport.created_at) > self._since
        )
        if created_by is not None:
            query = query.where(ReportExport.created_by == created_by)
        if position is not None:
            query = query.where(tuple_(*key) < position)
        return (await self._session.exec(query.order_by(*(one.desc() for one in key)).limit(limit))).all()

    async def delete(self, job: ReportExport) -> None:
        """Delete an export with its file; a worker that makes it notices."""
        await self._session.delete(job)
        await self._session.flush()

    async def part(self, export_id: UUID, part: int) -> bytes | None:
        """Return a part of a file, as it is stored."""
        query = select(ReportExportPart.data).where(
            ReportExportPart.company_id == self._company_id,
            ReportExportPart.export_id == export_id,
            ReportExportPart.part == part,
        )
        return (await self._session.exec(query)).first()


TICKET_COLUMNS: Final = (
    "ticket_id",
    "status",
    "channel_id",
    "channel",
    "queue_id",
    "queue",
    "agent_id",
    "agent",
    "tag_ids",
    "opened_at",
    "first_reply_at",
    "first_reply_seconds",
    "first_reply_business_seconds",
    "first_reply_by",
    "closed_at",
    "resolution_seconds",
    "resolution_business_seconds",
    "closed_by",
)
# A ticket that an agent opened by writing has no first reply that anybody waited for, as in the reports.
_TICKETS: Final = """
SELECT t.ticket_id, t.status, t.channel_id, c.name AS channel, t.queue_id, q.name AS queue,
    t.assignee_id AS agent_id, u.name AS agent, array_to_string(t.tag_ids, ' ') AS tag_ids, t.opened_at,
    t.first_reply_at,
    CASE WHEN t.first_reply_at > t.opened_at
        THEN CAST(floor(extract(epoch FROM t.first_reply_at - t.opened_at)) AS int)
        END AS first_reply_seconds,
    CASE WHEN t.first_reply_at > t.opened_at AND t.answered_at = t.first_reply_at
        THEN t.answered_seconds END AS first_reply_business_seconds,
    CASE WHEN t.answered_at = t.first_reply_at THEN t.answered_by END AS first_reply_by,
    CASE WHEN t.status = 'closed' THEN t.closed_at END AS closed_at,
    CASE WHEN t.status = 'closed'
        THEN CAST(floor(extract(epoch FROM t.closed_at - t.opened_at)) AS int) END AS resolution_seconds,
    CASE WHEN t.status = 'closed' AND t.ended_at = t.closed_at
        THEN t.ended_seconds END AS resolution_business_seconds,
    CASE WHEN t.status = 'closed' AND t.ended_at = t.closed_at THEN t.ended_by END AS closed_by
FROM ticket_facts t
LEFT JOIN channel_facts c ON c.company_id = t.company_id AND c.channel_id = t.channel_id
LEFT JOIN directory u ON u.company_id = t.company_id AND u.kind = 'user' AND u.id = t.assignee_id
LEFT JOIN directory q ON q.company_id = t.company_id AND q.kind = 'queue' AND q.id = t.queue_id
WHERE t.company_id = :company_id AND t.opened_at >= :start AND t.opened_at < :until
  AND (t.opened_at, t.ticket_id) > (CAST(:after_at AS timestamptz), CAST(:after_id AS uuid))
  AND (CAST(:channel_id AS uuid) IS NULL OR t.channel_id = :channel_id)
  AND (CAST(:queue_id AS uuid) IS NULL OR t.queue_id = :queue_id)
  AND (CAST(:agent_id AS uuid) IS NULL OR t.assignee_id = :agent_id)
  AND (CAST(:tag_id AS uuid) IS NULL OR :tag_id = ANY(t.tag_ids))
ORDER BY t.opened_at, t.ticket_id LIMIT :limit
"""
_COUNT_TICKETS: Final = """
SELECT count(*) AS tickets FROM ticket_facts
WHERE company_id = :company_id AND opened_at >= :start AND opened_at < :until
  AND (CAST(:channel_id AS uuid) IS NULL OR channel_id = :channel_id)
  AND (CAST(:queue_id AS uuid) IS NULL OR queue_id = :queue_id)
  AND (CAST(:agent_id AS uuid) IS NULL OR assignee_id = :agent_id)
  AND (CAST(:tag_id AS uuid) IS NULL OR :tag_id = ANY(tag_ids))
"""


def _narrowed(only: Filter) -> dict[str, UUID | None]:
    return {
        "channel_id": only.channel_id,
        "queue_id": only.queue_id,
        "agent_id": only.agent_id,
        "tag_id": only.tag_id,
    }


async def tickets(
    session: AsyncSession,
    company_id: UUID,
    start: datetime,
    end: datetime,
    only: Filter,
    after: tuple[datetime, UUID],
    limit: int,
) -> Sequence[Row[Any]]:
    """Return `TICKET_COLUMNS` of tickets that were opened in a period, behind a position, oldest first."""
    result = await execute(
        session,
        _TICKETS,
        company_id=company_id,
        start=start,
        until=end,
        after_at=after[0],
        after_id=after[1],
        limit=limit,
        **_narrowed(only),
    )
    return result.all()


async def count_tickets(
    session: AsyncSession, company_id: UUID, start: datetime, end: datetime, only: Filter
) -> int:
    """Return how many tickets were opened in a period."""
    result = await execute(
        session, _COUNT_TICKETS, company_id=company_id, start=start, until=end, **_narrowed(only)
    )
    return int(result.scalar_one())
