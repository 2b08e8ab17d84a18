"""The REST API: parse, authorise, call the service, return."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter

from atende_platform.access import TenantSession, requires
from atende_platform.context import TenantContext
from atende_platform.pagination import Cursor, Limit, Page, decode_cursor, next_cursor
from atende_platform.permissions import Permission
from campaign.domain.states import CampaignState, RecipientState
from campaign.schemas import (
    CampaignCreate,
    CampaignRead,
    CampaignUpdate,
    OptOutCreate,
    OptOutRead,
    ProgressRead,
    RecipientRead,
    TargetsAdd,
    TargetsAdded,
)
from campaign.service import campaigns, opt_outs

router = APIRouter(prefix="/api/v1")

Reader = Annotated[TenantContext, requires(Permission.CAMPAIGNS_READ)]
Writer = Annotated[TenantContext, requires(Permission.CAMPAIGNS_WRITE)]
Runner = Annotated[TenantContext, requires(Permission.CAMPAIGNS_RUN)]
OptOutReader = Annotated[TenantContext, requires(Permission.OPTOUTS_READ)]
OptOutWriter = Annotated[TenantContext, requires(Permission.OPTOUTS_WRITE)]


@router.post("/campaigns", status_code=201, tags=["campaigns"])
async def create_campaign(body: CampaignCreate, actor: Writer, session: TenantSession) -> CampaignRead:
    """Create a draft."""
    return await campaigns.create_campaign(session, actor, body)


@router.get("/campaigns", tags=["campaigns"])
async def list_campaigns(
    actor: Reader,
    session: TenantSession,
    state: CampaignState | None = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[CampaignRead]:
    """List campaigns, newest first."""
    items = await campaigns.list_campaigns(
        session, actor.company_id, state=state, before=decode_cursor(cursor), limit=limit
    )
    return Page(
        items=items[:limit], next_cursor=next_cursor(items, limit, lambda item: (item.created_at, item.id))
    )


@router.get("/campaigns/{campaign_id}", tags=["campaigns"])
async def get_campaign(campaign_id: UUID, actor: Reader, session: TenantSession) -> CampaignRead:
    """One campaign, and what can be done to it now."""
    return await campaigns.get_campaign(session, actor.company_id, campaign_id)


@router.patch("/campaigns/{campaign_id}", tags=["campaigns"])
async def update_campaign(
    campaign_id: UUID, body: CampaignUpdate, actor: Writer, session: TenantSession
) -> CampaignRead:
    """Change a draft."""
    return await campaigns.update_campaign(session, actor, campaign_id, body)


@router.delete("/campaigns/{campaign_id}", status_code=204, tags=["campaigns"])
async def delete_campaign(campaign_id: UUID, actor: Writer, session: TenantSession) -> None:
    """Delete a draft."""
    await campaigns.delete_campaign(session, actor, campaign_id)


@router.post("/campaigns/{campaign_id}/targets", tags=["campaigns"])
async def add_targets(
    campaign_id: UUID, body: TargetsAdd, actor: Writer, session: TenantSession
) -> TargetsAdded:
    """Add contacts to a draft's audience. Adding them again changes nothing."""
    return await campaigns.add_targets(session, actor, campaign_id, body.contact_ids)


@router.post("/campaigns/{campaign_id}/start", tags=["campaigns"])
async def start_campaign(campaign_id: UUID, actor: Runner, session: TenantSession) -> CampaignRead:
    """Freeze the content and begin."""
    return await campaigns.act(session, actor, campaign_id, "start")


@router.post("/campaigns/{campaign_id}/pause", tags=["campaigns"])
async def pause_campaign(campaign_id: UUID, actor: Runner, session: TenantSession) -> CampaignRead:
    """Stop sending; at most a few seconds of the channel's rate are still under way."""
    return await campaigns.act(session, actor, campaign_id, "pause")


@router.post("/campaigns/{campaign_id}/resume", tags=["campaigns"])
async def resume_campaign(campaign_id: UUID, actor: Runner, session: TenantSession) -> CampaignRead:
    """Go on with those who are still pending."""
    return await campaigns.act(session, actor, campaign_id, "resume")


@router.post("/campaigns/{campaign_id}/finish", tags=["campaigns"])
async def finish_campaign(campaign_id: UUID, actor: Runner, session: TenantSession) -> CampaignRead:
    """End it as a success: who is still pending gets nothing."""
    return await campaigns.act(session, actor, campaign_id, "finish")


@router.post("/campaigns/{campaign_id}/cancel", tags=["campaigns"])
async def cancel_campaign(campaign_id: UUID, actor: Runner, session: TenantSession) -> CampaignRead:
    """Call it off: who is still pending gets nothing."""
    return await campaigns.act(session, actor, campaign_id, "cancel")


@router.get("/campaigns/{campaign_id}/recipients", tags=["campaigns"])
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
    items = await campaigns.list_recipients(
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


@router.get("/campaigns/{campaign_id}/progress", tags=["campaigns"])
async def get_progress(campaign_id: UUID, actor: Reader, session: TenantSession) -> ProgressRead:
    """Count recipients by state, as of now."""
    return await campaigns.get_progress(session, actor.company_id, campaign_id)


@router.post("/opt-outs", status_code=201, tags=["opt-outs"])
async def create_opt_out(body: OptOutCreate, actor: OptOutWriter, session: TenantSession) -> OptOutRead:
    """Take a person out of broadcasts, from one channel or from all. Doing it again changes nothing."""
    return await opt_outs.opt_out(session, actor, body)


@router.get("/opt-outs", tags=["opt-outs"])
async def list_opt_outs(
    actor: OptOutReader, session: TenantSession, limit: Limit = 50, cursor: Cursor = None
) -> Page[OptOutRead]:
    """List who is out, latest first."""
    items = await opt_outs.list_opt_outs(session, actor.company_id, before=decode_cursor(cursor), limit=limit)
    return Page(items=items[:limit], next_cursor=next_cursor(items, limit, lambda item: (item.at, item.id)))


@router.delete("/opt-outs/{opt_out_id}", status_code=204, tags=["opt-outs"])
async def delete_opt_out(opt_out_id: UUID, actor: OptOutWriter, session: TenantSession) -> None:
    """Let a person have broadcasts again."""
    await opt_outs.opt_in(session, actor, opt_out_id)
