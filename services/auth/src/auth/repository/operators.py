"""What operators ask of the users of all companies, by a session of `Database.worker`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_platform.data.db import execute


@dataclass(frozen=True, slots=True)
class UserOverview:
    """A user of a company as the installation sees them."""

    id: UUID
    company_id: UUID
    company: str
    email: str
    role: str
    state: str
    joined_at: datetime | None
    totp: bool
    """Whether they sign in with codes of an app."""
    sessions: int
    """That are open in this company."""


_COUNTS: Final = """
SELECT (SELECT count(*) FROM companies) AS companies,
       (SELECT count(*) FROM companies WHERE suspended_at IS NOT NULL) AS suspended,
       (SELECT count(*) FROM users WHERE state = 'active') AS users
"""


async def counts(session: AsyncSession) -> tuple[int, int, int]:
    """Return how many companies there are, how many of them are suspended, and how many active users."""
    row = (await execute(session, _COUNTS)).one()
    return row.companies, row.suspended, row.users


_USERS: Final = """
SELECT u.id, u.company_id, c.name AS company, u.email, m.role, u.state, u.joined_at,
       EXISTS (SELECT FROM totps t WHERE t.login_id = u.login_id AND t.confirmed_at IS NOT NULL) AS totp,
       (SELECT count(*) FROM sessions s WHERE s.company_id = u.company_id AND s.user_id = u.id
            AND s.revoked_at IS NULL AND s.expires_at > now()) AS sessions
FROM users u
JOIN memberships m ON m.company_id = u.company_id AND m.user_id = u.id
JOIN companies c ON c.company_id = u.company_id
WHERE (CAST(:company_id AS uuid) IS NULL OR u.company_id = :company_id)
  AND (CAST(:email AS text) IS NULL OR lower(u.email) = lower(:email))
ORDER BY c.name, u.company_id, lower(u.email) LIMIT :limit
"""


async def users(
    session: AsyncSession, *, company_id: UUID | None, email: str | None, limit: int
) -> Sequence[UserOverview]:
    """Return users of all companies, or of one, or those with an e-mail address."""
    result = await execute(session, _USERS, company_id=company_id, email=email, limit=limit)
    return [UserOverview(**row) for row in result.mappings()]
