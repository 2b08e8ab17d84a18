"""The whole service on real Kafka: a thousand recipients, a stand-in for the gateway, one report."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from aiokafka import AIOKafkaConsumer

from atende_contracts.channels import ChannelChangedV1
from atende_contracts.event import Party
from atende_contracts.messages import CampaignSendRequestedV1
from atende_contracts.registry import decode
from atende_platform.data.db import now
from atende_platform.runtime import Runtime
from atende_platform.testing.plugin import Eventually, Publish
from campaign.settings import Settings

if TYPE_CHECKING:
    from conftest import World

RECIPIENTS = 1000


@asynccontextmanager
async def gateway(world: World, settings: Settings, publish: Publish) -> AsyncIterator[Counter[UUID]]:
    """Accept and deliver everything it is asked to send; count the requests per send id."""
    asked: Counter[UUID] = Counter()
    consumer = AIOKafkaConsumer(
        f"{settings.kafka_topic_prefix}campaign.send",
        bootstrap_servers=settings.kafka_bootstrap,
        auto_offset_reset="earliest",
    )

    async def serve() -> None:
        while True:
            for records in (await consumer.getmany(timeout_ms=100)).values():
                events = [decode(dict(record.headers)["type"].decode(), record.value) for record in records]
                statuses = []
                for request in [part for event in events for part in event.parts()]:
                    assert isinstance(request, CampaignSendRequestedV1)
                    asked[request.send_id] += 1
                    states = ("delivered", "accepted", "sent")
                    statuses += [world.status(request, state) for state in states]  # type: ignore[arg-type]
                await publish(*statuses)

    await consumer.start()
    serving = asyncio.create_task(serve())
    try:
        yield asked
    finally:
        serving.cancel()
        await asyncio.gather(serving, return_exceptions=True)
        await consumer.stop()


async def test_a_campaign_of_a_thousand_is_sent_delivered_and_reported(
    world: World, worker: Runtime[Settings], publish: Publish, eventually: Eventually
) -> None:
    contacts = [
        world.contact(Party(phone=f"+55119{number:08}"))
        for number in range(80_000_000, 80_000_000 + RECIPIENTS)
    ]
    channel = ChannelChangedV1(
        company_id=world.company_id,
        channel_id=world.channel_id,
        name="Vendas",
        provider="cloud",
        status="active",
        messages_per_second=1000,
        revision=2,
    )
    await publish(channel, *contacts)
    # Started while the contacts are still on their way here.
    campaign_id = await world.draft([contact.contact_id for contact in contacts])
    await world.act(campaign_id, "start")
    async with gateway(world, worker.settings, publish) as asked:

        async def finished() -> None:
            progress = await world.progress(campaign_id)
            assert progress["counts"] == {"delivered": RECIPIENTS}
            assert progress["state"] == "finished"

        await eventually(finished, timeout=60)
    assert len(asked) == RECIPIENTS
    assert set(asked.values()) == {1}
    assert worker.failing == {}


async def test_what_is_due_starts_by_itself(
    world: World, worker: Runtime[Settings], eventually: Eventually
) -> None:
    later = (now() + timedelta(hours=1)).isoformat()
    campaign_id = await world.draft(await world.contacts(1), type="scheduled", scheduledAt=later)
    assert (await world.act(campaign_id, "start"))["state"] == "scheduled"
    await world.sql("UPDATE campaigns SET scheduled_at = now()")

    async def running() -> None:
        assert await world.state(campaign_id) == "running"

    await eventually(running, timeout=20)
    assert worker.failing == {}


async def test_a_keyword_over_kafka_opts_out(
    world: World, worker: Runtime[Settings], publish: Publish, eventually: Eventually
) -> None:
    await publish(world.message(Party(wa_id="5511987654321"), "PARAR"))

    async def opted_out() -> None:
        items = (await world.http.get("/api/v1/opt-outs")).json()["items"]
        assert [item["phone"] for item in items] == ["+5511987654321"]

    await eventually(opted_out)
    assert worker.failing == {}
