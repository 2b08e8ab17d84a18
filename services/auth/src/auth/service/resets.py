"""Choosing a new password by a link that is sent by e-mail."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_platform.audit import Action
from atende_platform.errors import Conflict
from auth import tokens
from auth.domain import Device, LinkKind, Login, MyCompany
from auth.repository.links import Links
from auth.repository.logins import Logins
from auth.repository.totp import Totps
from auth.service import logins
from auth.service.logins import FoundLogin
from auth.settings import Settings


@dataclass(frozen=True, slots=True)
class Reset:
    """A password that was set, and the sessions that ended with it."""

    login: Login
    companies: Sequence[MyCompany]
    ended: Sequence[UUID]


async def request(session: AsyncSession, found: FoundLogin, device: Device, *, settings: Settings) -> str:
    """Return the token of a new link; an older link is worth nothing from now on."""
    token = tokens.new_link_token()
    await Links(session, LinkKind.PASSWORD_RESET).put(
        found.login.id, token_hash=tokens.hash_link_token(token), seconds=settings.password_reset_seconds
    )
    await logins.note(session, found.login.id, Action.USER_PASSWORD_RESET_REQUESTED, device, by_person=False)
    return token


async def find(session: AsyncSession, token: str, *, lock: bool = False) -> FoundLogin:
    """Return whose link it is. Raises `Conflict` unless it can be used, and they may enter a company."""
    link = await Links(session, LinkKind.PASSWORD_RESET).find(tokens.hash_link_token(token))
    login = await Logins(session).find(link.login_id, lock=lock) if link else None
    if login is None:
        raise _over()
    found = FoundLogin(login, await Logins(session).companies(login.id))
    if not found.may_enter:
        raise _over()
    return found


async def confirm(session: AsyncSession, token: str, new_hash: str, device: Device) -> Reset:
    """Use the link up, set the password, and end all sessions. Raises `Conflict` if it was used meanwhile.

    Whoever made the login without showing that they read the mailbox may have been somebody else: the
    authenticator app that they added is taken away.
    """
    found = await find(session, token, lock=True)
    login = found.login
    if await Links(session, LinkKind.PASSWORD_RESET).use(tokens.hash_link_token(token)) is None:
        raise _over()
    stored = Logins(session)
    await stored.set_password(login.id, new_hash, unless_changed_since=login.password_changed_at)
    if login.email_verified_at is None:
        await Totps(session).drop(login.id)
        await stored.note_verified(login.id)
    await logins.note(session, login.id, Action.USER_PASSWORD_RESET, device)
    return Reset(login, found.may_enter, await logins.end_sessions(session, login))


def _over() -> Conflict:
    return Conflict("This link is invalid or has expired. Request a new one.", code="reset-over")
