"""Filters that a company keeps under a name, to give them to campaigns."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter

from atende_contracts.permissions import Permission
from atende_platform.data.db import now
from atende_platform.http.access import CompanyQuotas, TenantSession, requires
from atende_platform.http.idempotency import idempotent
from atende_platform.http.pagination import Cursor, Limit, Page, decode_cursor, decode_id, next_cursor
from atende_platform.identity.context import TenantContext
from campaign.schemas.segments import (
    SegmentContact,
    SegmentCreate,
    SegmentEstimateRead,
    SegmentRead,
    SegmentUpdate,
)
from campaign.service import segments

router = APIRouter(prefix="/segments")

Reader = Annotated[TenantContext, requires(Permission.CAMPAIGNS_READ)]
Writer = Annotated[TenantContext, requires(Permission.CAMPAIGNS_WRITE)]


@router.post("", operation_id="segments.create", status_code=201)
@idempotent()
async def create_segment(
    body: SegmentCreate, actor: Writer, session: TenantSession, quotas: CompanyQuotas
) -> SegmentRead:
    """Keep a filter under a name that no other segment has."""
    return await segments.create_segment(session, actor, body, quotas)


@router.get("", operation_id="segments.list")
async def list_segments(
    actor: Reader, session: TenantSession, limit: Limit = 50, cursor: Cursor = None
) -> Page[SegmentRead]:
    """List segments, newest first."""
    items = await segments.list_segments(session, actor.company_id, before=decode_cursor(cursor), limit=limit)
    return Page(
        items=items[:limit], next_cursor=next_cursor(items, limit, lambda item: (item.created_at, item.id))
    )


@router.get("/{segment_id}", operation_id="segments.get")
async def get_segment(segment_id: UUID, actor: Reader, session: TenantSession) -> SegmentRead:
    """One segment."""
    return await segments.get_segment(session, actor.company_id, segment_id)


@router.patch("/{segment_id}", operation_id="segments.update")
async def update_segment(
    segment_id: UUID, body: SegmentUpdate, actor: Writer, session: TenantSession
) -> SegmentRead:
    """Change a segment. Audiences that were given it keep what it was."""
    return await segments.update_segment(session, actor, segment_id, body, now())


@router.delete("/{segment_id}", operation_id="segments.delete", status_code=204)
async def delete_segment(segment_id: UUID, actor: Writer, session: TenantSession) -> None:
    """Delete a segment. Audiences that were given it keep what it was."""
    await segments.delete_segment(session, actor, segment_id)


@router.get("/{segment_id}/estimate", operation_id="segments.estimate")
async def estimate_segment(segment_id: UUID, actor: Reader, session: TenantSession) -> SegmentEstimateRead:
    """How many contacts it would find now."""
    return await segments.estimate_segment(session, actor.company_id, segment_id, now())


@router.get("/{segment_id}/contacts", operation_id="segments.listContacts")
async def list_contacts(
    segment_id: UUID, actor: Reader, session: TenantSession, cursor: Cursor = None, limit: Limit = 50
) -> Page[SegmentContact]:
    """The contacts that it finds now, newest first.

    A page of a segment that finds few of many contacts may have fewer than `limit`, even none: there are no
    more when `nextCursor` is null.
    """
    return await segments.list_contacts(
        session, actor.company_id, segment_id, now(), after=decode_id(cursor), limit=limit
    )
