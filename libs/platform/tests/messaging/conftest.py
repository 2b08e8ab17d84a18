"""Topics of its own for each test that consumes, and a handler that notes what it gets."""

import secrets

import pytest

from atende_platform.data.provision import create_topics
from atende_platform.messaging import consumer as consumer_module
from atende_platform.process.settings import ServiceSettings
from atende_platform.testing.plugin import Installation

from .kafka_records import Handler


@pytest.fixture
async def settings(installation: Installation) -> ServiceSettings:
    """Topics and groups that no other test uses."""
    prefix = f"test-kafka-{secrets.token_hex(4)}."
    settings: ServiceSettings = installation.settings.model_copy(update={"kafka_topic_prefix": prefix})
    await create_topics(settings.kafka_bootstrap, prefix=prefix)
    return settings


@pytest.fixture
def handler() -> Handler:
    return Handler()


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(consumer_module, "RETRY_FIRST_SECONDS", 0.05)
