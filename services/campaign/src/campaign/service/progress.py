"""Tells how far campaigns are, and notices when one has nothing left to send."""

from collections import Counter
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.campaigns import CampaignFinishedV1, CampaignProgressV1, VariantProgress
from atende_contracts.event import Event
from atende_platform.messaging import outbox
from campaign.domain.states import ENDED, UNSETTLED, CampaignStatus, RecipientStatus
from campaign.domain.variants import VARIANTS
from campaign.repository import recipients
from campaign.repository.campaign_opt_outs import count_opt_outs
from campaign.repository.campaigns import NOBODY, CampaignRow, claim_changed, database_time, mark_changed
from campaign.repository.messages import count_by_variant
from campaign.service.campaigns import move

RECIPIENTS_PER_SECOND: Final = 100_000
"""A campaign of this size is counted once a second, one ten times as large every ten."""


async def report_next(
    session: AsyncSession, *, interval_seconds: float, sweep_chunk: int, after: UUID = NOBODY
) -> UUID | None:
    """Report on one campaign that changed, end it if it is done; return whose it was, or None.

    It is one of the company that comes after the one given: companies take turns.

    Of a campaign that was ended, what is still pending is cancelled here, a chunk at a time.
    """
    campaign = await claim_changed(
        session,
        interval_seconds=interval_seconds,
        recipients_per_second=RECIPIENTS_PER_SECOND,
        after=after,
    )
    if campaign is None:
        return None
    at = await database_time(session)
    if campaign.state in ENDED and campaign.closed_at is None:
        await recipients.cancel_pending(session, campaign.company_id, campaign.id, limit=sweep_chunk)
    counts = await recipients.count_by_state(session, campaign.company_id, campaign.id)
    settled = not any(counts.get(state) for state in UNSETTLED)
    if settled and campaign.state == CampaignStatus.RUNNING and campaign.expanded_at is not None:
        await move(session, campaign, CampaignStatus.FINISHED, at)
    closing = settled and campaign.state in ENDED and campaign.closed_at is None
    if campaign.state in ENDED and counts.get(RecipientStatus.PENDING):
        await mark_changed(session, [(campaign.company_id, campaign.id)])
    campaign.counts = counts
    replies = await recipients.count_replies(session, campaign.company_id, campaign.id)
    opt_outs = await count_opt_outs(session, campaign.company_id, campaign.id)
    campaign.replies = replies.total()
    if campaign.content["kind"] == VARIANTS:
        campaign.variant_counts = await count_by_variant(session, campaign.company_id, campaign.id)
    campaign.progress_at = at
    campaign.revision += 1
    if closing:
        campaign.closed_at = campaign.progress_at
    await outbox.add(session, _events(campaign, at, replies, opt_outs, closing=closing))
    return campaign.company_id


def _events(
    campaign: CampaignRow,
    at: datetime,
    replies: Counter[str | None],
    opt_outs: Counter[str | None],
    *,
    closing: bool,
) -> list[Event]:
    told: dict[str, Any] = {
        "company_id": campaign.company_id,
        "campaign_id": campaign.id,
        "channel_id": campaign.channel_id,
        "name": campaign.name,
        "state": CampaignStatus(campaign.state).value,
        "total": sum(campaign.counts.values()),
        "counts": campaign.counts,
        "replies": replies.total(),
        "opt_outs": opt_outs.total(),
        "variants": _variants(campaign, replies, opt_outs),
        "started_at": campaign.started_at,
        "finished_at": campaign.finished_at,
        "revision": campaign.revision,
    }
    progress = CampaignProgressV1(**told)
    if not closing:
        return [progress]
    return [progress, CampaignFinishedV1(**{**told, "finished_at": campaign.finished_at or at})]


def _variants(
    campaign: CampaignRow, replies: Counter[str | None], opt_outs: Counter[str | None]
) -> list[VariantProgress]:
    if campaign.content["kind"] != VARIANTS:
        return []
    names = [each["name"] for each in campaign.content[VARIANTS]]
    return [
        VariantProgress(
            number=number,
            name=name,
            total=sum(campaign.variant_counts.get(name, {}).values()),
            counts=campaign.variant_counts.get(name, {}),
            replies=replies[name],
            opt_outs=opt_outs[name],
        )
        for number, name in enumerate(names, 1)
    ]
