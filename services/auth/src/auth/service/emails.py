"""Changing the e-mail address of a login: the person's own act, by password and a link to the new mailbox."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.audit_actions import Action
from atende_platform.errors import Conflict
from auth import tokens
from auth.domain import Device, LinkKind, Login
from auth.repository.links import Links
from auth.repository.logins import Logins
from auth.repository.users import Users
from auth.service import logins, users
from auth.service import totp as second_factors
from auth.service.totp import Verdict
from auth.settings import Settings
from auth.totp import Given, Totp


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be sent to the new address; without a token it has an account already."""

    login: Login
    locale: str
    token: str | None


@dataclass(frozen=True, slots=True)
class Changed:
    """A login that has another address now, and its sessions, which ended."""

    before: Login
    locale: str
    ended: Sequence[UUID]


async def ask(
    session: AsyncSession,
    checked: Login,
    email: str,
    given: Given,
    device: Device,
    *,
    totp: Totp,
    settings: Settings,
) -> Asked | Verdict:
    """Return what to send, or what the second factor lacks of a login whose password was just checked."""
    login = await logins.still(session, checked)
    verdict = await second_factors.verify(
        session, login, given, device, totp=totp, refused=Action.USER_TOTP_REFUSED
    )
    if verdict not in second_factors.ADMITTED:
        return verdict
    if await Logins(session).find_by_email(email) is not None:
        return Asked(login, await _locale(session, login), None)
    token = tokens.new_link_token()
    await Links(session, LinkKind.EMAIL_CHANGE).put(
        login.id,
        token_hash=tokens.hash_link_token(token),
        seconds=settings.password_reset_seconds,
        data={"email": email},
    )
    return Asked(login, await _locale(session, login), token)


async def find(session: AsyncSession, token: str) -> Login:
    """Return whose link it is. Raises `Conflict` unless it can be used."""
    link = await Links(session, LinkKind.EMAIL_CHANGE).find(tokens.hash_link_token(token))
    login = await Logins(session).find(link.login_id) if link else None
    if login is None:
        raise _over()
    return login


async def confirm(session: AsyncSession, checked: Login, token: str, device: Device) -> Changed:
    """Change the address of a login whose password was just checked, and end all its sessions.

    The password is asked for again: anyone who gets the link because of a mistyped address has not got it.
    Raises `Conflict` if the link was used, or the address taken, meanwhile.
    """
    login = await logins.still(session, checked)
    link = await Links(session, LinkKind.EMAIL_CHANGE).use(tokens.hash_link_token(token))
    if link is None or not await Logins(session).change_email(login.id, link.data["email"]):
        raise _over()
    for company in await Logins(session).companies(login.id):
        account = await Users(session, company.company_id).note_changed(company.user_id)
        if account is not None:
            await users.announce(session, account)
    await logins.note(session, login.id, Action.USER_EMAIL_CHANGED, device)
    ended = await logins.end_sessions(session, login)
    return Changed(login, await _locale(session, login), ended)


async def _locale(session: AsyncSession, login: Login) -> str:
    companies = await Logins(session).companies(login.id)
    return companies[0].locale if companies else "pt-BR"


def _over() -> Conflict:
    return Conflict("email-change-over")
