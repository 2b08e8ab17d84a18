"""What became of a campaign: its recipients, and how far it is."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter

from atende_platform.access import TenantSession, requires
from atende_platform.context import TenantContext
from atende_platform.pagination import Cursor, Limit, Page, decode_cursor, next_cursor
from atende_platform.permissions import Permission
from campaign.domain.states import RecipientState
from campaign.schemas.recipients import ProgressRead, RecipientRead
from campaign.service import recipients

router = APIRouter(prefix="/campaigns", tags=["campaigns"])

Reader = Annotated[TenantContext, requires(Permission.CAMPAIGNS_READ)]


@router.get("/{campaign_id}/recipients")
async def list_recipients(
    campaign_id: UUID,
    actor: Reader,
    session: TenantSession,
    state: RecipientState | None = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[RecipientRead]:
    """List recipients in the order in which they are sent to."""
    position = decode_cursor(cursor)
    items = await recipients.list_recipients(
        session,
        actor.company_id,
        campaign_id,
        state=state,
        after_send_id=position[1] if position else None,
        limit=limit,
    )
    return Page(
        items=items[:limit],
        next_cursor=next_cursor(items, limit, lambda item: (item.updated_at, item.send_id)),
    )


@router.get("/{campaign_id}/progress")
async def get_progress(campaign_id: UUID, actor: Reader, session: TenantSession) -> ProgressRead:
    """Count recipients by state, as of now."""
    return await recipients.get_progress(session, actor.company_id, campaign_id)
