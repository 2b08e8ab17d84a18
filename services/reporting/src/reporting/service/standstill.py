"""Whether workers take events: what replaces their tables needs them to be stopped."""

from typing import Final

from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import for_code

from atende_contracts.topics import Topic, group_of
from atende_platform.messaging.handlers import Handlers
from atende_platform.process.settings import ServiceSettings

_WITHOUT_MEMBERS: Final = ("Empty", "Dead")
"""Kafka calls a group dead that it does not know."""


class WorkersRun(RuntimeError):
    """Workers take events."""


async def require_stopped(settings: ServiceSettings, handlers: Handlers) -> None:
    """Raise `WorkersRun` while a consumer group has members, and ``KafkaError`` if Kafka does not tell."""
    admin = AIOKafkaAdminClient(**settings.kafka.options())
    await admin.start()
    try:
        for group in sorted({_group(settings, topic) for topic in handlers}):
            # One at a time: of several, aiokafka reads newer answers wrongly.
            [answer] = await admin.describe_consumer_groups([group])
            error, _, state, *_ = answer.groups[0]
            if error:
                raise for_code(error)(f"consumer group {group}")
            if state not in _WITHOUT_MEMBERS:
                raise WorkersRun(
                    f"workers of reporting take events (consumer group {group}, {state}):"
                    " stop all of them, and start them again when this has ended"
                )
    finally:
        await admin.close()


def _group(settings: ServiceSettings, topic: Topic) -> str:
    return settings.kafka_topic_prefix + group_of("reporting", topic)
