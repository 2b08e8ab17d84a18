"""What the gateway keeps of others' events: whether campaigns run, and who opted out."""

from collections.abc import Collection, Sequence
from typing import Final
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.campaigns import CampaignControlChangedV1
from atende_contracts.contacts import ContactOptOutChangedV1
from atende_contracts.identity import canonical_alias
from atende_platform.data import batch
from atende_platform.data.db import execute
from gateway.domain.channels import EVERY_CHANNEL
from gateway.models import CampaignControl, Suppression

_STORE_STATES: Final = batch.upsert(CampaignControl, dict, newer="revision")


async def apply_campaign_states(session: AsyncSession, events: Sequence[CampaignControlChangedV1]) -> None:
    """Store the newest state of each campaign; an older revision never replaces a newer one."""
    rows = [
        {
            "company_id": event.company_id,
            "campaign_id": event.campaign_id,
            "channel_id": event.channel_id,
            "state": event.state,
            "revision": event.revision,
        }
        for event in events
    ]
    await _STORE_STATES.run(session, rows)


_STORE_SUPPRESSIONS: Final = batch.upsert(Suppression, dict, newer="changed_at, opted_out")


async def apply_opt_outs(session: AsyncSession, events: Sequence[ContactOptOutChangedV1]) -> None:
    """Store the newest opt-out or opt-in of each person and channel; of two of the same time the opt-out."""
    rows = [
        {
            "company_id": event.company_id,
            "identity": canonical_alias(event.identity),
            "channel_id": event.channel_id or EVERY_CHANNEL,
            "opted_out": event.opted_out,
            "changed_at": event.at,
        }
        for event in events
    ]
    await _STORE_SUPPRESSIONS.run(session, rows)


_HOLD_CAMPAIGNS: Final = """
INSERT INTO campaign_control AS c (company_id, campaign_id, channel_id, state, revision)
SELECT company_id, campaign_id, channel_id, 'paused', 0
FROM unnest(CAST(:company_ids AS uuid[]), CAST(:campaign_ids AS uuid[]), CAST(:channel_ids AS uuid[]))
    AS given (company_id, campaign_id, channel_id)
ON CONFLICT (company_id, campaign_id) DO UPDATE SET state = 'paused' WHERE c.state = 'running'
"""


async def hold_campaigns(session: AsyncSession, campaigns: Collection[tuple[UUID, UUID, UUID]]) -> None:
    """Send no more for campaigns (company, campaign, channel) until the campaign service says so anew.

    The revision stays, so that whatever that service decides from here on replaces this.
    """
    keys = sorted(campaigns)
    await execute(
        session,
        _HOLD_CAMPAIGNS,
        company_ids=[company_id for company_id, _, _ in keys],
        campaign_ids=[campaign_id for _, campaign_id, _ in keys],
        channel_ids=[channel_id for _, _, channel_id in keys],
    )


_SUPPRESS_RECIPIENTS: Final = """
INSERT INTO suppressions AS s (company_id, identity, channel_id, opted_out, changed_at)
SELECT DISTINCT l.company_id, k.identity, l.channel_id, true, now()
FROM sends l
JOIN unnest(CAST(:company_ids AS uuid[]), CAST(:send_ids AS uuid[])) AS given (company_id, send_id)
    USING (company_id, send_id)
CROSS JOIN LATERAL unnest(l.recipient_keys) AS k (identity)
ORDER BY 1, 2, 3
ON CONFLICT (company_id, identity, channel_id) DO UPDATE
SET opted_out = true, changed_at = excluded.changed_at WHERE s.changed_at < excluded.changed_at
"""


async def suppress_recipients(session: AsyncSession, sends: Collection[tuple[UUID, UUID]]) -> None:
    """Remember that the recipients of sends want no campaigns of their channels, under all their names."""
    keys = sorted(sends)
    await execute(
        session,
        _SUPPRESS_RECIPIENTS,
        company_ids=[company_id for company_id, _ in keys],
        send_ids=[send_id for _, send_id in keys],
    )
