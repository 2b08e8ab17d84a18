"""Inviting people into a company by e-mail."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.audit_actions import Action
from atende_contracts.permissions import Permission, Role, permissions_of
from atende_platform.errors import Conflict, NotFound
from atende_platform.identity.context import TenantContext
from atende_platform.limits.quotas import Quotas
from auth import domain, tokens
from auth.domain import Account, Device, Invited, Login, UserStatus
from auth.repository import invitations as stored_invitations
from auth.repository.audit import AuditLog
from auth.repository.companies import Companies
from auth.repository.invitations import Invitations
from auth.repository.logins import Logins
from auth.repository.users import Users
from auth.service import authority, logins, notices, users
from auth.service import totp as second_factors
from auth.service.totp import Verdict
from auth.service.users import NewUser
from auth.settings import Settings
from auth.totp import Given, Totp

if TYPE_CHECKING:
    from auth.models import Company


@dataclass(frozen=True, slots=True)
class Letter:
    """An invitation to be sent; the token is known to nobody else."""

    invited: Invited
    company: "Company"
    token: str


async def invite(
    session: AsyncSession,
    actor: TenantContext,
    email: str,
    role: Role,
    device: Device,
    *,
    settings: Settings,
    quotas: Quotas,
) -> Letter:
    """Invite an address; an earlier invitation of it is worth nothing from now on.

    Raises `Forbidden`, and `Conflict` if a user of the company has the address and has entered it, or if it
    may have no more users or invitations. Whether a user of another company has it shows nowhere.
    """
    await Companies(session, actor.company_id).get(lock=True)
    (await authority.require(session, actor, Permission.USERS_WRITE)).require_may_grant(role)
    known = await Users(session, actor.company_id).find_by_email(email)
    if known is not None and (known.joined_at is not None or known.state is not UserStatus.ACTIVE):
        raise Conflict("email-taken")
    if known is not None and known.role is not role:
        raise Conflict("role-differs", role=known.role)
    count_open = Invitations(session, actor.company_id).count_open
    await quotas.require_room(session, actor.company_id, "invitations", count_open)
    if known is None:
        await users.require_room(session, actor.company_id, quotas)
    return await add(session, actor, email, role, device, settings=settings)


async def add(
    session: AsyncSession, actor: TenantContext, email: str, role: Role, device: Device, *, settings: Settings
) -> Letter:
    """Store an invitation of a person who may be invited, and return it with its token."""
    token = tokens.new_link_token()
    invited = await Invitations(session, actor.company_id).add(
        email=email,
        role=role,
        invited_by=actor.user_id,
        token_hash=tokens.hash_link_token(token),
        seconds=settings.invitation_seconds,
    )
    AuditLog(session, actor.company_id).add(
        Action.INVITATION_CREATED,
        actor_id=actor.user_id,
        object_id=invited.id,
        address=device.address,
        details={"email": email, "role": role},
    )
    return Letter(invited, await Companies(session, actor.company_id).get(), token)


async def list_open(
    session: AsyncSession, actor: TenantContext, before: tuple[datetime, UUID] | None, limit: int
) -> Sequence[Invited]:
    """Return up to ``limit`` invitations neither accepted nor revoked, newest first."""
    return await Invitations(session, actor.company_id).page(before, limit)


async def revoke(session: AsyncSession, actor: TenantContext, invitation_id: UUID, device: Device) -> None:
    """Take an invitation back. Raises `NotFound`, and `Conflict` if it was accepted."""
    await authority.require(session, actor, Permission.USERS_WRITE)
    invitations = Invitations(session, actor.company_id)
    invited = await invitations.find(invitation_id)
    if invited is None:
        raise NotFound("invitation-not-found")
    if invited.accepted_at is not None:
        raise Conflict("invitation-used")
    if invited.revoked_at is None:
        await invitations.revoke(invitation_id)
        AuditLog(session, actor.company_id).add(
            Action.INVITATION_REVOKED, actor_id=actor.user_id, object_id=invitation_id, address=device.address
        )


async def find(session: AsyncSession, token: str) -> Invited:
    """Return the invitation of a token, of whichever company. Raises `NotFound`, `Conflict`."""
    invited = await stored_invitations.find_invitation(session, tokens.hash_link_token(token))
    if invited is None:
        raise NotFound("invitation-not-found")
    _require_open(invited)
    return invited


async def company_name(session: AsyncSession, invited: Invited) -> str:
    """Return the name of the company that an invitation is to."""
    return (await Companies(session, invited.company_id).get()).name


async def accept(
    session: AsyncSession,
    found: Invited,
    name: str,
    checked: Login | None,
    new_hash: str | None,
    device: Device,
    *,
    given: Given,
    totp: Totp,
) -> "tuple[Company, Account] | Verdict":
    """Make the invited person a user, or return what their second factor lacks.

    ``checked`` is the login of the address, whose password was just checked; if there is none, ``new_hash``
    is the password of a new one. Raises `Conflict` if the invitation was used or taken back, or if the login
    has changed meanwhile.
    """
    await _require_sender_may_still_grant(session, found)
    invitations = Invitations(session, found.company_id)
    invited = await invitations.find(found.id)
    if invited is None:
        raise NotFound("invitation-not-found")
    _require_open(invited)
    if checked is None:
        login = await Logins(session).add(email=invited.email, password_hash=new_hash or "", verified=True)
        if login is None:
            raise Conflict("login-changed")
    else:
        login = await logins.still(session, checked)
        refused = Action.USER_SIGN_IN_REFUSED
        verdict = await second_factors.verify(session, login, given, device, totp=totp, refused=refused)
        if verdict not in second_factors.ADMITTED:
            return verdict
        await logins.require_room(session, login)
        await Logins(session).note_verified(login.id)
    account = await _join(session, invited, name, login)
    await invitations.accept(invited.id)
    if account.role is Role.OWNER:
        await notices.of_owner(session, account, device)
    AuditLog(session, invited.company_id).add(
        Action.INVITATION_ACCEPTED,
        actor_id=account.id,
        object_id=invited.id,
        address=device.address,
        details={
            "role": account.role,
            "invitedBy": str(invited.invited_by) if invited.invited_by else "operator",
        },
    )
    return await Companies(session, invited.company_id).get(), account


async def _join(session: AsyncSession, invited: Invited, name: str, login: Login) -> Account:
    """Make the login a user of the company, or the user that was created for it."""
    stored = Users(session, invited.company_id)
    account = await stored.find_by_email(invited.email, lock=True)
    if account is None:
        new = NewUser(name=name, email=invited.email, password_hash=None, role=invited.role)
        return await users.add_user(session, invited.company_id, new, login, joined=True)
    if account.state is not UserStatus.ACTIVE or account.login_id not in (None, login.id):
        raise _over()
    await stored.link(account.id, login.id)
    await stored.rename(account.id, name)
    joined = await stored.find_of_login(login.id)
    if joined is None:
        raise _over()
    await users.announce(session, joined)
    return joined


async def _require_sender_may_still_grant(session: AsyncSession, invited: Invited) -> None:
    """Raise `Conflict` unless who sent the invitation may grant its role now; hold off a change of that."""
    if invited.invited_by is None:
        return
    sender = await Users(session, invited.company_id).find_active(invited.invited_by, lock=True)
    may_invite = sender is not None and Permission.USERS_WRITE in permissions_of(sender.role)
    if sender is None or not may_invite or not domain.may_grant(sender.role, invited.role):
        raise _over()


def _require_open(invited: Invited) -> None:
    if invited.accepted_at is not None:
        raise Conflict("invitation-used-by-you")
    if invited.revoked_at is not None or invited.expired:
        raise _over()


def _over() -> Conflict:
    return Conflict("invitation-over")
