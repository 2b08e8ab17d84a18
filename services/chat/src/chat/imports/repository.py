"""Imports of contacts, their files and the rows that were refused."""

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
from atende_platform.files.rejects import Rejects
from chat.imports.models import ContactImport, ImportFile, ImportReject
from chat.rows import Row

REJECTS: Final = Rejects(ImportReject, ContactImport)
LEASES: Final = Leases(ContactImport, done="next_row")
_ADVANCE: Final = """
UPDATE contact_imports
SET next_row = next_row + :rows, total = total + :rows, created = created + :created,
    updated = updated + :updated, duplicates = duplicates + :duplicates, invalid = invalid + :invalid,
    errors = errors || CAST(:errors AS jsonb), attempts = 0,
    leased_until = now() + make_interval(secs => :lease)
WHERE company_id = :company_id AND id = :id
RETURNING *
"""


async def file_of(session: AsyncSession, job: ContactImport) -> bytes:
    """Return the upload of an import."""
    query = select(ImportFile.data).where(
        ImportFile.company_id == job.company_id, ImportFile.import_id == job.id
    )
    return (await session.exec(query)).one()


async def advance(
    session: AsyncSession, job: ContactImport, *, rows: int, counts: dict[str, int], errors: list[Row]
) -> ContactImport:
    """Add a chunk's result and renew the lease. Lock it before."""
    [advanced] = await fetch(
        session,
        ContactImport,
        _ADVANCE,
        company_id=job.company_id,
        id=job.id,
        rows=rows,
        **counts,
        errors=orjson.dumps(errors).decode(),
        lease=LEASE_SECONDS,
    )
    return advanced


_FINISH: Final = """
UPDATE contact_imports SET status = :status, finished_at = :now
WHERE company_id = :company_id AND id = :id AND status = 'running'
RETURNING *
"""
_DROP_FILE: Final = "DELETE FROM import_files WHERE company_id = :company_id AND import_id = :id"


async def finish(
    session: AsyncSession, job: ContactImport, status: str, now: datetime
) -> ContactImport | None:
    """End an import and drop its file; None when another worker did, or it was cancelled."""
    named = {"company_id": job.company_id, "id": job.id}
    ended = await fetch(session, ContactImport, _FINISH, status=status, now=now, **named)
    await execute(session, _DROP_FILE, **named)
    return ended[0] if ended else None


_DROP_DRAFTS: Final = """
DELETE FROM contact_imports WHERE company_id = :company_id AND status = 'draft' AND id NOT IN (
    SELECT id FROM contact_imports WHERE company_id = :company_id AND status = 'draft'
    ORDER BY created_at DESC, id DESC LIMIT :kept)
"""
_PURGE_DRAFTS: Final = deleting(
    "contact_imports",
    "status = 'draft' AND created_at < now() - make_interval(hours => :hours)",
    "created_at",
)


async def purge_drafts(session: AsyncSession, limit: int, *, hours: int) -> int:
    """Delete some drafts that were not started for so long, with their files; return how many."""
    return (await execute(session, _PURGE_DRAFTS, hours=hours, limit=limit)).rowcount


_CANCEL: Final = """
UPDATE contact_imports SET status = 'cancelled', finished_at = :now
WHERE company_id = :company_id AND id = :id AND status IN ('draft', 'queued', 'running')
RETURNING *
"""


class Imports:
    """One company's imports."""

    def __init__(self, session: AsyncSession, company_id: UUID) -> None:
        self._session = session
        self._company_id = company_id

    async def add(self, data: bytes, **fields: Any) -> ContactImport:
        """Store an import and its file: queued, unless it is given as a draft."""
        await REJECTS.make_room(self._session, self._company_id)
        job = ContactImport(company_id=self._company_id, **fields)
        self._session.add(job)
        await self._session.flush()
        self._session.add(ImportFile(company_id=self._company_id, import_id=job.id, data=data))
        await self._session.flush()
        return job

    async def data_of(self, import_id: UUID) -> bytes | None:
        """Return the upload of an import, for as long as it is kept."""
        query = select(ImportFile.data).where(
            ImportFile.company_id == self._company_id, ImportFile.import_id == import_id
        )
        return (await self._session.exec(query)).first()

    async def drop_drafts(self, but: int) -> None:
        """Delete the company's drafts but the newest, with their files."""
        await execute(self._session, _DROP_DRAFTS, company_id=self._company_id, kept=but)

    async def start(self, import_id: UUID, **fields: Any) -> ContactImport | None:
        """Queue a draft; None when it is none any more."""
        query = select(ContactImport).where(
            ContactImport.company_id == self._company_id,
            ContactImport.id == import_id,
            ContactImport.status == "draft",
        )
        job = (await self._session.exec(query.with_for_update())).first()
        if job is not None:
            job.sqlmodel_update({"status": "queued", "leased_until": func.now(), **fields})
            self._session.add(job)
            await self._session.flush()
            await self._session.refresh(job)
        return job

    async def under_way(self) -> int:
        """Return how many imports are not done yet."""
        query = select(func.count()).where(
            ContactImport.company_id == self._company_id,
            col(ContactImport.status).in_(("queued", "running")),
        )
        return (await self._session.exec(query)).one()

    async def find(self, import_id: UUID) -> ContactImport | None:
        query = select(ContactImport).where(
            ContactImport.company_id == self._company_id, ContactImport.id == import_id
        )
        return (await self._session.exec(query)).first()

    async def page(self, position: tuple[datetime, UUID] | None, limit: int) -> Sequence[ContactImport]:
        """Return up to ``limit`` imports behind ``position``, newest first."""
        query = select(ContactImport).where(ContactImport.company_id == self._company_id)
        if position:
            query = query.where(tuple_(col(ContactImport.created_at), col(ContactImport.id)) < position)
        query = query.order_by(col(ContactImport.created_at).desc(), col(ContactImport.id).desc())
        return (await self._session.exec(query.limit(limit))).all()

    async def cancel(self, import_id: UUID, now: datetime) -> ContactImport | None:
        """End an import where it is, and drop its file; None when it has ended.

        Waits for the chunk that a worker is storing: the counts returned are final.
        """
        named = {"company_id": self._company_id, "id": import_id}
        cancelled = await fetch(self._session, ContactImport, _CANCEL, now=now, **named)
        if cancelled:
            await execute(self._session, _DROP_FILE, **named)
        return cancelled[0] if cancelled else None
