"""Events in: each handler is one transaction over a batch, and may see any event again."""

from collections.abc import Sequence

from atende_contracts.campaigns import CampaignFinishedV1, CampaignProgressV1
from atende_contracts.channels import ChannelChangedV1, CompanyChangedV1
from atende_contracts.contacts import ContactOptOutChangedV1, ContactsReportedV1
from atende_contracts.event import Event
from atende_contracts.messages import (
    DeliveryStatusChangedV1,
    MediaStoredV1,
    MessageMediaChangedV1,
    MessageReceivedV1,
    MessagesRecordedV1,
    Recorded,
)
from atende_contracts.users import UserChangedV1
from atende_platform.db import Database, now
from chat.contacts import service as contacts
from chat.directory import service as directory
from chat.tickets import deliveries, identify, inbound, records
from chat.updates import service as updates


class Handlers:
    """What the worker does with each topic."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def messages_received(self, events: Sequence[Event]) -> None:
        """Store what stands in conversations, and what became of it; what else comes is for others."""
        messages = [event for event in events if isinstance(event, MessageReceivedV1 | MessageMediaChangedV1)]
        if messages:
            async with self._database.worker() as session:
                await inbound.receive(session, messages, now())
        await self.messages_recorded([event for event in events if isinstance(event, MessagesRecordedV1)])
        for event in events:
            if isinstance(event, ContactsReportedV1):
                async with self._database.worker() as session:
                    await identify.take_address_book(session, event, now())

    async def messages_recorded(self, events: Sequence[Recorded]) -> None:
        """Store what else stands in conversations, in portions: each is as short a transaction as others."""
        for portion in records.portions(events):
            async with self._database.worker() as session:
                await records.store(session, portion, now())

    async def deliveries_changed(self, events: Sequence[DeliveryStatusChangedV1]) -> None:
        """Move messages forward, and learn by which names WhatsApp knows who got them."""
        named = [(event.company_id, event.reported_as) for event in events if event.reported_as is not None]
        if named:
            # Not in the same transaction, which locks messages: contacts are locked before those.
            async with self._database.worker() as session:
                await identify.learn_names(session, named, now())
        async with self._database.worker() as session:
            await deliveries.apply(session, events, now())

    async def campaigns_moved(self, events: Sequence[CampaignProgressV1 | CampaignFinishedV1]) -> None:
        async with self._database.worker() as session:
            await updates.record_campaigns(session, events)

    async def opt_outs_changed(self, events: Sequence[ContactOptOutChangedV1]) -> None:
        async with self._database.worker() as session:
            await contacts.apply_opt_outs(session, events, now())

    async def companies_changed(self, events: Sequence[CompanyChangedV1]) -> None:
        async with self._database.worker() as session:
            await directory.apply_companies(session, events)

    async def media_stored(self, events: Sequence[MediaStoredV1]) -> None:
        async with self._database.worker() as session:
            await directory.apply_files(session, events)

    async def users_changed(self, events: Sequence[UserChangedV1]) -> None:
        async with self._database.worker() as session:
            await directory.apply_users(session, events)

    async def channels_changed(self, events: Sequence[ChannelChangedV1]) -> None:
        async with self._database.worker() as session:
            await directory.apply_channels(session, events)
