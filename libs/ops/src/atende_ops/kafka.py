"""Kafka as operators need it: clients that give up in time, and reading without being anybody's consumer."""

import asyncio
import time
from collections.abc import AsyncGenerator, AsyncIterator, Iterable
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, ConsumerRecord, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import KafkaConnectionError, for_code

from atende_contracts.topics import SERVICES, TOPICS, ServiceName, Topic, consumer_name, group_of
from atende_ops.access import reachable, service_named
from atende_ops.errors import Misuse, Wrong
from atende_platform.process.kafka_access import KafkaAccess

SECONDS: Final = 15.0
"""How long a question to Kafka may take."""

Record: TypeAlias = ConsumerRecord[Any, Any]

_AT_ONCE: Final = 500
_WAIT_MS: Final = 200
WITHOUT_MEMBERS: Final = frozenset({"Empty", "Dead"})
"""States of a consumer group without members; Kafka calls one dead that it does not know."""


@dataclass(frozen=True)
class Reading:
    """A service's reading of a topic, as names have it in this installation."""

    service: ServiceName
    topic: Topic
    prefix: str

    @property
    def consumer(self) -> str:
        """What it is called in metrics, logs and commands: ``chat.message.inbound``."""
        return consumer_name(self.service, self.topic)

    @property
    def label(self) -> str:
        """What the consumer calls itself."""
        return self.prefix + self.consumer

    @property
    def group(self) -> str:
        return self.prefix + group_of(self.service, self.topic)

    @property
    def source(self) -> str:
        """The name of the topic."""
        return self.prefix + self.topic.name

    @property
    def dead_letters(self) -> str:
        """The name of the topic of its dead letters."""
        return f"{self.label}.dlq"


def readings(prefix: str, service: str | None = None, consumer: str | None = None) -> list[Reading]:
    """Return what is read by the services that can be managed here. Raises `Misuse` for other names."""
    services = (service_named(service),) if service else reachable() or SERVICES
    found = [Reading(name, topic, prefix) for topic in TOPICS for name in topic.consumers if name in services]
    if consumer is not None:
        found = [each for each in found if each.consumer == consumer.removeprefix(prefix)]
        if not found:
            raise Misuse(f"{consumer} is not a consumer of {', '.join(services)}: `atende lag` lists them.")
    return sorted(found, key=lambda each: each.consumer)


@asynccontextmanager
async def admin_of(access: KafkaAccess) -> AsyncIterator[AIOKafkaAdminClient]:
    """Open an administrator's client for the time of the context. Raises `Wrong` when Kafka is away."""
    admin = AIOKafkaAdminClient(**access.options(), request_timeout_ms=int(SECONDS * 1000))
    try:
        await _start(admin, access)
        yield admin
    finally:
        await admin.close()


@asynccontextmanager
async def reader_of(access: KafkaAccess, group: str | None = None) -> AsyncIterator[AIOKafkaConsumer]:
    """Open a consumer that is a member of no group. Raises `Wrong` when Kafka is away.

    With ``group`` it can commit positions for that group, which Kafka allows while the group has no members.
    """
    consumer = AIOKafkaConsumer(
        **access.options(),
        group_id=group,
        enable_auto_commit=False,
        auto_offset_reset="earliest",
        request_timeout_ms=int(SECONDS * 1000),
    )
    try:
        await _start(consumer, access)
        yield consumer
    finally:
        await consumer.stop()


@asynccontextmanager
async def producer_of(access: KafkaAccess) -> AsyncIterator[AIOKafkaProducer]:
    """Open a producer whose records all replicas have when it says so. Raises `Wrong` when Kafka is away."""
    producer = AIOKafkaProducer(**access.options(), enable_idempotence=True, compression_type="lz4")
    try:
        await _start(producer, access)
        yield producer
    finally:
        await producer.stop()


async def _start(client: Any, access: KafkaAccess) -> None:
    try:
        async with asyncio.timeout(SECONDS):
            await client.start()
    except (TimeoutError, KafkaConnectionError) as error:
        raise Wrong(f"Kafka does not answer at {access.bootstrap}.") from error


async def partitions_of(admin: AIOKafkaAdminClient, topics: Iterable[str]) -> dict[str, list[TopicPartition]]:
    """Return the partitions of those of the topics that there are."""
    wanted = set(topics)
    return {
        each["topic"]: [TopicPartition(each["topic"], one["partition"]) for one in each["partitions"]]
        for each in await admin.describe_topics()
        if each["topic"] in wanted
    }


async def bounds_of(
    consumer: AIOKafkaConsumer, partitions: Iterable[TopicPartition]
) -> dict[TopicPartition, tuple[int, int]]:
    """Return the offset of the oldest record of each partition, and of the one that comes next there."""
    wanted = list(partitions)
    if not wanted:
        return {}
    consumer.assign(wanted)
    async with asyncio.timeout(SECONDS):
        begins, ends = await asyncio.gather(consumer.beginning_offsets(wanted), consumer.end_offsets(wanted))
    return {each: (begins[each], ends[each]) for each in wanted}


async def read(
    consumer: AIOKafkaConsumer, partition: TopicPartition, start: int | None = None, end: int | None = None
) -> AsyncGenerator[Record, None]:
    """Yield a partition's records from an offset, or its beginning, up to what is its end now."""
    begins, ends = (await bounds_of(consumer, [partition]))[partition]
    position, last = max(begins, start or 0), ends if end is None else min(end, ends)
    consumer.seek(partition, position)
    moved_at = time.monotonic()
    while position < last:
        batches = await consumer.getmany(partition, timeout_ms=_WAIT_MS, max_records=_AT_ONCE)
        for record in batches.get(partition, ()):
            if record.offset < last:
                yield record
        after = await consumer.position(partition)
        if after != position:
            position, moved_at = after, time.monotonic()
        elif time.monotonic() - moved_at > SECONDS:
            raise Wrong(f"Kafka does not give the records of {partition.topic} behind {position}.")


async def first(consumer: AIOKafkaConsumer, partition: TopicPartition, start: int, end: int) -> Record | None:
    """Return the first record of a partition from an offset on, if there is one before the end."""
    records = read(consumer, partition, start, end)
    async with aclosing(records):
        return await anext(records, None)


async def state_of_group(admin: AIOKafkaAdminClient, group: str) -> tuple[str, int]:
    """Return a consumer group's state, and how many members it has."""
    # One at a time: of several, aiokafka reads newer answers wrongly.
    [answer] = await admin.describe_consumer_groups([group])
    code, _, state, _, _, members, *_ = answer.groups[0]
    if code:
        raise for_code(code)(f"consumer group {group}")
    return state, len(members)
