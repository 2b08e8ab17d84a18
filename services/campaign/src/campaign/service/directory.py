"""What other services say of contacts, channels and companies, and what follows for campaigns."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.channels import ChannelChangedV1, CompanyChangedV1
from atende_contracts.identity import aliases
from atende_contracts.messages import MessageReceivedV1
from atende_contracts.words import Reason
from campaign.domain.health import quality_fell
from campaign.domain.states import CampaignStatus
from campaign.repository import copies
from campaign.repository.campaigns import lock_open_of, lock_open_on
from campaign.repository.copies import apply_contacts as apply_contacts
from campaign.repository.files import apply_files as apply_files
from campaign.repository.templates import apply_templates as apply_templates
from campaign.service.campaigns import move

_SENDING = (CampaignStatus.RUNNING, CampaignStatus.EXPANDING)


async def apply_channels(session: AsyncSession, events: Sequence[ChannelChangedV1], at: datetime) -> None:
    """Keep the copy of channels.

    Campaigns of a deleted one can send nothing more and fail; those of a number whose quality falls are
    paused before WhatsApp restricts it, and those of one over which campaigns may be sent no more as well.
    """
    deleted = [(event.company_id, event.channel_id) for event in events if event.status == "deleted"]
    stored = await copies.apply_channels(session, events)
    poor = {
        (one.company_id, one.channel_id): one.quality
        for one in stored
        if quality_fell(one.quality_before, one.quality)
    }
    for campaign in await lock_open_on(session, poor):
        if campaign.state in _SENDING:
            quality = poor[campaign.company_id, campaign.channel_id]
            failure = Reason("quality_poor", {"quality": str(quality)})
            await move(session, campaign, CampaignStatus.PAUSED, at, failure=failure)
    closed = [(one.company_id, one.channel_id) for one in stored if one.closed]
    for campaign in await lock_open_on(session, {*closed} - {*deleted}):
        if campaign.state in (*_SENDING, CampaignStatus.SCHEDULED):
            failure = Reason("channel_without_campaigns")
            await move(session, campaign, CampaignStatus.PAUSED, at, failure=failure)
    for campaign in await lock_open_on(session, deleted):
        await move(session, campaign, CampaignStatus.FAILED, at, failure=Reason("channel_deleted"))


async def apply_companies(session: AsyncSession, events: Sequence[CompanyChangedV1], at: datetime) -> None:
    """Keep the copy of companies, and pause the campaigns of those that are suspended."""
    changed = await copies.apply_companies(session, events)
    for campaign in await lock_open_of(session, {event.company_id for event in changed if event.suspended}):
        if campaign.state in _SENDING:
            await move(session, campaign, CampaignStatus.PAUSED, at, failure=Reason("company_suspended"))


async def apply_last_seen(session: AsyncSession, messages: Sequence[MessageReceivedV1]) -> None:
    """Remember when customers wrote, by all their names."""
    await copies.apply_last_seen(
        session,
        [
            (event.company_id, alias, event.channel_id, event.sent_at)
            for event in messages
            if event.opens_window
            for alias in aliases(event.sender)
        ],
    )
