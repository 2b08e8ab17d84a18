"""Hands recipients to the gateway, a few seconds ahead of what the channel can send.

Several dispatchers may run: whoever locks a channel's row serves it for one transaction, which
claims recipients and writes their events together. So the window of a channel holds, a recipient
is emitted once, and Kafka never holds a backlog that would have to be un-sent.
"""

from collections.abc import Mapping, Sequence
from uuid import UUID

import structlog
from prometheus_client import Counter

from atende_contracts.event import OutboundContent
from atende_contracts.messages import CampaignSendRequestedV1
from atende_platform import outbox
from atende_platform.db import Database
from campaign.domain.pacing import Demand, paced, paced_after, share, window
from campaign.repository import campaigns, dispatch
from campaign.repository.dispatch import Claimed
from campaign.settings import Settings

log = structlog.get_logger(__name__)

_dispatched = Counter("campaign_dispatched_total", "Recipients handed to the gateway")
_silent = Counter("campaign_redispatched_total", "Recipients handed over again, as nothing was heard of them")


class Dispatcher:
    """One worker's share of the dispatching."""

    def __init__(self, database: Database, settings: Settings) -> None:
        self._database = database
        self._settings = settings

    async def run(self) -> None:
        """Fill the window of every channel once. One channel's failure does not stop the others."""
        async with self._database.worker() as session:
            channels = await campaigns.channels_with_running(session)
        failures: list[Exception] = []
        for company_id, channel_id in channels:
            try:
                await self.fill(company_id, channel_id)
            except Exception as error:
                log.error("channel not dispatched", channel_id=str(channel_id), error=repr(error))
                failures.append(error)
        if failures:
            raise ExceptionGroup("channels not dispatched", failures)

    async def fill(self, company_id: UUID, channel_id: UUID) -> int:
        """Dispatch what fits into a channel's window; return how many. 0 if another does it right now."""
        async with self._database.worker() as session:
            channel = await campaigns.lock_channel(session, company_id, channel_id)
            if channel is None:
                return 0
            running = {row.id: row for row in await campaigns.claim_running(session, company_id, channel_id)}
            limit = self._settings.campaign_claim_limit
            demands = await dispatch.demands(session, company_id, channel_id, at_most=limit)
            in_flight = sum(demand.in_flight for demand in demands.values())
            room = window(channel.messages_per_second, self._settings.campaign_window_seconds) - in_flight
            ready: dict[UUID, Demand] = {}
            for campaign_id in running.keys() & demands.keys():
                demand, row = demands[campaign_id], running[campaign_id]
                allowed = paced(row.messages_per_second, row.paced_until, channel.at)
                ready[campaign_id] = (
                    demand if allowed is None else Demand(demand.in_flight, min(demand.ready, allowed))
                )
            quotas = share(min(room, limit), ready)
            if not quotas:
                return 0
            claimed = await dispatch.claim(session, company_id, channel_id, quotas)
            for campaign_id, count in _count_by_campaign(claimed).items():
                row = running[campaign_id]
                if row.messages_per_second is not None:
                    row.paced_until = paced_after(row.messages_per_second, row.paced_until, channel.at, count)
            contents = await dispatch.contents_of(session, [(company_id, id_) for id_ in quotas])
            await outbox.add(session, [_request(each, contents) for each in claimed])
            await campaigns.mark_changed(session, [(company_id, id_) for id_ in quotas])
        _dispatched.inc(len(claimed))
        return len(claimed)

    async def ask_again(self) -> int:
        """Ask once more for recipients of which nothing was heard for long; return how many.

        The gateway's ledger knows the send id: what was sent is not sent again.
        """
        async with self._database.worker() as session:
            claimed = await dispatch.claim_silent(
                session,
                after_seconds=self._settings.campaign_redispatch_seconds,
                limit=self._settings.campaign_claim_limit,
            )
            contents = await dispatch.contents_of(
                session, [(each.company_id, each.campaign_id) for each in claimed]
            )
            await outbox.add(session, [_request(each, contents) for each in claimed])
        if claimed:
            log.warning("recipients asked for again", recipients=len(claimed))
            _silent.inc(len(claimed))
        return len(claimed)


def _count_by_campaign(claimed: Sequence[Claimed]) -> dict[UUID, int]:
    counts: dict[UUID, int] = {}
    for each in claimed:
        counts[each.campaign_id] = counts.get(each.campaign_id, 0) + 1
    return counts


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
