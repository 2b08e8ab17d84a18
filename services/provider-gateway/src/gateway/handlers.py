"""Events in: each handler gets a batch and returns when its effect is committed."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from prometheus_client import Counter

from atende_contracts.campaigns import CampaignControlChangedV1
from atende_contracts.channels import ProviderUpdateReportedV1
from atende_contracts.contacts import ContactOptOutChangedV1
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
from atende_platform.db import Database, now
from gateway.domain.channels import ChannelAccess
from gateway.domain.sends import Order
from gateway.providers import Providers
from gateway.sender import Sender
from gateway.service import delivery, journal, media, projections
from gateway.service.directory import ChannelDirectory

RECEIPTS_IN_FLIGHT: Final = 8
RECEIPTS_AT_ONCE: Final = 100
"""With these two a batch ends within Kafka's patience, also when each receipt takes its whole time."""
_TYPING_IS_OLD: Final = timedelta(seconds=30)
_not_shown = Counter("gateway_receipts_failed_total", "Read receipts that the provider did not take")


class Handlers:
    """The gateway's consumers. Events of types they do not know are passed over."""

    def __init__(self, database: Database, providers: Providers, sender: Sender) -> None:
        self._database = database
        self._providers = providers
        self._sender = sender

    async def on_outbound(self, events: Sequence[Any]) -> None:
        """Send agents' replies, and what the system itself answers."""
        await self._sender.send(
            "reply",
            [
                Order(
                    company_id=event.company_id,
                    send_id=event.send_id,
                    channel_id=event.channel_id,
                    origin="reply",
                    recipient=event.recipient,
                    content=event.content,
                    reply_to=event.reply_to,
                    message_id=event.message_id,
                )
                for event in events
                if isinstance(event, MessageSendRequestedV1 | MessageSendRequestedV2)
            ]
            + [
                Order(
                    company_id=event.company_id,
                    send_id=event.send_id,
                    channel_id=event.channel_id,
                    origin="reply",
                    recipient=event.recipient,
                    content=event.content,
                )
                for event in events
                if isinstance(event, NoticeSendRequestedV1)
            ],
        )

    async def on_campaign_send(self, events: Sequence[Any]) -> None:
        """Send campaigns' messages. Their outcomes may come later, while those behind them are sent."""
        await self._sender.begin(
            "campaign",
            [
                Order(
                    company_id=event.company_id,
                    send_id=event.send_id,
                    channel_id=event.channel_id,
                    origin="campaign",
                    recipient=event.recipient,
                    content=event.content,
                    campaign_id=event.campaign_id,
                )
                for event in events
                if isinstance(event, CampaignSendRequestedV1)
            ],
        )

    async def on_inbound(self, events: Sequence[Any]) -> None:
        """Note which files are to be fetched."""
        messages = [event for event in events if isinstance(event, MessageReceivedV1)]
        for event in events:
            if isinstance(event, Recorded):
                messages += event.as_received()
        async with self._database.worker() as session:
            await media.note(session, messages)

    async def on_provider_status(self, events: Sequence[Any]) -> None:
        """Move sends forward by what the provider reported."""
        async with self._database.worker() as session:
            await delivery.report(
                session, [event for event in events if isinstance(event, ProviderStatusReportedV1)]
            )

    async def on_provider_update(self, events: Sequence[Any]) -> None:
        """Keep what the provider reports about channels."""
        async with self._database.worker() as session:
            await journal.keep(
                session,
                self._providers,
                [event for event in events if isinstance(event, ProviderUpdateReportedV1)],
            )

    async def on_campaign_control(self, events: Sequence[Any]) -> None:
        """Learn which campaigns run."""
        async with self._database.worker() as session:
            await projections.keep_campaign_states(
                session, [event for event in events if isinstance(event, CampaignControlChangedV1)]
            )

    async def on_opt_out(self, events: Sequence[Any]) -> None:
        """Learn who may not get campaigns."""
        async with self._database.worker() as session:
            await projections.keep_opt_outs(
                session, [event for event in events if isinstance(event, ContactOptOutChangedV1)]
            )


class Receipts:
    """Shows customers that they were read and that an answer is written. Best effort, apart from sending."""

    def __init__(self, providers: Providers, channels: ChannelDirectory) -> None:
        self._providers = providers
        self._channels = channels
        self._slots = asyncio.Semaphore(RECEIPTS_IN_FLIGHT)

    async def on_read_requested(self, events: Sequence[Any]) -> None:
        """Show each message once, whatever was asked for it in the batch; nothing is tried again."""
        wanted: dict[tuple[UUID, str], bool] = {}
        for event in events:
            if not isinstance(event, MessageReadRequestedV1):
                continue
            if event.typing and now() - event.occurred_at > _TYPING_IS_OLD:
                continue
            key = event.channel_id, event.provider_message_id
            wanted[key] = wanted.get(key, False) or event.typing
        # Looked up before anything is shown: an outage brings the whole batch again.
        channels = {
            channel_id: await self._channels.by_id(channel_id) for channel_id in {c for c, _ in wanted}
        }
        await asyncio.gather(
            *(
                self._show(channel, message_id, typing=typing)
                for (channel_id, message_id), typing in wanted.items()
                if (channel := channels[channel_id]) is not None and channel.status == "active"
            )
        )

    async def _show(self, channel: ChannelAccess, provider_message_id: str, *, typing: bool) -> None:
        async with self._slots:
            receipts = self._providers[channel.provider].read_receipts
            if receipts is None:
                return
            if not await receipts.mark_read(channel, provider_message_id, typing=typing):
                _not_shown.inc()
