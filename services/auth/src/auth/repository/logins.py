"""Logins: how people sign in, to whichever of their companies.

They belong to no company. Only the worker role sees them (docs/adr/0014), so everything here takes a
session of `Database.worker`.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.ids import uuid7
from atende_contracts.permissions import Role
from atende_platform.data.db import execute
from auth.domain import Login, MyCompany

_COLUMNS: Final = "id, email, password_hash, password_changed_at, email_verified_at"


@dataclass(frozen=True, slots=True)
class EndedSession:
    """A session that was ended, and whose it was."""

    company_id: UUID
    user_id: UUID
    id: UUID


_FIND: Final = f"SELECT {_COLUMNS} FROM logins WHERE id = :id"  # noqa: S608 (constants)
_FIND_BY_EMAIL: Final = f"SELECT {_COLUMNS} FROM logins WHERE lower(email) = lower(:email)"  # noqa: S608
_FIND_OF_USER: Final = f"""
SELECT {_COLUMNS} FROM logins WHERE id = (
    SELECT login_id FROM users WHERE company_id = :company_id AND id = :user_id AND state = 'active')
"""  # noqa: S608 (constants)


_ADD: Final = f"""
INSERT INTO logins (id, email, password_hash, email_verified_at)
VALUES (:id, :email, :password_hash, CASE WHEN :verified THEN now() END)
ON CONFLICT (lower(email)) DO NOTHING RETURNING {_COLUMNS}
"""  # noqa: S608 (a constant)
_REPLACE_PASSWORD_HASH: Final = """
UPDATE logins SET password_hash = :new WHERE id = :id AND password_hash = :old
"""  # noqa: S105 (SQL)
_SET_PASSWORD: Final = """
UPDATE logins SET password_hash = :password_hash, password_changed_at = now()
WHERE id = :id AND password_changed_at = :since
"""  # noqa: S105 (SQL)
_CHANGE_EMAIL: Final = """
UPDATE logins SET email = :email, email_verified_at = now() WHERE id = :id AND NOT EXISTS (
    SELECT FROM logins AS other WHERE lower(other.email) = lower(:email) AND other.id <> :id
) AND NOT EXISTS (
    SELECT FROM users AS mine JOIN users AS other ON other.company_id = mine.company_id
    AND other.id <> mine.id WHERE mine.login_id = :id AND lower(other.email) = lower(:email))
"""
_CHANGE_EMAIL_OF_USERS: Final = """
UPDATE users SET email = login.email FROM logins AS login
WHERE login.id = :id AND users.login_id = login.id
"""
_NOTE_VERIFIED: Final = """
UPDATE logins SET email_verified_at = now() WHERE id = :id AND email_verified_at IS NULL
"""
_COMPANIES: Final = """
SELECT u.company_id, c.name, c.locale, u.id AS user_id, m.role, u.state = 'active' AS active
FROM users u
JOIN memberships m ON m.company_id = u.company_id AND m.user_id = u.id
JOIN companies c ON c.company_id = u.company_id
WHERE u.login_id = :id ORDER BY lower(c.name), u.company_id
"""
_REVOKE_SESSIONS: Final = """
UPDATE sessions AS s SET revoked_at = now() FROM users AS u
WHERE u.login_id = :id AND s.company_id = u.company_id AND s.user_id = u.id
AND s.revoked_at IS NULL AND s.expires_at > now()
AND s.id IS DISTINCT FROM CAST(:but AS uuid)
RETURNING s.company_id, s.user_id, s.id
"""
_PREFERENCES: Final = "SELECT preferences FROM logins WHERE id = :id"
_PREFER: Final = """
UPDATE logins SET preferences = preferences || CAST(:changes AS jsonb) WHERE id = :id RETURNING preferences
"""


class Logins:
    """All logins."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(self, *, email: str, password_hash: str, verified: bool) -> Login | None:
        """Create a login, or return None if there is one with the address."""
        result = await execute(
            self._session, _ADD, id=uuid7(), email=email, password_hash=password_hash, verified=verified
        )
        return _login(result.mappings().one_or_none())

    async def find(self, login_id: UUID, *, lock: bool = False) -> Login | None:
        """Return a login; ``lock`` holds off other changes of it, and of what it signs in with."""
        result = await execute(
            self._session,
            _FIND + _locked(lock),
            id=login_id,
        )
        return _login(result.mappings().one_or_none())

    async def find_by_email(self, email: str, *, lock: bool = False) -> Login | None:
        """Return the login with the address, in whatever case."""
        result = await execute(
            self._session,
            _FIND_BY_EMAIL + _locked(lock),
            email=email,
        )
        return _login(result.mappings().one_or_none())

    async def find_of_user(self, company_id: UUID, user_id: UUID, *, lock: bool = False) -> Login | None:
        """Return the login that an active user of a company signs in with."""
        result = await execute(
            self._session,
            _FIND_OF_USER + _locked(lock),
            company_id=company_id,
            user_id=user_id,
        )
        return _login(result.mappings().one_or_none())

    async def replace_password_hash(self, login_id: UUID, *, old: str, new: str) -> None:
        """Store another hash of the same password, unless the password was changed meanwhile."""
        await execute(self._session, _REPLACE_PASSWORD_HASH, id=login_id, old=old, new=new)

    async def set_password(
        self, login_id: UUID, password_hash: str, *, unless_changed_since: datetime
    ) -> bool:
        """Store the hash of another password; return whether it was stored."""
        result = await execute(
            self._session, _SET_PASSWORD, id=login_id, password_hash=password_hash, since=unless_changed_since
        )
        return result.rowcount > 0

    async def change_email(self, login_id: UUID, email: str) -> bool:
        """Store another address, which the person reads, here and in all companies; unless it is taken."""
        result = await execute(self._session, _CHANGE_EMAIL, id=login_id, email=email)
        await execute(self._session, _CHANGE_EMAIL_OF_USERS, id=login_id)
        return result.rowcount > 0

    async def note_verified(self, login_id: UUID) -> None:
        """Note that the person showed that they read the mailbox."""
        await execute(self._session, _NOTE_VERIFIED, id=login_id)

    async def companies(self, login_id: UUID) -> Sequence[MyCompany]:
        """Return the companies of a login by name, also those in which it is disabled."""
        result = await execute(self._session, _COMPANIES, id=login_id)
        return [MyCompany(**{**row, "role": Role(row["role"])}) for row in result.mappings()]

    async def preferences(self, login_id: UUID) -> dict[str, Any]:
        """Return what the person chose of the console, by our names."""
        result = await execute(self._session, _PREFERENCES, id=login_id)
        return dict(result.scalar_one())

    async def prefer(self, login_id: UUID, changes: dict[str, Any]) -> dict[str, Any]:
        """Store what the person chose now beside what they chose before; return all of it."""
        result = await execute(self._session, _PREFER, id=login_id, changes=json.dumps(changes))
        return dict(result.scalar_one())

    async def revoke_sessions(self, login_id: UUID, *, but: UUID | None = None) -> Sequence[EndedSession]:
        """End all sessions of the login in all companies, or all but one; return those that it ended."""
        result = await execute(self._session, _REVOKE_SESSIONS, id=login_id, but=but)
        return [EndedSession(row.company_id, row.user_id, row.id) for row in result]


def _locked(lock: bool) -> str:
    # Not FOR UPDATE: anyone who adds a row that refers to the login need not wait.
    return " FOR NO KEY UPDATE" if lock else ""


def _login(row: Any) -> Login | None:
    return Login(**row) if row else None
