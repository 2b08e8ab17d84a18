"""Inviting people into a company by e-mail."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_platform.audit import Action
from atende_platform.context import TenantContext
from atende_platform.errors import Conflict, NotFound
from atende_platform.permissions import Role
from auth import tokens
from auth.domain import Account, Device, Invited
from auth.repository import invitations as stored_invitations
from auth.repository.audit import AuditLog
from auth.repository.companies import Companies
from auth.repository.invitations import Invitations
from auth.repository.users import Users
from auth.service import users
from auth.service.users import NewUser
from auth.settings import Settings

if TYPE_CHECKING:
    from auth.models import Company


@dataclass(frozen=True, slots=True)
class Letter:
    """An invitation to be sent; the token is known to nobody else."""

    invited: Invited
    company: "Company"
    token: str


async def invite(
    session: AsyncSession, actor: TenantContext, email: str, role: Role, device: Device, *, settings: Settings
) -> Letter:
    """Invite an address; an earlier invitation of it is worth nothing from now on.

    Raises `Forbidden`, and `Conflict` if a user of the company has the address. Somebody of another
    company is found out only by accepting, so that nobody can ask who else is a customer.
    """
    users.require_may_grant(actor, role)
    company = await Companies(session, actor.company_id).get(lock=True)
    if await Users(session, actor.company_id).has_email(email):
        raise Conflict("There is already an account with this e-mail address.", code="email-taken")
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
    return Letter(invited, company, token)


async def list_open(
    session: AsyncSession, actor: TenantContext, before: tuple[datetime, UUID] | None, limit: int
) -> Sequence[Invited]:
    """Return up to ``limit`` invitations neither accepted nor revoked, newest first."""
    return await Invitations(session, actor.company_id).page(before, limit)


async def revoke(session: AsyncSession, actor: TenantContext, invitation_id: UUID, device: Device) -> None:
    """Take an invitation back. Raises `NotFound`, and `Conflict` if it was accepted."""
    invitations = Invitations(session, actor.company_id)
    invited = await invitations.find(invitation_id)
    if invited is None:
        raise NotFound("There is no such invitation.")
    if invited.accepted_at is not None:
        raise Conflict("The invitation was already accepted.", code="invitation-used")
    if invited.revoked_at is None:
        await invitations.revoke(invitation_id)
        AuditLog(session, actor.company_id).add(
            Action.INVITATION_REVOKED, actor_id=actor.user_id, object_id=invitation_id, address=device.address
        )


async def find(session: AsyncSession, token: str) -> Invited:
    """Return the invitation of a token, of whichever company. Raises `NotFound`, `Conflict`."""
    invited = await stored_invitations.find_invitation(session, tokens.hash_link_token(token))
    if invited is None:
        raise NotFound("There is no such invitation.")
    _require_open(invited)
    return invited


async def accept(
    session: AsyncSession, found: Invited, name: str, password_hash: str, device: Device
) -> "tuple[Company, Account]":
    """Make a user of whoever was invited. Raises `Conflict` if the invitation was used or taken back."""
    invitations = Invitations(session, found.company_id)
    invited = await invitations.find(found.id)
    if invited is None:
        raise NotFound("There is no such invitation.")
    _require_open(invited)
    await invitations.accept(invited.id)
    new = NewUser(name=name, email=invited.email, password_hash=password_hash, role=invited.role)
    account = await users.add_user(session, invited.company_id, new)
    AuditLog(session, invited.company_id).add(
        Action.INVITATION_ACCEPTED,
        actor_id=account.id,
        object_id=invited.id,
        address=device.address,
        details={"role": invited.role, "invitedBy": str(invited.invited_by)},
    )
    return await Companies(session, invited.company_id).get(), account


def _require_open(invited: Invited) -> None:
    if invited.accepted_at is not None:
        raise Conflict("The invitation was already accepted. Sign in.", code="invitation-used")
    if invited.revoked_at is not None or invited.expired:
        raise Conflict("The invitation is over. Ask for another.", code="invitation-over")
