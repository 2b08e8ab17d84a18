"""Imports of contacts, their files and the rows that were refused."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from atende_platform import batch
from atende_platform.batch import fetch
from atende_platform.db import execute
from atende_platform.leases import LEASE_SECONDS, Leases
from atende_platform.rejected_rows import RejectedRow, as_stored, stored_error
from chat.imports.models import ContactImport, ImportFile, ImportReject
from chat.rows import Row, as_json

KEPT: Final = 20
"""Imports of a company whose refused rows are kept, at most: each may be as large as its file."""
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
        errors=as_json(errors),
        lease=LEASE_SECONDS,
    )
    return advanced


_KEEP_REJECTED: Final = batch.insert(ImportReject, dict)


async def keep_rejected(session: AsyncSession, job: ContactImport, rows: Sequence[RejectedRow]) -> None:
    """Keep rows that were refused."""
    await _KEEP_REJECTED.run(
        session,
        [
            {
                "company_id": job.company_id,
                "import_id": job.id,
                "line": row.line,
                "field": row.error.field,
                "message": row.error.words.en,
                "message_pt": row.error.words.pt,
                "reason": as_stored(row.error),
                "cells": list(row.cells),
            }
            for row in rows
        ],
    )


async def purge_rejected(session: AsyncSession, days: int) -> None:
    """Delete refused rows of imports that began so long ago: they are customers' data that nobody uses."""
    await execute(
        session,
        "DELETE FROM import_rejects r USING contact_imports i WHERE i.company_id = r.company_id"
        " AND i.id = r.import_id AND i.created_at < now() - make_interval(days => :days)",
        days=days,
    )


async def finish(
    session: AsyncSession, job: ContactImport, status: str, now: datetime
) -> ContactImport | None:
    """End an import and drop its file; None when another worker did."""
    ended = await fetch(
        session,
        ContactImport,
        "UPDATE contact_imports SET status = :status, finished_at = :now"
        " WHERE company_id = :company_id AND id = :id AND status = 'running' RETURNING *",
        status=status,
        now=now,
        company_id=job.company_id,
        id=job.id,
    )
    await execute(
        session,
        "DELETE FROM import_files WHERE company_id = :company_id AND import_id = :id",
        company_id=job.company_id,
        id=job.id,
    )
    return ended[0] if ended else None


class Imports:
    """One company's imports."""

    def __init__(self, session: AsyncSession, company_id: UUID) -> None:
        self._session = session
        self._company_id = company_id

    async def add(self, data: bytes, **fields: Any) -> ContactImport:
        """Queue an import of a file. Of earlier ones the refused rows are kept for the `KEPT` latest only."""
        await execute(
            self._session,
            "DELETE FROM import_rejects WHERE company_id = :company_id AND import_id NOT IN ("
            "SELECT id FROM contact_imports WHERE company_id = :company_id ORDER BY id DESC LIMIT :kept)",
            company_id=self._company_id,
            kept=KEPT - 1,
        )
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

    async def rejected(self, import_id: UUID, after: int, limit: int) -> list[RejectedRow]:
        """Return rows that an import refused, after a line."""
        query = (
            select(ImportReject)
            .where(
                ImportReject.company_id == self._company_id,
                ImportReject.import_id == import_id,
                ImportReject.line > after,
            )
            .order_by(col(ImportReject.line))
            .limit(limit)
        )
        return [
            RejectedRow(
                row.line, stored_error(row.field, row.reason, en=row.message, pt=row.message_pt), row.cells
            )
            for row in (await self._session.exec(query)).all()
        ]
