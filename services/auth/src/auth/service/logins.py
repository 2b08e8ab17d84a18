"""Logins: what a person signs in with, and which companies it opens.

Everything here takes a session of `Database.worker`, because a login belongs to no company. Whatever
changes what a login signs in with holds its row, so that a sign-in under way takes its turn.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.audit_actions import Action
from atende_contracts.ids import uuid7
from atende_platform.errors import Conflict, InvalidInput, Unauthenticated
from atende_platform.identity.context import TenantContext
from auth.domain import Device, Login, MyCompany
from auth.passwords import Passwords
from auth.repository.audit import AuditLog
from auth.repository.links import drop_links
from auth.repository.logins import Logins

MOST_COMPANIES: Final = 100
"""Of one login: each of its changes is noted in all of them."""


@dataclass(frozen=True, slots=True)
class FoundLogin:
    """A login and its companies, also those in which it is disabled."""

    login: Login
    companies: Sequence[MyCompany]

    @property
    def may_enter(self) -> Sequence[MyCompany]:
        """The companies in which the login is not disabled."""
        return [one for one in self.companies if one.active]


async def find(session: AsyncSession, email: str) -> FoundLogin | None:
    """Return the login of an e-mail address. It takes as long if there is none."""
    logins = Logins(session)
    login = await logins.find_by_email(email)
    companies = await logins.companies(login.id if login else uuid7())
    return FoundLogin(login, companies) if login else None


async def of_actor(session: AsyncSession, actor: TenantContext, *, lock: bool = False) -> Login:
    """Return the actor's own login; ``lock`` holds off changes of it.

    Raises `Unauthenticated` if the user is gone or disabled.
    """
    login = await Logins(session).find_of_user(actor.company_id, actor.user_id, lock=lock)
    if login is None:
        raise Unauthenticated("account-gone")
    return login


async def my_companies(session: AsyncSession, actor: TenantContext) -> Sequence[MyCompany]:
    """Return the companies that the actor may enter, by name."""
    login = await of_actor(session, actor)
    return [one for one in await Logins(session).companies(login.id) if one.active]


async def require_room(session: AsyncSession, login: Login) -> None:
    """Raise `Conflict` if the login belongs to as many companies as one may."""
    if len(await Logins(session).companies(login.id)) >= MOST_COMPANIES:
        raise Conflict("too-many-companies", most=MOST_COMPANIES)


async def note(
    session: AsyncSession,
    login_id: UUID,
    action: Action,
    device: Device,
    *,
    by_person: bool = True,
    **details: str,
) -> None:
    """Note in each company of the login what happened to it; ``by_person``: its own act, proved to be so."""
    for one in await Logins(session).companies(login_id):
        AuditLog(session, one.company_id).add(
            action,
            actor_id=one.user_id if by_person else None,
            object_id=one.user_id,
            address=device.address,
            details=dict(details),
        )


async def still(session: AsyncSession, checked: Login) -> Login:
    """Return a login whose password was just checked, locked. Raises `Conflict` if it changed since."""
    login = await Logins(session).find(checked.id, lock=True)
    if login is None or login.password_changed_at != checked.password_changed_at:
        raise Conflict("password-changed")
    return login


async def require_password(
    passwords: Passwords, login: Login, password: str, *, field: str = "currentPassword"
) -> None:
    """Raise `InvalidInput` unless this is the login's password."""
    if not await passwords.verify(login.password_hash, password):
        raise InvalidInput("wrong-password", field=field)


async def change_password(
    session: AsyncSession, actor: TenantContext, checked: Login, new_hash: str, device: Device
) -> Sequence[UUID]:
    """Store another password and end all other sessions of the login; return those.

    Raises `Conflict` if the password was changed since it was checked.
    """
    login = await still(session, checked)
    await Logins(session).set_password(login.id, new_hash, unless_changed_since=checked.password_changed_at)
    await note(session, login.id, Action.USER_PASSWORD_CHANGED, device)
    return await end_sessions(session, login, but=actor.session_id)


async def end_sessions(session: AsyncSession, login: Login, *, but: UUID | None = None) -> Sequence[UUID]:
    """End all sessions of the login, in all companies, or all but one; links sent before are over, too."""
    await drop_links(session, login.id)
    return [one.id for one in await Logins(session).revoke_sessions(login.id, but=but)]
