"""Bulk jobs, and the files that they make."""

import zlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import orjson
from sqlmodel import col, func, select, tuple_
from sqlmodel.ext.asyncio.session import AsyncSession

from atende_platform.data.batch import fetch
from atende_platform.data.db import execute
from atende_platform.data.leases import LEASE_SECONDS, Leases
from atende_platform.data.purges import deleting
from chat.bulk.models import BulkFile, BulkJob
from chat.rows import Row

LEASES: Final = Leases(BulkJob, done="next_row")
_ADVANCE: Final = """
UPDATE bulk_jobs
SET next_row = next_row + :rows, changed = changed + :changed, unchanged = unchanged + :unchanged,
    failed = failed + :failed, errors = errors || CAST(:errors AS jsonb), position = :position,
    attempts = 0, leased_until = now() + make_interval(secs => :lease)
WHERE company_id = :company_id AND id = :id
RETURNING *
"""


async def advance(
    session: AsyncSession,
    job: BulkJob,
    *,
    rows: int,
    counts: dict[str, int],
    errors: list[Row],
    position: str | None,
) -> BulkJob:
    """Add a portion's result and renew the lease. Lock it before."""
    [advanced] = await fetch(
        session,
        BulkJob,
        _ADVANCE,
        company_id=job.company_id,
        id=job.id,
        rows=rows,
        **counts,
        errors=orjson.dumps(errors).decode(),
        position=position,
        lease=LEASE_SECONDS,
    )
    return advanced


_END: Final = """
UPDATE bulk_jobs SET status = :status, finished_at = :now, ids = NULL, total = next_row
WHERE company_id = :company_id AND id = :id AND status = 'running'
RETURNING *
"""
_CANCEL: Final = """
UPDATE bulk_jobs SET status = 'cancelled', finished_at = :now, ids = NULL
WHERE company_id = :company_id AND id = :id AND status IN ('queued', 'running')
RETURNING *
"""


async def end(session: AsyncSession, job: BulkJob, status: str, now: datetime) -> BulkJob | None:
    """End a job; None when another worker did, or it was cancelled."""
    ended = await fetch(session, BulkJob, _END, status=status, now=now, company_id=job.company_id, id=job.id)
    return ended[0] if ended else None


_ADD_PART: Final = """
INSERT INTO bulk_files (company_id, job_id, part, data) VALUES (:company_id, :job_id, :part, :data)
"""


async def add_part(session: AsyncSession, company_id: UUID, job_id: UUID, part: int, data: bytes) -> None:
    """Store the next part of a job's file, compressed."""
    await execute(session, _ADD_PART, company_id=company_id, job_id=job_id, part=part, data=data)


_FIND_TICKETS: Final = """
SELECT id FROM tickets
WHERE company_id = :company_id AND id < :after AND opened_at <= :at
  AND (CAST(:status AS text) IS NULL OR status = :status)
  AND (CAST(:assignee_id AS uuid) IS NULL OR assignee_id = :assignee_id)
  AND (NOT :unassigned OR assignee_id IS NULL)
  AND (CAST(:queue_id AS uuid) IS NULL OR queue_id = :queue_id)
  AND (CAST(:channel_id AS uuid) IS NULL OR channel_id = :channel_id)
  AND (CAST(:tag_id AS uuid) IS NULL OR :tag_id = ANY (tag_ids))
ORDER BY id DESC LIMIT :limit
"""
_FILTERS: Final = ("status", "assignee_id", "queue_id", "channel_id", "tag_id")
_LAST: Final = UUID(int=2**128 - 1)


async def find_tickets(
    session: AsyncSession,
    company_id: UUID,
    wanted: dict[str, Any],
    after: UUID | None,
    at: datetime,
    limit: int,
) -> list[UUID]:
    """Return the next tickets that a filter finds behind a ticket, of those there were ``at`` a time.

    In the order of their ids, which an action on them does not change.
    """
    conditions = {name: wanted.get(name) for name in _FILTERS}
    result = await execute(
        session,
        _FIND_TICKETS,
        company_id=company_id,
        after=after or _LAST,
        at=at,
        unassigned=wanted.get("unassigned", False),
        limit=limit,
        **conditions,
    )
    return [UUID(str(row.id)) for row in result]


_CONTACTS_OF_TICKETS: Final = """
SELECT DISTINCT contact_id FROM tickets WHERE company_id = :company_id AND id = ANY (CAST(:ids AS uuid[]))
"""


async def contacts_of_tickets(session: AsyncSession, company_id: UUID, ids: Sequence[UUID]) -> Sequence[UUID]:
    """Return whose some tickets are."""
    result = await execute(session, _CONTACTS_OF_TICKETS, company_id=company_id, ids=list(ids))
    return [row.contact_id for row in result]


_LOCK_TICKETS: Final = """
SELECT id, revision FROM tickets
WHERE company_id = :company_id AND id = ANY (CAST(:ids AS uuid[])) ORDER BY company_id, id FOR UPDATE
"""


async def lock_tickets(session: AsyncSession, company_id: UUID, ids: Sequence[UUID]) -> dict[UUID, int]:
    """Return the revisions of tickets that there are, locked in the order of their ids."""
    result = await execute(session, _LOCK_TICKETS, company_id=company_id, ids=list(ids))
    return {UUID(str(row.id)): row.revision for row in result}


_PURGE_FILES: Final = """
DELETE FROM bulk_files WHERE ctid = ANY (ARRAY(
    SELECT part.ctid FROM bulk_jobs job JOIN bulk_files part
      ON part.company_id = job.company_id AND part.job_id = job.id
    WHERE job.action = 'export' AND job.created_at < now() - make_interval(hours => :hours) LIMIT :limit
))
"""
_PURGE: Final = deleting(
    "bulk_jobs",
    "status IN ('finished', 'failed', 'cancelled') AND created_at < now() - make_interval(days => :days)",
    "created_at",
)


async def purge_files(session: AsyncSession, limit: int, *, hours: int) -> int:
    """Delete some parts of files of jobs that began so many hours ago; return how many."""
    return (await execute(session, _PURGE_FILES, hours=hours, limit=limit)).rowcount


async def purge(session: AsyncSession, limit: int, *, days: int) -> int:
    """Delete some jobs that began so long ago; return how many."""
    return (await execute(session, _PURGE, days=days, limit=limit)).rowcount


_TRIM_FILES: Final = """
DELETE FROM bulk_files WHERE company_id = :company_id AND job_id NOT IN (
    SELECT id FROM bulk_jobs WHERE company_id = :company_id AND action = 'export'
    ORDER BY id DESC LIMIT :kept)
"""


class BulkJobs:
    """One company's jobs."""

    def __init__(self, session: AsyncSession, company_id: UUID) -> None:
        self._session = session
        self._company_id = company_id

    async def add(self, **fields: Any) -> BulkJob:
        """Queue a job."""
        job = BulkJob(company_id=self._company_id, **fields)
        self._session.add(job)
        await self._session.flush()
        await self._session.refresh(job)
        return job

    async def under_way(self) -> int:
        """Return how many jobs are not done yet."""
        query = select(func.count()).where(
            BulkJob.company_id == self._company_id, col(BulkJob.status).in_(("queued", "running"))
        )
        return (await self._session.exec(query)).one()

    async def find(self, job_id: UUID) -> BulkJob | None:
        query = select(BulkJob).where(BulkJob.company_id == self._company_id, BulkJob.id == job_id)
        return (await self._session.exec(query)).first()

    async def find_by_key(self, client_key: str) -> BulkJob | None:
        query = select(BulkJob).where(
            BulkJob.company_id == self._company_id, BulkJob.client_key == client_key
        )
        return (await self._session.exec(query)).first()

    async def page(self, position: tuple[datetime, UUID] | None, limit: int) -> Sequence[BulkJob]:
        """Return up to ``limit`` jobs behind ``position``, newest first."""
        query = select(BulkJob).where(BulkJob.company_id == self._company_id)
        if position:
            query = query.where(tuple_(col(BulkJob.created_at), col(BulkJob.id)) < position)
        query = query.order_by(col(BulkJob.created_at).desc(), col(BulkJob.id).desc())
        return (await self._session.exec(query.limit(limit))).all()

    async def cancel(self, job_id: UUID, now: datetime) -> BulkJob | None:
        """End a job where it is; None when it has ended. Waits for the portion that is being done."""
        named = {"company_id": self._company_id, "id": job_id}
        cancelled = await fetch(self._session, BulkJob, _CANCEL, now=now, **named)
        return cancelled[0] if cancelled else None

    async def trim_files(self, kept: int) -> None:
        """Delete the files of all but the company's newest exports."""
        await execute(self._session, _TRIM_FILES, company_id=self._company_id, kept=kept)

    async def part_after(self, job_id: UUID, after: int) -> tuple[int, bytes] | None:
        """Return the next part of a job's file behind a number, as it was made."""
        query = (
            select(BulkFile.part, BulkFile.data)
            .where(BulkFile.company_id == self._company_id, BulkFile.job_id == job_id, BulkFile.part > after)
            .order_by(col(BulkFile.part))
            .limit(1)
        )
        found = (await self._session.exec(query)).first()
        return (found[0], zlib.decompress(found[1])) if found else None
