"""Records on real Kafka, of events whose handler the tests are; what became a dead letter."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

from aiokafka import AIOKafkaConsumer, ConsumerRecord

from atende_contracts import topics
from atende_contracts.channels import ChannelChangedV1
from atende_contracts.ids import uuid7
from atende_platform.messaging.kafka import consume, consuming, make_broker, make_producer, publish
from atende_platform.process.settings import ServiceSettings
from atende_platform.runtime import Runtime
from atende_platform.service.running import running_tasks
from atende_platform.testing.plugin import Eventually

TOPIC = topics.CHANNEL_CHANGED
GROUP = topics.group_of("reporting", TOPIC)
NAME = topics.consumer_name("reporting", TOPIC)
CHANNEL = UUID("01a00000-0000-7000-8000-00000000cafe")
CUSTOMER = UUID("01a00000-0000-7000-8000-0000000000c0")
HOSTILE, HONEST = uuid7(), uuid7()


def change(revision: int, channel_id: UUID | None = None) -> ChannelChangedV1:
    return ChannelChangedV1(
        company_id=uuid7(),
        channel_id=channel_id or uuid7(),
        name="Loja",
        provider="whatsapp_cloud",
        status="active",
        messages_per_second=80,
        revision=revision,
    )


class Handler:
    """Notes what it was given; fails on request."""

    def __init__(self) -> None:
        self.batches: list[list[int]] = []
        self.done: list[int] = []
        self.fail: Callable[[list[int]], Awaitable[None]] | None = None

    async def __call__(self, events: list[ChannelChangedV1]) -> None:
        revisions = [event.revision for event in events]
        self.batches.append(revisions)
        if self.fail is not None:
            await self.fail(revisions)
        self.done += revisions

    async def until_done(self, eventually: Eventually, revisions: set[int]) -> None:
        async def check() -> None:
            assert revisions <= set(self.done)

        await eventually(check, timeout=40)


@asynccontextmanager
async def worker(
    settings: ServiceSettings,
    handler: Callable[[list[ChannelChangedV1]], Awaitable[None]],
    **options: Any,
) -> AsyncIterator[Runtime[Any]]:
    """A worker process's consumers, for the time of the context."""
    broker = make_broker(settings)
    consume(broker, settings, "reporting", {TOPIC: handler}, **options)
    runtime = Runtime("reporting", settings, frozenset({"worker"}))
    async with running_tasks([consuming(broker)], runtime):
        yield runtime


async def produce(settings: ServiceSettings, *events: ChannelChangedV1) -> None:
    async with make_producer(settings) as producer:
        await publish(producer, settings, events, timeout=20)


async def produce_raw(
    settings: ServiceSettings, value: bytes | None, headers: list[tuple[str, bytes | None]]
) -> None:
    async with make_producer(settings) as producer:
        topic = settings.kafka_topic_prefix + TOPIC.name
        await producer.send_and_wait(topic, value, key=b"k", headers=headers)


async def dead_letters(settings: ServiceSettings) -> list[ConsumerRecord]:
    consumer = AIOKafkaConsumer(
        f"{settings.kafka_topic_prefix}{NAME}.dlq",
        bootstrap_servers=settings.kafka_bootstrap,
        auto_offset_reset="earliest",
    )
    await consumer.start()
    try:
        (partition,) = consumer.assignment()
        end = (await consumer.end_offsets([partition]))[partition]
        found: list[ConsumerRecord] = []
        while len(found) < end:
            for records in (await consumer.getmany(timeout_ms=200)).values():
                found += records
        return found
    finally:
        await consumer.stop()


def headers_of(record: ConsumerRecord) -> dict[str, str]:
    return {name: value.decode() for name, value in record.headers}


def of(company: UUID, revision: int) -> ChannelChangedV1:
    """An event of a company, all of which are in one partition."""
    event = change(revision, CHANNEL)
    return event.model_copy(update={"company_id": company})


def places(records: list[ConsumerRecord]) -> list[str]:
    headers = map(headers_of, records)
    return [f"{each['dlq-partition']}/{each['dlq-offset']}" for each in headers]
