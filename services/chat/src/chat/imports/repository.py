"""Imports of contacts, their files and the rows that were refused."""

from datetime import datetime
from typing import Any, Final
from uuid import UUID

import orjson
from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from atende_platform.data.batch import fetch
from atende_platform.data.db import execute
from atende_platform.data.leases import LEASE_SECONDS, Leases
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
    """End an import and drop its file; None when another worker did."""
    named = {"company_id": job.company_id, "id": job.id}
    ended = await fetch(session, ContactImport, _FINISH, status=status, now=now, **named)
    await execute(session, _DROP_FILE, **named)
    return ended[0] if ended else None


class Imports:
    """One company's imports."""

    def __init__(self, session: AsyncSession, company_id: UUID) -> None:
        self._session = session
        self._company_id = company_id

    async def add(self, data: bytes, **fields: Any) -> ContactImport:
        """Queue an import of a file."""
        await REJECTS.make_room(self._session, self._company_id)
        job = ContactImport(company_id=self._company_id, **fields)
        self._session.add(job)
        await self._session.flush()
        self._session.add(ImportFile(company_id=self._company_id, import_id=job.id, data=data))
        await self._session.flush()
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
