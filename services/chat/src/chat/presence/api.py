"""Which agents are online, busy or away."""

from typing import Annotated

from fastapi import APIRouter, Request

from atende_contracts.permissions import Permission
from atende_platform.http.access import requires, runtime_of
from atende_platform.http.pagination import Page
from atende_platform.identity.context import TenantContext
from chat.presence import service
from chat.presence.schemas import PresenceRead, PresenceUpdate

router = APIRouter(prefix="/presence", tags=["presence"])


@router.get("", operation_id="presence.list")
async def list_present(
    actor: Annotated[TenantContext, requires(Permission.TICKETS_READ)], request: Request
) -> Page[PresenceRead]:
    """The agents who are not offline. All of them: there is one page."""
    found = await service.list_present(runtime_of(request).redis, actor.company_id)
    return Page(items=found, next_cursor=None)


@router.put("", operation_id="presence.choose")
async def choose(
    actor: Annotated[TenantContext, requires(Permission.SELF)], request: Request, body: PresenceUpdate
) -> PresenceRead:
    """Choose what you are while you are connected: who is busy or away gets no tickets by themselves.

    The answer has what you are now: `offline` without a socket.
    """
    return await service.choose(runtime_of(request).redis, actor, body)
