"""Dead letters: which there are, having them handled again, discarding them.

Kafka removes no single records. What was done with a dead letter is noted behind it, in its topic; and what
stands before the oldest one that needs an operator is removed, so that a topic is empty where none does.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Collection, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final, Literal

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient, RecordsToDelete
from aiokafka.errors import TopicAuthorizationFailedError

from atende_ops.errors import Misuse, Wrong
from atende_ops.kafka import (
    Reading,
    Record,
    admin_of,
    bounds_of,
    first,
    partitions_of,
    producer_of,
    read,
    reader_of,
)
from atende_platform.messaging.dead_letters import FOR, SETTLES
from atende_platform.process.kafka_access import KafkaAccess

Outcome = Literal["replayed", "discarded", "superseded", "gone"]
"""``superseded``: the topic has a newer state of the same thing. ``gone``: only a part of the record was
kept, and its topic does not have it any more."""

_OF_DEAD_LETTERS: Final = "dlq-"
_OUTCOME: Final = "dlq-outcome"


@dataclass(frozen=True)
class Letter:
    """A dead letter that waits for an operator."""

    reading: Reading
    record: Record

    @property
    def id(self) -> str:
        """What it is called in commands."""
        return f"{self.reading.consumer}/{self.record.offset}"

    @property
    def headers(self) -> dict[str, str]:
        return {name: (value or b"").decode(errors="replace") for name, value in self.record.headers}

    @property
    def is_abridged(self) -> bool:
        """Whether it has only a part of the record."""
        return "dlq-value-bytes" in self.headers

    @property
    def place(self) -> tuple[TopicPartition, int] | None:
        """Where the record was, if that is known."""
        partition, offset = self.headers.get("dlq-partition", ""), self.headers.get("dlq-offset", "")
        if not (partition.isdecimal() and offset.isdecimal()):
            return None
        return TopicPartition(self.reading.source, int(partition)), int(offset)

    @property
    def company(self) -> str | None:
        """Whose it is, if that can be read."""
        try:
            return str(json.loads(self.record.value or b"")["company_id"])
        except (ValueError, KeyError, TypeError, RecursionError):
            return None

    def as_item(self) -> dict[str, Any]:
        """Return what is known of it, without what it says."""
        headers = self.headers
        return {
            "id": self.id,
            "at": datetime.fromtimestamp(self.record.timestamp / 1000, UTC),
            "type": headers.get("type"),
            "company": self.company,
            "reason": headers.get("dlq-reason"),
            "error": headers.get("dlq-error"),
            "attempts": int(headers.get("dlq-attempts") or 0),
            "topic": headers.get("dlq-topic"),
            "partition": int(headers.get("dlq-partition") or -1),
            "offset": int(headers.get("dlq-offset") or -1),
            "abridged": self.is_abridged,
        }


@dataclass(frozen=True)
class Settled:
    """What was done with a dead letter."""

    letter: Letter
    outcome: Outcome


async def waiting(access: KafkaAccess, wanted: Iterable[Reading]) -> list[Letter]:
    """Return the dead letters of consumers that need an operator, oldest first."""
    async with admin_of(access) as admin, reader_of(access) as consumer:
        there = await partitions_of(admin, (each.dead_letters for each in wanted))
        bounds = await bounds_of(consumer, (each[0] for each in there.values()))
        filled = {partition.topic for partition, (begin, end) in bounds.items() if begin < end}
        found: list[Letter] = []
        for reading in wanted:
            if reading.dead_letters in filled:
                found += await _waiting(consumer, reading)
    return sorted(found, key=lambda each: each.record.timestamp)


async def _waiting(consumer: AIOKafkaConsumer, reading: Reading) -> list[Letter]:
    letters: dict[int, Letter] = {}
    async for record in read(consumer, TopicPartition(reading.dead_letters, 0)):
        settles = [value for name, value in record.headers if name == SETTLES]
        if settles:
            letters.pop(int(settles[0] or b"-1"), None)
        else:
            letters[record.offset] = Letter(reading, record)
    return list(letters.values())


def chosen(letters: Sequence[Letter], ids: Collection[str], *, company: str | None = None) -> list[Letter]:
    """Return the letters of the ids, or all if there are none. Raises `Misuse` for an unknown id."""
    there = {each.id for each in letters}
    if missing := sorted(set(ids) - there):
        raise Misuse(f"No such dead letter waits: {', '.join(missing)}.")
    return [
        each
        for each in letters
        if (not ids or each.id in ids) and (company is None or each.company == company)
    ]


@asynccontextmanager
async def desk(access: KafkaAccess) -> AsyncIterator["Desk"]:
    """Open what is needed to settle dead letters."""
    async with admin_of(access) as admin, reader_of(access) as consumer, producer_of(access) as producer:
        yield Desk(admin, consumer, producer)


class Desk:
    """Settles dead letters."""

    def __init__(
        self, admin: AIOKafkaAdminClient, consumer: AIOKafkaConsumer, producer: AIOKafkaProducer
    ) -> None:
        self._admin = admin
        self._consumer = consumer
        self._producer = producer

    async def replay(self, letter: Letter) -> Settled:
        """Put the record into its topic again, for the consumer that could not handle it, and for no other.

        In a compacted topic it is for all: compaction removes the record itself, and keeps what is put now.
        It may come twice if this breaks off: consumers expect that of any record.
        """
        outcome: Outcome = "replayed"
        record: Record | None = letter.record
        if letter.reading.topic.compacted and await self._has_newer(letter):
            outcome, record = "superseded", None
        elif letter.is_abridged:
            record = await self._original(letter)
            outcome = "replayed" if record else "gone"
        if record is not None:
            await self._publish(letter, record)
        if outcome != "gone":
            await self._note(letter, outcome)
        return Settled(letter, outcome)

    async def discard(self, letter: Letter) -> Settled:
        """Note that nobody needs to look at it any more."""
        await self._note(letter, "discarded")
        return Settled(letter, "discarded")

    async def _publish(self, letter: Letter, record: Record) -> None:
        place = letter.place
        kept = [
            (name, value or b"")
            for name, value in record.headers
            if not name.startswith(_OF_DEAD_LETTERS) and name != FOR
        ]
        if not letter.reading.topic.compacted:
            kept.append((FOR, letter.reading.label.encode()))
        try:
            await self._producer.send_and_wait(
                letter.reading.source,
                record.value,
                key=record.key,
                # Where it was, and with it all that concerns the same thing.
                partition=place[0].partition if place else None,
                headers=kept,
            )
        except TopicAuthorizationFailedError as error:
            raise Wrong(
                f"This user of Kafka may not write {letter.reading.source}. Replay as Kafka's administrator:"
                " in the image `provision` (docs/atende.md)."
            ) from error

    async def _note(self, letter: Letter, outcome: Outcome) -> None:
        headers = [(SETTLES, str(letter.record.offset).encode()), (_OUTCOME, outcome.encode())]
        await self._producer.send_and_wait(
            letter.reading.dead_letters, b"", key=None, partition=0, headers=headers
        )

    async def _original(self, letter: Letter) -> Record | None:
        """Return the whole record of one that was abridged, if its topic still has it."""
        if letter.place is None:
            return None
        partition, offset = letter.place
        record = await first(self._consumer, partition, offset, offset + 1)
        return record if record is not None and record.offset == offset else None

    async def _has_newer(self, letter: Letter) -> bool:
        """Tell whether a compacted topic has a newer state: put behind it, this one would replace it."""
        if letter.place is None:
            return False
        partition, offset = letter.place
        async for record in read(self._consumer, partition, offset + 1):
            if record.key == letter.record.key:
                return True
        return False

    async def sweep(self, wanted: Iterable[Reading]) -> None:
        """Remove what stands before the oldest dead letter that still needs an operator."""
        for reading in {each.dead_letters: each for each in wanted}.values():
            partition = TopicPartition(reading.dead_letters, 0)
            # Asked before it is read: what arrives after that was seen by nobody.
            _, end = (await bounds_of(self._consumer, [partition]))[partition]
            left = await _waiting(self._consumer, reading)
            before = min((end, *(each.record.offset for each in left)))
            await self._admin.delete_records({partition: RecordsToDelete(before)})


async def paced(letters: Sequence[Letter], per_second: float) -> AsyncIterator[Letter]:
    """Yield letters, no more than so many a second."""
    for number, letter in enumerate(letters):
        if number:
            await asyncio.sleep(1 / per_second)
        yield letter
