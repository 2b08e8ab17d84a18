"""As a process starts: who is away is waited for and named, who refuses keeps it from starting."""

import asyncio
import socket
import threading
from collections.abc import Mapping
from time import monotonic
from typing import Any

import pytest

from atende_platform.process.secret_settings import password_of, user_of, with_credentials
from atende_platform.process.settings import ServiceSettings
from atende_platform.service import command, names, servers
from atende_platform.service.definition import Service
from atende_platform.service.servers import Server, come, hosts_of, look, servers_of
from atende_platform.testing.plugin import Installation


def wrong_password(url: str) -> str:
    return with_credentials(url, user_of(url), f"{password_of(url)}x")


async def test_servers_that_let_us_in_are_there(installation: Installation) -> None:
    found = await look(list(servers_of(installation.settings)))
    assert {each.server.setting: each.state for each in found} == dict.fromkeys(
        ("DATABASE_URL", "DATABASE_WORKER_URL", "REDIS_URL", "KAFKA_BOOTSTRAP"), "there"
    )


async def test_servers_that_are_away_are_named_with_their_settings(nowhere: ServiceSettings) -> None:
    found = await look(list(servers_of(nowhere)))
    assert {each.state for each in found} == {"away"}
    assert str(found[0]).startswith("DATABASE_URL: PostgreSQL at 127.0.0.1:9 cannot be reached: ")
    assert str(found[2]).startswith("REDIS_URL: Redis at 127.0.0.1:9 cannot be reached: ")
    assert str(found[3]).startswith("KAFKA_BOOTSTRAP: Kafka at 127.0.0.1:9 cannot be reached: ")
    assert ":test@" not in "".join(map(str, found))


async def test_a_name_that_no_dns_resolves_is_named_soon(
    nowhere: ServiceSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    over = threading.Event()
    asked: list[str] = []

    def hang(host: str, *_: object) -> None:
        asked.append(host)
        over.wait(60)

    monkeypatch.setattr(names, "getaddrinfo", hang)
    monkeypatch.setattr(names, "RESOLVE_SECONDS", 0.2)
    settings = nowhere.model_copy(
        update={
            "redis_url": "redis://user:secret@valkey:6379/0",
            "kafka_bootstrap": "k1:9092, k2:9092",
        }
    )
    began = monotonic()
    *_, redis, kafka = await asyncio.to_thread(asyncio.run, look(list(servers_of(settings))))
    assert monotonic() - began < 30, "the resolver was waited for"
    over.set()
    assert sorted(asked) == ["k1", "k2", "valkey"]
    assert str(redis) == (
        "REDIS_URL: Redis at valkey:6379 cannot be reached: the name valkey cannot be resolved:"
        " no DNS answers within 0.2 s"
    )
    assert "the name k1 cannot be resolved" in str(kafka)
    assert "the name k2 cannot be resolved" in str(kafka)


async def test_a_name_that_is_unknown_is_named(
    nowhere: ServiceSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(names, "getaddrinfo", refuse)
    settings = nowhere.model_copy(update={"redis_url": "redis://valkey:6379/0"})
    *_, redis, _ = await look(list(servers_of(settings)))
    assert redis.state == "away"
    assert "the name valkey cannot be resolved: [Errno -2] Name or service not known" in str(redis)


@pytest.mark.parametrize(
    ("address", "hosts"),
    [
        ("db:5432", ["db"]),
        ("[::1]:5432", []),
        ("kafka-0.example:9092, kafka-1.example:9092", ["kafka-0.example", "kafka-1.example"]),
        ("10.0.0.7:9092,kafka-1.example:9092", []),
        ("/var/run/postgresql", []),
        ("", []),
    ],
)
def test_names_in_addresses(address: str, hosts: list[str]) -> None:
    assert hosts_of(address) == hosts


async def test_refusals_are_no_outages(installation: Installation) -> None:
    settings: ServiceSettings = installation.settings
    changes: Mapping[str, Any] = {
        "database_url": wrong_password(settings.database_url),
        "database_worker_url": settings.database_worker_url + "_that_is_not",
        "redis_url": with_credentials(settings.redis_url, "nobody", "sekrit"),
        "kafka_bootstrap": "kafka",
    }
    postgres, database, redis, kafka = await look(list(servers_of(settings.model_copy(update=changes))))
    assert [each.state for each in (postgres, database, redis, kafka)] == ["refuses"] * 4
    user = user_of(settings.database_url)
    assert f"does not let {user} in: password authentication failed" in str(postgres)
    assert "does not open the database for" in str(database)
    assert "does not let nobody in" in str(redis)
    assert str(kafka) == "KAFKA_BOOTSTRAP: Kafka at kafka cannot be asked: kafka is not host:port"


async def test_a_server_that_is_waited_for_is_named_until_it_is_there(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(servers, "_AGAIN_SECONDS", 0.01)
    monkeypatch.setattr(servers, "_NAMED_AGAIN_SECONDS", 0.0)
    said: list[tuple[str, Mapping[str, Any]]] = []
    monkeypatch.setattr(servers.log, "warning", lambda event, **more: said.append((event, more)))
    monkeypatch.setattr(servers.log, "info", lambda event, **more: said.append((event, more)))
    tries = 0

    async def reach() -> None:
        nonlocal tries
        tries += 1
        if tries < 3:
            raise ConnectionRefusedError("nobody there")

    server = Server("KAFKA_BOOTSTRAP", "Kafka", "k:9092", reach)
    assert await come([server]) == []
    assert [event for event, _ in said] == ["server.waiting", "server.waiting", "server.reached"]
    assert said[0][1]["reason"] == "KAFKA_BOOTSTRAP: Kafka at k:9092 cannot be reached: nobody there"
    tries = -(10**6)
    (missing,) = await come([server], seconds=0.02)
    assert missing.state == "away"


async def test_a_process_that_is_refused_does_not_start_and_says_all_that_is_wrong(
    installation: Installation,
    service: Service[Any],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    settings: ServiceSettings = installation.settings
    environment = {
        "ENVIRONMENT": "test",
        "LOG_LEVEL": "loud",
        "DATABASE_URL": wrong_password(settings.database_url),
        "DATABASE_WORKER_URL": wrong_password(settings.database_worker_url),
        "REDIS_URL": settings.redis_url,
        "KAFKA_BOOTSTRAP": settings.kafka_bootstrap,
    }
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert await asyncio.to_thread(command.run, service, ["api"]) == 2
    lines = capsys.readouterr().err.splitlines()
    assert [line.partition(":")[0] for line in lines] == ["LOG_LEVEL", "DATABASE_URL", "DATABASE_WORKER_URL"]

    monkeypatch.setenv("LOG_LEVEL", "INFO")
    monkeypatch.setenv("DATABASE_OWNER_URL", wrong_password(settings.database_owner_url))
    assert await asyncio.to_thread(command.run, service, ["migrate"]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("DATABASE_OWNER_URL: PostgreSQL at ")
    assert "password authentication failed" in line
    monkeypatch.delenv("DATABASE_OWNER_URL")
    assert await asyncio.to_thread(command.run, service, ["migrate"]) == 2
    assert capsys.readouterr().err == "DATABASE_OWNER_URL: is missing; it is what migrates\n"
