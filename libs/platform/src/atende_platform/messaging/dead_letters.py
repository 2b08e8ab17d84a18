"""Dead letters: where records go that cannot be handled, each of them once.

A dead letter is the record itself, with headers that say where it was and why it is here. One that Kafka
would not take with those is put down as its place, its headers and the head of its value: the record itself
stays in its topic for as long as that keeps it.

``atende dlq`` (`atende_ops`) has records handled again, or discards them. The first puts a record into its
topic once more, with a header that says for whom unless the topic is compacted; both note it in the
dead-letter topic.
"""

import asyncio
from collections.abc import Awaitable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

import structlog
from aiokafka import ConsumerRecord
from aiokafka.errors import MessageSizeTooLargeError, RecordListTooLargeError
from prometheus_client import Counter

from atende_platform.process.metrics import begin_at_zero
from atende_platform.process.telemetry import without_detail

log = structlog.get_logger(__name__)

FOR: Final = "replay-for"
"""A header of a record that was put into its topic again: the consumer that is to handle it, and no other.

Not in compacted topics: there the copy replaces the record, for all who read the topic from its beginning.
"""
SETTLES: Final = "dlq-settles"
"""A header of what is no dead letter, but says of one, by its offset, that it needs nobody any more."""

_PUBLISH_SECONDS: Final = 15.0
_MOST_REMEMBERED: Final = 10_000
_HEAD_BYTES: Final = 16 * 1024
_ERROR_CHARS: Final = 1000
_HEADERS: Final = 20
_HEADER_CHARS: Final = 200
_TOO_LARGE: Final = (MessageSizeTooLargeError, RecordListTooLargeError)

_dead_letters = Counter("consumer_dead_letters_total", "Records put into a dead-letter topic", ["group"])
_abridged = Counter(
    "consumer_dead_letters_abridged_total", "Dead letters without all of their value", ["group"]
)

Place = tuple[str, int, int, int, int]
"""Topic, partition, offset, time, number within it: the same for what comes again, and for nothing else."""
WHOLE: Final = -1
"""The number of all of a record."""


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """A record that cannot be handled, and why."""

    record: "ConsumerRecord[bytes | None, bytes | None]"
    error: Exception
    attempts: int
    number: int = WHOLE
    """Of many events in a record, which of them it was; ``record`` is then as if it had come alone."""

    @property
    def place(self) -> Place:
        """What tells it from all others."""
        return place_of(self.record, self.number)


class _Publisher(Protocol):
    def publish(
        self, message: bytes | None, *, topic: str, key: bytes | None, headers: dict[str, str]
    ) -> Awaitable[object]: ...


class DeadLetters:
    """The dead-letter topic of one group. A record put there is not put there again by this process."""

    def __init__(self, broker: _Publisher, group: str) -> None:
        self._broker = broker
        self._group = group
        begin_at_zero(_dead_letters, [group])
        begin_at_zero(_abridged, [group])
        self._put: dict[Place, None] = {}
        """Oldest first."""
        self._under_way: dict[Place, asyncio.Task[None]] = {}
        """What was not confirmed in time may still arrive: it is waited for, and not sent beside it."""

    def has(self, place: Place) -> bool:
        """Tell whether what stood there was put there, as far back as is remembered."""
        return place in self._put

    async def put(self, letters: Sequence[DeadLetter]) -> None:
        """Put records there, and return when Kafka has them all. Raises if it is away; see `has` then."""
        sending = [self._send(letter) for letter in letters if not self.has(letter.place)]
        if not sending:
            return
        done, pending = await asyncio.wait(sending, timeout=_PUBLISH_SECONDS)
        failed = [error for task in done if not task.cancelled() and (error := task.exception()) is not None]
        if failed:
            raise failed[0]
        if pending:
            raise TimeoutError(f"{len(pending)} dead letters are not confirmed")

    def _send(self, letter: DeadLetter) -> asyncio.Task[None]:
        place = letter.place
        task = self._under_way.get(place)
        if task is None or (task.done() and (task.cancelled() or task.exception() is not None)):
            task = asyncio.create_task(self._publish(letter), name="dead letter")
            self._under_way[place] = task
        return task

    async def _publish(self, letter: DeadLetter) -> None:
        record, place = letter.record, letter.place
        why = {
            "dlq-reason": type(letter.error).__name__,
            "dlq-error": without_detail(str(letter.error))[:_ERROR_CHARS],
            "dlq-topic": record.topic,
            "dlq-partition": str(record.partition),
            "dlq-offset": str(record.offset),
            "dlq-attempts": str(letter.attempts),
        }
        topic = f"{self._group}.dlq"
        headers = {name: value.decode() for name, value in as_text(record.headers)}
        try:
            await self._broker.publish(record.value, topic=topic, key=record.key, headers={**headers, **why})
        except _TOO_LARGE:
            value, key = record.value or b"", record.key or b""
            why["dlq-value-bytes"] = str(len(value))
            few = dict(_abridge(headers))
            await self._broker.publish(
                value[:_HEAD_BYTES], topic=topic, key=key[:_HEADER_CHARS], headers={**few, **why}
            )
            _abridged.labels(self._group).inc()
        _dead_letters.labels(self._group).inc()
        self._put[place] = None
        self._under_way.pop(place, None)
        while len(self._put) > _MOST_REMEMBERED:
            del self._put[next(iter(self._put))]


def place_of(record: "ConsumerRecord[bytes | None, bytes | None]", number: int = WHOLE) -> Place:
    """Return what tells a record, or one of the events in it, from all others."""
    return record.topic, record.partition, record.offset, record.timestamp, number


def as_text(headers: Sequence[tuple[str, bytes | None]]) -> list[tuple[str, bytes]]:
    """Return headers whose values can be decoded, as far as they are text."""
    return [(name, (value or b"").decode(errors="replace").encode()) for name, value in headers]


def _abridge(headers: dict[str, str]) -> Iterable[tuple[str, str]]:
    for name in list(headers)[:_HEADERS]:
        yield name[:_HEADER_CHARS], headers[name][:_HEADER_CHARS]
