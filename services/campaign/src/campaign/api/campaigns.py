"""Campaigns: drafts, their audience, and what can be done to them."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response

from atende_contracts.permissions import Permission
from atende_platform.data.db import now
from atende_platform.http.access import CompanyQuotas, TenantSession, requires
from atende_platform.http.fields import FORMER_STATE
from atende_platform.http.idempotency import idempotent
from atende_platform.http.pagination import Cursor, Limit, Page, decode_cursor, next_cursor
from atende_platform.http.revisions import IfMatch, tag
from atende_platform.identity.context import TenantContext
from campaign.domain.states import CampaignStatus
from campaign.schemas.audience import TargetsAdd, TargetsAdded
from campaign.schemas.campaigns import (
    CampaignCreate,
    CampaignRead,
    CampaignUpdate,
    MoveRead,
    StartAsk,
)
from campaign.service import audience, campaigns

router = APIRouter(prefix="/campaigns")

Reader = Annotated[TenantContext, requires(Permission.CAMPAIGNS_READ)]
Writer = Annotated[TenantContext, requires(Permission.CAMPAIGNS_WRITE)]
Runner = Annotated[TenantContext, requires(Permission.CAMPAIGNS_RUN)]


@router.post("", operation_id="campaigns.create", status_code=201)
@idempotent()
async def create_campaign(
    body: CampaignCreate, actor: Writer, session: TenantSession, quotas: CompanyQuotas, response: Response
) -> CampaignRead:
    """Create a draft."""
    campaign = await campaigns.create_campaign(session, actor, body, quotas, now())
    tag(response, campaign.revision)
    return campaign


@router.get("", operation_id="campaigns.list")
async def list_campaigns(
    actor: Reader,
    session: TenantSession,
    status: CampaignStatus | None = None,
    state: Annotated[CampaignStatus | None, FORMER_STATE] = None,
    archived: bool = False,
    parent_id: Annotated[UUID | None, Query(alias="parentId")] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[CampaignRead]:
    """List campaigns, newest first: those in use, or those that were archived; or the runs of one."""
    items = await campaigns.list_campaigns(
        session,
        actor.company_id,
        now(),
        state=status or state,
        archived=archived,
        parent_id=parent_id,
        before=decode_cursor(cursor),
        limit=limit,
    )
    return Page(
        items=items[:limit], next_cursor=next_cursor(items, limit, lambda item: (item.created_at, item.id))
    )


@router.get("/{campaign_id}", operation_id="campaigns.get")
async def get_campaign(
    campaign_id: UUID, actor: Reader, session: TenantSession, response: Response
) -> CampaignRead:
    """One campaign, and what can be done to it now."""
    campaign = await campaigns.get_campaign(session, actor.company_id, campaign_id, now())
    tag(response, campaign.revision)
    return campaign


@router.patch("/{campaign_id}", operation_id="campaigns.update")
async def update_campaign(
    campaign_id: UUID,
    body: CampaignUpdate,
    actor: Writer,
    session: TenantSession,
    expected: IfMatch,
    response: Response,
) -> CampaignRead:
    """Change a draft."""
    campaign = await campaigns.update_campaign(session, actor, campaign_id, body, expected, now())
    tag(response, campaign.revision)
    return campaign


@router.delete("/{campaign_id}", operation_id="campaigns.delete", status_code=204)
async def delete_campaign(
    campaign_id: UUID, actor: Writer, session: TenantSession, expected: IfMatch
) -> None:
    """Delete a draft."""
    await campaigns.delete_campaign(session, actor, campaign_id, expected)


@router.post("/{campaign_id}/targets", operation_id="campaigns.addTargets")
async def add_targets(
    campaign_id: UUID, body: TargetsAdd, actor: Writer, session: TenantSession
) -> TargetsAdded:
    """Add contacts to a draft's audience, everybody, a segment, or recipients of another campaign.

    Adding it again changes nothing.
    """
    if body.contact_ids is not None:
        return await campaigns.add_targets(session, actor, campaign_id, body.contact_ids, now())
    if body.segment_id is not None:
        return await audience.add_saved(session, actor, campaign_id, body.segment_id, now())
    if body.recipients_of is not None:
        return await audience.add_recipients_of(session, actor, campaign_id, body.recipients_of, now())
    return await audience.add_contacts_of(session, actor, campaign_id, body.segment, now())


@router.post("/{campaign_id}/start", operation_id="campaigns.start")
async def start_campaign(
    campaign_id: UUID, actor: Runner, session: TenantSession, body: StartAsk | None = None
) -> CampaignRead:
    """Freeze the content and begin.

    A campaign that is no template, and has recipients who did not write in the last 24 hours, is refused with
    409 `window-closed` unless the body confirms it.
    """
    confirmed = body is not None and body.confirm_out_of_window
    return await campaigns.act(session, actor, campaign_id, "start", now(), out_of_window=confirmed)


@router.post("/{campaign_id}/pause", operation_id="campaigns.pause")
async def pause_campaign(campaign_id: UUID, actor: Runner, session: TenantSession) -> CampaignRead:
    """Stop sending; at most a few seconds of the channel's rate are still under way."""
    return await campaigns.act(session, actor, campaign_id, "pause", now())


@router.post("/{campaign_id}/resume", operation_id="campaigns.resume")
async def resume_campaign(campaign_id: UUID, actor: Runner, session: TenantSession) -> CampaignRead:
    """Go on with those who are still pending."""
    return await campaigns.act(session, actor, campaign_id, "resume", now())


@router.post("/{campaign_id}/finish", operation_id="campaigns.finish")
async def finish_campaign(campaign_id: UUID, actor: Runner, session: TenantSession) -> CampaignRead:
    """End it as a success: who is still pending gets nothing."""
    return await campaigns.act(session, actor, campaign_id, "finish", now())


@router.post("/{campaign_id}/cancel", operation_id="campaigns.cancel")
async def cancel_campaign(campaign_id: UUID, actor: Runner, session: TenantSession) -> CampaignRead:
    """Call it off: who is still pending gets nothing."""
    return await campaigns.act(session, actor, campaign_id, "cancel", now())


@router.post("/{campaign_id}/duplicate", operation_id="campaigns.duplicate", status_code=201)
@idempotent()
async def duplicate_campaign(
    campaign_id: UUID, actor: Writer, session: TenantSession, quotas: CompanyQuotas
) -> CampaignRead:
    """Create a draft with the same content, options and audience."""
    return await campaigns.duplicate_campaign(session, actor, campaign_id, quotas, now())


@router.post("/{campaign_id}/archive", operation_id="campaigns.archive")
async def archive_campaign(campaign_id: UUID, actor: Writer, session: TenantSession) -> CampaignRead:
    """Take a draft or an ended campaign out of the default list."""
    return await campaigns.set_archived(session, actor, campaign_id, now(), archived=True)


@router.post("/{campaign_id}/unarchive", operation_id="campaigns.unarchive")
async def unarchive_campaign(campaign_id: UUID, actor: Writer, session: TenantSession) -> CampaignRead:
    """Put it back into the default list."""
    return await campaigns.set_archived(session, actor, campaign_id, now(), archived=False)


@router.get("/{campaign_id}/history", operation_id="campaigns.listHistory")
async def list_moves(
    campaign_id: UUID, actor: Reader, session: TenantSession, limit: Limit = 50, cursor: Cursor = None
) -> Page[MoveRead]:
    """List the states it has been in, when it got there, and who did it."""
    items = await campaigns.list_moves(
        session, actor.company_id, campaign_id, after=decode_cursor(cursor), limit=limit
    )
    return Page(items=items[:limit], next_cursor=next_cursor(items, limit, lambda item: (item.at, item.id)))
