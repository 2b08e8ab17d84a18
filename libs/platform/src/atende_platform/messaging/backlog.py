"""What waits: events for Kafka in the outbox, records for each consumer group, dead letters for people, and
the next backup.

It is measured from outside, by processes of the API: a relay or a consumer that stands still, or is dead,
cannot tell how far it is behind. Each of them serves the same figures; rules take the greatest. What cannot
be measured is not served, rather than served as it was.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Final

import structlog
from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.coordinator.protocol import ConsumerProtocol
from aiokafka.errors import KafkaError
from prometheus_client import Gauge

from atende_contracts.topics import TOPICS, ServiceName, consumer_name, group_of
from atende_platform.data.db import Database, execute
from atende_platform.data.last_backup import last_backup
from atende_platform.messaging.outbox import PARKED
from atende_platform.process.settings import ServiceSettings
from atende_platform.process.tasks import Task, every

log = structlog.get_logger(__name__)

OUTBOX_SECONDS: Final = 10.0
KAFKA_SECONDS: Final = 20.0
BACKUP_SECONDS: Final = 60.0
"""How often each is measured."""
_KAFKA_ROUND_SECONDS: Final = 60.0
_REQUEST_MS: Final = 5_000
_READ_SECONDS: Final = 3.0
_READ_MS: Final = 500
_READ_BYTES: Final = 32 * 1024
"""Of each partition only the first record is looked at. A larger one comes all the same."""

_oldest = Gauge(
    "outbox_oldest_age_seconds", "Age of a service's oldest event that is not yet in Kafka", ["service"]
)
_parked = Gauge("outbox_parked_age_seconds", "Age of a service's oldest event that is parked", ["service"])
_lag = Gauge(
    "kafka_consumer_group_lag", "Records of a topic that a group has not handled yet", ["group", "topic"]
)
_lag_seconds = Gauge(
    "kafka_consumer_group_lag_seconds",
    "Age of the oldest record of a topic that a group has not handled yet",
    ["group", "topic"],
)
_dead_letters = Gauge("dead_letters_kept", "Records in a group's dead-letter topic", ["group"])
_dead_letters_age = Gauge(
    "dead_letters_age_seconds", "Age of the oldest record in a group's dead-letter topic", ["group"]
)
_backup_taken = Gauge("backup_taken_timestamp_seconds", "When the last backup that was noted was begun")
_backup_due = Gauge("backup_due_timestamp_seconds", "By when there should be another backup")
for _gauge in (_backup_taken, _backup_due):
    _gauge.set(float("nan"))  # Who notes no backups has none that is late.

# Of events that are parked, those are seen that stand among the oldest: all that are, but after an outage.
_AGES: Final = f"""
SELECT CAST(extract(epoch FROM clock_timestamp() - waiting) AS float8) AS waiting,
       CAST(extract(epoch FROM clock_timestamp() - parked) AS float8) AS parked
FROM (SELECT
    (SELECT created_at FROM outbox WHERE NOT starts_with(topic, '{PARKED}') ORDER BY id LIMIT 1) AS waiting,
    (SELECT min(created_at) FROM (SELECT topic, created_at FROM outbox ORDER BY id LIMIT 1000) AS first
     WHERE starts_with(topic, '{PARKED}')) AS parked) AS oldest
"""  # noqa: S608 (our own constant)


class Backlog:
    """What waits for one service."""

    def __init__(self, service: ServiceName, settings: ServiceSettings, database: Database) -> None:
        self._service = service
        self._settings = settings
        self._database = database
        prefix = settings.kafka_topic_prefix
        read = [topic for topic in TOPICS if service in topic.consumers]
        self._topics: dict[str, list[str]] = {}
        """What each group reads."""
        for topic in read:
            self._topics.setdefault(prefix + group_of(service, topic), []).append(prefix + topic.name)
        self._read_by: dict[str, set[str]] = {}
        """What the members of a group were last known to read."""
        self._consumers = [prefix + consumer_name(service, topic) for topic in read]

    @property
    def tasks(self) -> Sequence[Task]:
        """What measures it, again and again."""
        return [
            every("outbox age", OUTBOX_SECONDS, self.measure_outbox),
            every("consumer lag", KAFKA_SECONDS, self.measure_kafka, limit=_KAFKA_ROUND_SECONDS),
            every("last backup", BACKUP_SECONDS, self.measure_backup),
        ]

    async def measure_outbox(self) -> None:
        """Show how long the oldest event waits, and the oldest that is parked."""
        waiting = parked = float("nan")
        try:
            async with self._database.worker_statement() as session:
                row = (await execute(session, _AGES)).one()
                waiting, parked = row.waiting or 0.0, row.parked or 0.0
        finally:
            _oldest.labels(self._service).set(waiting)
            _parked.labels(self._service).set(parked)

    async def measure_backup(self) -> None:
        """Show when the database was last backed up."""
        taken = due = float("nan")
        try:
            async with self._database.worker() as session:
                backup = await last_backup(session)
            if backup is not None:
                taken, due = backup.taken_at.timestamp(), backup.due_at.timestamp()
        finally:
            _backup_taken.set(taken)
            _backup_due.set(due)

    async def measure_kafka(self) -> None:
        """Show how far each group is behind, and how many dead letters there are, since when.

        Nothing is measured while the cluster is away, which `/health` reports, and who works with it.
        """
        is_measured = False
        try:
            async with self._clients() as (admin, reader):
                partitions = await _partitions(admin, self._all_topics())
                await self._measure_groups(admin, reader, partitions)
                await self._measure_dead_letters(reader, partitions)
                is_measured = True
        except (KafkaError, OSError, TimeoutError) as error:
            log.info("consumer_lag.not_measured", error=repr(error))
        finally:  # Also where it takes too long, and is cancelled.
            if not is_measured:
                for gauge in (_lag, _lag_seconds, _dead_letters, _dead_letters_age):
                    gauge.clear()

    def _all_topics(self) -> list[str]:
        read = [topic for topics in self._topics.values() for topic in topics]
        return read + [_dead_letters_of(name) for name in self._consumers]

    @asynccontextmanager
    async def _clients(self) -> AsyncIterator[tuple[AIOKafkaAdminClient, AIOKafkaConsumer]]:
        """Connect for one look: clients that stay would complain of a cluster that is away, for ever."""
        options = self._settings.kafka.options()
        admin = AIOKafkaAdminClient(**options, request_timeout_ms=_REQUEST_MS)
        reader = AIOKafkaConsumer(
            **options,
            request_timeout_ms=_REQUEST_MS,
            enable_auto_commit=False,
            auto_offset_reset="earliest",
            max_partition_fetch_bytes=_READ_BYTES,
        )
        try:
            await admin.start()
            await reader.start()
            await asyncio.sleep(0)  # Its own task begins: else `stop` raises that task's cancellation.
            yield admin, reader
        finally:
            try:
                await reader.stop()
            finally:
                await admin.close()

    async def _measure_groups(
        self, admin: AIOKafkaAdminClient, reader: AIOKafkaConsumer, partitions: Mapping[str, list[int]]
    ) -> None:
        for group, topics in self._topics.items():
            committed = await admin.list_consumer_group_offsets(group)
            begun = {each.topic for each in committed}
            # Where a group has handled others, this version does not read these, or it got nowhere with them.
            silent = [topic for topic in topics if begun and topic not in begun]
            if silent:
                self._read_by[group] = await _subscriptions(admin, group) or self._read_by.get(group, set())
                silent = [topic for topic in silent if topic not in self._read_by[group]]
            for topic in silent:
                _lag.remove(group, topic)
                _lag_seconds.remove(group, topic)
            measured = [topic for topic in topics if topic not in silent]
            of_group = [TopicPartition(topic, number) for topic in measured for number in partitions[topic]]
            ends = await reader.end_offsets(of_group)
            beginnings = await reader.beginning_offsets(of_group)
            # Retention takes records away whether they were read or not.
            positions = {
                each: max(beginnings[each], committed[each].offset if each in committed else 0)
                for each in of_group
            }
            behind = {each: position for each, position in positions.items() if ends[each] > position}
            ages = await _ages(reader, behind, ends)
            for topic in measured:
                records = sum(ends[each] - behind[each] for each in behind if each.topic == topic)
                _lag.labels(group, topic).set(records)
                of_topic = [age for each, age in ages.items() if each.topic == topic]
                if of_topic or not records:
                    _lag_seconds.labels(group, topic).set(max(of_topic, default=0.0))
                else:
                    _lag_seconds.remove(group, topic)  # Nothing was read in time. It need not be new.

    async def _measure_dead_letters(
        self, reader: AIOKafkaConsumer, partitions: Mapping[str, list[int]]
    ) -> None:
        by_name = {name: _dead_letters_of(name) for name in self._consumers}
        kept = [TopicPartition(topic, number) for topic in by_name.values() for number in partitions[topic]]
        ends = await reader.end_offsets(kept)
        beginnings = await reader.beginning_offsets(kept)
        # What stands before the oldest that waits is removed when it is settled.
        oldest = {each: beginnings[each] for each in kept if ends[each] > beginnings[each]}
        ages = await _ages(reader, oldest, ends)
        for name, topic in by_name.items():
            count = sum(ends[each] - beginnings[each] for each in kept if each.topic == topic)
            _dead_letters.labels(name).set(count)
            of_topic = [age for each, age in ages.items() if each.topic == topic]
            if of_topic or not count:
                _dead_letters_age.labels(name).set(max(of_topic, default=0.0))
            else:
                _dead_letters_age.remove(name)


def _dead_letters_of(consumer: str) -> str:
    return f"{consumer}.dlq"


async def _partitions(admin: AIOKafkaAdminClient, topics: Collection[str]) -> dict[str, list[int]]:
    """Return the partitions of topics; none of a topic that is not there yet."""
    described = await admin.describe_topics(list(topics))
    found = {each["topic"]: [one["partition"] for one in each["partitions"]] for each in described}
    return {topic: found.get(topic, []) for topic in topics}


async def _subscriptions(admin: AIOKafkaAdminClient, group: str) -> set[str]:
    """Return which topics a group's members read; none while it has none, or they share them anew."""
    found: set[str] = set()
    for response in await admin.describe_consumer_groups([group]):
        for _, _, state, protocol_type, _, members, *_ in response.groups:
            if state == "Stable" and protocol_type == ConsumerProtocol.PROTOCOL_TYPE:
                for _, _, _, metadata, _ in members:
                    found.update(ConsumerProtocol.METADATA.decode(metadata).subscription)
    return found


async def _ages(
    reader: AIOKafkaConsumer, positions: Mapping[TopicPartition, int], ends: Mapping[TopicPartition, int]
) -> dict[TopicPartition, float]:
    """Return how old the records at these positions are, of those that can be read in time.

    Where there are none up to the end, because compaction or a transaction left none, nothing waits.
    """
    if not positions:
        return {}
    reader.assign(list(positions))
    for partition, position in positions.items():
        reader.seek(partition, position)
    ages: dict[TopicPartition, float] = {}
    give_up_at = time.monotonic() + _READ_SECONDS
    while len(ages) < len(positions) and time.monotonic() < give_up_at:
        batches = await reader.getmany(*(positions.keys() - ages.keys()), timeout_ms=_READ_MS)
        now = time.time()
        for partition, records in batches.items():
            ages[partition] = max(0.0, now - records[0].timestamp / 1000)
            reader.pause(partition)
        for partition in positions.keys() - ages.keys():
            if await reader.position(partition) >= ends[partition]:
                ages[partition] = 0.0
                reader.pause(partition)
        await asyncio.sleep(0)
    return ages
