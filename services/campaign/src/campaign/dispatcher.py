"""Hands recipients to the gateway, a few seconds ahead of what the channel can send.

Several dispatchers may run: the one that locks a channel's row serves it for one transaction, which
claims recipients and writes their events together. So the window of a channel holds, a recipient
is emitted once, and Kafka never holds a backlog that would have to be un-sent.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

import structlog
from prometheus_client import Counter

from atende_platform.data.db import Database
from atende_platform.messaging import outbox
from atende_platform.process import tracing
from campaign.domain.pacing import Demand, paced, paced_after, share, window
from campaign.domain.windows import day_of, is_open, left_today
from campaign.repository import campaigns, dispatch
from campaign.repository.campaigns import CampaignRow
from campaign.repository.dispatch import Claimed, Group
from campaign.service.requests import requests
from campaign.settings import Settings

log = structlog.get_logger(__name__)

_dispatched = Counter("campaign_dispatched_total", "Recipients handed to the gateway")
_silent = Counter("campaign_redispatched_total", "Recipients handed over again, as nothing was heard of them")

_FILLS: Final = 10
"""Most transactions for one channel before it is looked which channels there are."""


class Dispatcher:
    """One worker's share of the dispatching."""

    def __init__(
        self,
        database: Database,
        settings: Settings,
        is_suspended: Callable[[UUID], bool] = lambda _: False,
    ) -> None:
        self._database = database
        self._settings = settings
        self._is_suspended = is_suspended
        """Whether a company is to be sent nothing: known sooner than its campaigns are paused."""

    async def run(self) -> None:
        """Fill the window of every channel. One channel's failure does not stop the others.

        Companies take turns, and so do channels: each has one transaction, then those that have room for more
        have another.
        """
        async with self._database.worker() as session:
            running = await campaigns.channels_with_running(session)
        channels = [one for one in running if not self._is_suspended(one[0])]
        failures: list[Exception] = []
        for _ in range(_FILLS):
            faster = []
            for company_id, channel_id in channels:
                try:
                    if await self.fill(company_id, channel_id) >= self._settings.campaign_claim_limit:
                        faster.append((company_id, channel_id))
                except Exception as error:
                    log.error("channel.not_dispatched", channel_id=str(channel_id), error=repr(error))
                    failures.append(error)
            channels = faster
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
            in_flight = await dispatch.in_flight(session, company_id, channel_id)
            room = window(channel.messages_per_second, self._settings.campaign_window_seconds)
            room = min(room - sum(in_flight.values()), limit)
            groups = [(row.id, zone) for row in running.values() for zone in _open_zones(row, channel.at)]
            if room <= 0 or not groups:
                return 0
            ready = await dispatch.ready(session, company_id, groups, at_most=limit)
            demands = {
                row.id: Demand(in_flight.get(row.id, 0), _ready(row, ready, channel.at))
                for row in running.values()
            }
            quotas = share(room, demands)
            if not quotas:
                return 0
            claimed = await dispatch.claim(session, company_id, channel_id, _by_group(quotas, ready))
            for campaign_id, count in _count_by_campaign(claimed).items():
                _count_sent(running[campaign_id], channel.at, count)
            contents = await dispatch.contents_of(session, [(company_id, id_) for id_ in quotas])
            with tracing.begun("dispatch", attributes={"atende.recipients": len(claimed)}):
                await outbox.add(session, requests(claimed, contents))
            await campaigns.mark_changed(session, [(company_id, id_) for id_ in quotas])
        _dispatched.inc(len(claimed))
        return len(claimed)

    async def ask_again(self) -> int:
        """Ask once more for recipients of which nothing was heard for long; return how many.

        The gateway's ledger knows the send id: what was sent is not sent again.
        """
        async with self._database.worker() as session:
            claimed = await dispatch.claim_unanswered(
                session,
                after_seconds=self._settings.campaign_redispatch_seconds,
                limit=self._settings.campaign_claim_limit,
            )
            contents = await dispatch.contents_of(
                session, [(each.company_id, each.campaign_id) for each in claimed]
            )
            await outbox.add(session, requests(claimed, contents))
        if claimed:
            log.warning("recipients.requeued", recipients=len(claimed))
            _silent.inc(len(claimed))
        return len(claimed)


def _open_zones(row: CampaignRow, at: datetime) -> Sequence[str | None]:
    """Return the time zones to whose recipients a campaign may send now; None stands for everybody."""
    if row.windows and row.window_zone == "recipient":
        return [zone for zone in row.zones if is_open(row.windows, zone, at)]
    return [None] if is_open(row.windows, row.time_zone, at) else []


def _ready(row: CampaignRow, ready: Mapping[Group, int], at: datetime) -> int:
    """Return how many recipients of a campaign may go now, by its rate and its daily cap, too."""
    waiting = sum(count for (campaign_id, _), count in ready.items() if campaign_id == row.id)
    by_rate = paced(row.messages_per_second, row.paced_until, at)
    by_day = left_today(row.max_per_day, row.sent_on, row.sent_that_day, row.time_zone, at)
    return min(limit for limit in (waiting, by_rate, by_day) if limit is not None)


def _by_group(quotas: Mapping[UUID, int], ready: Mapping[Group, int]) -> dict[Group, int]:
    """Divide each campaign's quota among its groups."""
    left = dict(quotas)
    divided: dict[Group, int] = {}
    for group, count in ready.items():
        taken = min(left.get(group[0], 0), count)
        if taken:
            divided[group] = taken
            left[group[0]] -= taken
    return divided


def _count_sent(row: CampaignRow, at: datetime, count: int) -> None:
    if row.messages_per_second is not None:
        row.paced_until = paced_after(row.messages_per_second, row.paced_until, at, count)
    if row.max_per_day is not None:
        today = day_of(row.time_zone, at)
        row.sent_that_day = count + (row.sent_that_day if row.sent_on == today else 0)
        row.sent_on = today


def _count_by_campaign(claimed: Sequence[Claimed]) -> dict[UUID, int]:
    counts: dict[UUID, int] = {}
    for each in claimed:
        counts[each.campaign_id] = counts.get(each.campaign_id, 0) + 1
    return counts
