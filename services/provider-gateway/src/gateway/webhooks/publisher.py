"""The way of webhooks' events into Kafka."""

import asyncio
from collections.abc import Sequence
from typing import Final

import structlog
from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError

from atende_contracts.event import Event
from atende_platform.errors import Unavailable
from atende_platform.messaging.kafka import make_producer, publish
from gateway.settings import Settings

log = structlog.get_logger(__name__)

PUBLISH_SECONDS: Final = 5.0
LINGER_MS: Final = 5
"""The events of webhooks that come within this time go to Kafka together."""
RECONNECT_SECONDS: Final = 1.0


class Publisher:
    """A producer for the life of the process. While Kafka is away, `send` raises `Unavailable`."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._producer: AIOKafkaProducer | None = None

    async def run(self) -> None:
        """Keep a producer connected until cancelled. Never fails: REST goes on without Kafka."""
        while True:
            try:
                async with make_producer(self._settings, linger_ms=LINGER_MS) as producer:
                    self._producer = producer
                    await asyncio.Event().wait()
            except (KafkaError, OSError) as error:
                log.warning("webhook.kafka_unavailable", error=repr(error))
            finally:
                self._producer = None
            await asyncio.sleep(RECONNECT_SECONDS)

    async def send(self, events: Sequence[Event]) -> None:
        """Return when Kafka has the events. Raises `Unavailable` when it may not have them."""
        if not events:
            return
        if self._producer is None:
            raise Unavailable("broker-unreachable", retry_after=2)
        try:
            await publish(self._producer, self._settings, events, timeout=PUBLISH_SECONDS)
        except (KafkaError, OSError) as error:
            log.warning("webhook.not_published", error=repr(error), events=len(events))
            raise Unavailable("broker-silent", retry_after=2) from None
