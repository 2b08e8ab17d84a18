"""Kafka as the suite uses it: one way to build a broker, one way to consume, one way to produce.

Every default that loses messages is overridden here (FastStream commits before handling, aiokafka
starts at "latest", asks one replica, and is not idempotent), so that no service has to know.

`consume` gives a handler batches of decoded events and promises: a record is committed only after
the handler returned or the record was put into the group's dead-letter topic; an outage is waited
out, never dead-lettered; one bad record never takes its neighbours with it. Redelivery is possible
at any time, so handlers are idempotent.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, replace
from typing import Any, Final

import structlog
from aiokafka import AIOKafkaProducer, ConsumerRecord
from faststream import AckPolicy
from faststream.kafka import KafkaBroker
from faststream.kafka.annotations import KafkaMessage
from faststream.kafka.opentelemetry import KafkaTelemetryMiddleware
from faststream.kafka.prometheus import KafkaPrometheusMiddleware
from opentelemetry import propagate
from prometheus_client import REGISTRY, Counter
from pydantic import ValidationError

from atende_contracts.event import Event
from atende_contracts.registry import UnknownEvent, decode, encode
from atende_contracts.topics import ServiceName, Topic, group_of
from atende_platform.settings import ServiceSettings
from atende_platform.telemetry import without_detail
from atende_platform.transient import is_transient

log = structlog.get_logger(__name__)

Handler = Callable[[list[Any]], Awaitable[None]]

_RETRY_FIRST_SECONDS: Final = 0.2
_RETRY_LONGEST_SECONDS: Final = 4.0
"""What waits for a server goes on so soon after it is back; campaigns for Redis, too."""
_STOP_SECONDS: Final = 10.0
_RETRY_TOTAL_SECONDS: Final = 120.0  # well below max_poll_interval_ms
_DEAD_LETTERS_IN_A_ROW: Final = 100
_GATHER_SECONDS: Final = 0.025
"""Least time from batch to batch. The first record of a burst is handled at once; what comes behind it
is handled together, because a transaction costs about the same for one record as for a hundred."""
_dead_letters = Counter("consumer_dead_letters_total", "Records put into a dead-letter topic", ["group"])
_unknown = Counter("consumer_unknown_events_total", "Events of a type this version does not know", ["group"])


def make_broker(settings: ServiceSettings) -> KafkaBroker:
    """Return a broker with the suite's defaults. It connects when it is started."""
    return KafkaBroker(
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


async def publish(
    producer: AIOKafkaProducer, settings: ServiceSettings, events: Sequence[Event], *, timeout: float = 5.0
) -> None:
    """Publish events directly and return when all replicas have them.

    Only for what cannot be told twice if we lose it (provider webhooks); everything else goes
    through the outbox. Raises ``TimeoutError`` when Kafka does not answer in ``timeout`` seconds;
    the events may then still arrive, so the consumers must know them by a natural key.
    """
    carrier: dict[str, str] = {}
    propagate.inject(carrier)
    trace = [(name, value.encode()) for name, value in carrier.items()]
    async with asyncio.timeout(timeout):
        futures = [
            await producer.send(
                settings.kafka_topic_prefix + event.topic,
                value=encode(event),
                key=event.key().encode(),
                headers=[("type", event.type.encode()), ("id", str(event.id).encode()), *trace],
            )
            for event in events
        ]
        if len(futures) == 1:  # Most webhooks are of one event.
            await futures[0]
        else:
            await asyncio.gather(*futures)


@dataclass(frozen=True, slots=True)
class _Received:
    record: ConsumerRecord
    event: Event


class DeadLetterLimit(Exception):
    """So many records in a row failed that the code must be wrong, not the records."""


class Consumer:
    """One group's consumption of one topic: decoding, retries, dead letters."""

    def __init__(self, broker: KafkaBroker, settings: ServiceSettings, group: str, handler: Handler) -> None:
        self._broker = broker
        self._group = settings.kafka_topic_prefix + group
        self._handler = handler
        self._dead_in_a_row = 0

    async def on_records(self, records: Sequence[ConsumerRecord]) -> None:
        """Handle one batch, in order. Returns when every record is dealt with; raises to get it again."""
        received: list[_Received] = []
        for record in records:
            if record.value is None:  # A tombstone of a compacted topic.
                continue
            try:
                received.append(_Received(record, decode(_type_of(record), record.value)))
            except UnknownEvent:
                _unknown.labels(self._group).inc()
            except (ValidationError, ValueError) as error:
                await self._dead_letter(record, error, attempts=0)
        if received:
            await self._handle(received)

    async def _handle(self, received: list[_Received]) -> None:
        give_up_at = time.monotonic() + _RETRY_TOTAL_SECONDS
        delay = _RETRY_FIRST_SECONDS
        attempts = 0
        while True:
            attempts += 1
            try:
                await self._handler([item.event for item in received])
            except Exception as error:
                if not is_transient(error):
                    await self._isolate(received, error, attempts)
                    return
                log.warning("consumer retries", group=self._group, error=repr(error), attempts=attempts)
                if time.monotonic() > give_up_at:
                    raise
                await asyncio.sleep(delay)
                delay = min(delay * 2, _RETRY_LONGEST_SECONDS)
            else:
                self._dead_in_a_row = 0
                return

    async def _isolate(self, received: list[_Received], error: Exception, attempts: int) -> None:
        """Find the bad ones of a failed batch by handling each alone; put those aside."""
        if len(received) == 1:
            log.error("record dead-lettered", group=self._group, exc_info=error)
            await self._dead_letter(received[0].record, error, attempts)
            return
        for item in received:
            await self._handle([item])

    async def _dead_letter(self, record: ConsumerRecord, error: Exception, attempts: int) -> None:
        self._dead_in_a_row += 1
        if self._dead_in_a_row > _DEAD_LETTERS_IN_A_ROW:
            await asyncio.sleep(_RETRY_LONGEST_SECONDS)
            raise DeadLetterLimit(self._group) from error
        headers = {name: value.decode() for name, value in _as_text(record.headers)}
        await self._broker.publish(
            record.value,
            topic=f"{self._group}.dlq",
            key=record.key,
            headers={
                **headers,
                "dlq-reason": type(error).__name__,
                "dlq-error": without_detail(str(error))[:1000],
                "dlq-topic": record.topic,
                "dlq-partition": str(record.partition),
                "dlq-offset": str(record.offset),
                "dlq-attempts": str(attempts),
            },
        )
        _dead_letters.labels(self._group).inc()


def _type_of(record: ConsumerRecord) -> str:
    for name, value in record.headers:
        if name == "type" and value is not None:
            return bytes(value).decode()
    raise ValueError("the record has no type header")


def consume(
    broker: KafkaBroker,
    settings: ServiceSettings,
    service: ServiceName,
    topic: Topic,
    handler: Handler,
    *,
    max_records: int = 500,
    at_a_time: int = 1,
) -> Consumer:
    """Subscribe a service's handler to a topic. See the module's docstring for what it promises.

    The handler gets a non-empty list of events, in order per key, and opens its own transaction. With
    ``at_a_time`` it has up to so many batches at once, each of partitions of its own.
    """
    group = group_of(service, topic)
    consumer = Consumer(broker, settings, group, handler)

    async def on_batch(message: KafkaMessage) -> None:
        started = time.monotonic()
        raw = message.raw_message
        records = raw if isinstance(raw, tuple) else (raw,)
        await consumer.on_records(records)
        if len(records) < max_records:
            await asyncio.sleep(max(0.0, started + _GATHER_SECONDS - time.monotonic()))

    for _ in range(at_a_time):
        broker.subscriber(
            settings.kafka_topic_prefix + topic.name,
            group_id=settings.kafka_topic_prefix + group,
            auto_offset_reset="earliest",
            batch=True,
            max_records=max_records,
            batch_timeout_ms=50,
            fetch_max_wait_ms=250,
            session_timeout_ms=10_000,
            # Members hear with a heartbeat that another has come or gone, and share anew only then.
            heartbeat_interval_ms=1_000,
            max_poll_interval_ms=300_000,
            parser=_parse_leniently,
            decoder=_keep_bytes,
        )(on_batch)
    return consumer


async def _parse_leniently(message: Any, parse: Callable[[Any], Awaitable[Any]]) -> Any:
    """Parse a batch also if a header in it is no text, which would be the end of all of it, for ever."""
    try:
        return await parse(message)
    except (UnicodeDecodeError, AttributeError):
        records = message if isinstance(message, tuple) else (message,)
        legible = tuple(replace(record, headers=_as_text(record.headers)) for record in records)
        parsed = await parse(legible if isinstance(message, tuple) else legible[0])
        parsed.raw_message = message
        return parsed


def _as_text(headers: Sequence[tuple[str, bytes | None]]) -> list[tuple[str, bytes]]:
    return [(name, (value or b"").decode(errors="replace").encode()) for name, value in headers]


async def _keep_bytes(message: Any) -> Any:
    """Leave the body as it came: one bad record must not fail the parsing of the whole batch."""
    return message.body
