"""Events in: which use case takes what. Each may see any event again.

What is sent, and shown to customers, calls providers, and so without a transaction around it: `Outbound`.
"""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final
from uuid import UUID

from prometheus_client import Counter

from atende_contracts import topics
from atende_contracts.campaigns import CampaignControlChangedV1
from atende_contracts.channels import ProviderUpdateReportedV1
from atende_contracts.contacts import ContactErasureRequestedV1, ContactOptOutChangedV1, ContactSendsErasedV1
from atende_contracts.event import Party
from atende_contracts.messages import (
    CampaignSendRequestedV1,
    MessageReadRequestedV1,
    MessageReceivedV1,
    MessageSendRequestedV1,
    MessageSendRequestedV2,
    NoticeSendRequestedV1,
    ProviderStatusReportedV1,
    Recorded,
)
from atende_contracts.privacy import CompanyErasureRequestedV1
from atende_platform.data.db import Database, now
from atende_platform.messaging import company_erasures
from atende_platform.messaging.handlers import Handlers, on
from atende_platform.process import tracing
from gateway.domain.channels import ChannelAccess
from gateway.domain.sends import Order
from gateway.providers import Providers
from gateway.sender import Sender
from gateway.service import delivery, erasures, journal, media, projections
from gateway.service.directory import ChannelDirectory

RECEIPTS_IN_FLIGHT: Final = 8
RECEIPTS_AT_ONCE: Final = 100
"""With these two a batch ends within Kafka's patience, also when each receipt takes its whole time."""
_TYPING_IS_OLD: Final = timedelta(seconds=30)
SendRequested = (
    MessageSendRequestedV1 | MessageSendRequestedV2 | NoticeSendRequestedV1 | CampaignSendRequestedV1
)
_not_shown = Counter("gateway_receipts_failed_total", "Read receipts that the provider did not take")


def handlers(providers: Providers) -> Handlers:
    """Return which use cases take the events of each topic; of reports, `providers` know the meaning."""
    files = (on(MessageReceivedV1, Recorded, do=media.record_files),)
    return {
        topics.MESSAGE_INBOUND: files,
        topics.MESSAGE_HISTORY: files,
        topics.PROVIDER_STATUS: (on(ProviderStatusReportedV1, do=delivery.apply_statuses),),
        topics.PROVIDER_UPDATE: (
            on(ProviderUpdateReportedV1, do_now=partial(journal.apply_updates, providers)),
        ),
        topics.CAMPAIGN_CONTROL: (on(CampaignControlChangedV1, do=projections.apply_campaign_states),),
        topics.CONTACT_ERASURE: (
            on(ContactErasureRequestedV1, do_now=erasures.apply),
            on(ContactSendsErasedV1, do_now=erasures.forget_sends),
        ),
        topics.COMPANY_ERASURE: (on(CompanyErasureRequestedV1, do_now=company_erasures.request),),
        topics.CONTACT_OPTOUT: (on(ContactOptOutChangedV1, do=projections.apply_opt_outs),),
    }


class Outbound:
    """Has the sender send what others order. Events of other types are passed over.

    What was ordered before ``cut_at`` belongs to a time that the ledger may not remember, since the
    database was restored: if it does not know such an order, nobody can tell whether it was carried out.
    """

    def __init__(
        self, sender: Sender, database: Database, cut_at: Callable[[], datetime | None] = lambda: None
    ) -> None:
        self._sender = sender
        self._database = database
        self._cut_at = cut_at

    async def on_outbound(self, events: Sequence[Any]) -> None:
        """Send agents' replies, and what the system itself answers."""
        requests = [
            event
            for event in events
            if isinstance(event, MessageSendRequestedV1 | MessageSendRequestedV2 | NoticeSendRequestedV1)
        ]
        fresh = await self._without_doubtful(requests)
        replies = [_order(event) for event in fresh if not isinstance(event, NoticeSendRequestedV1)]
        notices = [_order(event) for event in fresh if isinstance(event, NoticeSendRequestedV1)]
        await self._sender.send("reply", replies + notices)

    async def on_campaign_send(self, events: Sequence[Any]) -> None:
        """Send campaigns' messages. Their outcomes may come later, while those behind them are sent."""
        requests = [event for event in events if isinstance(event, CampaignSendRequestedV1)]
        fresh = await self._without_doubtful(requests)
        await self._sender.begin("campaign", [_order(event) for event in fresh])

    async def _without_doubtful(self, requests: Sequence[SendRequested]) -> list[SendRequested]:
        cut_at = self._cut_at()
        if cut_at is None:
            return list(requests)
        doubtful = {
            order.key: order for each in requests if each.occurred_at < cut_at for order in (_order(each),)
        }
        if doubtful:
            async with self._database.worker() as session:
                await delivery.record_doubtful(session, list(doubtful.values()), now())
        return [each for each in requests if each.occurred_at >= cut_at]


def _order(event: SendRequested) -> Order:
    of_origin: dict[str, Any] = {}
    if isinstance(event, CampaignSendRequestedV1):
        of_origin = {"campaign_id": event.campaign_id}
    elif not isinstance(event, NoticeSendRequestedV1):
        of_origin = {
            "reply_to": event.reply_to,
            "message_id": event.message_id,
            "quoted": event.quoted if isinstance(event, MessageSendRequestedV2) else None,
        }
    return Order(
        company_id=event.company_id,
        send_id=event.send_id,
        channel_id=event.channel_id,
        origin="campaign" if isinstance(event, CampaignSendRequestedV1) else "reply",
        recipient=event.recipient,
        content=event.content,
        traceparent=tracing.recorded_cause(event.id),
        **of_origin,
    )


class ReadReceipts:
    """Shows customers that they were read and that an answer is written. Best effort, apart from sending."""

    def __init__(self, providers: Providers, channels: ChannelDirectory) -> None:
        self._providers = providers
        self._channels = channels
        self._slots = asyncio.Semaphore(RECEIPTS_IN_FLIGHT)

    async def on_read_requested(self, events: Sequence[Any]) -> None:
        """Show each message once, whatever was asked for it in the batch; nothing is tried again."""
        wanted: dict[tuple[UUID, str], bool] = {}
        senders: dict[tuple[UUID, str], Party | None] = {}
        for event in events:
            if not isinstance(event, MessageReadRequestedV1):
                continue
            if event.typing and now() - event.occurred_at > _TYPING_IS_OLD:
                continue
            key = event.channel_id, event.provider_message_id
            wanted[key] = wanted.get(key, False) or event.typing
            senders[key] = event.sender
        # Looked up before anything is shown: an outage brings the whole batch again.
        channels = {
            channel_id: await self._channels.by_id(channel_id) for channel_id in {c for c, _ in wanted}
        }
        await asyncio.gather(
            *(
                self._show(channel, message_id, typing=typing, sender=senders[channel_id, message_id])
                for (channel_id, message_id), typing in wanted.items()
                if (channel := channels[channel_id]) is not None and channel.status == "active"
            )
        )

    async def _show(
        self, channel: ChannelAccess, provider_message_id: str, *, typing: bool, sender: Party | None
    ) -> None:
        async with self._slots:
            receipts = self._providers[channel.provider].read_receipts
            if receipts is None:
                return
            if not await receipts.mark_read(channel, provider_message_id, typing=typing, sender=sender):
                _not_shown.inc()
