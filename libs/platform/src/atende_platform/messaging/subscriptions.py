"""How a consumer takes records from Kafka: at once when one comes, many together when many wait.

A `Subscription` is one member of a Kafka group, for one topic or several. It hands the records of each topic
to the topic's `Consumer`, one topic after the other, and says how far the group has come: once a second, not
with each batch. What a process that dies had handled since comes again, for which handlers are prepared.
"""

import asyncio
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Final, Protocol

import structlog
from aiokafka import AIOKafkaConsumer, ConsumerRebalanceListener, TopicPartition
from aiokafka.errors import KafkaError
from faststream.kafka.annotations import KafkaMessage
from faststream.message import AckStatus

from atende_platform.messaging.consumer import CANDIDATES, Consumer, Record
from atende_platform.messaging.pace import AT_ONCE, Pace

log = structlog.get_logger(__name__)

COMMIT_EVERY_SECONDS: Final = 1.0
_COMMIT_SECONDS: Final = 5.0
_AGAIN_SECONDS: Final = 1.0
"""Until what was not finished comes again."""
_LOOK_AHEAD_SECONDS: Final = 5.0
_LOOK_AHEAD_RECORDS: Final = 1000
_LOOK_AHEAD_MS: Final = 500


class _HasConsumer(Protocol):
    """What FastStream made of a subscription."""

    @property
    def consumer(self) -> AIOKafkaConsumer | None: ...


@dataclass(slots=True)
class Subscription:
    """One member of a group; `on_record` is given the first record that waits, and takes those behind it."""

    name: str
    consumers: Mapping[str, Consumer]
    """Who handles the records of a topic, by the topic's name in Kafka."""
    max_records: int
    pace: Pace = AT_ONCE
    subscriber: _HasConsumer | None = None
    is_closing: bool = False
    _done: dict[TopicPartition, int] = field(default_factory=dict)
    """Where each partition is to be read on: handled up to there, and not yet committed."""

    @property
    def kafka(self) -> AIOKafkaConsumer | None:
        """The consumer of aiokafka, while there is one."""
        return None if self.subscriber is None else self.subscriber.consumer

    async def on_record(self, message: KafkaMessage) -> None:
        """Handle the record, and all that wait behind it. What fails comes again; the rest does not."""
        started = time.monotonic()
        kafka: AIOKafkaConsumer = message.consumer
        records: list[Record] = [message.raw_message]
        try:
            waiting = await kafka.getmany(timeout_ms=0, max_records=self.max_records - 1)
            records += chain(*waiting.values())
        except KafkaError as error:  # Of another partition, and it will say so again.
            log.warning("consumer.took_one_record", group=self.name, error=repr(error))
        topics = dict.fromkeys(record.topic for record in records)
        finished = [await self._handle(topic, records, kafka) for topic in topics]
        if not all(finished):
            await asyncio.sleep(_AGAIN_SECONDS)
        elif len(records) < self.max_records:
            await asyncio.sleep(max(0.0, started + self.pace.least_seconds - time.monotonic()))
        if self.is_closing:
            await self.commit()
        # Or FastStream would commit all that is taken. What fails before this, it has come again.
        message.committed = AckStatus.ACKED

    async def _handle(self, topic: str, records: Sequence[Record], kafka: AIOKafkaConsumer) -> bool:
        """Handle those of a topic; return False if not all of them could be, and are to come again."""
        consumer = self.consumers[topic]
        batch = [record for record in records if record.topic == topic]
        try:
            await consumer.on_records(batch, _Behind(kafka, topic))
        except Exception as error:
            log.error("consumer.batch_not_finished", consumer=consumer.name, error=repr(error))
            self._give_back(consumer, batch, kafka)
            return False
        self._done |= {_partition(record): record.offset + 1 for record in batch}
        return True

    def _give_back(self, consumer: Consumer, batch: Sequence[Record], kafka: AIOKafkaConsumer) -> None:
        """Have each partition read again from its first record that is not dealt with."""
        stopped: set[TopicPartition] = set()
        for record in batch:
            partition = _partition(record)
            if partition in stopped:
                continue
            if consumer.is_dealt_with(record):
                self._done[partition] = record.offset + 1
                continue
            stopped.add(partition)
            if partition in kafka.assignment():
                kafka.seek(partition, record.offset)

    async def commit(self) -> None:
        """Commit how far the group has come. What it does not take goes with the next."""
        kafka = self.kafka
        if kafka is None or not self._done:
            return
        mine = kafka.assignment()
        done = {each: offset for each, offset in self._done.items() if each in mine}
        if done:
            try:
                async with asyncio.timeout(_COMMIT_SECONDS):
                    await kafka.commit(done)
            except (KafkaError, TimeoutError) as error:
                log.warning("consumer.progress_not_committed", error=repr(error))
                return
        newer = {each: offset for each, offset in self._done.items() if offset > done.get(each, -1)}
        self._done = {each: offset for each, offset in newer.items() if each in mine}

    def forget(self) -> None:
        """Leave out what is not committed: partitions are about to be read from where they were committed."""
        self._done.clear()


class Rebalanced(ConsumerRebalanceListener):  # type: ignore[misc]
    """Commits before another member gets a partition, so that it does not do again what is done."""

    def __init__(self, subscription: Subscription) -> None:
        self._subscription = subscription

    async def on_partitions_revoked(self, revoked: Sequence[TopicPartition]) -> None:
        await self._subscription.commit()

    async def on_partitions_assigned(self, assigned: Sequence[TopicPartition]) -> None:
        self._subscription.forget()


class _Behind:
    """What a topic's consumer has not been given yet: looked at, and then the position is what it was."""

    def __init__(self, kafka: AIOKafkaConsumer, topic: str) -> None:
        self._kafka = kafka
        self._topic = topic

    async def find(self, wanted: Callable[[Record], bool]) -> list[Record]:
        async with asyncio.timeout(_LOOK_AHEAD_SECONDS):
            positions = {each: await self._kafka.position(each) for each in self._kafka.assignment()}
        found: list[Record] = []
        until = time.monotonic() + _LOOK_AHEAD_SECONDS
        try:
            while time.monotonic() < until and len(found) < CANDIDATES:
                batches = await self._kafka.getmany(
                    timeout_ms=_LOOK_AHEAD_MS, max_records=_LOOK_AHEAD_RECORDS
                )
                if not batches:
                    break
                behind = chain(*batches.values())
                found += [record for record in behind if record.topic == self._topic and wanted(record)]
        finally:
            for each in positions.keys() & self._kafka.assignment():
                self._kafka.seek(each, positions[each])
        return found


def _partition(record: Record) -> TopicPartition:
    return TopicPartition(record.topic, record.partition)
