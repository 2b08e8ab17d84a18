"""The event log over REST: what a client missed while it was away."""

from typing import Annotated, Literal

from fastapi import APIRouter, Query

from atende_contracts.permissions import Permission
from atende_platform.http.access import TenantSession, requires
from atende_platform.http.openapi import problem_response
from atende_platform.http.pagination import Page
from atende_platform.identity.context import TenantContext
from chat.realtime.delivery import visible
from chat.realtime.schemas import UpdatesPage
from chat.updates import service
from chat.updates.domain import NAMESPACES
from chat.updates.schemas import EventRead

router = APIRouter(prefix="/events")
After = Annotated[int, Query(ge=0, le=2**63 - 1, description="`id` of the last event that was seen")]
Cursor = Annotated[
    int | None, Query(ge=0, le=2**63 - 1, description="`nextCursor` of the page before, in place of `after`")
]
EventLimit = Annotated[int, Query(ge=1, le=500)]


@router.get(
    "",
    operation_id="events.list",
    response_model=None,
    responses={
        200: {"model": UpdatesPage, "description": "Updates as they were stored"},
        410: problem_response("Some of these events are no longer kept"),
    },
)
async def list_events(
    actor: Annotated[TenantContext, requires(Permission.TICKETS_READ)],
    session: TenantSession,
    after: After = 0,
    cursor: Cursor = None,
    namespace: Literal["chat", "campaigns", "channels"] | None = None,
    limit: EventLimit = 100,
) -> Page[EventRead]:
    """Events behind ``after``, in order; 410 when some of them are no longer kept.

    Of tickets those that you may see now: a page may have fewer events than ``limit``, and not be the last.
    """
    readable = [name for name, permission in NAMESPACES.items() if actor.may(permission)]
    wanted = readable if namespace is None else [name for name in readable if name == namespace]
    position = after if cursor is None else cursor
    page = await service.events_after(session, actor.company_id, position, wanted, limit)
    return Page(items=await visible(session, actor, page.items), next_cursor=page.next_cursor)
