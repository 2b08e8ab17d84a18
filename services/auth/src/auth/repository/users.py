"""Users and their roles."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import and_, func, tuple_
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import Select

from atende_contracts.ids import uuid7
from atende_contracts.permissions import Role
from atende_platform.data.db import execute
from auth.domain import Account, UserStatus
from auth.models import Membership, User

_ADD: Final = """
INSERT INTO users (company_id, id, login_id, name, email, state, joined_at)
VALUES (:company_id, :id, :login_id, :name, :email, 'active', CASE WHEN :joined THEN now() END)
ON CONFLICT DO NOTHING RETURNING id, created_at, joined_at
"""
_LINK: Final = """
UPDATE users SET login_id = :login_id, joined_at = coalesce(joined_at, now())
WHERE company_id = :company_id AND id = :user_id
"""
_NOTE_ENTRY: Final = """
UPDATE users SET joined_at = now()
WHERE company_id = :company_id AND id = :user_id AND joined_at IS NULL
"""
_COUNT_ACTIVE: Final = "SELECT count(*) FROM users WHERE company_id = :company_id AND state = 'active'"
_OWNERS: Final = """
SELECT count(*) FROM memberships m
JOIN users u ON u.company_id = m.company_id AND u.id = m.user_id
WHERE m.company_id = :company_id AND m.role = 'owner' AND u.state = 'active'
AND u.joined_at IS NOT NULL
"""
_CHANGE_USER: Final = """
UPDATE users SET name = :name, state = :state WHERE company_id = :company_id AND id = :user_id
"""
_CHANGE_ROLE: Final = """
UPDATE memberships SET role = :role, revision = revision + 1
WHERE company_id = :company_id AND user_id = :user_id
"""
_RETIRE_GENERATION: Final = """
WITH before AS (SELECT generation FROM memberships
    WHERE company_id = :company_id AND user_id = :user_id FOR UPDATE),
begun AS (UPDATE memberships SET generation = gen_random_uuid()
    WHERE company_id = :company_id AND user_id = :user_id)
INSERT INTO retired_generations (company_id, generation)
SELECT :company_id, generation FROM before RETURNING generation
"""
_RENAME: Final = """
UPDATE users SET name = :name WHERE company_id = :company_id AND id = :user_id
"""
_NOTE_CHANGED: Final = """
UPDATE memberships SET revision = revision + 1
WHERE company_id = :company_id AND user_id = :user_id
"""


class Users:
    """The users of one company, with their roles."""

    def __init__(self, session: AsyncSession, company_id: UUID) -> None:
        self._session = session
        self._company_id = company_id

    async def add(
        self, *, name: str, email: str, role: Role, login_id: UUID | None, joined: bool
    ) -> Account | None:
        """Create an active user, or return None if the company has one with the address already."""
        result = await execute(
            self._session,
            _ADD,
            company_id=self._company_id,
            id=uuid7(),
            login_id=login_id,
            name=name,
            email=email,
            joined=joined,
        )
        row = result.one_or_none()
        if row is None:
            return None
        membership = Membership(company_id=self._company_id, user_id=row.id, role=role)
        self._session.add(membership)
        return Account(
            company_id=self._company_id,
            id=row.id,
            login_id=login_id,
            name=name,
            email=email,
            role=role,
            state=UserStatus.ACTIVE,
            created_at=row.created_at,
            joined_at=row.joined_at,
            generation=membership.generation,
        )

    async def link(self, user_id: UUID, login_id: UUID) -> None:
        """Let a login be this user, who has accepted."""
        await execute(self._session, _LINK, company_id=self._company_id, user_id=user_id, login_id=login_id)

    async def note_entry(self, user_id: UUID) -> None:
        """Note that the person entered the company, if it is the first time."""
        await execute(self._session, _NOTE_ENTRY, company_id=self._company_id, user_id=user_id)

    async def find(self, user_id: UUID) -> Account | None:
        """Return the user in whatever state, as the database now has them."""
        query = _accounts().where(User.company_id == self._company_id, User.id == user_id)
        row = (await self._session.exec(query.execution_options(populate_existing=True))).first()
        return _account(*row) if row else None

    async def find_by_email(self, email: str, *, lock: bool = False) -> Account | None:
        """Return the user with the e-mail address, in whatever case and state."""
        query = _accounts().where(
            User.company_id == self._company_id, func.lower(col(User.email)) == func.lower(email)
        )
        if lock:
            query = query.with_for_update(of=User, key_share=True)
        row = (await self._session.exec(query.execution_options(populate_existing=True))).first()
        return _account(*row) if row else None

    async def find_of_login(self, login_id: UUID, *, lock: bool = False) -> Account | None:
        """Return the active user that a login is; ``lock`` holds off a change that disables them."""
        query = _accounts().where(
            User.company_id == self._company_id, User.login_id == login_id, User.state == UserStatus.ACTIVE
        )
        if lock:
            query = query.with_for_update(of=User, key_share=True)
        row = (await self._session.exec(query.execution_options(populate_existing=True))).first()
        return _account(*row) if row else None

    async def count_active(self) -> int:
        """Return how many users may sign in, or may once they have accepted."""
        result = await execute(self._session, _COUNT_ACTIVE, company_id=self._company_id)
        return int(result.scalar_one())

    async def owners(self) -> int:
        """Return how many active owners there are who have entered the company."""
        result = await execute(self._session, _OWNERS, company_id=self._company_id)
        return int(result.scalar_one())

    async def administrators(self, limit: int) -> Sequence[Account]:
        """Return up to ``limit`` active owners and admins, oldest first."""
        query = _accounts().where(
            User.company_id == self._company_id,
            User.state == UserStatus.ACTIVE,
            col(Membership.role).in_((Role.OWNER, Role.ADMIN)),
        )
        query = query.order_by(col(User.created_at), col(User.id)).limit(limit)
        return [_account(*row) for row in await self._session.exec(query)]

    async def change(self, account: Account) -> None:
        """Store name, role and state of the user."""
        parameters = {"company_id": self._company_id, "user_id": account.id}
        await execute(self._session, _CHANGE_USER, **parameters, name=account.name, state=account.state)
        await execute(self._session, _CHANGE_ROLE, **parameters, role=account.role)

    async def retire_generation(self, user_id: UUID) -> UUID:
        """Begin another generation of the user's rights; return the one that ended."""
        result = await execute(
            self._session, _RETIRE_GENERATION, company_id=self._company_id, user_id=user_id
        )
        generation: UUID = result.scalar_one()
        return generation

    async def rename(self, user_id: UUID, name: str) -> None:
        """Store another name of the user."""
        parameters = {"company_id": self._company_id, "user_id": user_id}
        await execute(self._session, _RENAME, **parameters, name=name)
        await execute(self._session, _NOTE_CHANGED, **parameters)

    async def note_changed(self, user_id: UUID) -> Account | None:
        """Note that something of the user has changed elsewhere; return them as they are."""
        await execute(self._session, _NOTE_CHANGED, company_id=self._company_id, user_id=user_id)
        return await self.find(user_id)

    async def find_active(self, user_id: UUID, *, lock: bool = False) -> Account | None:
        """Return the user unless disabled or unknown; ``lock`` holds off a change that disables them."""
        query = _accounts().where(
            User.company_id == self._company_id, User.id == user_id, User.state == UserStatus.ACTIVE
        )
        if lock:
            # Both: of a row that is not locked, a statement that waited sees what was there before.
            query = query.with_for_update(of=[User, Membership], key_share=True)
        row = (await self._session.exec(query.execution_options(populate_existing=True))).first()
        return _account(*row) if row else None

    async def page(self, after: tuple[datetime, UUID] | None, limit: int) -> Sequence[Account]:
        """Return up to ``limit`` users behind a position, oldest first."""
        query = _accounts().where(User.company_id == self._company_id)
        if after is not None:
            query = query.where(tuple_(col(User.created_at), col(User.id)) > after)
        query = query.order_by(col(User.created_at), col(User.id)).limit(limit)
        return [_account(*row) for row in await self._session.exec(query)]


def _accounts() -> Select[User, Membership]:
    return select(User, Membership).join(
        Membership,
        and_(col(Membership.company_id) == col(User.company_id), col(Membership.user_id) == col(User.id)),
    )


def _account(user: User, membership: Membership) -> Account:
    return Account(
        company_id=user.company_id,
        id=user.id,
        login_id=user.login_id,
        name=user.name,
        email=user.email,
        role=Role(membership.role),
        state=UserStatus(user.state),
        created_at=user.created_at,
        joined_at=user.joined_at,
        generation=membership.generation,
        revision=membership.revision,
    )
