"""What stands in Kafka: dead letters, and what consumers have yet to read."""

from typing import Any

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient
from system import System

from atende_contracts.topics import TOPICS, ServiceName, dead_letter_topics, group_of
from atende_platform.process.kafka_access import KafkaAccess


def kafka(system: System) -> dict[str, Any]:
    """Return how Kafka is reached by who may see everything."""
    return KafkaAccess.from_environment(system.world.settings.kafka_environment("admin")).options()


async def dead_letters(system: System) -> dict[str, int]:
    """Return how many records each dead-letter topic has ever got."""
    consumer = AIOKafkaConsumer(**kafka(system))
    await consumer.start()
    try:
        ends = await consumer.end_offsets([TopicPartition(topic.name, 0) for topic in dead_letter_topics()])
        return {part.topic: end for part, end in ends.items() if end}
    finally:
        await consumer.stop()


async def unread(system: System) -> dict[str, int]:
    """Return how many records of a topic each group has yet to read, where there are any."""
    consumer, admin = (
        AIOKafkaConsumer(**kafka(system)),
        AIOKafkaAdminClient(**kafka(system)),
    )
    await consumer.start()
    await admin.start()
    try:
        lag = dict[str, int]()
        groups = {group for group, _ in await admin.list_consumer_groups()}
        for topic in TOPICS:
            parts = [TopicPartition(topic.name, number) for number in range(topic.partitions)]
            ends = await consumer.end_offsets(parts)
            for group in groups & {group_of(service, topic) for service in topic.consumers}:
                done = await admin.list_consumer_group_offsets(group, partitions=parts)
                if all(offset.offset < 0 for offset in done.values()):
                    continue  # Its service does not read this topic, or nothing came of it yet.
                lag[f"{group}: {topic.name}"] = sum(
                    end - max(0, done[part].offset) for part, end in ends.items()
                )
        assert lag
        return {name: records for name, records in lag.items() if records}
    finally:
        await admin.close()
        await consumer.stop()


async def members(system: System, service: ServiceName) -> dict[str, set[str] | None]:
    """Return who is in each group of a service; None while its members are about to share anew."""
    groups = sorted({group_of(service, topic) for topic in TOPICS if service in topic.consumers})
    admin = AIOKafkaAdminClient(**kafka(system))
    await admin.start()
    try:
        # One at a time: of several, aiokafka reads newer answers wrongly.
        answers = [answer for group in groups for answer in await admin.describe_consumer_groups([group])]
    finally:
        await admin.close()
    return {
        group: {member for member, *_ in its_members} if state == "Stable" else None
        for answer in answers
        for _, group, state, _, _, its_members, *_ in answer.groups
    }
