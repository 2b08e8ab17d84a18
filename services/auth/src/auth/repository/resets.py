"""Links by which a forgotten password is replaced: one per user, which using it up deletes."""

from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_platform.db import execute


class PasswordResets:
    """The links of one company's users."""

    def __init__(self, session: AsyncSession, company_id: UUID) -> None:
        self._session = session
        self._company_id = company_id

    async def put(self, user_id: UUID, *, token_hash: bytes, seconds: float) -> None:
        """Give the user a link, in the place of one that they may have."""
        await execute(
            self._session,
            "INSERT INTO password_resets (company_id, user_id, token_hash, expires_at)"
            " VALUES (:company_id, :user_id, :token_hash, now() + make_interval(secs => :seconds))"
            " ON CONFLICT (company_id, user_id) DO UPDATE"
            " SET token_hash = excluded.token_hash, expires_at = excluded.expires_at",
            company_id=self._company_id,
            user_id=user_id,
            token_hash=token_hash,
            seconds=seconds,
        )

    async def use(self, user_id: UUID, token_hash: bytes) -> bool:
        """Use a link up; of any number of callers at the same time exactly one is told True."""
        result = await execute(
            self._session,
            "DELETE FROM password_resets WHERE company_id = :company_id AND user_id = :user_id"
            " AND token_hash = :token_hash AND expires_at > now()",
            company_id=self._company_id,
            user_id=user_id,
            token_hash=token_hash,
        )
        return result.rowcount > 0

    async def drop(self, user_id: UUID) -> None:
        """Make the link that the user may have worth nothing."""
        await execute(
            self._session,
            "DELETE FROM password_resets WHERE company_id = :company_id AND user_id = :user_id",
            company_id=self._company_id,
            user_id=user_id,
        )


# --- over all companies: to find out who asks, and to tidy up ----------------------------------


async def find_reset(session: AsyncSession, token_hash: bytes) -> tuple[UUID, UUID] | None:
    """Return the company and the user that a token is of, unless it has expired."""
    result = await execute(
        session,
        "SELECT company_id, user_id FROM password_resets"
        " WHERE token_hash = :token_hash AND expires_at > now()",
        token_hash=token_hash,
    )
    row = result.one_or_none()
    return (row.company_id, row.user_id) if row else None


async def delete_expired_resets(session: AsyncSession, *, limit: int) -> int:
    """Delete up to ``limit`` links that have expired; return how many."""
    result = await execute(
        session,
        "DELETE FROM password_resets AS reset USING ("
        "  SELECT company_id, user_id FROM password_resets WHERE expires_at < now()"
        "  ORDER BY expires_at LIMIT :limit FOR UPDATE SKIP LOCKED"
        ") AS old WHERE reset.company_id = old.company_id AND reset.user_id = old.user_id",
        limit=limit,
    )
    return result.rowcount
