"""Events in: each handler is one transaction over a batch, and may see any event again."""

from collections.abc import Sequence

from atende_contracts.campaigns import CampaignFinishedV1, CampaignProgressV1
from atende_contracts.channels import ChannelChangedV1, CompanyChangedV1
from atende_contracts.contacts import ContactOptOutChangedV1
from atende_contracts.event import Event
from atende_contracts.messages import DeliveryStatusChangedV1, MessageMediaChangedV1, MessageReceivedV1
from atende_contracts.users import UserChangedV1
from atende_platform.db import Database, now
from chat.service import contacts, deliveries, feed, inbound, leaving


class Handlers:
    """What the worker does with each topic."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def messages_received(self, events: Sequence[Event]) -> None:
        """Store customers' messages and what became of them; what else travels with them is for others."""
        messages = [event for event in events if isinstance(event, MessageReceivedV1 | MessageMediaChangedV1)]
        if not messages:
            return
        async with self._database.worker() as session:
            await inbound.receive(session, messages, now())

    async def deliveries_changed(self, events: Sequence[DeliveryStatusChangedV1]) -> None:
        async with self._database.worker() as session:
            await deliveries.apply(session, events, now())

    async def campaigns_moved(self, events: Sequence[CampaignProgressV1 | CampaignFinishedV1]) -> None:
        async with self._database.worker() as session:
            await feed.record_campaigns(session, events)

    async def opt_outs_changed(self, events: Sequence[ContactOptOutChangedV1]) -> None:
        async with self._database.worker() as session:
            await contacts.apply_opt_outs(session, events, now())

    async def companies_changed(self, events: Sequence[CompanyChangedV1]) -> None:
        async with self._database.worker() as session:
            await feed.apply_companies(session, events)

    async def users_changed(self, events: Sequence[UserChangedV1]) -> None:
        async with self._database.worker() as session:
            await leaving.apply_users(session, events)

    async def channels_changed(self, events: Sequence[ChannelChangedV1]) -> None:
        async with self._database.worker() as session:
            await feed.apply_channels(session, events)
