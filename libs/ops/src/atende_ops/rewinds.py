"""Has a service whose database was restored read again what it does not remember, where Kafka still has it.

Read again is what came from outside or was ordered: messages, orders, outcomes, opt-outs, erasures. What
services say of their own tables (campaigns, channels, users) is not: it speaks of what the restored tables
do not have.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.errors import KafkaConnectionError, KafkaError

from atende_contracts import topics
from atende_contracts.topics import ServiceName, Topic, group_of
from atende_ops.errors import Wrong
from atende_ops.kafka import admin_of
from atende_platform.process.settings import ServiceSettings

AGAIN: Final[tuple[Topic, ...]] = (
    topics.MESSAGE_INBOUND,
    topics.MESSAGE_HISTORY,
    topics.MESSAGE_OUTBOUND,
    topics.CAMPAIGN_SEND,
    topics.DELIVERY_STATUS,
    topics.PROVIDER_STATUS,
    topics.PROVIDER_UPDATE,
    topics.MEDIA_STORED,
    topics.CONTACT_OPTOUT,
    topics.CONTACT_ERASURE,
    topics.COMPANY_ERASURE,
    topics.AUDIT_RECORDED,
)
ORDERS_KEPT: Final = timedelta(
    days=min(topics.MESSAGE_OUTBOUND.retention_days, topics.CAMPAIGN_SEND.retention_days)
)
"""For how long Kafka has what was ordered. Nobody knows any more what is older."""
_MARGIN: Final = timedelta(minutes=2)
"""What was published so long before a backup may not have been handled in it."""
_SECONDS: Final = 30.0


@dataclass(frozen=True, slots=True)
class Rewind:
    """Where a service's groups read on, by group, topic and partition, and how many records come again."""

    places: dict[str, dict[TopicPartition, int]]
    records: int
    is_kept: bool
    """Whether Kafka remembers that the service has read there: it is the one of before."""


async def plan(service: ServiceName, settings: ServiceSettings, since: datetime) -> Rewind:
    """Find where to read on for all that happened since a backup. Raises `Wrong` when Kafka is away."""
    places: dict[str, dict[TopicPartition, int]] = {}
    records, is_kept = 0, False
    wanted_ms = int((since - _MARGIN).timestamp() * 1000)
    for group, parts in (await _read_again(service, settings)).items():
        async with _consumer(settings, group) as consumer:
            consumer.assign(parts)
            ends = await consumer.end_offsets(parts)
            begins = await consumer.beginning_offsets(parts)
            found = await consumer.offsets_for_times(dict.fromkeys(parts, wanted_ms))
            for part in parts:
                committed = await consumer.committed(part)
                if committed is None:
                    continue
                is_kept = True
                place = max(found[part].offset if found[part] else ends[part], begins[part])
                if place < committed:
                    places.setdefault(group, {})[part] = place
                    records += committed - place
    return Rewind(places, records, is_kept)


async def apply(settings: ServiceSettings, rewind: Rewind) -> None:
    """Have the groups read on there. Raises `Wrong` while a worker reads in one of them."""
    for group, places in rewind.places.items():
        async with _consumer(settings, group) as consumer:
            consumer.assign(list(places))
            try:
                async with asyncio.timeout(_SECONDS):
                    await consumer.commit(places)
            except (KafkaError, TimeoutError) as error:
                raise Wrong(
                    f"The group {group} cannot be moved ({type(error).__name__}): stop the workers that"
                    " read in it, wait a minute, and try again."
                ) from error


async def _read_again(service: ServiceName, settings: ServiceSettings) -> dict[str, list[TopicPartition]]:
    prefix = settings.kafka_topic_prefix
    groups = {
        prefix + topic.name: prefix + group_of(service, topic)
        for topic in AGAIN
        if service in topic.consumers
    }
    found: dict[str, list[TopicPartition]] = {}
    if not groups:
        return found
    async with admin_of(settings.kafka) as admin:
        for topic in await admin.describe_topics(list(groups)):
            parts = sorted(each["partition"] for each in topic["partitions"])
            if parts:
                found.setdefault(groups[topic["topic"]], []).extend(
                    TopicPartition(topic["topic"], number) for number in parts
                )
    return found


@asynccontextmanager
async def _consumer(settings: ServiceSettings, group: str) -> AsyncIterator[AIOKafkaConsumer]:
    consumer = AIOKafkaConsumer(**settings.kafka.options(), group_id=group, enable_auto_commit=False)
    try:
        try:
            async with asyncio.timeout(_SECONDS):
                await consumer.start()
        except (TimeoutError, KafkaConnectionError) as error:
            raise Wrong(f"Kafka does not answer at {settings.kafka.bootstrap}.") from error
        yield consumer
    finally:
        await consumer.stop()
