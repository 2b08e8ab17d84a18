"""Kafka as the suite uses it: one way to build a broker, one way to consume, one way to produce.

Every default that loses messages is overridden here (FastStream commits before handling, aiokafka
starts at "latest", asks one replica, and is not idempotent), so that no service has to know.

`consume` gives a handler batches of decoded events and promises: a record is committed only after
the handler returned or the record was put into the group's dead-letter topic; an outage is waited
out, never dead-lettered; one bad record never takes its neighbours with it, and one company's bad
records do not stop the others' (`atende_platform.messaging.consumer`). Redelivery is possible at any time, so
handlers are idempotent.
"""

import asyncio
import math
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from typing import Any, Final

import structlog
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from aiokafka.errors import KafkaError
from faststream import AckPolicy
from faststream.kafka import KafkaBroker
from faststream.kafka.annotations import KafkaMessage
from opentelemetry import propagate
from prometheus_client import REGISTRY, Gauge

from atende_contracts.event import Event
from atende_contracts.registry import EncodedEvent
from atende_contracts.topics import ServiceName, Topic, group_of
from atende_platform.messaging.consumer import CANDIDATES, HANDLER_SECONDS, Consumer, Handler, Record
from atende_platform.messaging.dead_letters import DeadLetters, as_text
from atende_platform.messaging.partitions import partition_of
from atende_platform.process.progress import Progress
from atende_platform.process.settings import ServiceSettings
from atende_platform.process.tasks import Task

log = structlog.get_logger(__name__)

_STOP_SECONDS: Final = 10.0
_AGAIN_SECONDS: Final = 1.0
"""Until a batch that was not finished comes again."""
_COMMIT_SECONDS: Final = 5.0
_LOOK_AHEAD_SECONDS: Final = 5.0
_LOOK_AHEAD_RECORDS: Final = 1000
_FETCH_MS: Final = 500
_LOOK_SECONDS: Final = 5.0
_POSITION_SECONDS: Final = 1.0
_NOT_MOVING_SECONDS: Final = 60.0
_GATHER_SECONDS: Final = 0.025
"""Least time from batch to batch. The first record of a burst is handled at once; what comes behind it
is handled together, because a transaction costs about the same for one record as for a hundred."""

_lag = Gauge("consumer_lag_records", "Records that wait for a consumer of this process", ["consumer"])


class Broker(KafkaBroker):
    """A broker that knows what `consume` subscribed to it."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.consumers: list[Consumer] = []


def make_broker(settings: ServiceSettings) -> Broker:
    """Return a broker with the suite's defaults. It connects when it is started."""
    # Only who consumes needs them: they cost a process of the API a twentieth of its start.
    from faststream.kafka.opentelemetry import KafkaTelemetryMiddleware  # noqa: PLC0415
    from faststream.kafka.prometheus import KafkaPrometheusMiddleware  # noqa: PLC0415

    return Broker(
        settings.kafka_bootstrap,
        security=settings.kafka.security(),
        ack_policy=AckPolicy.NACK_ON_ERROR,
        enable_idempotence=True,
        compression_type="lz4",
        linger_ms=5,
        allow_auto_create_topics=False,
        graceful_timeout=25.0,
        middlewares=(KafkaPrometheusMiddleware(registry=REGISTRY), KafkaTelemetryMiddleware()),
        logger=None,
    )


@asynccontextmanager
async def make_producer(settings: ServiceSettings, *, linger_ms: int = 2) -> AsyncIterator[AIOKafkaProducer]:
    """Run an idempotent producer (``acks=all``) for the time of the context.

    It waits ``linger_ms`` for further events of a partition: each batch costs us and Kafka as much as
    many events do.

    ``send(…, key=)`` chooses the partition by key; never use batches of aiokafka or
    ``publish_batch``, which put all keys on one partition.
    """
    producer = AIOKafkaProducer(
        **settings.kafka.options(),
        enable_idempotence=True,
        compression_type="lz4",
        linger_ms=linger_ms,
        max_batch_size=256 * 1024,
        partitioner=partition_of,
    )
    try:
        await producer.start()  # In here, because also what failed to start must be closed.
        yield producer
    finally:
        # It flushes first, which an idempotent producer does for ever while Kafka is away. What is
        # given up here is still in the outbox, or was never confirmed to its sender.
        with suppress(TimeoutError):
            async with asyncio.timeout(_STOP_SECONDS):
                await producer.stop()


def trace_headers() -> list[tuple[str, bytes]]:
    """Return the headers that put what is published into the trace of who calls this."""
    carrier: dict[str, str] = {}
    propagate.inject(carrier)
    return [(name, value.encode()) for name, value in carrier.items()]


async def publish(
    producer: AIOKafkaProducer, settings: ServiceSettings, events: Sequence[Event], *, timeout: float = 5.0
) -> None:
    """Publish events directly and return when all replicas have them.

    Only for what does not come again if we lose it (provider webhooks); everything else goes
    through the outbox. Raises ``TimeoutError`` when Kafka does not answer in ``timeout`` seconds;
    the events may then still arrive, so the consumers must know them by a natural key.
    """
    async with asyncio.timeout(timeout):
        outgoing = [EncodedEvent.of(event) for event in events]
        await asyncio.gather(*await hand_over(producer, settings, outgoing, trace_headers()))


async def hand_over(
    producer: AIOKafkaProducer,
    settings: ServiceSettings,
    events: Sequence[EncodedEvent],
    trace: Sequence[tuple[str, bytes]],
) -> list[asyncio.Future[Any]]:
    """Hand events to the producer; return a future of each, which is done when all replicas have it.

    For the same cases as `publish`, where many callers publish together.
    """
    return [
        await producer.send(
            settings.kafka_topic_prefix + event.topic,
            value=event.value,
            key=event.key,
            headers=[("type", event.type.encode()), ("id", event.id.encode()), *trace],
        )
        for event in events
    ]


class _BehindBatch:
    """What a consumer has not been given yet: looked at, and then its position is what it was."""

    def __init__(self, consumer: AIOKafkaConsumer) -> None:
        self._consumer = consumer

    async def find(self, wanted: Callable[[Record], bool]) -> list[Record]:
        async with asyncio.timeout(_LOOK_AHEAD_SECONDS):
            positions = {each: await self._consumer.position(each) for each in self._consumer.assignment()}
        found: list[Record] = []
        until = time.monotonic() + _LOOK_AHEAD_SECONDS
        try:
            while time.monotonic() < until and len(found) < CANDIDATES:
                batches = await self._consumer.getmany(timeout_ms=_FETCH_MS, max_records=_LOOK_AHEAD_RECORDS)
                if not batches:
                    break
                found += [record for records in batches.values() for record in records if wanted(record)]
        finally:
            for each in positions.keys() & self._consumer.assignment():
                self._consumer.seek(each, positions[each])
        return found


async def _commit_what_is_dealt_with(
    kafka: AIOKafkaConsumer, consumer: Consumer, records: Sequence[Record]
) -> None:
    """Commit the first records of an unfinished batch, so that no other process does them again."""
    offsets: dict[TopicPartition, int] = {}
    stopped: set[TopicPartition] = set()
    for record in records:
        partition = TopicPartition(record.topic, record.partition)
        if partition in stopped or not consumer.is_dealt_with(record):
            stopped.add(partition)
        else:
            offsets[partition] = record.offset + 1
    if offsets:
        try:
            async with asyncio.timeout(_COMMIT_SECONDS):
                await kafka.commit(offsets)
        except (KafkaError, TimeoutError) as error:
            log.warning("consumer.progress_not_committed", error=repr(error))


def consume(
    broker: Broker,
    settings: ServiceSettings,
    service: ServiceName,
    topic: Topic,
    handler: Handler,
    *,
    max_records: int | None = None,
    at_a_time: int = 1,
    seconds: float = HANDLER_SECONDS,
) -> None:
    """Subscribe a service's handler to a topic. See the module's docstring for what it promises.

    The handler gets a non-empty list of at most `MOST_EVENTS` events, in order per key, and opens its own
    transaction; it may take ``seconds``. Records that are many events come as those. With ``at_a_time``
    it has up to so many batches at once, each of partitions of its own.
    """
    group = settings.kafka_topic_prefix + group_of(service, topic)
    dead_letters = DeadLetters(broker, group)
    at_once = max_records or topic.records_at_once

    def on_batch_of(consumer: Consumer) -> Callable[[KafkaMessage], Awaitable[None]]:
        async def on_batch(message: KafkaMessage) -> None:
            started = time.monotonic()
            raw = message.raw_message
            records = raw if isinstance(raw, tuple) else (raw,)
            try:
                await consumer.on_records(records, _BehindBatch(message.consumer))
            except Exception:
                await _commit_what_is_dealt_with(message.consumer, consumer, records)
                await asyncio.sleep(_AGAIN_SECONDS)
                raise
            if len(records) < at_once:
                await asyncio.sleep(max(0.0, started + _GATHER_SECONDS - time.monotonic()))

        return on_batch

    for number in range(at_a_time):
        name = f"{group} {number + 1}" if number else group
        consumer = Consumer(dead_letters, group, handler, name=name, seconds=seconds)
        broker.consumers.append(consumer)
        broker.subscriber(
            settings.kafka_topic_prefix + topic.name,
            group_id=group,
            auto_offset_reset="earliest",
            batch=True,
            max_records=at_once,
            batch_timeout_ms=50,
            fetch_max_wait_ms=250,
            session_timeout_ms=10_000,
            # Members hear with a heartbeat that another has come or gone, and share anew only then.
            heartbeat_interval_ms=1_000,
            max_poll_interval_ms=300_000,
            parser=_parse_leniently,
            decoder=_keep_bytes,
        )(on_batch_of(consumer))


async def _parse_leniently(message: Any, parse: Callable[[Any], Awaitable[Any]]) -> Any:
    """Parse a batch also if a header in it is no text, which would be the end of all of it, for ever."""
    try:
        return await parse(message)
    except (UnicodeDecodeError, AttributeError):
        records = message if isinstance(message, tuple) else (message,)
        legible = tuple(replace(record, headers=as_text(record.headers)) for record in records)
        parsed = await parse(legible if isinstance(message, tuple) else legible[0])
        parsed.raw_message = message
        return parsed


async def _keep_bytes(message: Any) -> Any:
    """Leave the body as it came: one bad record must not fail the parsing of the whole batch."""
    return message.body


class _Polling:
    """Whether a consumer takes what is there for it: how far it is behind, since when it does not move."""

    def __init__(self, consumer: Consumer) -> None:
        self._consumer = consumer
        self._positions: dict[TopicPartition, int] = {}
        # It does not hang, however long: what it waits for may be Kafka.
        self.progress = Progress(f"{consumer.name}, polling", limit=_NOT_MOVING_SECONDS, step=math.inf)

    async def look(self, kafka: AIOKafkaConsumer | None) -> None:
        """Note where the consumer is."""
        if kafka is None:
            return
        positions: dict[TopicPartition, int] = {}
        behind = 0
        for partition in kafka.assignment():
            try:
                async with asyncio.timeout(_POSITION_SECONDS):
                    positions[partition] = await kafka.position(partition)
            except (KafkaError, TimeoutError):
                continue  # It is being assigned, or Kafka is away.
            behind += max(0, (kafka.highwater(partition) or 0) - positions[partition])
        _lag.labels(self._consumer.name).set(behind)
        moved, self._positions = positions != self._positions, positions
        if behind == 0 or moved or self._consumer.progress.age > 0:  # A batch under way is judged by itself.
            self.progress.done()
        else:
            self.progress.due()


def consuming(broker: Broker, name: str = "kafka consumers") -> Task:
    """Return the task that runs a broker's consumers; on cancellation the batch at hand is finished."""
    polling = [_Polling(consumer) for consumer in broker.consumers]

    async def run_broker() -> None:
        try:
            await broker.start()  # Inside: a start that fails or is cancelled leaves consumers behind.
            while True:
                for subscriber, watched in zip(broker.subscribers, polling, strict=True):
                    await watched.look(getattr(subscriber, "consumer", None))
                await asyncio.sleep(_LOOK_SECONDS)
        finally:
            await broker.stop()

    progress = [consumer.progress for consumer in broker.consumers] + [each.progress for each in polling]
    return Task(name, run_broker, tuple(progress))
