"""How much is written for a batch of sends: work is counted, and not time."""

from typing import Final

from atende_contracts.ids import uuid7
from atende_contracts.messages import DeliveryStatusChangedV1
from atende_contracts.topics import DELIVERY_STATUS
from atende_platform.data.db import Database, execute
from atende_platform.testing.plugin import Handle, Published
from gateway.sender import Sender

from .gateway_stage import Connected, Meta, order
from .sender_stage import status_of

SENDS: Final = 120


async def _rows(database: Database) -> int:
    async with database.worker() as session:
        return int((await execute(session, "SELECT count(*) FROM outbox")).scalar_one())


async def test_a_batch_is_told_in_an_event_for_each_partition(
    sender: Sender, channel: Connected, meta: Meta, database: Database, published: Published, handle: Handle
) -> None:
    campaign = uuid7()
    await sender.send("campaign", [order(channel, campaign_id=campaign) for _ in range(SENDS)])
    assert len(meta.accepted) == SENDS
    accepted = await published(DeliveryStatusChangedV1)
    assert len(accepted) == SENDS
    written = await _rows(database)
    assert written < SENDS / 2, "each group of outcomes is an event for each partition"

    await handle(
        [
            status_of(order(channel, send_id=one.send_id), "delivered", str(one.provider_message_id))
            for one in accepted
        ]
    )
    assert len(await published(DeliveryStatusChangedV1)) == 2 * SENDS
    assert await _rows(database) - written <= DELIVERY_STATUS.partitions
