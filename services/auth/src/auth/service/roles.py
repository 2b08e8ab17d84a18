"""Changing what users may do, and who owns the company.

Anyone who changes a role or a state holds the company's row, so that of two requests that would each
leave the company without an owner the second sees what the first did.
"""

from dataclasses import dataclass
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.audit_actions import Action
from atende_contracts.permissions import Permission, Role
from atende_platform.errors import Conflict
from atende_platform.identity.context import TenantContext
from auth import domain
from auth.domain import Account, Device, UserStatus
from auth.repository.audit import AuditLog
from auth.repository.companies import Companies
from auth.repository.users import Users
from auth.schemas.users import UserUpdate
from auth.service import authority, notices, offboarding, users
from auth.service.offboarding import Ended


@dataclass(frozen=True, slots=True)
class Changed:
    """A user as they now are, and what ended with the change."""

    user: Account
    ended: Ended


async def change_user(
    session: AsyncSession, actor: TenantContext, user_id: UUID, update: UserUpdate, device: Device
) -> Changed:
    """Change what is given. A disabled user is signed out everywhere; another role ends access tokens.

    What the user made and may no longer make ends, too: see `auth.service.offboarding`. Raises `NotFound`,
    `Forbidden` when another than an owner changes an owner or makes one, and `Conflict` when the
    company would be left without an active owner.
    """
    stored = Users(session, actor.company_id)
    await Companies(session, actor.company_id).get(lock=True)
    acting = await authority.require(session, actor, Permission.USERS_WRITE)
    before = await users.get_user(session, actor, user_id)
    after = domain.changed(before, name=update.name, role=update.role, state=update.status)
    if after == before:
        return Changed(before, Ended())
    if Role.OWNER in (before.role, after.role):
        acting.require_owner()
    if domain.is_active_owner(before) and not domain.is_active_owner(after) and await stored.owners() < 2:
        raise Conflict("last-owner")
    await stored.change(after)
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
    ended = Ended()
    if (after.role, after.state) != (before.role, before.state):
        if after.role is Role.OWNER and after.state is UserStatus.ACTIVE:
            await notices.of_owner(session, after, device)
        ended = await offboarding.end_what_exceeds(session, actor, after, device)
    await users.announce(session, after)
    return Changed(after, ended)


async def leave(session: AsyncSession, actor: TenantContext, user_id: UUID, device: Device) -> Changed:
    """Disable a user and end what they have under way. Safe to repeat: it ends what is still left.

    Raises what `change_user` does.
    """
    left = await change_user(session, actor, user_id, UserUpdate(status=UserStatus.DISABLED), device)
    if left.ended.generations:
        return left
    # They were disabled already, perhaps by a version that left keys and invitations as they were.
    if left.user.role is Role.OWNER:
        (await authority.require(session, actor, Permission.USERS_WRITE)).require_owner()
    # Other services may have begun to listen since.
    await users.announce(session, left.user)
    return Changed(left.user, await offboarding.end_what_exceeds(session, actor, left.user, device))


async def hand_over(session: AsyncSession, actor: TenantContext, user_id: UUID, device: Device) -> Changed:
    """Make another user the owner in the actor's place, who becomes an admin; return the new owner.

    Raises `Forbidden` unless the actor is an owner, `NotFound`, and `Conflict` for a disabled user.
    """
    stored = Users(session, actor.company_id)
    await Companies(session, actor.company_id).get(lock=True)
    (await authority.require(session, actor, Permission.USERS_WRITE)).require_owner()
    heir = await users.get_user(session, actor, user_id)
    if user_id == actor.user_id:
        return Changed(heir, Ended())
    if heir.state is not UserStatus.ACTIVE:
        raise Conflict("user-disabled")
    if heir.joined_at is None:
        raise Conflict("user-not-joined")
    owner = domain.changed(await users.get_user(session, actor, actor.user_id), role=Role.ADMIN)
    heir = domain.changed(heir, role=Role.OWNER)
    # Before: who hands over is among those who learn of it.
    await notices.of_owner(session, heir, device)
    ended = Ended()
    for account in (heir, owner):
        await stored.change(account)
        ended += await offboarding.end_what_exceeds(session, actor, account, device)
        await users.announce(session, account)
    AuditLog(session, actor.company_id).add(
        Action.COMPANY_HANDED_OVER,
        actor_id=actor.user_id,
        object_id=actor.company_id,
        address=device.address,
        details={"from": str(actor.user_id), "to": str(user_id)},
    )
    return Changed(heir, ended)
