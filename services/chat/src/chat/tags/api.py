"""Tags of tickets."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from atende_contracts.permissions import Permission
from atende_platform.data.db import now
from atende_platform.http.access import TenantSession, requires
from atende_platform.http.idempotency import idempotent
from atende_platform.http.pagination import Page
from atende_platform.http.revisions import IfMatch, Tagged
from atende_platform.identity.context import TenantContext
from chat.tags import service
from chat.tags.schemas import TagCreate, TagRead, TagUpdate

router = APIRouter(prefix="/tags", tags=["tags"])

Reader = Annotated[TenantContext, requires(Permission.TICKETS_READ)]
Agent = Annotated[TenantContext, requires(Permission.TICKETS_WRITE)]


@router.get("", operation_id="tags.list")
async def list_tags(
    actor: Reader,
    session: TenantSession,
    archived: Annotated[bool, Query(description="Those that are archived instead")] = False,
) -> Page[TagRead]:
    """The company's tags, by name. All of them: there is one page."""
    tags = await service.list_tags(session, actor.company_id, archived=archived)
    return Page(items=[TagRead.model_validate(tag) for tag in tags], next_cursor=None)


@router.post("", status_code=201, operation_id="tags.create")
@idempotent()
async def create_tag(actor: Agent, session: TenantSession, body: TagCreate, tagged: Tagged) -> TagRead:
    """Add a tag; 409 when there is one of this name, in upper or lower case."""
    return tagged(TagRead.model_validate(await service.create_tag(session, actor, body)))


@router.patch("/{tag_id}", operation_id="tags.update")
async def update_tag(
    actor: Agent, session: TenantSession, tag_id: UUID, body: TagUpdate, expected: IfMatch, tagged: Tagged
) -> TagRead:
    """Rename or recolour a tag, on every ticket that has it."""
    return tagged(TagRead.model_validate(await service.update_tag(session, actor, tag_id, body, expected)))


@router.delete("/{tag_id}", status_code=204, operation_id="tags.archive")
async def archive_tag(actor: Agent, session: TenantSession, tag_id: UUID, expected: IfMatch) -> None:
    """Archive a tag: tickets that have it keep it, no further ones get it."""
    await service.archive_tag(session, actor, tag_id, now(), expected)
