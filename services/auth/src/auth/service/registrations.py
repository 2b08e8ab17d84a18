"""Creating companies: a visitor registers, a person who is signed in creates another, an operator does.

Where `Settings.email_verification` is required, a registration creates nothing until its mailbox is read by
a person who knows the password it was made with: neither a link that a stranger asked for nor a password
that a stranger chose is of any use without the other.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.audit_actions import Action
from atende_contracts.ids import uuid7
from atende_contracts.permissions import Role
from atende_platform.errors import Conflict, Forbidden
from atende_platform.identity.context import TenantContext
from auth import tokens
from auth.domain import Account, Device, Login, Registration
from auth.repository.audit import AuditLog
from auth.repository.companies import Companies
from auth.repository.invitations import Invitations
from auth.repository.logins import Logins
from auth.repository.registrations import Registrations
from auth.service import companies, logins, sessions, users
from auth.service.invitations import Letter
from auth.service.sessions import SignIn
from auth.service.users import NewUser
from auth.settings import Settings
from auth.tokens import AccessTokens

if TYPE_CHECKING:
    from auth.models import Company


@dataclass(frozen=True, slots=True)
class Begun:
    """What is to be sent to the address of a registration: a link, or that there is an account already."""

    locale: str | None
    """Of the person's company, if there is one."""
    token: str | None


def require_open(settings: Settings) -> None:
    """Raise `Forbidden` where only operators create companies."""
    if settings.registration == "closed":
        raise Forbidden("registration-closed")


async def begin(session: AsyncSession, registration: Registration, *, settings: Settings) -> Begun:
    """Keep a registration until it is confirmed, unless the address has a login."""
    found = await logins.find(session, registration.email)
    if found is not None:
        return Begun(found.may_enter[0].locale if found.may_enter else None, None)
    token = tokens.new_link_token()
    await Registrations(session).add(
        registration, token_hash=tokens.hash_link_token(token), seconds=settings.registration_seconds
    )
    return Begun(None, token)


async def find(session: AsyncSession, token: str) -> Registration:
    """Return the registration of a token. Raises `Conflict` unless it can be confirmed."""
    registration = await Registrations(session).find(tokens.hash_link_token(token))
    if registration is None:
        raise _over()
    return registration


async def confirm(
    session: AsyncSession, token: str, device: Device, *, access: AccessTokens, settings: Settings
) -> SignIn:
    """Use a registration up whose password was just checked: its company is created, its owner signed in.

    Raises `Conflict` if it was used meanwhile, or if the address has a login by now.
    """
    stored = Registrations(session)
    registration = await stored.use(tokens.hash_link_token(token))
    if registration is None:
        raise _over()
    await stored.drop_of(registration.email)
    return await register(session, registration, device, verified=True, access=access, settings=settings)


async def register(
    session: AsyncSession,
    registration: Registration,
    device: Device,
    *,
    verified: bool,
    access: AccessTokens,
    settings: Settings,
) -> SignIn:
    """Create a login, a company and its owner, who is signed in. Raises `Conflict` for a known e-mail."""
    login = await Logins(session).add(
        email=registration.email, password_hash=registration.password_hash, verified=verified
    )
    if login is None:
        raise Conflict("account-exists")
    company, account = await _create(session, registration.company_name, registration.name, login, device)
    return await sessions.open_session(session, company, account, device, access=access, settings=settings)


async def create_another(
    session: AsyncSession,
    actor: TenantContext,
    company_name: str,
    device: Device,
    *,
    access: AccessTokens,
    settings: Settings,
) -> SignIn:
    """Create another company for the actor's login, and sign it in there.

    Raises `Forbidden` while its address is not verified, and `Conflict` if it has as many as one may, or if
    the actor's session has ended.
    """
    login = await logins.of_actor(session, actor, lock=True)
    await sessions.require_open_session(session, actor)
    sessions.require_verified(login, settings)
    await logins.require_room(session, login)
    myself = await users.get_self(session, actor)
    company, account = await _create(session, company_name, myself.name, login, device)
    return await sessions.open_session(session, company, account, device, access=access, settings=settings)


async def _create(
    session: AsyncSession, company_name: str, owner_name: str, login: Login, device: Device
) -> "tuple[Company, Account]":
    company = await Companies(session, uuid7()).add(company_name)
    new = NewUser(name=owner_name, email=login.email, password_hash=None, role=Role.OWNER)
    account = await users.add_user(session, company.company_id, new, login, joined=True)
    AuditLog(session, company.company_id).add(
        Action.COMPANY_REGISTERED,
        actor_id=account.id,
        object_id=company.company_id,
        address=device.address,
    )
    await companies.announce(session, company)
    return company, account


async def create_by_operator(
    session: AsyncSession, company_name: str, owner_email: str, *, locale: str, settings: Settings
) -> Letter:
    """Create a company whose owner is invited."""
    company = await Companies(session, uuid7()).add(company_name)
    company.locale = locale
    token = tokens.new_link_token()
    invited = await Invitations(session, company.company_id).add(
        email=owner_email,
        role=Role.OWNER,
        invited_by=None,
        token_hash=tokens.hash_link_token(token),
        seconds=settings.invitation_seconds,
    )
    log = AuditLog(session, company.company_id)
    log.add(Action.COMPANY_REGISTERED, actor_id=None, object_id=company.company_id)
    log.add(
        Action.INVITATION_CREATED,
        actor_id=None,
        object_id=invited.id,
        details={"email": owner_email, "role": Role.OWNER},
    )
    await companies.announce(session, company)
    return Letter(invited, company, token)


def _over() -> Conflict:
    return Conflict("registration-over")
