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
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from typing import Any, Final

import structlog
from aiokafka import AIOKafkaProducer, TopicPartition
from aiokafka.errors import KafkaError
from faststream import AckPolicy
from faststream.kafka import KafkaBroker
from prometheus_client import Gauge

from atende_contracts.event import Event
from atende_contracts.registry import EncodedEvent
from atende_contracts.topics import ServiceName, Topic, consumer_name, group_of
from atende_platform.messaging.consumer import HANDLER_SECONDS, Consumer, Handler
from atende_platform.messaging.dead_letters import DeadLetters, as_text
from atende_platform.messaging.pace import AT_ONCE, Pace
from atende_platform.messaging.partitions import partition_of
from atende_platform.messaging.spans import TRACEPARENT
from atende_platform.messaging.subscriptions import COMMIT_EVERY_SECONDS, Rebalanced, Subscription
from atende_platform.process import tracing
from atende_platform.process.progress import Progress
from atende_platform.process.settings import ServiceSettings
from atende_platform.process.tasks import Task

log = structlog.get_logger(__name__)

_STOP_SECONDS: Final = 10.0
_LOOK_AROUND_MS: Final = 5_000
"""How often aiokafka looks whether there is something to ask for although nothing has happened."""
_HEARTBEATS_PER_SESSION: Final = 4
_LOOK_SECONDS: Final = 5.0
_POSITION_SECONDS: Final = 1.0
_NOT_MOVING_SECONDS: Final = 60.0

_lag = Gauge("consumer_lag_records", "Records that wait for a consumer of this process", ["consumer"])


class Broker(KafkaBroker):
    """A broker that knows what `consume` subscribed to it."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.subscriptions: list[Subscription] = []


def make_broker(settings: ServiceSettings) -> Broker:
    """Return a broker with the suite's defaults. It connects when it is started."""
    return Broker(
        settings.kafka_bootstrap,
        security=settings.kafka.security(),
        ack_policy=AckPolicy.NACK_ON_ERROR,
        enable_idempotence=True,
        compression_type="lz4",
        linger_ms=5,
        allow_auto_create_topics=False,
        graceful_timeout=25.0,
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
    place = tracing.current()
    return [] if place is None else [(TRACEPARENT, place.encode())]


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


def consume(
    broker: Broker,
    settings: ServiceSettings,
    service: ServiceName,
    handlers: Mapping[Topic, Handler],
    *,
    max_records: int | None = None,
    at_a_time: int = 1,
    seconds: float = HANDLER_SECONDS,
    pace: Pace = AT_ONCE,
) -> None:
    """Subscribe a service's handlers to topics of one group. See the module's docstring for the promises.

    A handler gets a non-empty list of at most `MOST_EVENTS` events, in order per key, and opens its own
    transaction; it may take ``seconds``. Records that are many events come as those. With ``at_a_time``
    it has up to so many batches at once, each of partitions of its own.
    """
    at_once = max_records or min(topic.records_at_once for topic in handlers)
    (group,) = {settings.kafka_topic_prefix + group_of(service, topic) for topic in handlers}
    for number in range(at_a_time):
        which = f" {number + 1}" if number else ""
        consumers: dict[str, Consumer] = {}
        for topic, handler in handlers.items():
            label = settings.kafka_topic_prefix + consumer_name(service, topic)
            consumers[settings.kafka_topic_prefix + topic.name] = Consumer(
                DeadLetters(broker, label),
                label,
                handler,
                name=label + which,
                seconds=seconds,
                compacted=topic.compacted,
            )
        subscription = Subscription(group + which, consumers, at_once, pace)
        subscriber = broker.subscriber(
            *consumers,
            group_id=group,
            auto_offset_reset="earliest",
            listener=Rebalanced(subscription),
            fetch_max_wait_ms=int(pace.fetch_seconds * 1000),
            fetch_min_bytes=pace.fetch_bytes,
            consumer_timeout_ms=_LOOK_AROUND_MS,
            session_timeout_ms=int(settings.kafka_session_seconds * 1000),
            # Members hear with a heartbeat that another has come or gone, and share anew only then.
            heartbeat_interval_ms=int(settings.kafka_session_seconds * 1000 / _HEARTBEATS_PER_SESSION),
            max_poll_interval_ms=300_000,
            parser=_parse_leniently,
            decoder=_keep_bytes,
        )
        subscriber(subscription.on_record)
        subscription.subscriber = subscriber
        broker.subscriptions.append(subscription)


async def _parse_leniently(message: Any, parse: Callable[[Any], Awaitable[Any]]) -> Any:
    """Parse a record also if a header of it is no text, which would be the end of it, for ever."""
    try:
        return await parse(message)
    except (UnicodeDecodeError, AttributeError):
        parsed = await parse(replace(message, headers=as_text(message.headers)))
        parsed.raw_message = message
        return parsed


async def _keep_bytes(message: Any) -> Any:
    """Leave the body as it came: `Consumer` decodes it, with those behind it."""
    return message.body


class _Polling:
    """Whether a subscription takes what is there: how far it is behind, since when it does not move."""

    def __init__(self, subscription: Subscription) -> None:
        self._subscription = subscription
        self._positions: dict[TopicPartition, int] = {}
        # It does not hang, however long: what it waits for may be Kafka.
        self.progress = Progress(f"{subscription.name}, polling", limit=_NOT_MOVING_SECONDS, step=math.inf)

    async def look(self) -> None:
        """Note where the consumer is."""
        kafka = self._subscription.kafka
        if kafka is None:
            return
        positions: dict[TopicPartition, int] = {}
        behind: defaultdict[str, int] = defaultdict(int)
        for partition in kafka.assignment():
            try:
                async with asyncio.timeout(_POSITION_SECONDS):
                    positions[partition] = await kafka.position(partition)
            except (KafkaError, TimeoutError):
                continue  # It is being assigned, or Kafka is away.
            behind[partition.topic] += max(0, (kafka.highwater(partition) or 0) - positions[partition])
        for topic, consumer in self._subscription.consumers.items():
            _lag.labels(consumer.name).set(behind[topic])
        moved, self._positions = positions != self._positions, positions
        # A batch under way is judged by itself.
        handling = any(consumer.progress.age > 0 for consumer in self._subscription.consumers.values())
        if not any(behind.values()) or moved or handling:
            self.progress.done()
        else:
            self.progress.due()


def consuming(broker: Broker, name: str = "kafka consumers") -> Task:
    """Return the task that runs a broker's consumers; on cancellation the batch at hand is finished."""
    polling = [_Polling(each) for each in broker.subscriptions]

    async def run_broker() -> None:
        for subscription in broker.subscriptions:
            subscription.is_closing = False
        try:
            await broker.start()  # Inside: a start that fails or is cancelled leaves consumers behind.
            while True:
                for watched in polling:
                    await watched.look()
                for _ in range(round(_LOOK_SECONDS / COMMIT_EVERY_SECONDS)):
                    await asyncio.sleep(COMMIT_EVERY_SECONDS)
                    await asyncio.gather(*(each.commit() for each in broker.subscriptions))
        finally:
            # Each commits what it finishes from now on; what it has finished is committed first.
            for subscription in broker.subscriptions:
                subscription.is_closing = True
            await asyncio.gather(*(each.commit() for each in broker.subscriptions))
            await broker.stop()

    consumers = [consumer for each in broker.subscriptions for consumer in each.consumers.values()]
    progress = [consumer.progress for consumer in consumers] + [each.progress for each in polling]
    return Task(name, run_broker, tuple(progress))
