"""The 24-hour window: for how many a campaign needs a template, said before it is sent.

WhatsApp accepts a message outside the window and reports its failure afterwards, for each recipient.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.window import WINDOW
from atende_platform.errors import Conflict
from campaign.domain.variants import Messages
from campaign.repository import copies
from campaign.repository.campaigns import CampaignRow
from campaign.repository.sources import AudienceCount, count_audience


async def require_confirmed(session: AsyncSession, campaign: CampaignRow, at: datetime) -> None:
    """Raise `Conflict` when a start needs a confirmation: some recipients can only get a template.

    ``at`` is when the campaign would start: windows that close before are not open.
    """
    if not Messages(campaign.id, campaign.content).needs_window:
        return
    if not await has_window(session, campaign.company_id, campaign.channel_id):
        return
    people = await count_people(session, campaign, at)
    if people.out_of_window == 0:
        return
    recipients = people.people - people.opted_out
    raise Conflict(
        "recipients-out-of-window",
        out_of_window=people.out_of_window,
        recipients=recipients,
    )


async def count_people(session: AsyncSession, campaign: CampaignRow, at: datetime) -> AudienceCount:
    """Count whom a campaign's audience leads to now, and whose window is open when it starts."""
    return await count_audience(
        session,
        campaign.company_id,
        campaign.id,
        campaign.channel_id,
        at=at,
        starts_at=max(at, campaign.scheduled_at or at),
    )


async def has_window(session: AsyncSession, company_id: UUID, channel_id: UUID) -> bool:
    """Return whether a channel's provider has a service window; of an unknown channel, True."""
    channel = await copies.find_channel(session, company_id, channel_id)
    return channel is None or channel.service_window


async def window_open_until(
    session: AsyncSession, company_id: UUID, channel_id: UUID, identities: Sequence[str]
) -> datetime | None:
    """Return until when a person's window on a channel is or was open; None when they never wrote."""
    last_inbound_at = await copies.find_last_inbound(session, company_id, channel_id, identities)
    return None if last_inbound_at is None else last_inbound_at + WINDOW
