"""An environment of its own for each test: Kafka topics, and databases of the services that it names."""

import asyncio
import secrets
from collections.abc import AsyncIterator
from typing import Protocol
from urllib.parse import urlsplit

import pytest
import pytest_asyncio

from atende_contracts.topics import ServiceName
from atende_ops.app import main
from atende_ops.schemas import migrations_of
from atende_platform.data import migrations
from atende_platform.data.provision import provision_service
from atende_platform.testing.plugin import Infrastructure


class Provide(Protocol):
    """Makes a service's database, migrated up to a revision or not; names it in the environment."""

    async def __call__(self, service: ServiceName, *, to: str | None = "head") -> None: ...


def _environment(infrastructure: Infrastructure, patch: pytest.MonkeyPatch) -> str:
    prefix = f"ops-{secrets.token_hex(4)}."
    for name, value in {
        "ENVIRONMENT": "test",
        "KAFKA_BOOTSTRAP": infrastructure.kafka_bootstrap,
        "KAFKA_TOPIC_PREFIX": prefix,
        "REDIS_URL": infrastructure.redis_url,
    }.items():
        patch.setenv(name, value)
    for name in ("DATABASE_URL", "DATABASE_WORKER_URL", "KAFKA_PARTITIONS", "KAFKA_REPLICATION_FACTOR"):
        patch.delenv(name, raising=False)
    return prefix


def _provide(infrastructure: Infrastructure, prefix: str, patch: pytest.MonkeyPatch) -> Provide:
    address = urlsplit(infrastructure.database_admin_url).netloc.rpartition("@")[2]
    name = f"test_{prefix.rstrip('.').replace('-', '_')}"

    async def make(service: ServiceName, *, to: str | None = "head") -> None:
        # Roles are global to the server: every test has them with the same passwords.
        kinds = ("owner", "app", "worker")
        urls = {kind: f"postgresql://{service}_{kind}:test@{address}/{name}" for kind in kinds}
        await provision_service(
            infrastructure.database_admin_url,
            service,
            owner_url=urls["owner"],
            app_url=urls["app"],
            worker_url=urls["worker"],
        )
        if to is not None:
            directory = migrations_of(service)
            assert directory is not None
            await asyncio.to_thread(migrations.upgrade, directory, urls["owner"], to)
        patch.setenv(f"{service.upper()}_DATABASE_URL", urls["app"])
        patch.setenv(f"{service.upper()}_DATABASE_WORKER_URL", urls["worker"])

    return make


@pytest.fixture
def own_environment(infrastructure: Infrastructure, monkeypatch: pytest.MonkeyPatch) -> str:
    """Kafka and Redis of the tests, a prefix that no other test has, no service; returns the prefix."""
    return _environment(infrastructure, monkeypatch)


@pytest.fixture
def provide(infrastructure: Infrastructure, own_environment: str, monkeypatch: pytest.MonkeyPatch) -> Provide:
    return _provide(infrastructure, own_environment, monkeypatch)


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def operated(infrastructure: Infrastructure) -> AsyncIterator[str]:
    """All topics, and the database of reporting, for the tests of a module; yields the prefix of names."""
    with pytest.MonkeyPatch.context() as patch:
        prefix = _environment(infrastructure, patch)
        await _provide(infrastructure, prefix, patch)("reporting")
        assert await asyncio.to_thread(main, ("topics", "apply", "--yes")) == 0
        yield prefix
