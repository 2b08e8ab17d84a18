"""Sessions and their refresh tokens."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.ids import uuid7
from atende_platform.data.db import execute


@dataclass(frozen=True, slots=True)
class OpenSession:
    """A session that has not ended."""

    id: UUID
    company_id: UUID
    created_at: datetime
    last_used_at: datetime
    expires_at: datetime
    user_agent: str
    address: str


@dataclass(frozen=True, slots=True)
class StoredToken:
    """A refresh token as it is stored, and the database's time when it was read."""

    id: UUID
    session_id: UUID
    used_at: datetime | None
    expires_at: datetime
    successor_enc: bytes | None
    now: datetime


_OPEN: Final = """
INSERT INTO sessions (company_id, id, user_id, expires_at, user_agent, address) VALUES
(:company_id, :id, :user_id, now() + make_interval(secs => :seconds), :user_agent, :address)
"""
_TOUCH: Final = """
UPDATE sessions SET last_used_at = now() WHERE company_id = :company_id AND id = :id
AND revoked_at IS NULL AND expires_at > now() RETURNING user_id
"""
_REVOKE: Final = """
UPDATE sessions SET revoked_at = now() WHERE company_id = :company_id AND id = :id
AND revoked_at IS NULL AND expires_at > now() RETURNING user_id
"""
_REVOKE_ALL: Final = """
UPDATE sessions SET revoked_at = now() WHERE company_id = :company_id AND user_id = :user_id
AND revoked_at IS NULL AND expires_at > now()
AND id IS DISTINCT FROM CAST(:but AS uuid) RETURNING id
"""
_IS_OPEN: Final = """
SELECT EXISTS (SELECT FROM sessions WHERE company_id = :company_id AND id = :id
AND revoked_at IS NULL AND expires_at > now())
"""
_OPEN_OF: Final = """
SELECT id, company_id, created_at, last_used_at, expires_at, user_agent, address FROM sessions
WHERE company_id = :company_id AND user_id = :user_id
AND revoked_at IS NULL AND expires_at > now()
ORDER BY created_at DESC, id DESC LIMIT :limit
"""
_ADD_TOKEN: Final = """
INSERT INTO refresh_tokens (company_id, id, session_id, token_hash, parent_id, expires_at)
SELECT company_id, :id, id, :token_hash, CAST(:parent_id AS uuid),
least(now() + make_interval(secs => :seconds), expires_at)
FROM sessions WHERE company_id = :company_id AND id = :session_id
"""  # noqa: S105 (SQL)
_USE_TOKEN: Final = """
UPDATE refresh_tokens SET used_at = now(), successor_enc = :successor_enc
WHERE company_id = :company_id AND token_hash = :token_hash
AND used_at IS NULL AND expires_at > now() RETURNING id, session_id
"""  # noqa: S105 (SQL)
_FIND_TOKEN: Final = """
SELECT id, session_id, used_at, expires_at, successor_enc, now() AS now
FROM refresh_tokens WHERE company_id = :company_id AND token_hash = :token_hash
"""  # noqa: S105 (SQL)


class Sessions:
    """The sessions of one company, and their refresh tokens."""

    def __init__(self, session: AsyncSession, company_id: UUID) -> None:
        self._session = session
        self._company_id = company_id

    async def open(self, *, user_id: UUID, seconds: float, user_agent: str, address: str) -> UUID:
        """Create a session that lives ``seconds`` at most; return its id."""
        session_id = uuid7()
        await execute(
            self._session,
            _OPEN,
            company_id=self._company_id,
            id=session_id,
            user_id=user_id,
            seconds=seconds,
            user_agent=user_agent,
            address=address,
        )
        return session_id

    async def touch(self, session_id: UUID) -> UUID | None:
        """Note that the session is used; return its user, or None if it has ended."""
        result = await execute(self._session, _TOUCH, company_id=self._company_id, id=session_id)
        return result.scalar_one_or_none()

    async def revoke(self, session_id: UUID) -> UUID | None:
        """End the session; return its user, or None if it had ended before or never was."""
        result = await execute(self._session, _REVOKE, company_id=self._company_id, id=session_id)
        return result.scalar_one_or_none()

    async def revoke_all(self, user_id: UUID, *, but: UUID | None = None) -> Sequence[UUID]:
        """End all sessions of a user, or all but one; return those that had not ended before."""
        result = await execute(
            self._session, _REVOKE_ALL, company_id=self._company_id, user_id=user_id, but=but
        )
        return list(result.scalars())

    async def is_open(self, session_id: UUID) -> bool:
        """Tell whether the session has not ended."""
        result = await execute(self._session, _IS_OPEN, company_id=self._company_id, id=session_id)
        return bool(result.scalar_one())

    async def open_of(self, user_id: UUID, limit: int) -> Sequence[OpenSession]:
        """Return up to ``limit`` sessions of a user that have not ended, newest first."""
        result = await execute(
            self._session, _OPEN_OF, company_id=self._company_id, user_id=user_id, limit=limit
        )
        return [OpenSession(**row) for row in result.mappings()]

    async def add_token(
        self, session_id: UUID, *, token_hash: bytes, seconds: float, parent_id: UUID | None = None
    ) -> None:
        """Store a refresh token that lives ``seconds``, but not longer than its session."""
        await execute(
            self._session,
            _ADD_TOKEN,
            company_id=self._company_id,
            id=uuid7(),
            session_id=session_id,
            token_hash=token_hash,
            parent_id=parent_id,
            seconds=seconds,
        )

    async def use_token(self, token_hash: bytes, *, successor_enc: bytes) -> tuple[UUID, UUID] | None:
        """Use up a token; return its id and its session's, or None if it is used, expired or unknown.

        Of any number of callers at the same time exactly one gets the token.
        """
        result = await execute(
            self._session,
            _USE_TOKEN,
            company_id=self._company_id,
            token_hash=token_hash,
            successor_enc=successor_enc,
        )
        row = result.one_or_none()
        return (row.id, row.session_id) if row else None

    async def find_token(self, token_hash: bytes) -> StoredToken | None:
        """Return a token in whatever state it is."""
        result = await execute(self._session, _FIND_TOKEN, company_id=self._company_id, token_hash=token_hash)
        row = result.mappings().one_or_none()
        return StoredToken(**row) if row else None


# --- over all companies: to find out who asks, and to tidy up ----------------------------------


_PAGE_OF_LOGIN: Final = """
SELECT s.id, s.company_id, s.created_at, s.last_used_at, s.expires_at, s.user_agent, s.address
FROM users u JOIN sessions s ON s.company_id = u.company_id AND s.user_id = u.id
WHERE u.login_id = :login_id AND s.revoked_at IS NULL AND s.expires_at > now()
AND (CAST(:at AS timestamptz) IS NULL OR (s.created_at, s.id) < (:at, CAST(:id AS uuid)))
ORDER BY s.created_at DESC, s.id DESC LIMIT :limit
"""


async def page_of_login(
    session: AsyncSession, login_id: UUID, before: tuple[datetime, UUID] | None, limit: int
) -> Sequence[OpenSession]:
    """Return up to ``limit`` sessions of a login that have not ended, in all its companies, newest first."""
    at, id_ = before or (None, None)
    result = await execute(session, _PAGE_OF_LOGIN, login_id=login_id, at=at, id=id_, limit=limit)
    return [OpenSession(**row) for row in result.mappings()]


_FIND_SESSION_OF_LOGIN: Final = """
SELECT s.company_id, s.user_id
FROM users u JOIN sessions s ON s.company_id = u.company_id AND s.user_id = u.id
WHERE u.login_id = :login_id AND s.id = :session_id
"""


async def find_session_of_login(
    session: AsyncSession, login_id: UUID, session_id: UUID
) -> tuple[UUID, UUID] | None:
    """Return the company and the user of a session if it is one of the login's, also when it has ended."""
    result = await execute(session, _FIND_SESSION_OF_LOGIN, login_id=login_id, session_id=session_id)
    row = result.one_or_none()
    return (row.company_id, row.user_id) if row else None


_FIND_COMPANY_OF_TOKEN: Final = """
SELECT token.company_id FROM refresh_tokens token
JOIN sessions s ON s.company_id = token.company_id AND s.id = token.session_id
JOIN users u ON u.company_id = s.company_id AND u.id = s.user_id
JOIN logins l ON l.id = u.login_id
WHERE token.token_hash = :token_hash AND (l.email_verified_at IS NOT NULL OR NOT :verified)
"""  # noqa: S105 (SQL)


async def find_company_of_token(session: AsyncSession, token_hash: bytes, *, verified: bool) -> UUID | None:
    """Return the company that a refresh token belongs to; ``verified``: unless its login's address is not."""
    result = await execute(session, _FIND_COMPANY_OF_TOKEN, token_hash=token_hash, verified=verified)
    return result.scalar_one_or_none()


_FIND_SESSION_OF_TOKEN: Final = """
SELECT s.company_id, s.user_id, s.id FROM refresh_tokens token
JOIN sessions s ON s.company_id = token.company_id AND s.id = token.session_id
WHERE token.token_hash = :token_hash
"""  # noqa: S105 (SQL)


async def find_session_of_token(session: AsyncSession, token_hash: bytes) -> tuple[UUID, UUID, UUID] | None:
    """Return the company, the user and the id of a refresh token's session, also when it has ended."""
    result = await execute(session, _FIND_SESSION_OF_TOKEN, token_hash=token_hash)
    row = result.one_or_none()
    return (row.company_id, row.user_id, row.id) if row else None


_FIND_REVOKED: Final = """
SELECT id, revoked_at + make_interval(secs => :seconds) AS over FROM sessions
WHERE revoked_at > now() - make_interval(secs => :seconds) ORDER BY revoked_at DESC LIMIT :limit
"""


async def find_revoked(session: AsyncSession, *, token_seconds: float, limit: int) -> dict[UUID, datetime]:
    """Return the latest sessions revoked within ``token_seconds``, and when their last token is over."""
    result = await execute(session, _FIND_REVOKED, seconds=token_seconds, limit=limit)
    return {row.id: row.over for row in result}


_FIND_RETIRED_GENERATIONS: Final = """
SELECT generation, retired_at + make_interval(secs => :seconds) AS over FROM retired_generations
WHERE retired_at > now() - make_interval(secs => :seconds) ORDER BY retired_at DESC LIMIT :limit
"""


async def find_retired_generations(
    session: AsyncSession, *, token_seconds: float, limit: int
) -> dict[UUID, datetime]:
    """Return the latest generations retired within ``token_seconds``, and when their last token is over."""
    result = await execute(session, _FIND_RETIRED_GENERATIONS, seconds=token_seconds, limit=limit)
    return {row.generation: row.over for row in result}


_DELETE_RETIRED_GENERATIONS: Final = """
DELETE FROM retired_generations AS retired USING (
    SELECT company_id, generation FROM retired_generations
    WHERE retired_at < now() - make_interval(secs => :seconds)
    ORDER BY retired_at LIMIT :limit FOR UPDATE SKIP LOCKED
) AS old WHERE retired.company_id = old.company_id AND retired.generation = old.generation
"""


async def delete_retired_generations(
    session: AsyncSession, *, retired_before_seconds: float, limit: int
) -> int:
    """Delete up to ``limit`` generations that were retired so long ago; return how many."""
    result = await execute(session, _DELETE_RETIRED_GENERATIONS, seconds=retired_before_seconds, limit=limit)
    return result.rowcount


_DELETE_EXPIRED_TOKENS: Final = """
DELETE FROM refresh_tokens AS token USING (
    SELECT company_id, id FROM refresh_tokens WHERE expires_at < now()
    ORDER BY expires_at LIMIT :limit FOR UPDATE SKIP LOCKED
) AS old WHERE token.company_id = old.company_id AND token.id = old.id
"""


async def delete_expired_tokens(session: AsyncSession, *, limit: int) -> int:
    """Delete up to ``limit`` refresh tokens that have expired; return how many."""
    result = await execute(session, _DELETE_EXPIRED_TOKENS, limit=limit)
    return result.rowcount


_PURGE_SUCCESSORS: Final = """
UPDATE refresh_tokens AS token SET successor_enc = NULL FROM (
    SELECT company_id, id FROM refresh_tokens WHERE successor_enc IS NOT NULL
    AND used_at < now() - make_interval(secs => :seconds)
    ORDER BY used_at LIMIT :limit FOR UPDATE SKIP LOCKED
) AS old WHERE token.company_id = old.company_id AND token.id = old.id
"""


async def purge_successors(session: AsyncSession, *, used_before_seconds: float, limit: int) -> int:
    """Drop up to ``limit`` sealed successors that can no longer be asked for; return how many."""
    result = await execute(session, _PURGE_SUCCESSORS, seconds=used_before_seconds, limit=limit)
    return result.rowcount


_DELETE_ENDED_SESSIONS: Final = """
DELETE FROM sessions AS session USING (
    SELECT company_id, id FROM sessions
    WHERE expires_at < now() - make_interval(secs => :seconds)
    OR revoked_at < now() - make_interval(secs => :seconds)
    LIMIT :limit FOR UPDATE SKIP LOCKED
) AS old WHERE session.company_id = old.company_id AND session.id = old.id
"""


async def delete_ended_sessions(session: AsyncSession, *, ended_before_seconds: float, limit: int) -> int:
    """Delete up to ``limit`` sessions that ended so long ago, with their tokens; return how many."""
    result = await execute(session, _DELETE_ENDED_SESSIONS, seconds=ended_before_seconds, limit=limit)
    return result.rowcount
