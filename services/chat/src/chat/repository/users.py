"""What auth told us of users: whether they still work in their company."""

from collections.abc import Sequence
from typing import Final, NamedTuple
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_platform.db import execute
from chat.repository.rows import Row, as_json


class User(NamedTuple):
    """A user of a company; in their order users are gone through."""

    company_id: UUID
    id: UUID


FIRST: Final = User(UUID(int=0), UUID(int=0))
"""Before all users."""

_STORE: Final = """
INSERT INTO users_copy (company_id, id, state, revision)
SELECT company_id, id, state, revision
FROM jsonb_populate_recordset(CAST(NULL AS users_copy), CAST(:rows AS jsonb))
ORDER BY company_id, id
ON CONFLICT (company_id, id) DO UPDATE SET state = excluded.state, revision = excluded.revision
WHERE excluded.revision > users_copy.revision
"""


async def store(session: AsyncSession, users: Sequence[Row]) -> None:
    """Store users, at most one row per user. A revision never replaces a later one."""
    await execute(session, _STORE, rows=as_json(users))


async def is_disabled(session: AsyncSession, user: User) -> bool:
    """Tell whether auth told us that a user may no longer work."""
    result = await execute(
        session,
        "SELECT EXISTS (SELECT FROM users_copy"
        " WHERE company_id = :company_id AND id = :id AND state = 'disabled')",
        company_id=user.company_id,
        id=user.id,
    )
    return bool(result.scalar_one())


async def disabled_after(session: AsyncSession, after: User, limit: int) -> Sequence[User]:
    """Return up to ``limit`` disabled users of all companies behind one."""
    result = await execute(
        session,
        "SELECT company_id, id FROM users_copy"
        " WHERE state = 'disabled' AND (company_id, id) > (:company, :id)"
        " ORDER BY company_id, id LIMIT :limit",
        company=after.company_id,
        id=after.id,
        limit=limit,
    )
    return [User(row.company_id, row.id) for row in result]
