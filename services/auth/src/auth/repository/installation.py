"""What belongs to the installation: its administrators, and all companies.

Everything here takes a session of `Database.worker`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.ids import uuid7
from atende_platform.data.db import execute

_ADMIN: Final = "id, name, created_at, expires_at, revoked_at"


@dataclass(frozen=True, slots=True)
class Admin:
    """An installation administrator, without what their token is verified with."""

    id: UUID
    name: str
    created_at: datetime
    expires_at: datetime
    revoked_at: datetime | None


@dataclass(frozen=True, slots=True)
class CompanyOverview:
    """A company as the installation sees it."""

    id: UUID
    name: str
    created_at: datetime
    users: int
    """That are active."""
    suspended_at: datetime | None
    suspended_reason: str | None
    granted_limits: dict[str, float]


_ADD_ADMIN: Final = f"""
INSERT INTO installation_admins (id, name, token_hash, expires_at)
VALUES (:id, :name, :token_hash, now() + make_interval(secs => :seconds)) RETURNING {_ADMIN}
"""  # noqa: S608 (a constant)


async def add_admin(session: AsyncSession, *, name: str, token_hash: bytes, seconds: float) -> Admin:
    """Store an administrator whose token is good for ``seconds``."""
    result = await execute(session, _ADD_ADMIN, id=uuid7(), name=name, token_hash=token_hash, seconds=seconds)
    return Admin(**result.mappings().one())


_LIST_ADMINS: Final = f"SELECT {_ADMIN} FROM installation_admins ORDER BY created_at DESC, id DESC"  # noqa: S608 (a constant)


async def list_admins(session: AsyncSession) -> Sequence[Admin]:
    """Return all administrators, newest first."""
    result = await execute(
        session,
        _LIST_ADMINS,
    )
    return [Admin(**row) for row in result.mappings()]


_REVOKE_ADMIN: Final = """
UPDATE installation_admins SET revoked_at = now() WHERE id = :id AND revoked_at IS NULL
"""


async def revoke_admin(session: AsyncSession, admin_id: UUID) -> bool:
    """Make an administrator's token worth nothing; return whether it was not so before."""
    result = await execute(session, _REVOKE_ADMIN, id=admin_id)
    return result.rowcount > 0


_FIND_ADMIN: Final = f"""
SELECT {_ADMIN} FROM installation_admins
WHERE token_hash = :token_hash AND revoked_at IS NULL AND expires_at > now()
"""  # noqa: S608 (a constant)


async def find_admin(session: AsyncSession, token_hash: bytes) -> Admin | None:
    """Return whose token it is, if it is good."""
    result = await execute(session, _FIND_ADMIN, token_hash=token_hash)
    row = result.mappings().one_or_none()
    return Admin(**row) if row else None


_COMPANIES: Final = """
SELECT c.company_id AS id, c.name, c.created_at, c.suspended_at, c.suspended_reason,
c.granted_limits, (SELECT count(*) FROM users u WHERE u.company_id = c.company_id
    AND u.state = 'active') AS users FROM companies c
WHERE (CAST(:at AS timestamptz) IS NULL OR (c.created_at, c.company_id) < (:at, CAST(:id AS uuid)))
AND (CAST(:suspended AS boolean) IS NULL OR (c.suspended_at IS NOT NULL) = :suspended)
AND (CAST(:company_id AS uuid) IS NULL OR c.company_id = :company_id)
ORDER BY c.created_at DESC, c.company_id DESC LIMIT :limit
"""


async def companies(
    session: AsyncSession,
    before: tuple[datetime, UUID] | None,
    limit: int,
    *,
    suspended: bool | None = None,
    company_id: UUID | None = None,
) -> Sequence[CompanyOverview]:
    """Return up to ``limit`` companies behind a position, newest first; only one, or only those asked for."""
    at, id_ = before or (None, None)
    result = await execute(
        session, _COMPANIES, at=at, id=id_, limit=limit, suspended=suspended, company_id=company_id
    )
    return [CompanyOverview(**row) for row in result.mappings()]


# An erased company has no row any more, but access tokens that outlive it.
_SUSPENDED_COMPANIES: Final = """
SELECT company_id FROM companies WHERE suspended_at IS NOT NULL
UNION SELECT company_id FROM company_erasures
"""


async def suspended_companies(session: AsyncSession) -> set[UUID]:
    """Return all companies that are suspended, and those that are erased."""
    result = await execute(session, _SUSPENDED_COMPANIES)
    return set(result.scalars())
