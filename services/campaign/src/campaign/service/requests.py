"""What the gateway is asked to send: the orders for recipients that were claimed."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from atende_contracts.event import OutboundContent
from atende_contracts.messages import CampaignSendRequestedV1, CampaignSendsRequestedV2
from campaign.repository.dispatch import Claimed


def requests(
    claimed: Iterable[Claimed], contents: Mapping[UUID, OutboundContent]
) -> list[CampaignSendsRequestedV2]:
    """Return the orders for claimed recipients, many in one; ``contents`` by campaign that has only one."""
    return CampaignSendsRequestedV2.gather(_request(each, contents) for each in claimed)


def _request(claimed: Claimed, contents: Mapping[UUID, OutboundContent]) -> CampaignSendRequestedV1:
    return CampaignSendRequestedV1(
        company_id=claimed.company_id,
        send_id=claimed.send_id,
        channel_id=claimed.channel_id,
        campaign_id=claimed.campaign_id,
        contact_id=claimed.contact_id,
        recipient=claimed.party,
        content=claimed.content or contents[claimed.campaign_id],
    )
