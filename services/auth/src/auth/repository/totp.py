"""Second factors: at most one per user, pending until it is confirmed."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_platform.db import execute


@dataclass(frozen=True, slots=True)
class StoredTotp:
    """The second factor of a user."""

    secret_enc: bytes
    confirmed: bool


class Totps:
    """The second factors of one company's users."""

    def __init__(self, session: AsyncSession, company_id: UUID) -> None:
        self._session = session
        self._company_id = company_id

    async def find(self, user_id: UUID) -> StoredTotp | None:
        """Return the user's second factor."""
        result = await execute(
            self._session,
            "SELECT secret_enc, confirmed_at IS NOT NULL AS confirmed FROM totps"
            " WHERE company_id = :company_id AND user_id = :user_id",
            company_id=self._company_id,
            user_id=user_id,
        )
        row = result.one_or_none()
        return StoredTotp(row.secret_enc, row.confirmed) if row else None

    async def put(self, user_id: UUID, secret_enc: bytes) -> bool:
        """Give the user a pending one, in the place of another pending one; tell whether that was done."""
        result = await execute(
            self._session,
            "INSERT INTO totps (company_id, user_id, secret_enc, last_step, recovery_hashes)"
            " VALUES (:company_id, :user_id, :secret_enc, 0, '{}')"
            " ON CONFLICT (company_id, user_id) DO UPDATE SET secret_enc = excluded.secret_enc"
            " WHERE totps.confirmed_at IS NULL",
            company_id=self._company_id,
            user_id=user_id,
            secret_enc=secret_enc,
        )
        return result.rowcount > 0

    async def use_step(self, user_id: UUID, step: int) -> bool:
        """Use a time step up; of any number of callers at the same time exactly one is told True."""
        result = await execute(
            self._session,
            "UPDATE totps SET last_step = :step"
            " WHERE company_id = :company_id AND user_id = :user_id AND last_step < :step",
            company_id=self._company_id,
            user_id=user_id,
            step=step,
        )
        return result.rowcount > 0

    async def use_recovery_code(self, user_id: UUID, code_hash: bytes) -> bool:
        """Use a recovery code up; of any number of callers at the same time exactly one is told True."""
        result = await execute(
            self._session,
            "UPDATE totps SET recovery_hashes = array_remove(recovery_hashes, CAST(:code_hash AS bytea))"
            " WHERE company_id = :company_id AND user_id = :user_id AND confirmed_at IS NOT NULL"
            " AND CAST(:code_hash AS bytea) = ANY (recovery_hashes)",
            company_id=self._company_id,
            user_id=user_id,
            code_hash=code_hash,
        )
        return result.rowcount > 0

    async def confirm(self, user_id: UUID, recovery_hashes: Sequence[bytes]) -> None:
        """Let the second factor count from now on, with these recovery codes and no others."""
        await execute(
            self._session,
            "UPDATE totps SET confirmed_at = coalesce(confirmed_at, now()),"
            " recovery_hashes = CAST(:recovery_hashes AS bytea[])"
            " WHERE company_id = :company_id AND user_id = :user_id",
            company_id=self._company_id,
            user_id=user_id,
            recovery_hashes=list(recovery_hashes),
        )

    async def drop(self, user_id: UUID) -> bool:
        """Take the second factor away; tell whether it had been confirmed."""
        result = await execute(
            self._session,
            "DELETE FROM totps WHERE company_id = :company_id AND user_id = :user_id"
            " RETURNING confirmed_at IS NOT NULL AS confirmed",
            company_id=self._company_id,
            user_id=user_id,
        )
        return bool(result.scalar_one_or_none())
