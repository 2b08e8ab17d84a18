"""What the gateway must know of others to decide whether it may send."""

from collections.abc import Sequence

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.campaigns import CampaignControlChangedV1
from atende_contracts.contacts import ContactOptOutChangedV1
from gateway.repository import projections


async def keep_campaign_states(session: AsyncSession, events: Sequence[CampaignControlChangedV1]) -> None:
    """Keep the newest state of each campaign; an older revision never replaces a newer one."""
    await projections.put_campaign_states(session, events)


async def keep_opt_outs(session: AsyncSession, events: Sequence[ContactOptOutChangedV1]) -> None:
    """Keep who opted out and who came back, by the time of their wish."""
    await projections.put_suppressions(session, events)
