"""Reading the topics again, from the oldest event that Kafka still has to the newest.

Facts only move forward and marks tell what was counted, so that what is known changes nothing: it adds what
is missing, after a copy was restored or data were lost. Other consumers and their positions are not touched.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Final, NamedTuple

import structlog
from aiokafka import AIOKafkaConsumer, ConsumerRecord, TopicPartition

from atende_contracts import topics
from atende_contracts.event import Event
from atende_contracts.registry import UnknownEvent, decode
from atende_platform.data.db import Database
from atende_platform.messaging.handlers import Handlers, handler_of
from atende_platform.process.settings import ServiceSettings
from atende_platform.transient import is_contention, is_transient

log = structlog.get_logger(__name__)

_AT_ONCE: Final = 2_000
_WAIT_MS: Final = 1_000
_PATIENCE_SECONDS: Final = 60.0
_TRIES: Final = 5
"""How often events are tried that others are in the way of: the workers may go on meanwhile."""
_PAUSE_SECONDS: Final = 1.0
_ANSWERED: Final = frozenset({topics.CONTACT_ERASURE, topics.COMPANY_ERASURE})
"""Requests that were answered when they came."""


class Silence(RuntimeError):
    """Kafka answers, but gives nothing of a partition: one without a leader, say."""


class Replayed(NamedTuple):
    """How many events were read, and how many of them could not be handled."""

    events: int
    failed: int


async def replay(settings: ServiceSettings, database: Database, handlers: Handlers) -> Replayed:
    """Handle all events of the topics again that are there when it begins. Raises `Silence`."""
    events = failed = 0
    for topic, steps in handlers.items():
        if topic in _ANSWERED:
            continue
        handle = handler_of(database, steps)
        async for records in _records(settings, settings.kafka_topic_prefix + topic.name):
            known, unreadable = _read(records)
            parts = [part for event in known for part in event.parts()]
            events += len(parts)
            failed += unreadable + await _handle_each(handle, parts)
    return Replayed(events, failed)


async def _handle_each(handle: Callable[[list[Event]], Awaitable[None]], events: Sequence[Event]) -> int:
    """Handle events together or, if that fails, in halves; return how many fail alone."""
    if not events:
        return 0
    try:
        await _handle(handle, events)
    except Exception as error:
        if is_transient(error):
            raise
        if len(events) == 1:
            log.warning("replay.failed", type=events[0].type, id=str(events[0].id), error=repr(error))
            return 1
        middle = len(events) // 2
        return await _handle_each(handle, events[:middle]) + await _handle_each(handle, events[middle:])
    return 0


async def _handle(handle: Callable[[list[Event]], Awaitable[None]], events: Sequence[Event]) -> None:
    """Handle events together, again if somebody else was in the way."""
    for left in reversed(range(_TRIES)):
        try:
            await handle([*events])
        except Exception as error:
            if not left or not is_contention(error):
                raise
            await asyncio.sleep(_PAUSE_SECONDS)
        else:
            return


def _read(records: Sequence[ConsumerRecord]) -> tuple[list[Event], int]:
    """Return the events that records are, and how many cannot be read.

    Tombstones, and types that this version does not know, are passed over, as consumers do.
    """
    known: list[Event] = []
    unreadable = 0
    for record in records:
        if record.value is None:
            continue
        types = [value for name, value in record.headers if name == "type" and value is not None]
        try:
            if not types:
                raise ValueError("the record has no type header")
            known.append(decode(bytes(types[0]).decode(), record.value))
        except UnknownEvent:
            continue
        except ValueError as error:
            unreadable += 1
            why = type(error).__name__
            log.warning("replay.unreadable", topic=record.topic, offset=record.offset, error=why)
    return known, unreadable


async def _records(settings: ServiceSettings, name: str) -> AsyncIterator[list[ConsumerRecord]]:
    """Yield a topic's records up to where it ends now, in the order of each partition. Raises `Silence`."""
    # Without a group it gets all partitions, and nobody else gets less. Seeking the beginning instead would
    # race with the search for the end, which begins where nothing else is said.
    consumer = AIOKafkaConsumer(
        name,
        **settings.kafka.options(),
        group_id=None,
        enable_auto_commit=False,
        auto_offset_reset="earliest",
    )
    try:
        async with _patience(name):
            await consumer.start()
            partitions = consumer.assignment()
            ends = await consumer.end_offsets(partitions)
        records: list[ConsumerRecord] | None = []
        while records is not None:
            async with _patience(name):
                records = await _next(consumer, ends)
            if records is not None:
                yield records
    finally:
        await consumer.stop()


async def _next(
    consumer: AIOKafkaConsumer, ends: Mapping[TopicPartition, int]
) -> list[ConsumerRecord] | None:
    """Return the next records before these ends; None when there are no more."""
    while [one for one in ends if await consumer.position(one) < ends[one]]:
        found = await consumer.getmany(timeout_ms=_WAIT_MS, max_records=_AT_ONCE)
        if records := [record for each in found.values() for record in each]:
            return records
    return None


@asynccontextmanager
async def _patience(name: str) -> AsyncIterator[None]:
    """Wait for so long only. Raises `Silence`."""
    try:
        async with asyncio.timeout(_PATIENCE_SECONDS):
            yield
    except TimeoutError as error:
        raise Silence(
            f"Kafka has given nothing of the topic {name} for {_PATIENCE_SECONDS:.0f} s, although there is"
            " more: look at its log, and run this again; what has been read stays counted"
        ) from error
