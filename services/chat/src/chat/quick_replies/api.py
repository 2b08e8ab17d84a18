"""Quick replies, and how they read in a ticket."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from atende_contracts.permissions import Permission
from atende_platform.data.db import now
from atende_platform.http.access import TenantSession, requires
from atende_platform.http.idempotency import idempotent
from atende_platform.http.pagination import Cursor, Limit, Page
from atende_platform.http.revisions import IfMatch, Tagged
from atende_platform.identity.context import TenantContext
from chat.quick_replies import service
from chat.quick_replies.schemas import (
    QuickReplyCreate,
    QuickReplyRead,
    QuickReplyRender,
    QuickReplyRendered,
    QuickReplyUpdate,
)

router = APIRouter(prefix="/quick-replies", tags=["quickReplies"])

Reader = Annotated[TenantContext, requires(Permission.TICKETS_READ)]
Agent = Annotated[TenantContext, requires(Permission.TICKETS_WRITE)]


@router.get("", operation_id="quickReplies.list")
async def list_quick_replies(
    actor: Reader,
    session: TenantSession,
    q: Annotated[
        str | None, Query(min_length=1, max_length=100, description="How the shortcut begins, or words")
    ] = None,
    shared: Annotated[bool | None, Query(description="The company's only, or one's own only")] = None,
    queue_id: Annotated[
        UUID | None, Query(alias="queueId", description="Those that are offered in this queue")
    ] = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Page[QuickReplyRead]:
    """The company's quick replies and one's own, by shortcut; with ``q`` those it begins first."""
    return await service.list_quick_replies(session, actor, q, shared, queue_id, cursor, limit)


@router.post("", status_code=201, operation_id="quickReplies.create")
@idempotent()
async def create_quick_reply(
    actor: Agent, session: TenantSession, body: QuickReplyCreate, tagged: Tagged
) -> QuickReplyRead:
    """Add a quick reply; 409 when one's own, or the company's, has this shortcut."""
    return tagged(service.shown(await service.create_quick_reply(session, actor, body)))


@router.get("/{quick_reply_id}", operation_id="quickReplies.get")
async def get_quick_reply(
    actor: Reader, session: TenantSession, quick_reply_id: UUID, tagged: Tagged
) -> QuickReplyRead:
    """One quick reply: the company's or one's own."""
    return tagged(service.shown(await service.get_quick_reply(session, actor, quick_reply_id)))


@router.post("/{quick_reply_id}/render", operation_id="quickReplies.render")
async def render(
    actor: Agent, session: TenantSession, quick_reply_id: UUID, body: QuickReplyRender
) -> QuickReplyRendered:
    """The text filled in for a ticket, and which variables had no value. It sends nothing."""
    return await service.render(session, actor, quick_reply_id, body.ticket_id)


@router.patch("/{quick_reply_id}", operation_id="quickReplies.update")
async def update_quick_reply(
    actor: Agent,
    session: TenantSession,
    quick_reply_id: UUID,
    body: QuickReplyUpdate,
    expected: IfMatch,
    tagged: Tagged,
) -> QuickReplyRead:
    """Change a quick reply. One that is shared takes the permission `tickets:manage`."""
    return tagged(
        service.shown(
            await service.update_quick_reply(session, actor, quick_reply_id, body, now(), expected=expected)
        )
    )


@router.delete("/{quick_reply_id}", status_code=204, operation_id="quickReplies.delete")
async def delete_quick_reply(
    actor: Agent, session: TenantSession, quick_reply_id: UUID, expected: IfMatch
) -> None:
    """Delete a quick reply; what was sent with it stays. A shared one takes `tickets:manage`."""
    await service.delete_quick_reply(session, actor, quick_reply_id, expected=expected)
