"""Where consumers read on: showing it, and moving it for one that is stopped."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from aiokafka import AIOKafkaConsumer, TopicPartition

from atende_ops import backlog
from atende_ops.backlog import Position
from atende_ops.errors import Misuse, Wrong
from atende_ops.kafka import SECONDS, WITHOUT_MEMBERS, Reading, admin_of, reader_of, state_of_group
from atende_platform.process.kafka_access import KafkaAccess

EARLIEST: Final = "earliest"
LATEST: Final = "latest"


@dataclass(frozen=True)
class Move:
    """A partition, and where its group is to read on."""

    position: Position
    wanted: int

    def as_item(self) -> dict[str, Any]:
        """Return it for the output."""
        again = (self.position.committed or self.position.begin) - self.wanted
        return {
            "partition": self.position.partition,
            "committed": self.position.committed,
            "wanted": self.wanted,
            "again": max(0, again),
            "skipped": max(0, -again),
            "end": self.position.end,
        }


def moment(to: str) -> datetime | None:
    """Return the time that is meant, or None for ``earliest`` and ``latest``. Raises `Misuse`."""
    if to in (EARLIEST, LATEST):
        return None
    try:
        at = datetime.fromisoformat(to)
    except ValueError:
        raise Misuse(f"--to is {EARLIEST}, {LATEST}, or a time such as 2026-05-04T12:00:00+00:00.") from None
    if at.tzinfo is None:
        raise Misuse("--to needs the time's offset: 2026-05-04T12:00:00+00:00.")
    return at


async def moves(access: KafkaAccess, reading: Reading, to: str) -> list[Move]:
    """Return where the group of a consumer would read on. Raises `Misuse` for what is no place."""
    at = moment(to)
    found = await backlog.measure(access, [reading])
    if not found:
        raise Wrong(f"There is no topic {reading.source}: `atende topics apply` creates it.")
    positions = found[0].positions
    if at is None:
        return [Move(each, each.begin if to == EARLIEST else each.end) for each in positions]
    async with reader_of(access) as consumer:
        return await _since(consumer, reading, positions, at)


async def _since(
    consumer: AIOKafkaConsumer, reading: Reading, positions: Sequence[Position], at: datetime
) -> list[Move]:
    partitions = {TopicPartition(reading.source, each.partition): each for each in positions}
    consumer.assign(list(partitions))
    async with asyncio.timeout(SECONDS):
        found = await consumer.offsets_for_times(dict.fromkeys(partitions, int(at.timestamp() * 1000)))
    return [
        Move(position, place.offset if (place := found[partition]) else position.end)
        for partition, position in partitions.items()
    ]


async def require_stopped(access: KafkaAccess, reading: Reading) -> None:
    """Raise `Wrong` while anybody reads in the consumer's group."""
    async with admin_of(access) as admin:
        state, members = await state_of_group(admin, reading.group)
    if state not in WITHOUT_MEMBERS:
        raise Wrong(
            f"{members} members read in the group {reading.group}: stop {reading.service}'s workers first."
        )


async def move(access: KafkaAccess, reading: Reading, moves: Sequence[Move]) -> None:
    """Have the group read on elsewhere. Raises `Wrong` while anybody reads in it."""
    await require_stopped(access, reading)
    wanted = {TopicPartition(reading.source, each.position.partition): each.wanted for each in moves}
    async with reader_of(access, reading.group) as consumer:
        consumer.assign(list(wanted))
        await consumer.commit(wanted)
