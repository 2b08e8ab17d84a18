"""How a person wants the console. What they never chose goes by its default, also by one that changes."""

from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_platform.identity.context import TenantContext
from auth.domain import Login
from auth.repository.logins import Logins
from auth.schemas.preferences import Preferences, PreferencesUpdate
from auth.service import logins


async def get_own(session: AsyncSession, actor: TenantContext) -> Preferences:
    """Return what the actor prefers."""
    return await of_login(session, await logins.of_actor(session, actor))


async def of_login(session: AsyncSession, login: Login) -> Preferences:
    """Return what the person of a login prefers."""
    return _shown(await Logins(session).preferences(login.id))


async def change_own(session: AsyncSession, actor: TenantContext, body: PreferencesUpdate) -> Preferences:
    """Store what the actor prefers from now on; what is absent stays as it is."""
    login = await logins.of_actor(session, actor)
    return _shown(await Logins(session).prefer(login.id, body.changes()))


def _shown(stored: dict[str, Any]) -> Preferences:
    return Preferences(**stored)
