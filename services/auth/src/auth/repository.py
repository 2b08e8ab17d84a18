"""All SQL of auth. The classes are bound to one company; the functions at the end look over all.

Times are the database's, so that replicas with different clocks agree on what has expired.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import and_, func, tuple_
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import Select

from atende_contracts.ids import uuid7
from atende_platform.db import execute
from atende_platform.errors import NotFound
from atende_platform.permissions import Role
from auth.domain import Account, UserState
from auth.models import AuditEntry, Company, Membership, User


class Companies:
    """The company itself."""

    def __init__(self, session: AsyncSession, company_id: UUID) -> None:
        self._session = session
        self._company_id = company_id

    async def add(self, name: str) -> Company:
        """Create the company with the defaults of everything but its name."""
        company = Company(company_id=self._company_id, name=name)
        self._session.add(company)
        await self._session.flush()
        return company

    async def get(self, *, lock: bool = False) -> Company:
        """Return the company, locked against other changes if asked. Raises `NotFound`."""
        query = select(Company).where(Company.company_id == self._company_id)
        if lock:
            query = query.with_for_update()
        company = (await self._session.exec(query)).first()
        if company is None:
            raise NotFound("There is no such company.")
        return company


class Users:
    """The users of one company, with their roles."""

    def __init__(self, session: AsyncSession, company_id: UUID) -> None:
        self._session = session
        self._company_id = company_id

    async def add(self, *, name: str, email: str, password_hash: str, role: Role) -> Account | None:
        """Create an active user, or return None if somebody, of whichever company, has that login name."""
        result = await execute(
            self._session,
            "INSERT INTO users (company_id, id, name, email, password_hash, state)"
            " VALUES (:company_id, :id, :name, :email, :password_hash, 'active')"
            " ON CONFLICT (lower(email)) DO NOTHING RETURNING id, created_at",
            company_id=self._company_id,
            id=uuid7(),
            name=name,
            email=email,
            password_hash=password_hash,
        )
        row = result.one_or_none()
        if row is None:
            return None
        self._session.add(Membership(company_id=self._company_id, user_id=row.id, role=role))
        return Account(
            company_id=self._company_id,
            id=row.id,
            name=name,
            email=email,
            role=role,
            state=UserState.ACTIVE,
            created_at=row.created_at,
            password_hash=password_hash,
        )

    async def find_active(self, user_id: UUID, *, lock: bool = False) -> Account | None:
        """Return the user unless disabled or unknown; ``lock`` holds off whoever would disable them."""
        query = _accounts().where(
            User.company_id == self._company_id, User.id == user_id, User.state == UserState.ACTIVE
        )
        if lock:
            query = query.with_for_update(of=User, key_share=True)
        row = (await self._session.exec(query)).first()
        return _account(*row) if row else None

    async def page(self, after: tuple[datetime, UUID] | None, limit: int) -> Sequence[Account]:
        """Return up to ``limit`` users behind a position, oldest first."""
        query = _accounts().where(User.company_id == self._company_id)
        if after is not None:
            query = query.where(tuple_(col(User.created_at), col(User.id)) > after)
        query = query.order_by(col(User.created_at), col(User.id)).limit(limit)
        return [_account(*row) for row in await self._session.exec(query)]

    async def replace_password_hash(self, user_id: UUID, *, old: str, new: str) -> None:
        """Store another hash of the same password, unless the password was changed meanwhile."""
        await execute(
            self._session,
            "UPDATE users SET password_hash = :new"
            " WHERE company_id = :company_id AND id = :user_id AND password_hash = :old",
            company_id=self._company_id,
            user_id=user_id,
            old=old,
            new=new,
        )


@dataclass(frozen=True, slots=True)
class StoredToken:
    """A refresh token as it is stored, and the database's time when it was read."""

    id: UUID
    session_id: UUID
    used_at: datetime | None
    expires_at: datetime
    successor_enc: bytes | None
    now: datetime


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
            "INSERT INTO sessions (company_id, id, user_id, expires_at, user_agent, address) VALUES"
            " (:company_id, :id, :user_id, now() + make_interval(secs => :seconds), :user_agent, :address)",
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
        result = await execute(
            self._session,
            "UPDATE sessions SET last_used_at = now() WHERE company_id = :company_id AND id = :id"
            " AND revoked_at IS NULL AND expires_at > now() RETURNING user_id",
            company_id=self._company_id,
            id=session_id,
        )
        return result.scalar_one_or_none()

    async def revoke(self, session_id: UUID) -> UUID | None:
        """End the session; return its user, or None if it had ended before or never was."""
        result = await execute(
            self._session,
            "UPDATE sessions SET revoked_at = now() WHERE company_id = :company_id AND id = :id"
            " AND revoked_at IS NULL AND expires_at > now() RETURNING user_id",
            company_id=self._company_id,
            id=session_id,
        )
        return result.scalar_one_or_none()

    async def add_token(
        self, session_id: UUID, *, token_hash: bytes, seconds: float, parent_id: UUID | None = None
    ) -> None:
        """Store a refresh token that lives ``seconds``, but not longer than its session."""
        await execute(
            self._session,
            "INSERT INTO refresh_tokens (company_id, id, session_id, token_hash, parent_id, expires_at)"
            " SELECT company_id, :id, id, :token_hash, CAST(:parent_id AS uuid),"
            " least(now() + make_interval(secs => :seconds), expires_at)"
            " FROM sessions WHERE company_id = :company_id AND id = :session_id",
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
            "UPDATE refresh_tokens SET used_at = now(), successor_enc = :successor_enc"
            " WHERE company_id = :company_id AND token_hash = :token_hash"
            " AND used_at IS NULL AND expires_at > now() RETURNING id, session_id",
            company_id=self._company_id,
            token_hash=token_hash,
            successor_enc=successor_enc,
        )
        row = result.one_or_none()
        return (row.id, row.session_id) if row else None

    async def find_token(self, token_hash: bytes) -> StoredToken | None:
        """Return a token in whatever state it is."""
        result = await execute(
            self._session,
            "SELECT id, session_id, used_at, expires_at, successor_enc, now() AS now"
            " FROM refresh_tokens WHERE company_id = :company_id AND token_hash = :token_hash",
            company_id=self._company_id,
            token_hash=token_hash,
        )
        row = result.mappings().one_or_none()
        return StoredToken(**row) if row else None


class AuditLog:
    """Who did what in one company. It can only grow."""

    def __init__(self, session: AsyncSession, company_id: UUID) -> None:
        self._session = session
        self._company_id = company_id

    def add(
        self,
        action: str,
        *,
        actor_id: UUID | None,
        subject_id: UUID | None = None,
        address: str | None = None,
        details: dict[str, Any] | None = None,
    ) -> None:
        """Note an action; it is written when the transaction commits."""
        self._session.add(
            AuditEntry(
                company_id=self._company_id,
                actor_id=actor_id,
                action=action,
                subject_id=subject_id,
                address=address,
                details=details or {},
            )
        )


def _accounts() -> Select[User, Membership]:
    return select(User, Membership).join(
        Membership,
        and_(col(Membership.company_id) == col(User.company_id), col(Membership.user_id) == col(User.id)),
    )


def _account(user: User, membership: Membership) -> Account:
    return Account(
        company_id=user.company_id,
        id=user.id,
        name=user.name,
        email=user.email,
        role=Role(membership.role),
        state=UserState(user.state),
        created_at=user.created_at,
        password_hash=user.password_hash,
    )


# --- over all companies: to find out who asks, and to tidy up ----------------------------------


async def find_login(session: AsyncSession, email: str) -> Account | None:
    """Return the account of a login name."""
    query = _accounts().where(func.lower(col(User.email)) == func.lower(email))
    row = (await session.exec(query)).first()
    return _account(*row) if row else None


async def find_company_of_token(session: AsyncSession, token_hash: bytes) -> UUID | None:
    """Return the company that a refresh token belongs to."""
    result = await execute(
        session,
        "SELECT company_id FROM refresh_tokens WHERE token_hash = :token_hash",
        token_hash=token_hash,
    )
    return result.scalar_one_or_none()


async def delete_expired_tokens(session: AsyncSession, *, limit: int) -> int:
    """Delete up to ``limit`` refresh tokens that have expired; return how many."""
    result = await execute(
        session,
        "DELETE FROM refresh_tokens AS token USING ("
        "  SELECT company_id, id FROM refresh_tokens WHERE expires_at < now()"
        "  ORDER BY expires_at LIMIT :limit FOR UPDATE SKIP LOCKED"
        ") AS old WHERE token.company_id = old.company_id AND token.id = old.id",
        limit=limit,
    )
    return result.rowcount


async def forget_successors(session: AsyncSession, *, used_before_seconds: float, limit: int) -> int:
    """Drop up to ``limit`` sealed successors that can no longer be asked for; return how many."""
    result = await execute(
        session,
        "UPDATE refresh_tokens AS token SET successor_enc = NULL FROM ("
        "  SELECT company_id, id FROM refresh_tokens WHERE successor_enc IS NOT NULL"
        "  AND used_at < now() - make_interval(secs => :seconds)"
        "  ORDER BY used_at LIMIT :limit FOR UPDATE SKIP LOCKED"
        ") AS old WHERE token.company_id = old.company_id AND token.id = old.id",
        seconds=used_before_seconds,
        limit=limit,
    )
    return result.rowcount


async def delete_ended_sessions(session: AsyncSession, *, ended_before_seconds: float, limit: int) -> int:
    """Delete up to ``limit`` sessions that ended so long ago, with their tokens; return how many."""
    result = await execute(
        session,
        "DELETE FROM sessions AS session USING ("
        "  SELECT company_id, id FROM sessions"
        "  WHERE expires_at < now() - make_interval(secs => :seconds)"
        "  OR revoked_at < now() - make_interval(secs => :seconds)"
        "  LIMIT :limit FOR UPDATE SKIP LOCKED"
        ") AS old WHERE session.company_id = old.company_id AND session.id = old.id",
        seconds=ended_before_seconds,
        limit=limit,
    )
    return result.rowcount
