"""How you want the console."""

from typing import Annotated

from fastapi import APIRouter

from atende_contracts.permissions import Permission
from atende_platform.http.access import requires
from atende_platform.identity.context import TenantContext
from auth.deps import AuthRuntime
from auth.schemas.preferences import Preferences, PreferencesUpdate
from auth.service import preferences

router = APIRouter(prefix="/auth/me/preferences")


@router.get("", operation_id="auth.getPreferences")
async def get_preferences(
    actor: Annotated[TenantContext, requires(Permission.SELF)], runtime: AuthRuntime
) -> Preferences:
    """How you want the console, in all your companies."""
    async with runtime.database.worker() as session:
        return await preferences.get_own(session, actor)


@router.patch("", operation_id="auth.updatePreferences")
async def change_preferences(
    body: PreferencesUpdate,
    actor: Annotated[TenantContext, requires(Permission.SELF)],
    runtime: AuthRuntime,
) -> Preferences:
    """Change how you want the console; what is absent stays as it is."""
    async with runtime.database.worker() as session:
        return await preferences.change_own(session, actor, body)
