"""Users and their roles."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, func, tuple_
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import Select

from atende_contracts.ids import uuid7
from atende_platform.db import execute
from atende_platform.permissions import Role
from auth.domain import Account, UserState
from auth.models import Membership, User


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
            " ON CONFLICT (lower(email)) DO NOTHING RETURNING id, created_at, password_changed_at",
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
            password_changed_at=row.password_changed_at,
        )

    async def find(self, user_id: UUID) -> Account | None:
        """Return the user in whatever state, as the database now has them."""
        query = _accounts().where(User.company_id == self._company_id, User.id == user_id)
        row = (await self._session.exec(query.execution_options(populate_existing=True))).first()
        return _account(*row) if row else None

    async def has_email(self, email: str) -> bool:
        """Tell whether a user of the company has the e-mail address, in whatever case."""
        result = await execute(
            self._session,
            "SELECT EXISTS (SELECT FROM users"
            " WHERE company_id = :company_id AND lower(email) = lower(:email))",
            company_id=self._company_id,
            email=email,
        )
        return bool(result.scalar_one())

    async def owners(self) -> int:
        """Return how many active owners there are."""
        result = await execute(
            self._session,
            "SELECT count(*) FROM memberships m"
            " JOIN users u ON u.company_id = m.company_id AND u.id = m.user_id"
            " WHERE m.company_id = :company_id AND m.role = 'owner' AND u.state = 'active'",
            company_id=self._company_id,
        )
        return int(result.scalar_one())

    async def change(self, account: Account) -> None:
        """Store name, role and state of the user."""
        parameters = {"company_id": self._company_id, "user_id": account.id}
        await execute(
            self._session,
            "UPDATE users SET name = :name, state = :state WHERE company_id = :company_id AND id = :user_id",
            **parameters,
            name=account.name,
            state=account.state,
        )
        await execute(
            self._session,
            "UPDATE memberships SET role = :role WHERE company_id = :company_id AND user_id = :user_id",
            **parameters,
            role=account.role,
        )

    async def rename(self, user_id: UUID, name: str) -> None:
        """Store another name of the user."""
        await execute(
            self._session,
            "UPDATE users SET name = :name WHERE company_id = :company_id AND id = :user_id",
            company_id=self._company_id,
            user_id=user_id,
            name=name,
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

    async def set_password(
        self, user_id: UUID, password_hash: str, *, unless_changed_since: datetime
    ) -> bool:
        """Store the hash of another password of an active user; return whether it was stored."""
        result = await execute(
            self._session,
            "UPDATE users SET password_hash = :password_hash, password_changed_at = now()"
            " WHERE company_id = :company_id AND id = :user_id AND state = 'active'"
            " AND password_changed_at = :since",
            company_id=self._company_id,
            user_id=user_id,
            password_hash=password_hash,
            since=unless_changed_since,
        )
        return result.rowcount > 0


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
        password_changed_at=user.password_changed_at,
    )


# --- over all companies: to find out who asks --------------------------------------------------


async def find_login(session: AsyncSession, email: str) -> Account | None:
    """Return the account of a login name."""
    query = _accounts().where(func.lower(col(User.email)) == func.lower(email))
    row = (await session.exec(query)).first()
    return _account(*row) if row else None
