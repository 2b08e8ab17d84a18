"""What agents do with views."""

from collections.abc import Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.permissions import Permission
from atende_platform.errors import NotFound
from atende_platform.http.revisions import ANY, Expected
from atende_platform.identity.context import TenantContext
from atende_platform.limits.quotas import take_turns
from chat.views.domain import MAX_OWN, MAX_SHARED, TooManyViews
from chat.views.repository import Views, new
from chat.views.schemas import ViewCreate, ViewFilter, ViewUpdate

if TYPE_CHECKING:
    from chat.views.models import View


async def list_views(session: AsyncSession, actor: TenantContext) -> "Sequence[View]":
    return await _views(session, actor).all()


async def create_view(session: AsyncSession, actor: TenantContext, body: ViewCreate) -> "View":
    """Add a view. Raises `Forbidden` and `TooManyViews`."""
    if body.shared:
        actor.require(Permission.TICKETS_MANAGE)
    views = _views(session, actor)
    await take_turns(session, actor.company_id, "views")
    most = MAX_SHARED if body.shared else MAX_OWN
    if len([view for view in await views.all() if (view.user_id is None) == body.shared]) >= most:
        raise TooManyViews(most=most)
    view = new(
        company_id=actor.company_id,
        user_id=None if body.shared else actor.user_id,
        name=body.name,
        filter=_stored(body.filter),
        sort=body.sort,
        position=body.position,
    )
    await views.store(view)
    return view


async def update_view(
    session: AsyncSession,
    actor: TenantContext,
    view_id: UUID,
    body: ViewUpdate,
    expected: Expected = ANY,
) -> "View":
    """Change what is given. Raises `NotFound` and `Forbidden`."""
    views = _views(session, actor)
    view = await _existing(views, actor, view_id)
    expected.require(view.revision)
    changes = body.changes()
    if "filter" in changes:
        changes["filter"] = _stored(body.filter)
    changes = {name: value for name, value in changes.items() if value != getattr(view, name)}
    if changes:
        view.sqlmodel_update(changes)
        view.revision += 1
        await views.store(view)
    return view


async def delete_view(
    session: AsyncSession,
    actor: TenantContext,
    view_id: UUID,
    expected: Expected = ANY,
) -> None:
    """Delete a view. Raises `NotFound` and `Forbidden`."""
    views = _views(session, actor)
    view = await _existing(views, actor, view_id)
    expected.require(view.revision)
    await views.delete(view)


def _views(session: AsyncSession, actor: TenantContext) -> Views:
    return Views(session, actor.company_id, actor.user_id)


async def _existing(views: Views, actor: TenantContext, view_id: UUID) -> "View":
    view = await views.find(view_id)
    if view is None:
        raise NotFound("view-not-found")
    if view.user_id is None:
        actor.require(Permission.TICKETS_MANAGE)
    return view


def _stored(wanted: ViewFilter) -> dict[str, object]:
    stored: dict[str, object] = wanted.model_dump(mode="json", exclude_none=True, by_alias=True)
    return stored
