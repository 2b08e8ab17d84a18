"""Events in: each handler gets a batch and returns when its effect is committed."""

from collections.abc import Sequence
from typing import Any

from atende_contracts.campaigns import CampaignControlChangedV1
from atende_contracts.channels import ProviderUpdateReportedV1
from atende_contracts.contacts import ContactOptOutChangedV1
from atende_contracts.messages import (
    CampaignSendRequestedV1,
    MessageReceivedV1,
    MessageSendRequestedV1,
    MessageSendRequestedV2,
    ProviderStatusReportedV1,
)
from atende_platform.db import Database
from gateway.domain.sends import Order
from gateway.sender import Sender
from gateway.service import delivery, journal, media, projections


class Handlers:
    """The gateway's consumers. Events of types they do not know are passed over."""

    def __init__(self, database: Database, sender: Sender) -> None:
        self._database = database
        self._sender = sender

    async def on_outbound(self, events: Sequence[Any]) -> None:
        """Send agents' replies."""
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
            ],
        )

    async def on_campaign_send(self, events: Sequence[Any]) -> None:
        """Send campaigns' messages."""
        await self._sender.send(
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
        async with self._database.worker() as session:
            await media.note(session, [event for event in events if isinstance(event, MessageReceivedV1)])

    async def on_provider_status(self, events: Sequence[Any]) -> None:
        """Move sends forward by what the provider reported."""
        async with self._database.worker() as session:
            await delivery.report(
                session, [event for event in events if isinstance(event, ProviderStatusReportedV1)]
            )

    async def on_provider_update(self, events: Sequence[Any]) -> None:
        """Keep what the provider tells of channels."""
        async with self._database.worker() as session:
            await journal.keep(
                session, [event for event in events if isinstance(event, ProviderUpdateReportedV1)]
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
