"""The users of a company: who they are, what they may do, and who owns the company.

Whoever changes a role or a state holds the company's row, so that of two requests that would each
leave the company without an owner the second sees what the first did.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_platform.audit import Action
from atende_platform.context import TenantContext
from atende_platform.errors import Conflict, Forbidden, NotFound, Unauthenticated
from atende_platform.permissions import Role
from auth import domain
from auth.domain import Account, Device, Login, UserState
from auth.repository.audit import AuditLog
from auth.repository.companies import Companies
from auth.repository.logins import Logins
from auth.repository.sessions import Sessions
from auth.repository.users import Users
from auth.schemas import UserUpdate


@dataclass(frozen=True, slots=True)
class NewUser:
    """A user to create; the password is already hashed, because that is no work for a transaction.

    Without a password it is the person who chooses one, by the link in an invitation.
    """

    name: str
    email: str
    password_hash: str | None
    role: Role


@dataclass(frozen=True, slots=True)
class Changed:
    """A user as they now are, and the sessions that ended with the change."""

    user: Account
    ended: Sequence[UUID] = ()


def require_may_grant(actor: TenantContext, role: Role) -> None:
    """Raise `Forbidden` if the actor may not give out the role."""
    if not domain.may_grant(actor.role, role):
        raise Forbidden("Only an owner can make an owner.", code="owner-required")


async def create_user(session: AsyncSession, actor: TenantContext, new: NewUser, device: Device) -> Account:
    """Create a user in the actor's company.

    One without a login (`Account.login_id`) needs an invitation: no password was given, or the address is
    the login of somebody, whose password is theirs. Raises `Forbidden`, and `Conflict` for the address of
    another user of the company.
    """
    require_may_grant(actor, new.role)
    login: Login | None = None
    if new.password_hash is not None:
        login = await Logins(session).add(email=new.email, password_hash=new.password_hash, verified=False)
    account = await add_user(session, actor.company_id, new, login, joined=False)
    AuditLog(session, actor.company_id).add(
        Action.USER_CREATED,
        actor_id=actor.user_id,
        object_id=account.id,
        address=device.address,
        details={"role": new.role},
    )
    return account


async def add_user(
    session: AsyncSession, company_id: UUID, new: NewUser, login: Login | None, *, joined: bool
) -> Account:
    """Store a user. Raises `Conflict` if a user of the company has the e-mail address or the login."""
    account = await Users(session, company_id).add(
        name=new.name, email=new.email, role=new.role, login_id=login.id if login else None, joined=joined
    )
    if account is None:
        raise Conflict("A user of the company has this e-mail address.", code="email-taken")
    return account


async def list_users(
    session: AsyncSession, actor: TenantContext, after: tuple[datetime, UUID] | None, limit: int
) -> Sequence[Account]:
    """Return up to ``limit`` users of the actor's company behind a position, oldest first."""
    return await Users(session, actor.company_id).page(after, limit)


async def get_user(session: AsyncSession, actor: TenantContext, user_id: UUID) -> Account:
    """Return a user of the actor's company. Raises `NotFound`."""
    account = await Users(session, actor.company_id).find(user_id)
    if account is None:
        raise NotFound("There is no such user.")
    return account


async def change_user(
    session: AsyncSession, actor: TenantContext, user_id: UUID, update: UserUpdate, device: Device
) -> Changed:
    """Change what is given. Whoever is disabled is signed out everywhere.

    Raises `NotFound`, `Forbidden` when somebody else than an owner touches an owner or makes one,
    and `Conflict` when the company would be left without an active owner.
    """
    users = Users(session, actor.company_id)
    await Companies(session, actor.company_id).get(lock=True)
    before = await get_user(session, actor, user_id)
    after = domain.changed(before, name=update.name, role=update.role, state=update.state)
    if after == before:
        return Changed(before)
    if Role.OWNER in (before.role, after.role):
        await require_owner(session, actor)
    if domain.is_active_owner(before) and not domain.is_active_owner(after) and await users.owners() < 2:
        raise Conflict("A company keeps one active owner. Make another owner first.", code="last-owner")
    await users.change(after)
    ended: Sequence[UUID] = ()
    if after.state is UserState.DISABLED:
        ended = await Sessions(session, actor.company_id).revoke_all(user_id)
    AuditLog(session, actor.company_id).add(
        Action.USER_CHANGED,
        actor_id=actor.user_id,
        object_id=user_id,
        address=device.address,
        details={
            name: getattr(after, name)
            for name in ("name", "role", "state")
            if getattr(after, name) != getattr(before, name)
        },
    )
    return Changed(after, ended)


async def hand_over(session: AsyncSession, actor: TenantContext, user_id: UUID, device: Device) -> Account:
    """Make another user the owner in the actor's place, who becomes an admin; return the new owner.

    Raises `Forbidden` unless the actor is an owner, `NotFound`, and `Conflict` for a disabled user.
    """
    users = Users(session, actor.company_id)
    await Companies(session, actor.company_id).get(lock=True)
    await require_owner(session, actor)
    heir = await get_user(session, actor, user_id)
    if user_id == actor.user_id:
        return heir
    if heir.state is not UserState.ACTIVE:
        raise Conflict("A disabled user cannot own the company.", code="user-disabled")
    if heir.joined_at is None:
        raise Conflict("This user has never signed in to the company.", code="user-not-joined")
    owner = await get_user(session, actor, actor.user_id)
    heir = domain.changed(heir, role=Role.OWNER)
    await users.change(heir)
    await users.change(domain.changed(owner, role=Role.ADMIN))
    AuditLog(session, actor.company_id).add(
        Action.COMPANY_HANDED_OVER,
        actor_id=actor.user_id,
        object_id=actor.company_id,
        address=device.address,
        details={"from": str(actor.user_id), "to": str(user_id)},
    )
    return heir


async def require_owner(session: AsyncSession, actor: TenantContext) -> None:
    """Raise `Forbidden` unless the actor is an owner now."""
    # Asked of the database, because a token still says "owner" for a while after it is no longer true.
    account = await Users(session, actor.company_id).find(actor.user_id) if actor.role is Role.OWNER else None
    if account is None or not domain.is_active_owner(account):
        raise Forbidden("Only an owner can do this to an owner.", code="owner-required")


# --- the own account -------------------------------------------------------------------------


async def get_self(session: AsyncSession, actor: TenantContext, *, lock: bool = False) -> Account:
    """Return the user of a token; ``lock`` holds off changes.

    Raises `Unauthenticated` if they are gone or disabled.
    """
    account = await Users(session, actor.company_id).find_active(actor.user_id, lock=lock)
    if account is None:
        raise Unauthenticated("This account can no longer be used.", code="account-gone")
    return account


async def rename_self(session: AsyncSession, actor: TenantContext, name: str, device: Device) -> Account:
    """Change the actor's own name."""
    before = await get_self(session, actor)
    after = domain.changed(before, name=name)
    if after != before:
        await Users(session, actor.company_id).rename(actor.user_id, name)
        AuditLog(session, actor.company_id).add(
            Action.USER_CHANGED,
            actor_id=actor.user_id,
            object_id=actor.user_id,
            address=device.address,
            details={"name": name},
        )
    return after
