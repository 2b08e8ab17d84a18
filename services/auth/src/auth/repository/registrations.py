"""Registrations that wait to be confirmed. Only the worker role sees them."""

from typing import Any, Final

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.ids import uuid7
from atende_platform.data.db import execute
from auth.domain import Registration

_ADD: Final = """
INSERT INTO registrations (id, token_hash, company_name, name, email, password_hash, expires_at)
VALUES (:id, :token_hash, :company_name, :name, :email, :password_hash,
now() + make_interval(secs => :seconds))
"""
_FIND: Final = """
SELECT company_name, name, email, password_hash FROM registrations
WHERE token_hash = :token_hash AND expires_at > now()
"""
_USE: Final = """
DELETE FROM registrations WHERE token_hash = :token_hash AND expires_at > now()
RETURNING company_name, name, email, password_hash
"""
_DROP_OF: Final = "DELETE FROM registrations WHERE lower(email) = lower(:email)"


class Registrations:
    """All registrations."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(self, registration: Registration, *, token_hash: bytes, seconds: float) -> None:
        """Store a registration that can be confirmed for ``seconds``."""
        await execute(
            self._session,
            _ADD,
            id=uuid7(),
            token_hash=token_hash,
            company_name=registration.company_name,
            name=registration.name,
            email=registration.email,
            password_hash=registration.password_hash,
            seconds=seconds,
        )

    async def find(self, token_hash: bytes) -> Registration | None:
        """Return the registration of a token, unless it has expired."""
        result = await execute(self._session, _FIND, token_hash=token_hash)
        return _registration(result.mappings().one_or_none())

    async def use(self, token_hash: bytes) -> Registration | None:
        """Use a registration up; of any number of callers at the same time exactly one gets it."""
        result = await execute(self._session, _USE, token_hash=token_hash)
        return _registration(result.mappings().one_or_none())

    async def drop_of(self, email: str) -> None:
        """Forget all registrations of an address."""
        await execute(self._session, _DROP_OF, email=email)


def _registration(row: Any) -> Registration | None:
    return Registration(**row) if row else None


_DELETE_EXPIRED_REGISTRATIONS: Final = """
DELETE FROM registrations AS registration USING (
    SELECT id FROM registrations WHERE expires_at < now()
    ORDER BY expires_at LIMIT :limit FOR UPDATE SKIP LOCKED
) AS old WHERE registration.id = old.id
"""


async def delete_expired_registrations(session: AsyncSession, *, limit: int) -> int:
    """Delete up to ``limit`` registrations that were not confirmed in time; return how many."""
    result = await execute(session, _DELETE_EXPIRED_REGISTRATIONS, limit=limit)
    return result.rowcount
