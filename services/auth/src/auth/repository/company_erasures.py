"""Companies that are to be erased, and what auth itself has of them.

Everything here takes a session of `Database.worker`.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

import orjson
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from atende_platform.data.batch import fetch
from atende_platform.data.db import execute
from atende_platform.messaging.company_erasures import Tombstones, delete_batch, tables_of_companies
from auth.domain import ERASING_SERVICES
from auth.models import CompanyErasure

ErasureRow = CompanyErasure
"""An erasure as the layers above hold it."""

_TOMBSTONES: Final = {
    "users": Tombstones("user.changed", "CAST(gone.id AS text)"),
    "companies": Tombstones("company.changed", "CAST(gone.company_id AS text)"),
}
_SEALED: Final = frozenset({"audit_unsealed"})
"""Its rows go when the entry of the audit log is sealed."""


async def add(session: AsyncSession, erasure: CompanyErasure) -> None:
    session.add(erasure)
    await session.flush()


async def find(session: AsyncSession, company_id: UUID, *, lock: bool = False) -> CompanyErasure | None:
    """Return the erasure of a company, locked if asked."""
    query = select(CompanyErasure).where(CompanyErasure.company_id == company_id)
    return (await session.exec(query.with_for_update() if lock else query)).first()


async def all_of_them(session: AsyncSession) -> Sequence[CompanyErasure]:
    """Return all erasures, newest first."""
    return (
        await session.exec(select(CompanyErasure).order_by(col(CompanyErasure.requested_at).desc()))
    ).all()


async def remove(session: AsyncSession, erasure: CompanyErasure) -> None:
    """Forget an erasure that is taken back."""
    await session.delete(erasure)


_TAKE: Final = """
SELECT * FROM company_erasures WHERE due_at <= :now ORDER BY due_at LIMIT 1 FOR UPDATE SKIP LOCKED
"""
_STORE: Final = """
UPDATE company_erasures SET status = :status, due_at = :due_at, erased = CAST(:erased AS jsonb),
    finished_at = :finished_at
WHERE company_id = :company
"""
_CONFIRM: Final = """
UPDATE company_erasures SET
    confirmations = jsonb_build_object(CAST(:service AS text), CAST(:at AS text)) || confirmations,
    erased = jsonb_build_object(CAST(:service AS text), CAST(:erased AS jsonb)) || erased,
    due_at = CASE WHEN status = 'running'
        AND jsonb_build_object(CAST(:service AS text), 0) || confirmations ?& CAST(:services AS text[])
        THEN :now ELSE due_at END
WHERE company_id = :company AND id = :id
"""


async def take(session: AsyncSession, now: datetime) -> CompanyErasure | None:
    """Return an erasure that is due, locked until the transaction ends."""
    found = await fetch(session, CompanyErasure, _TAKE, now=now)
    return found[0] if found else None


async def store(
    session: AsyncSession,
    erasure: CompanyErasure,
    *,
    status: str,
    due_at: datetime | None,
    erased: Mapping[str, Mapping[str, int]],
    finished_at: datetime | None = None,
) -> None:
    """Write down how far an erasure is."""
    await execute(
        session,
        _STORE,
        company=erasure.company_id,
        status=status,
        due_at=due_at,
        erased=orjson.dumps(erased).decode(),
        finished_at=finished_at,
    )


async def confirm(
    session: AsyncSession,
    company_id: UUID,
    erasure_id: UUID,
    service: str,
    erased: Mapping[str, int],
    *,
    at: datetime,
    now: datetime,
) -> None:
    """Write down that a service has nothing of a company any more. The first time counts.

    With the last one the erasure goes on at once.
    """
    await execute(
        session,
        _CONFIRM,
        company=company_id,
        id=erasure_id,
        service=service,
        at=at.isoformat(),
        erased=orjson.dumps(dict(erased)).decode(),
        services=sorted(ERASING_SERVICES),
        now=now,
    )


_LOGINS_OF: Final = """
SELECT login_id FROM users WHERE company_id = :company AND login_id IS NOT NULL
ORDER BY id LIMIT :limit FOR UPDATE
"""
_LEAVE: Final = """
UPDATE users SET login_id = NULL WHERE company_id = :company AND login_id = ANY(CAST(:logins AS uuid[]))
"""
_FORGET_LOGINS: Final = """
DELETE FROM logins l WHERE l.id = ANY(CAST(:logins AS uuid[]))
  AND NOT EXISTS (SELECT FROM users u WHERE u.login_id = l.id)
"""


async def erase_logins(session: AsyncSession, company_id: UUID, limit: int) -> tuple[int, int]:
    """Take the logins from some of a company's users, and delete those of users who are in no other company.

    Return of how many users they were taken, none when no user has one any more, and how many were deleted.
    """
    found = await execute(session, _LOGINS_OF, company=company_id, limit=limit)
    logins = [row.login_id for row in found]
    if not logins:
        return 0, 0
    await execute(session, _LEAVE, company=company_id, logins=logins)
    return len(logins), int((await execute(session, _FORGET_LOGINS, logins=logins)).rowcount)


async def erase_rows(session: AsyncSession, company_id: UUID, limit: int) -> dict[str, int]:
    """Delete some rows of a company from every table but the audit log; return how many of each."""
    tables = [table for table in await tables_of_companies(session) if table not in _SEALED]
    return await delete_batch(session, company_id, tables, _TOMBSTONES, limit)


_AUDIT_ERASED: Final = "SELECT company_id FROM company_erasures WHERE audit_erased_at IS NOT NULL"


async def without_audit_log(session: AsyncSession) -> set[UUID]:
    """Return the companies whose audit log was deleted."""
    return {row.company_id for row in await execute(session, _AUDIT_ERASED)}
