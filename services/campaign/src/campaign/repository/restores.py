"""Campaigns of a database that was restored: which of them may have sent since the backup, and to whom."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from atende_platform.data.db import execute
from campaign.domain.states import CampaignStatus
from campaign.models import Campaign
from campaign.repository.campaigns import CampaignRow
from campaign.repository.dispatch import Claimed, Group, claimed_of


@dataclass(frozen=True, slots=True)
class Sending:
    """A campaign that had people to send to, and the rate of its channel."""

    company_id: UUID
    campaign_id: UUID
    channel_id: UUID
    messages_per_second: float
    zones: tuple[str, ...]
    """The time zones by which it is claimed; none: all of it together."""
    is_expanded: bool

    @property
    def groups(self) -> list[Group]:
        """The groups that the dispatcher claims it by."""
        return [(self.campaign_id, zone) for zone in self.zones or (None,)]


_SENDING: Final = """
SELECT c.company_id, c.id, c.channel_id, k.messages_per_second, c.expanded_at IS NOT NULL AS is_expanded,
    CASE WHEN c.windows <> '[]' AND c.window_zone = 'recipient' THEN c.zones ELSE '{}' END AS zones
FROM campaigns c
JOIN channel_copy k ON k.company_id = c.company_id AND k.channel_id = c.channel_id
WHERE c.closed_at IS NULL AND c.state IN ('expanding', 'running', 'paused')
  AND (c.expanded_at IS NULL OR EXISTS (
    SELECT FROM recipients r
    WHERE r.company_id = c.company_id AND r.campaign_id = c.id AND r.state = 'pending'))
  AND (c.company_id, c.id) > (:company_id, :campaign_id)
ORDER BY c.company_id, c.id LIMIT :limit
"""


async def sending(session: AsyncSession, *, after: tuple[UUID, UUID], limit: int) -> list[Sending]:
    """Return campaigns that may have sent since, also paused ones: somebody may have resumed them."""
    result = await execute(session, _SENDING, company_id=after[0], campaign_id=after[1], limit=limit)
    return [
        Sending(
            row.company_id, row.id, row.channel_id, row.messages_per_second, tuple(row.zones), row.is_expanded
        )
        for row in result
    ]


_ORDERED: Final = """
WITH ordered AS (
    SELECT r.company_id, r.send_id, c.channel_id
    FROM campaigns c JOIN recipients r ON r.company_id = c.company_id AND r.campaign_id = c.id
    WHERE c.closed_at IS NULL AND c.state <> 'draft'
      AND r.state = 'dispatched' AND r.dispatched_at < :before
    ORDER BY r.company_id, r.send_id LIMIT :limit
    FOR UPDATE OF r
)
UPDATE recipients r SET dispatched_at = greatest(clock_timestamp(), :before), updated_at = now()
FROM ordered o WHERE r.company_id = o.company_id AND r.send_id = o.send_id
RETURNING r.company_id, r.campaign_id, o.channel_id, r.send_id, r.contact_id,
    CAST(r.party AS text) AS party, CAST(r.content AS text) AS content
"""


async def claim_ordered(session: AsyncSession, *, before: datetime, limit: int) -> list[Claimed]:
    """Take recipients that were on their way at the backup and before then; their time starts anew."""
    result = await execute(session, _ORDERED, before=before, limit=limit)
    return sorted((claimed_of(row) for row in result), key=lambda each: each.send_id)


async def lock_to_pause(session: AsyncSession, campaigns: list[tuple[UUID, UUID]]) -> list[CampaignRow]:
    """Lock those of the campaigns that would go on by themselves."""
    rows: list[CampaignRow] = []
    for company_id, campaign_id in campaigns:
        query = (
            select(Campaign)
            .where(
                Campaign.company_id == company_id,
                Campaign.id == campaign_id,
                col(Campaign.state).in_((CampaignStatus.EXPANDING, CampaignStatus.RUNNING)),
            )
            .with_for_update(key_share=True)
        )
        rows += (await session.exec(query)).all()
    return rows


async def lock_due(session: AsyncSession, *, until: datetime) -> list[CampaignRow]:
    """Lock scheduled campaigns, and recurring ones, that were due by then."""
    query: Any = (
        select(Campaign)
        .where(
            Campaign.state == CampaignStatus.SCHEDULED,
            col(Campaign.scheduled_at) <= until,
        )
        .order_by(col(Campaign.company_id), col(Campaign.id))
        .with_for_update(key_share=True)
    )
    return list((await session.exec(query)).all())
