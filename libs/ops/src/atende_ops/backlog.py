"""How far each consumer is behind, and whether anybody reads for it."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import GroupAuthorizationFailedError

from atende_ops.kafka import (
    WITHOUT_MEMBERS,
    Reading,
    admin_of,
    bounds_of,
    first,
    partitions_of,
    reader_of,
    state_of_group,
)
from atende_platform.process.kafka_access import KafkaAccess


@dataclass(frozen=True)
class Position:
    """Where a group stands in a partition, and where the records that there are begin and end."""

    partition: int
    committed: int | None
    begin: int
    end: int

    @property
    def lag(self) -> int:
        """How many records wait. A group that never read begins with the oldest."""
        return max(0, self.end - max(self.begin, self.committed or 0))


@dataclass(frozen=True)
class Lag:
    """How far a consumer is behind."""

    reading: Reading
    state: str
    members: int
    positions: Sequence[Position]
    seconds: float
    """The age of the oldest record that waits."""
    dead_letters: int
    """How many records are kept for people, also of those settled behind one that is not."""

    @property
    def records(self) -> int:
        return sum(each.lag for each in self.positions)

    @property
    def is_idle(self) -> bool:
        """Whether records wait and nobody reads them."""
        return self.state in WITHOUT_MEMBERS and self.records > 0

    def as_item(self) -> dict[str, Any]:
        """Return it for the output."""
        return {
            "consumer": self.reading.consumer,
            "group": self.reading.group,
            "state": self.state,
            "members": self.members,
            "lag": self.records,
            "seconds": round(self.seconds, 1),
            "deadLetters": self.dead_letters,
            "partitions": [
                {"partition": each.partition, "committed": each.committed, "end": each.end, "lag": each.lag}
                for each in self.positions
            ],
        }


async def measure(access: KafkaAccess, wanted: Sequence[Reading]) -> list[Lag]:
    """Return how far consumers are behind, in their order. Topics that there are not yet are left out."""
    async with admin_of(access) as admin, reader_of(access) as consumer:
        names = {name for each in wanted for name in (each.source, each.dead_letters)}
        partitions = await partitions_of(admin, names)
        committed = {
            group: await _committed(admin, group) for group in sorted({each.group for each in wanted})
        }
        states = {group: await _state(admin, group) for group in committed}
        bounds = await bounds_of(consumer, chain.from_iterable(partitions.values()))
        return [
            await _lag(consumer, each, bounds, committed[each.group], states[each.group])
            for each in wanted
            if each.source in partitions
        ]


def positions(
    topic: str, bounds: Mapping[TopicPartition, tuple[int, int]], committed: Mapping[TopicPartition, int]
) -> list[Position]:
    """Return where a group stands in the partitions of a topic."""
    found = [
        Position(each.partition, committed.get(each), *bounds[each]) for each in bounds if each.topic == topic
    ]
    return sorted(found, key=lambda each: each.partition)


async def _lag(
    consumer: AIOKafkaConsumer,
    reading: Reading,
    bounds: Mapping[TopicPartition, tuple[int, int]],
    committed: Mapping[TopicPartition, int],
    state: tuple[str, int],
) -> Lag:
    aside = positions(reading.dead_letters, bounds, {})
    found = positions(reading.source, bounds, committed)
    ages = [await _age(consumer, reading, each) for each in found if each.lag]
    return Lag(
        reading, *state, found, seconds=max(ages, default=0.0), dead_letters=sum(each.lag for each in aside)
    )


async def _age(consumer: AIOKafkaConsumer, reading: Reading, position: Position) -> float:
    """Return the age of the oldest record that waits in a partition."""
    start = max(position.begin, position.committed or 0)
    partition = TopicPartition(reading.source, position.partition)
    record = await first(consumer, partition, start, position.end)
    return max(0.0, time.time() - record.timestamp / 1000) if record else 0.0


async def _committed(admin: AIOKafkaAdminClient, group: str) -> dict[TopicPartition, int]:
    try:
        found = await admin.list_consumer_group_offsets(group)
    except GroupAuthorizationFailedError:
        return {}
    return {partition: each.offset for partition, each in found.items() if each.offset >= 0}


async def _state(admin: AIOKafkaAdminClient, group: str) -> tuple[str, int]:
    try:
        return await state_of_group(admin, group)
    except GroupAuthorizationFailedError:
        return "not allowed", 0
