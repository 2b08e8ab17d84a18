"""Second factors: at most one per login, pending until it is confirmed. Only the worker role sees them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_platform.data.db import execute


@dataclass(frozen=True, slots=True)
class StoredTotp:
    """The second factor of a login."""

    secret_enc: bytes
    sealed_for: str
    confirmed: bool


@dataclass(frozen=True, slots=True)
class SealedTotp:
    """A login's sealed secret, and the row that it is sealed for."""

    login_id: UUID
    sealed_for: str
    secret_enc: bytes


_FIND: Final = """
SELECT secret_enc, sealed_for, confirmed_at IS NOT NULL AS confirmed FROM totps
WHERE login_id = :login_id
"""
_PUT: Final = """
INSERT INTO totps (login_id, sealed_for, secret_enc, last_step, recovery_hashes)
VALUES (:login_id, :sealed_for, :secret_enc, 0, '{}')
ON CONFLICT (login_id) DO UPDATE
SET secret_enc = excluded.secret_enc, sealed_for = excluded.sealed_for
WHERE totps.confirmed_at IS NULL
"""
_USE_STEP: Final = """
UPDATE totps SET last_step = :step WHERE login_id = :login_id AND last_step < :step
"""
_USE_RECOVERY_CODE: Final = """
UPDATE totps SET recovery_hashes = array_remove(recovery_hashes, CAST(:code_hash AS bytea))
WHERE login_id = :login_id AND confirmed_at IS NOT NULL
AND CAST(:code_hash AS bytea) = ANY (recovery_hashes)
"""
_CONFIRM: Final = """
UPDATE totps SET confirmed_at = coalesce(confirmed_at, now()),
recovery_hashes = CAST(:recovery_hashes AS bytea[]) WHERE login_id = :login_id
"""
_SEALED_BEFORE: Final = """
SELECT login_id, sealed_for, secret_enc FROM totps
WHERE substr(secret_enc, 1, length(CAST(:mark AS bytea))) <> CAST(:mark AS bytea)
AND (CAST(:after AS uuid) IS NULL OR login_id > :after) ORDER BY login_id LIMIT :limit
"""
_REPLACE_SEALED: Final = """
UPDATE totps SET secret_enc = pair.new FROM unnest(CAST(:logins AS uuid[]),
CAST(:olds AS bytea[]), CAST(:news AS bytea[])) AS pair (login_id, old, new)
WHERE totps.login_id = pair.login_id AND totps.secret_enc = pair.old
"""
_DROP: Final = """
DELETE FROM totps WHERE login_id = :login_id RETURNING confirmed_at IS NOT NULL AS confirmed
"""


class Totps:
    """The second factors of all logins."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def find(self, login_id: UUID) -> StoredTotp | None:
        """Return the login's second factor."""
        result = await execute(self._session, _FIND, login_id=login_id)
        row = result.one_or_none()
        return StoredTotp(row.secret_enc, row.sealed_for, row.confirmed) if row else None

    async def put(self, login_id: UUID, secret_enc: bytes, *, sealed_for: str) -> bool:
        """Give the login a pending one, in the place of another pending one; tell whether that was done."""
        result = await execute(
            self._session, _PUT, login_id=login_id, sealed_for=sealed_for, secret_enc=secret_enc
        )
        return result.rowcount > 0

    async def use_step(self, login_id: UUID, step: int) -> bool:
        """Use a time step up; of any number of callers at the same time exactly one gets True."""
        result = await execute(self._session, _USE_STEP, login_id=login_id, step=step)
        return result.rowcount > 0

    async def use_recovery_code(self, login_id: UUID, code_hash: bytes) -> bool:
        """Use a recovery code up; of any number of callers at the same time exactly one gets True."""
        result = await execute(self._session, _USE_RECOVERY_CODE, login_id=login_id, code_hash=code_hash)
        return result.rowcount > 0

    async def confirm(self, login_id: UUID, recovery_hashes: Sequence[bytes]) -> None:
        """Let the second factor count from now on, with these recovery codes and no others."""
        await execute(self._session, _CONFIRM, login_id=login_id, recovery_hashes=list(recovery_hashes))

    async def sealed_before(self, mark: bytes, *, after: UUID | None, limit: int) -> Sequence[SealedTotp]:
        """Return up to ``limit`` secrets that were sealed with another key than the marked one, by login."""
        result = await execute(self._session, _SEALED_BEFORE, mark=mark, after=after, limit=limit)
        return [SealedTotp(row.login_id, row.sealed_for, row.secret_enc) for row in result]

    async def replace_sealed(self, pairs: Sequence[tuple[SealedTotp, bytes]]) -> int:
        """Put each secret sealed anew in the place of the old one that is still there; return how many."""
        result = await execute(
            self._session,
            _REPLACE_SEALED,
            logins=[old.login_id for old, _ in pairs],
            olds=[old.secret_enc for old, _ in pairs],
            news=[new for _, new in pairs],
        )
        return result.rowcount

    async def drop(self, login_id: UUID) -> bool:
        """Take the second factor away; tell whether it had been confirmed."""
        result = await execute(self._session, _DROP, login_id=login_id)
        return bool(result.scalar_one_or_none())
