"""Drafts: what an agent has begun to write in a ticket."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter

from atende_contracts.permissions import Permission
from atende_platform.data.db import now
from atende_platform.http.access import TenantSession, requires
from atende_platform.http.pagination import Page
from atende_platform.identity.context import TenantContext
from chat.drafts import service
from chat.drafts.schemas import DraftRead, DraftWrite

router = APIRouter(prefix="/drafts", tags=["drafts"])

Agent = Annotated[TenantContext, requires(Permission.TICKETS_WRITE)]


@router.get("", operation_id="drafts.list")
async def list_drafts(actor: Agent, session: TenantSession) -> Page[DraftRead]:
    """Your own drafts, the last changed first. All of them (200 at most): there is one page."""
    return Page(items=await service.list_own(session, actor), next_cursor=None)


@router.get("/{ticket_id}", operation_id="drafts.get")
async def get_draft(actor: Agent, session: TenantSession, ticket_id: UUID) -> DraftRead:
    """Your draft in a ticket; 404 when there is none."""
    return await service.get(session, actor, ticket_id)


@router.put("/{ticket_id}", operation_id="drafts.write")
async def write_draft(actor: Agent, session: TenantSession, ticket_id: UUID, body: DraftWrite) -> DraftRead:
    """Keep what you have begun to write in a ticket, in place of what was kept before.

    Nobody else sees it. It goes after 30 days without a change, and the oldest when you have more than 200.
    """
    return await service.write(session, actor, ticket_id, body, now())


@router.delete("/{ticket_id}", status_code=204, operation_id="drafts.remove")
async def remove_draft(actor: Agent, session: TenantSession, ticket_id: UUID) -> None:
    """Remove your draft in a ticket, after it was sent or given up. Safe to repeat."""
    await service.remove(session, actor, ticket_id)
