"""Runs ``atende`` as its users do, in the process of the tests: what it prints, and its exit status."""

import asyncio
import json
import secrets
from dataclasses import dataclass
from typing import Any, Protocol
from urllib.parse import urlsplit

import pytest

from atende_contracts.topics import ServiceName
from atende_ops.app import main
from atende_ops.schemas import migrations_of
from atende_platform.data import migrations
from atende_platform.data.provision import provision_service
from atende_platform.testing.plugin import Infrastructure


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> dict[str, Any]:
        said: dict[str, Any] = json.loads(self.out)
        return said


class Atende(Protocol):
    """Runs a command."""

    async def __call__(self, *arguments: str) -> Ended: ...


@pytest.fixture
def atende(capsys: pytest.CaptureFixture[str]) -> Atende:
    async def run(*arguments: str) -> Ended:
        capsys.readouterr()
        # In a thread, since it runs an event loop of its own.
        status = await asyncio.to_thread(main, arguments)
        said = capsys.readouterr()
        return Ended(status, said.out, said.err)

    return run


@pytest.fixture
def own_environment(infrastructure: Infrastructure, monkeypatch: pytest.MonkeyPatch) -> str:
    """Kafka and Redis of the tests, a prefix that no other test has, no service; returns the prefix."""
    prefix = f"ops-{secrets.token_hex(4)}."
    for name, value in {
        "ENVIRONMENT": "test",
        "KAFKA_BOOTSTRAP": infrastructure.kafka_bootstrap,
        "KAFKA_TOPIC_PREFIX": prefix,
        "REDIS_URL": infrastructure.redis_url,
    }.items():
        monkeypatch.setenv(name, value)
    for name in ("DATABASE_URL", "DATABASE_WORKER_URL", "KAFKA_PARTITIONS", "KAFKA_REPLICATION_FACTOR"):
        monkeypatch.delenv(name, raising=False)
    return prefix


class Provide(Protocol):
    """Makes a service's database, migrated up to a revision or not; names it in the environment."""

    async def __call__(self, service: ServiceName, *, to: str | None = "head") -> None: ...


@pytest.fixture
def provide(infrastructure: Infrastructure, own_environment: str, monkeypatch: pytest.MonkeyPatch) -> Provide:
    address = urlsplit(infrastructure.database_admin_url).netloc.rpartition("@")[2]
    name = f"test_{own_environment.rstrip('.').replace('-', '_')}"

    async def make(service: ServiceName, *, to: str | None = "head") -> None:
        # Roles are global to the server: every test has them with the same passwords.
        urls = {
            kind: f"postgresql://{service}_{kind}:test@{address}/{name}"
            for kind in ("owner", "app", "worker")
        }
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
        monkeypatch.setenv(f"{service.upper()}_DATABASE_URL", urls["app"])
        monkeypatch.setenv(f"{service.upper()}_DATABASE_WORKER_URL", urls["worker"])

    return make
