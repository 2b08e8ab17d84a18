"""What users do to saved segments. Audiences that were given one keep what it was then."""

from datetime import datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.audit_actions import Action
from atende_platform.errors import NotFound
from atende_platform.http.pagination import Page, encode_id
from atende_platform.identity import audit
from atende_platform.identity.context import TenantContext
from atende_platform.limits.quotas import Quotas
from campaign.repository.saved_segments import SegmentRow, Segments
from campaign.schemas.segments import (
    SegmentContact,
    SegmentCreate,
    SegmentEstimateRead,
    SegmentRead,
    SegmentUpdate,
)
from campaign.service.recipients import phone_of


async def create_segment(
    session: AsyncSession, actor: TenantContext, body: SegmentCreate, quotas: Quotas
) -> SegmentRead:
    """Store a segment. Raises `Conflict` for a name that is taken, and when the company may have no more."""
    segments = Segments(session, actor.company_id)
    await quotas.require_room(session, actor.company_id, "segments", segments.count)
    wanted = body.filter.model_dump(mode="json")
    segment = await segments.add(name=body.name, filter=wanted, created_by=actor.user_id)
    await audit.record(session, actor, Action.SEGMENT_CREATED, segment.id, {"name": segment.name})
    return segment_read(segment)


async def list_segments(
    session: AsyncSession, company_id: UUID, *, before: tuple[datetime, UUID] | None, limit: int
) -> list[SegmentRead]:
    """Return a page of segments, newest first, and one more if there is one."""
    rows = await Segments(session, company_id).page(before=before, limit=limit + 1)
    return [segment_read(row) for row in rows]


async def get_segment(session: AsyncSession, company_id: UUID, segment_id: UUID) -> SegmentRead:
    """Return a segment. Raises `NotFound`."""
    return segment_read(await _existing(session, company_id, segment_id))


async def update_segment(
    session: AsyncSession, actor: TenantContext, segment_id: UUID, body: SegmentUpdate, at: datetime
) -> SegmentRead:
    """Change a segment. Raises `NotFound`, and `Conflict` for a name that is taken."""
    segment = await _existing(session, actor.company_id, segment_id, lock=True)
    given = body.changes()
    if body.filter is not None:
        given["filter"] = body.filter.model_dump(mode="json")
    changed = {name: new for name, new in given.items() if new not in (None, getattr(segment, name))}
    if not changed:
        return segment_read(segment)
    for name, new in changed.items():
        setattr(segment, name, new)
    segment.updated_at = at
    await Segments(session, actor.company_id).save(segment)
    details: audit.Details = {"name": segment.name, "fields": ", ".join(changed)}
    await audit.record(session, actor, Action.SEGMENT_CHANGED, segment_id, details)
    return segment_read(segment)


async def delete_segment(session: AsyncSession, actor: TenantContext, segment_id: UUID) -> None:
    """Delete a segment. Raises `NotFound`."""
    segment = await _existing(session, actor.company_id, segment_id, lock=True)
    await Segments(session, actor.company_id).remove(segment)
    await audit.record(session, actor, Action.SEGMENT_DELETED, segment_id, {"name": segment.name})


async def estimate_segment(
    session: AsyncSession, company_id: UUID, segment_id: UUID, at: datetime
) -> SegmentEstimateRead:
    """Count whom a segment would find now. Raises `NotFound`."""
    segment = await get_segment(session, company_id, segment_id)
    count = await Segments(session, company_id).count_contacts(segment.filter, at=at)
    return SegmentEstimateRead(contacts=count.contacts, opted_out=count.opted_out)


async def list_contacts(
    session: AsyncSession,
    company_id: UUID,
    segment_id: UUID,
    at: datetime,
    *,
    after: UUID | None,
    limit: int,
) -> Page[SegmentContact]:
    """Return a page of the contacts whom a segment finds now, newest first. Raises `NotFound`."""
    segment = await get_segment(session, company_id, segment_id)
    found, last = await Segments(session, company_id).members(segment.filter, at=at, after=after, limit=limit)
    return Page(
        items=[
            SegmentContact(
                id=member.contact_id,
                name=member.party.get("name"),
                phone=phone_of(member),
                user_id=member.party.get("bsuid"),
                tags=member.tags,
                custom_fields=member.custom_fields,
                opted_out=member.opted_out,
            )
            for member in found
        ],
        next_cursor=encode_id(last) if last else None,
    )


def segment_read(segment: SegmentRow) -> SegmentRead:
    """Return a segment as the API shows it."""
    return SegmentRead.model_validate(segment.model_dump(exclude={"company_id"}))


async def _existing(
    session: AsyncSession, company_id: UUID, segment_id: UUID, *, lock: bool = False
) -> SegmentRow:
    segment = await Segments(session, company_id).find(segment_id, lock=lock)
    if segment is None:
        raise NotFound("segment-not-found")
    return segment
