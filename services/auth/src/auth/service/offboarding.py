"""What a user has under way in a company, and ending it when they leave or may do less than before.

An API key never may do more than its maker: keys that could are revoked when their maker is
disabled or gets a lesser role. So are pending invitations to a role that who sent them may no longer grant.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.audit_actions import Action
from atende_contracts.permissions import Permission, Role, permissions_of
from atende_platform.identity.context import TenantContext
from auth import domain
from auth.domain import Account, ApiKey, Device, Invited, UserStatus
from auth.repository import leftovers
from auth.repository.api_keys import ApiKeys
from auth.repository.audit import AuditLog
from auth.repository.invitations import Invitations
from auth.repository.leftovers import Counts
from auth.repository.sessions import OpenSession, Sessions
from auth.repository.users import Users
from auth.service import users
from auth.service.authority import require

MOST_SHOWN: Final = 100


@dataclass(frozen=True, slots=True)
class Leftovers:
    """What a user has under way: the newest of each kind, and how many there are."""

    user: Account
    counts: Counts
    sessions: Sequence[OpenSession]
    api_keys: Sequence[ApiKey]
    invitations: Sequence[Invited]


async def show(session: AsyncSession, actor: TenantContext, user_id: UUID) -> Leftovers:
    """Return what would end with a user. Raises `NotFound`, `Forbidden`."""
    await require(session, actor, Permission.USERS_WRITE)
    account = await users.get_user(session, actor, user_id)
    return Leftovers(
        account,
        await leftovers.count(session, actor.company_id, user_id),
        await Sessions(session, actor.company_id).open_of(user_id, MOST_SHOWN),
        await ApiKeys(session, actor.company_id).live_of(user_id, MOST_SHOWN),
        await Invitations(session, actor.company_id).open_of(user_id, MOST_SHOWN),
    )


@dataclass(frozen=True, slots=True)
class Ended:
    """What ended because a user may do less: to be announced once it is committed."""

    sessions: Sequence[UUID] = ()
    generations: Sequence[UUID] = ()
    api_keys: Sequence[UUID] = ()
    invitations: int = 0

    def __add__(self, other: "Ended") -> "Ended":
        return Ended(
            [*self.sessions, *other.sessions],
            [*self.generations, *other.generations],
            [*self.api_keys, *other.api_keys],
            self.invitations + other.invitations,
        )


async def end_what_exceeds(
    session: AsyncSession, actor: TenantContext, account: Account, device: Device
) -> Ended:
    """End what goes beyond what a user, whose role or state was just stored, may do now.

    Their access tokens end in any case; their sessions go on, unless they are disabled.
    """
    active = account.state is UserStatus.ACTIVE
    permissions = permissions_of(account.role) if active else frozenset()
    may_invite = Permission.USERS_WRITE in permissions
    kept = [role for role in Role if may_invite and domain.may_grant(account.role, role)]
    log = AuditLog(session, account.company_id)
    keys = await ApiKeys(session, account.company_id).revoke_exceeding(account.id, permissions)
    for key_id, name in keys:
        log.add(
            Action.API_KEY_REVOKED,
            actor_id=actor.user_id,
            object_id=key_id,
            address=device.address,
            details={"name": name, "reason": "its maker may do less", "userId": str(account.id)},
        )
    invitations = await Invitations(session, account.company_id).revoke_others(account.id, kept)
    for invitation_id in invitations:
        log.add(
            Action.INVITATION_REVOKED,
            actor_id=actor.user_id,
            object_id=invitation_id,
            address=device.address,
            details={"reason": "its sender may do less", "userId": str(account.id)},
        )
    return Ended(
        sessions=() if active else await Sessions(session, account.company_id).revoke_all(account.id),
        generations=[await Users(session, account.company_id).retire_generation(account.id)],
        api_keys=[key_id for key_id, _ in keys],
        invitations=len(invitations),
    )
