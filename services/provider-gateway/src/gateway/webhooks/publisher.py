"""The way of webhooks' events into Kafka."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from typing import Any, Final, NamedTuple

import structlog
from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaConnectionError, KafkaError

from atende_contracts.event import Event
from atende_contracts.registry import EncodedEvent
from atende_platform.errors import Unavailable
from atende_platform.messaging.kafka import hand_over, make_producer, trace_headers
from gateway.settings import Settings

log = structlog.get_logger(__name__)

PUBLISH_SECONDS: Final = 5.0
GATHER_SECONDS: Final = 0.005
"""The events of webhooks that come within this time go to Kafka together; what comes alone goes at once."""
RECONNECT_SECONDS: Final = 1.0

Headers = Sequence[tuple[str, bytes]]


class _Waiting(NamedTuple):
    """What one webhook says, and what is done when Kafka has it."""

    events: Sequence[EncodedEvent]
    trace: Headers
    published: asyncio.Future[None]


class Publisher:
    """A producer for the life of the process. While Kafka is away, `send` raises `Unavailable`."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._producer: AIOKafkaProducer | None = None
        self._gathering: list[_Waiting] = []
        self._gathered_until = 0.0
        """By the loop's clock: when the next batch may go."""
        self._under_way: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        """Keep a producer connected until cancelled. Never fails: REST goes on without Kafka."""
        while True:
            try:
                # What goes together is gathered here: the producer itself has nothing to wait for.
                async with make_producer(self._settings, linger_ms=0) as producer:
                    self._producer = producer
                    await asyncio.Event().wait()
            except (KafkaError, OSError) as error:
                log.warning("webhook.kafka_unavailable", error=repr(error))
            finally:
                self._producer = None
            await asyncio.sleep(RECONNECT_SECONDS)

    @property
    def is_connected(self) -> bool:
        return self._producer is not None

    async def send(self, events: Sequence[Event]) -> None:
        """Return when Kafka has the events. Raises `Unavailable` when it may not have them."""
        await self.send_encoded([EncodedEvent.of(event) for event in events], trace_headers())

    async def send_encoded(self, events: Sequence[EncodedEvent], trace: Headers) -> None:
        """Do the same for events that are bytes already, with the headers of their trace."""
        if not events:
            return
        if self._producer is None:
            raise Unavailable("broker-unreachable", retry_after=2)
        loop = asyncio.get_running_loop()
        if not self._gathering:
            loop.call_at(max(loop.time(), self._gathered_until), self._dispatch)
        published = loop.create_future()
        self._gathering.append(_Waiting(events, trace, published))
        await published

    def _dispatch(self) -> None:
        """Let what was gathered go."""
        batch, self._gathering = self._gathering, []
        self._gathered_until = asyncio.get_running_loop().time() + GATHER_SECONDS
        task = asyncio.create_task(self._publish(batch))
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    async def _publish(self, batch: Sequence[_Waiting]) -> None:
        """Publish a batch, and say of each webhook in it whether Kafka has it."""
        sent: list[list[asyncio.Future[Any]]] = [[] for _ in batch]
        try:
            with suppress(TimeoutError):  # Then some are not done, and say so.
                async with asyncio.timeout(PUBLISH_SECONDS):
                    for waiting, futures in zip(batch, sent, strict=True):
                        futures += await self._hand_over(waiting)
                    await asyncio.wait([future for futures in sent for future in futures])
        finally:
            for waiting, futures in zip(batch, sent, strict=True):
                _settle(waiting, futures)

    async def _hand_over(self, waiting: _Waiting) -> list[asyncio.Future[Any]]:
        """Give one webhook's events to the producer: what it refuses fails alone."""
        try:
            if self._producer is None:
                raise KafkaConnectionError
            return await hand_over(self._producer, self._settings, waiting.events, waiting.trace)
        except Exception as error:
            refused = asyncio.get_running_loop().create_future()
            refused.set_exception(error)
            return [refused]


def _settle(waiting: _Waiting, futures: Sequence[asyncio.Future[Any]]) -> None:
    """Tell a webhook's request what came of its events. Those that are still under way may come yet."""
    failures: list[BaseException] = [] if futures else [TimeoutError()]
    for future in futures:
        if future.cancel() or future.cancelled():
            failures.append(TimeoutError())
        elif error := future.exception():
            failures.append(error)
    if waiting.published.done():  # Its request was cancelled.
        return
    if not failures:
        waiting.published.set_result(None)
    elif isinstance(failures[0], KafkaError | OSError):
        log.warning("webhook.not_published", error=repr(failures[0]), events=len(waiting.events))
        waiting.published.set_exception(Unavailable("broker-silent", retry_after=2))
    else:
        waiting.published.set_exception(failures[0])
