"""The users of a company, and one's own account. Roles and states are changed in `auth.service.roles`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.audit_actions import Action
from atende_contracts.permissions import Permission, Role
from atende_contracts.users import UserChangedV1
from atende_platform.errors import Conflict, NotFound, Unauthenticated
from atende_platform.identity.context import TenantContext
from atende_platform.limits.quotas import Quotas
from atende_platform.messaging import outbox
from auth import domain
from auth.domain import Account, Device, Login, UserStatus
from auth.repository.audit import AuditLog
from auth.repository.logins import Logins
from auth.repository.users import Users
from auth.service import authority, notices


@dataclass(frozen=True, slots=True)
class NewUser:
    """A user to create; the password is already hashed, because that is no work for a transaction.

    Without a password it is the person who chooses one, by the link in an invitation.
    """

    name: str
    email: str
    password_hash: str | None
    role: Role


async def require_room(session: AsyncSession, company_id: UUID, quotas: Quotas) -> None:
    """Raise `Conflict` when the company may have no more users."""
    users = Users(session, company_id)
    await quotas.require_room(session, company_id, "users", users.count_active)


async def create_user(
    session: AsyncSession, actor: TenantContext, new: NewUser, device: Device, quotas: Quotas
) -> Account:
    """Create a user in the actor's company.

    One without a login (`Account.login_id`) needs an invitation: no password was given, or the address is
    that of a login, whose password is its own. Raises `Forbidden`, and `Conflict` for the address of
    another user of the company, and when it may have no more users.
    """
    (await authority.require(session, actor, Permission.USERS_WRITE)).require_may_grant(new.role)
    await require_room(session, actor.company_id, quotas)
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
    if account.role is Role.OWNER:
        await notices.of_owner(session, account, device)
    return account


async def add_user(
    session: AsyncSession, company_id: UUID, new: NewUser, login: Login | None, *, joined: bool
) -> Account:
    """Store a user. Raises `Conflict` if a user of the company has the e-mail address or the login."""
    account = await Users(session, company_id).add(
        name=new.name, email=new.email, role=new.role, login_id=login.id if login else None, joined=joined
    )
    if account is None:
        raise Conflict("email-taken")
    await announce(session, account)
    return account


async def announce(session: AsyncSession, account: Account) -> None:
    """Tell services that keep a copy what the user now is."""
    event = UserChangedV1(
        company_id=account.company_id,
        user_id=account.id,
        name=account.name,
        role=account.role.value,
        state=account.state.value,
        revision=account.revision,
        email=account.email if account.login_id and account.state is UserStatus.ACTIVE else None,
    )
    await outbox.add(session, [event])


async def list_users(
    session: AsyncSession, actor: TenantContext, after: tuple[datetime, UUID] | None, limit: int
) -> Sequence[Account]:
    """Return up to ``limit`` users of the actor's company behind a position, oldest first."""
    return await Users(session, actor.company_id).page(after, limit)


async def get_user(session: AsyncSession, actor: TenantContext, user_id: UUID) -> Account:
    """Return a user of the actor's company. Raises `NotFound`."""
    account = await Users(session, actor.company_id).find(user_id)
    if account is None:
        raise NotFound("user-not-found")
    return account


# --- the own account -------------------------------------------------------------------------


async def get_self(session: AsyncSession, actor: TenantContext, *, lock: bool = False) -> Account:
    """Return the user of a token; ``lock`` holds off changes.

    Raises `Unauthenticated` if they are gone or disabled.
    """
    account = await Users(session, actor.company_id).find_active(actor.user_id, lock=lock)
    if account is None:
        raise Unauthenticated("account-gone")
    return account


async def rename_self(session: AsyncSession, actor: TenantContext, name: str, device: Device) -> Account:
    """Change the actor's own name."""
    before = await get_self(session, actor, lock=True)
    after = domain.changed(before, name=name)
    if after != before:
        await Users(session, actor.company_id).rename(actor.user_id, name)
        await announce(session, after)
        AuditLog(session, actor.company_id).add(
            Action.USER_CHANGED,
            actor_id=actor.user_id,
            object_id=actor.user_id,
            address=device.address,
            details={"name": name},
        )
    return after
