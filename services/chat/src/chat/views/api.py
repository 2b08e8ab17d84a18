"""Views: lists of tickets that were saved under a name."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter

from atende_contracts.permissions import Permission
from atende_platform.http.access import TenantSession, requires
from atende_platform.http.idempotency import idempotent
from atende_platform.http.pagination import Page
from atende_platform.http.revisions import IfMatch, Tagged
from atende_platform.identity.context import TenantContext
from chat.views import service
from chat.views.schemas import ViewCreate, ViewRead, ViewUpdate

router = APIRouter(prefix="/views", tags=["views"])

Agent = Annotated[TenantContext, requires(Permission.TICKETS_WRITE)]


@router.get("", operation_id="views.list")
async def list_views(actor: Agent, session: TenantSession) -> Page[ViewRead]:
    """Your own views and those of all agents, in their order. All of them: there is one page."""
    return Page(items=[ViewRead.of(view) for view in await service.list_views(session, actor)])


@router.post("", operation_id="views.create", status_code=201)
@idempotent()
async def create_view(actor: Agent, session: TenantSession, body: ViewCreate, tagged: Tagged) -> ViewRead:
    """Save a list of tickets; one for all agents takes the right to manage the inbox."""
    return tagged(ViewRead.of(await service.create_view(session, actor, body)))


@router.patch("/{view_id}", operation_id="views.update")
async def update_view(
    actor: Agent, session: TenantSession, view_id: UUID, body: ViewUpdate, expected: IfMatch, tagged: Tagged
) -> ViewRead:
    """Change a view of your own or, with the right to manage the inbox, one of all agents."""
    return tagged(ViewRead.of(await service.update_view(session, actor, view_id, body, expected=expected)))


@router.delete("/{view_id}", operation_id="views.delete", status_code=204)
async def delete_view(actor: Agent, session: TenantSession, view_id: UUID, expected: IfMatch) -> None:
    """Delete a view."""
    await service.delete_view(session, actor, view_id, expected=expected)
