"""What operators do for a person who cannot help themselves: sessions are ended, a lost app is removed.

An operator has the server, and with it all that is on it; these are the ways that leave nothing half done,
and by which the person and their companies learn of it.
"""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_platform.errors import NotFound
from auth.domain import Device, Login, MyCompany
from auth.repository import operators as stored
from auth.repository.logins import Logins
from auth.repository.operators import UserOverview
from auth.repository.totp import Totps
from auth.service import logins, totp


async def list_users(
    session: AsyncSession, *, company_id: UUID | None, email: str | None, limit: int
) -> Sequence[UserOverview]:
    """Return users of all companies."""
    return await stored.users(session, company_id=company_id, email=email, limit=limit)


async def find_login(session: AsyncSession, email: str) -> tuple[Login, Sequence[MyCompany]]:
    """Return who signs in with an address, and their companies, held against changes. Raises `NotFound`."""
    found = Logins(session)
    login = await found.find_by_email(email, lock=True)
    if login is None:
        raise NotFound("user-not-found")
    return login, await found.companies(login.id)


async def end_sessions(session: AsyncSession, login: Login) -> Sequence[UUID]:
    """End all sessions of a person, in all companies; return those that it ended."""
    return await logins.end_sessions(session, login)


async def has_totp(session: AsyncSession, login: Login) -> bool:
    """Tell whether a person signs in with codes of an app."""
    found = await Totps(session).find(login.id)
    return found is not None and found.confirmed


async def reset_totp(session: AsyncSession, login: Login, device: Device) -> Sequence[UUID]:
    """Let a person sign in without the app that they lost; return their sessions, which it ended.

    They get an e-mail, and each of their companies' logs has it.
    """
    return await totp.remove_lost(session, login, device)
