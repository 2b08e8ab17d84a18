"""Rows of records that this version does not know."""

import asyncio
import json
from typing import Final
from uuid import uuid4

from aiokafka import AIOKafkaProducer
from chaos.settings import FAULTS, MARKS
from records import dead_letters, unread
from system import System, eventually
from under_load import at_work

from atende_contracts.topics import TOPICS, Topic
from atende_platform.process.kafka_access import KafkaAccess

OF_EACH: Final = 3

pytestmark = MARKS


async def test_events_of_a_newer_version(system: System, seed: int) -> None:
    """Row 19. A version that nobody here knows is put aside by its readers, and nothing waits for it."""
    before = await dead_letters(system)
    async with at_work(system, "19 newer events", seed, FAULTS) as run:
        await run.under_way()
        for topic in TOPICS:
            await _produce(system, topic)
        run.fault()
        await run.under_way()

    async def read() -> None:
        assert await unread(system) == {}

    await eventually(read, timeout=120, every=0.5)
    after = await dead_letters(system)
    new = {name: count - before.get(name, 0) for name, count in after.items()}
    assert all(count in (0, OF_EACH) for count in new.values()), new
    assert sum(new.values()) >= OF_EACH


async def _produce(system: System, topic: Topic) -> None:
    """Produce, as who may, events of the same name in a version to come."""
    access = KafkaAccess.from_environment(system.world.settings.kafka_environment(topic.producer))
    producer = AIOKafkaProducer(**access.options())
    await producer.start()
    try:
        event = {"id": str(uuid4()), "company_id": str(uuid4()), "of_tomorrow": True}
        sent = [
            await producer.send(
                topic.name,
                json.dumps(event).encode(),
                key=uuid4().bytes,
                headers=[("type", f"{topic.name}.changed.v99".encode())],
            )
            for _ in range(OF_EACH)
        ]
        await asyncio.gather(*sent)
    finally:
        await producer.stop()
