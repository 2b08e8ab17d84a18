"""What a page of the console has to know of who is signed in."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_platform.errors import Unauthenticated
from auth.domain import MyCompany
from auth.repository.logins import Logins
from auth.repository.totp import Totps
from auth.schemas.preferences import Preferences
from auth.service import preferences
from auth.service.sessions import SignIn


@dataclass(frozen=True, slots=True)
class Person:
    """Who is signed in, over all companies of theirs."""

    companies: Sequence[MyCompany]
    """Those that they may enter, by name."""
    preferences: Preferences
    totp_enabled: bool


async def describe(session: AsyncSession, opened: SignIn) -> Person:
    """Return the person of a session. Raises `Unauthenticated` if they were disabled a moment ago."""
    stored = Logins(session)
    login = await stored.find_of_user(opened.company.company_id, opened.user.id)
    if login is None:
        raise Unauthenticated("account-gone")
    totp = await Totps(session).find(login.id)
    return Person(
        [one for one in await stored.companies(login.id) if one.active],
        await preferences.of_login(session, login),
        totp is not None and totp.confirmed,
    )
