"""Topics of its own for each test that consumes, and a handler that notes what it gets."""

import secrets
from collections.abc import AsyncIterator

import pytest
from aiokafka.admin import AIOKafkaAdminClient

from atende_contracts.topics import TOPICS, dead_letter_topics
from atende_platform.data.provision import create_topics
from atende_platform.messaging import consumer as consumer_module
from atende_platform.process.settings import ServiceSettings
from atende_platform.testing.plugin import Installation

from .kafka_records import Handler


@pytest.fixture
async def settings(installation: Installation) -> AsyncIterator[ServiceSettings]:
    """Topics and groups that no other test uses."""
    prefix = f"test-kafka-{secrets.token_hex(4)}."
    settings: ServiceSettings = installation.settings.model_copy(update={"kafka_topic_prefix": prefix})
    await create_topics(settings.kafka_bootstrap, prefix=prefix)
    yield settings
    # Else there are thousands at the end of a run, which Kafka holds open all of.
    admin = AIOKafkaAdminClient(**settings.kafka.options())
    await admin.start()
    try:
        await admin.delete_topics([prefix + topic.name for topic in (*TOPICS, *dead_letter_topics())])
    finally:
        await admin.close()


@pytest.fixture
def handler() -> Handler:
    return Handler()


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(consumer_module, "RETRY_FIRST_SECONDS", 0.05)
