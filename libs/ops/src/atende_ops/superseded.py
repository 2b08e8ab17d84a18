"""Which parked events must not be published any more: something newer was said of the same thing since.

A compacted topic keeps the last record of a key. An old state that is put behind a newer one, or behind a
tombstone, takes its place for all who read the topic from its beginning.
"""

from collections.abc import Iterable, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.errors import TopicAuthorizationFailedError
from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.registry import UnknownEvent, decode
from atende_contracts.topics import TOPICS
from atende_ops.access import kafka_access
from atende_ops.errors import Wrong
from atende_ops.kafka import Record, admin_of, partitions_of, read, reader_of
from atende_platform.data.db import execute
from atende_platform.messaging.outbox import PARKED

_MARGIN: Final = timedelta(minutes=2)
"""By so much clocks may differ."""
_UUID7: Final = 7


@dataclass(frozen=True)
class _Parked:
    """A parked event of a compacted topic."""

    event_id: UUID
    topic: str
    key: str
    type: str
    payload: str
    created_at: datetime
    is_behind: bool
    """Whether a later event of the same thing is about to be published."""


_STATES: Final = """
SELECT parked.event_id, named.topic, parked.key, parked.type, parked.payload, parked.created_at,
       EXISTS (SELECT FROM outbox AS later WHERE later.id > parked.id AND later.topic = named.topic
               AND later.key = parked.key) AS is_behind
FROM outbox AS parked, LATERAL (SELECT substr(parked.topic, length(:parked) + 1) AS topic) AS named
WHERE parked.event_id = ANY(CAST(:ids AS uuid[])) AND starts_with(parked.topic, :parked)
  AND named.topic = ANY(CAST(:compacted AS text[]))
"""


async def superseded(session: AsyncSession, ids: Sequence[UUID]) -> set[UUID]:
    """Return those of the parked events that would take the place of something newer.

    Raises `Wrong` if Kafka is away, or does not let us read the topic.
    """
    compacted = [topic.name for topic in TOPICS if topic.compacted]
    rows = await execute(session, _STATES, parked=PARKED, ids=[*ids], compacted=compacted)
    states = [_Parked(**row._mapping) for row in rows]
    found = {each.event_id for each in states if each.is_behind}
    return found | await _in_kafka([each for each in states if not each.is_behind])


async def _in_kafka(states: Iterable[_Parked]) -> set[UUID]:
    found: set[UUID] = set()
    wanted = list(states)
    if not wanted:
        return found
    access, prefix = kafka_access()
    try:
        async with admin_of(access) as admin, reader_of(access) as consumer:
            partitions = await partitions_of(admin, {prefix + each.topic for each in wanted})
            for each in wanted:
                if prefix + each.topic not in partitions:
                    raise Wrong(f"Kafka does not show {prefix}{each.topic}: `atende topics` says more.")
                if await _has_newer(consumer, partitions[prefix + each.topic], each):
                    found.add(each.event_id)
    except TopicAuthorizationFailedError as error:
        raise Wrong(
            "This user of Kafka may not read what it produces, so it is not known whether something newer is"
            " there. Retry as Kafka's administrator: in the image `provision` (docs/atende.md)."
        ) from error
    return found


async def _has_newer(
    consumer: AIOKafkaConsumer, partitions: Sequence[TopicPartition], state: _Parked
) -> bool:
    """Look through all that came since; in all partitions, because there may be more of them by now."""
    since = int((state.created_at - _MARGIN).timestamp() * 1000)
    places = await consumer.offsets_for_times(dict.fromkeys(partitions, since))
    for partition, place in places.items():
        if place is None:
            continue
        records = read(consumer, partition, place.offset)
        async with aclosing(records):
            async for record in records:
                if record.key == state.key.encode() and _is_newer(record, state):
                    return True
    return False


def _is_newer(record: Record, state: _Parked) -> bool:
    headers = {name: (value or b"").decode(errors="replace") for name, value in record.headers}
    theirs = _rank(headers.get("type", ""), record.value)
    ours = _rank(state.type, state.payload.encode())
    if theirs is not None and ours is not None:
        return bool(theirs > ours)
    # One of them is a tombstone, or of a version that is not known here.
    made_at = _made_at(str(state.event_id), int(state.created_at.timestamp() * 1000))
    return _made_at(headers.get("id", ""), record.timestamp) > made_at


def _rank(type_: str, value: bytes | None) -> Any:
    """Return what says which of two states of a thing is the newer, if it can be read."""
    if not value:
        return None
    try:
        event = decode(type_, value)
    except (UnknownEvent, ValueError):
        return None
    return getattr(event, "revision", getattr(event, "at", None))


def _made_at(event_id: str, otherwise: int) -> int:
    """Return when an event was made, in milliseconds, by its id if that tells it."""
    try:
        known = UUID(event_id)
    except ValueError:
        return otherwise
    return known.int >> 80 if known.version == _UUID7 else otherwise
