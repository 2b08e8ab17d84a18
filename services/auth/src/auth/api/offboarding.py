"""Users who leave the company."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter

from atende_contracts.permissions import Permission
from atende_platform.http.access import TenantSession, requires
from atende_platform.identity.context import TenantContext
from auth import deps
from auth.deps import AuthRuntime, AuthTools, RequestDevice
from auth.schemas.offboarding import LeaveDone, LeftoverCounts, LeftoversRead
from auth.schemas.users import UserRead
from auth.service import offboarding, roles

router = APIRouter(prefix="/users/{user_id}")
Manager = Annotated[TenantContext, requires(Permission.USERS_WRITE)]


@router.get("/leftovers", operation_id="users.getLeftovers")
async def show_leftovers(user_id: UUID, actor: Manager, session: TenantSession) -> LeftoversRead:
    """What ends when a user leaves: sessions, API keys they made, invitations they sent.

    Their tickets: `GET /api/v1/tickets?status=open&assigneeId={user_id}`.
    """
    return LeftoversRead.model_validate(await offboarding.show(session, actor, user_id))


@router.post("/leave", operation_id="users.leave")
async def leave(
    user_id: UUID, actor: Manager, runtime: AuthRuntime, tools: AuthTools, device: RequestDevice
) -> LeaveDone:
    """Disable a user and end what they have under way, all at once. Safe to repeat.

    Only an owner can do this to an owner, and a company always keeps one. Open tickets of the user become
    pending within seconds.
    """
    async with runtime.database.tenant(actor.company_id) as session:
        left = await roles.leave(session, actor, user_id, device)
    await deps.announce_changed(runtime, tools, left.ended)
    ended = LeftoverCounts(
        sessions=len(left.ended.sessions),
        api_keys=len(left.ended.api_keys),
        invitations=left.ended.invitations,
    )
    return LeaveDone(user=UserRead.model_validate(left.user), ended=ended)
