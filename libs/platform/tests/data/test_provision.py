"""Provisioning and migrations can be run again and again, and change nothing the second time."""

import asyncio
import secrets
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import urlsplit

import asyncpg
import pytest
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType

from atende_contracts.topics import BUSY_PARTITIONS, SERVICES, TOPICS, dead_letter_topics
from atende_platform import __main__ as command
from atende_platform.data import migrations
from atende_platform.data.provision import create_topics, provision_service, with_database
from atende_platform.service.definition import Service, migrations_dir
from atende_platform.testing.plugin import Eventually, Infrastructure, Installation

CATALOGUE = """
SELECT 'role', rolname, rolconfig::text, (rolsuper, rolbypassrls, rolcreatedb, rolcreaterole)::text
  FROM pg_roles WHERE rolname LIKE 'probe_%'
UNION ALL SELECT 'setting', setrole::regrole::text, setconfig::text, '' FROM pg_db_role_setting
  WHERE setdatabase = (SELECT oid FROM pg_database WHERE datname = current_database())
UNION ALL SELECT 'schema', nspname, nspowner::regrole::text, nspacl::text FROM pg_namespace
  WHERE nspname IN ('probe', 'public')
UNION ALL SELECT 'default', defaclrole::regrole::text, defaclobjtype::text, defaclacl::text
  FROM pg_default_acl
"""


@pytest.fixture
async def fresh_database(infrastructure: Infrastructure) -> AsyncIterator[str]:
    """The name of a database that is not there yet."""
    name = f"test_provision_{secrets.token_hex(4)}"
    yield name
    connection = await asyncpg.connect(infrastructure.database_admin_url)
    await connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    await connection.close()


def urls_of(infrastructure: Infrastructure, database: str) -> dict[str, str]:
    address = urlsplit(infrastructure.database_admin_url).netloc.rpartition("@")[2]
    return {
        f"{kind}_url": f"postgresql://probe_{kind}:test@{address}/{database}"
        for kind in ("owner", "app", "worker")
    }


async def catalogue(infrastructure: Infrastructure, database: str) -> set[tuple[Any, ...]]:
    connection = await asyncpg.connect(with_database(infrastructure.database_admin_url, database))
    try:
        return {tuple(row) for row in await connection.fetch(CATALOGUE)}
    finally:
        await connection.close()


async def test_provisioning_again_changes_nothing(
    infrastructure: Infrastructure, fresh_database: str
) -> None:
    urls = urls_of(infrastructure, fresh_database)
    admin = infrastructure.database_admin_url
    await provision_service(admin, "probe", **urls)  # type: ignore[arg-type]
    before = await catalogue(infrastructure, fresh_database)
    await asyncio.gather(*(provision_service(admin, "probe", **urls) for _ in range(3)))  # type: ignore[arg-type]
    assert await catalogue(infrastructure, fresh_database) == before
    assert {row[1] for row in before if row[0] == "role"} == {"probe_owner", "probe_app", "probe_worker"}


async def test_the_roles_live_in_the_services_schema(
    infrastructure: Infrastructure, fresh_database: str
) -> None:
    urls = urls_of(infrastructure, fresh_database)
    await provision_service(infrastructure.database_admin_url, "probe", **urls)  # type: ignore[arg-type]
    for kind, url in urls.items():
        connection = await asyncpg.connect(url)
        try:
            assert await connection.fetchval("SELECT current_schema()") == "probe"
            may_create = await connection.fetchval("SELECT has_schema_privilege('probe', 'CREATE')")
            assert may_create is (kind == "owner_url")
        finally:
            await connection.close()


@pytest.mark.parametrize(
    "url",
    ["postgresql://127.0.0.1/x", "postgresql://probe_owner@127.0.0.1/x", "postgresql://a%20b:x@127.0.0.1/x"],
)
async def test_a_url_without_a_plain_role_is_refused(infrastructure: Infrastructure, url: str) -> None:
    with pytest.raises(ValueError, match="role"):
        await provision_service(
            infrastructure.database_admin_url,
            "probe",
            owner_url=url,
            app_url=url,
            worker_url=url,  # type: ignore[arg-type]
        )


async def test_migrations_up_check_down_up(
    service: Service[Any], infrastructure: Infrastructure, fresh_database: str
) -> None:
    urls = urls_of(infrastructure, fresh_database)
    await provision_service(infrastructure.database_admin_url, "probe", **urls)  # type: ignore[arg-type]
    directory = migrations_dir(service)
    for step in (
        migrations.upgrade,
        migrations.upgrade,
        migrations.check,
        migrations.downgrade,
        migrations.upgrade,
        migrations.check,
    ):
        await asyncio.to_thread(step, directory, urls["owner_url"])


async def test_topics_are_created_as_the_registry_says_and_only_once(
    installation: Installation, eventually: Eventually
) -> None:
    prefix = f"test-topics-{secrets.token_hex(4)}."
    bootstrap = installation.settings.kafka_bootstrap
    await create_topics(bootstrap, prefix=prefix)
    await create_topics(bootstrap, prefix=prefix)
    wanted = {prefix + topic.name: topic for topic in (*TOPICS, *dead_letter_topics())}
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap)
    await admin.start()
    try:

        async def all_there() -> None:  # A broker hears of new topics a moment after they are made.
            found = {topic["topic"]: topic for topic in await admin.describe_topics(list(wanted))}
            assert {name: len(topic["partitions"]) for name, topic in found.items()} == {
                name: topic.partitions for name, topic in wanted.items()
            }

        await eventually(all_there)
        resources = [ConfigResource(ConfigResourceType.TOPIC, name) for name in wanted]
        configs: dict[str, dict[str, str]] = {}
        for response in await admin.describe_configs(resources):
            for _, _, _, name, entries in response.resources:
                configs[name] = {entry[0]: entry[1] for entry in entries}
        for name, topic in wanted.items():
            assert topic.config().items() <= configs[name].items(), name
    finally:
        await admin.delete_topics(list(wanted))
        await admin.close()


async def test_busy_topics_have_as_many_partitions_as_was_said_and_keep_them(
    installation: Installation, eventually: Eventually
) -> None:
    prefix = f"test-topics-{secrets.token_hex(4)}."
    bootstrap = installation.settings.kafka_bootstrap
    assert await create_topics(bootstrap, prefix=prefix, partitions=2) == []

    async def said() -> None:
        differ = await create_topics(bootstrap, prefix=prefix, partitions=4)
        assert f"topic {prefix}message.inbound has 2 partitions, not 4" in differ
        assert len(differ) == sum(topic.partitions == BUSY_PARTITIONS for topic in TOPICS)

    try:
        await eventually(said)  # A broker hears of new topics a moment after they are made.
    finally:
        admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap)
        await admin.start()
        await admin.delete_topics([prefix + topic.name for topic in (*TOPICS, *dead_letter_topics())])
        await admin.close()


# --- the command line -------------------------------------------------------------------------


def run(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    monkeypatch.setattr("sys.argv", ["atende_platform", *arguments])
    return command.main()


def test_the_command_provisions_every_service_and_creates_topics(
    infrastructure: Infrastructure, fresh_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = urlsplit(infrastructure.database_admin_url).netloc.rpartition("@")[2]
    monkeypatch.setenv("DATABASE_ADMIN_URL", infrastructure.database_admin_url)
    monkeypatch.setenv("ENVIRONMENT", "test")
    monkeypatch.setenv("KAFKA_BOOTSTRAP", infrastructure.kafka_bootstrap)
    monkeypatch.setenv("KAFKA_TOPIC_PREFIX", f"test-command-{secrets.token_hex(4)}.")
    for service in ("auth", "chat", "campaign", "gateway", "reporting"):
        # The roles are the server's, so they keep the passwords that other tests use.
        for kind, name in (("owner", "OWNER_URL"), ("app", "URL"), ("worker", "WORKER_URL")):
            url = f"postgresql://{service}_{kind}:test@{address}/{fresh_database}"
            monkeypatch.setenv(f"{service.upper()}_DATABASE_{name}", url)
    assert run(monkeypatch, "provision", "topics") == 0
    assert run(monkeypatch, "provision", "topics") == 0


def test_the_command_says_what_is_missing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("KAFKA_BOOTSTRAP", raising=False)
    assert run(monkeypatch, "topics") == 2
    assert capsys.readouterr().err == "KAFKA_BOOTSTRAP is not set\n"
    assert run(monkeypatch) == 2
    assert run(monkeypatch, "dance") == 2


def test_the_command_refuses_a_number_that_is_none(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("KAFKA_BOOTSTRAP", "127.0.0.1:9")
    monkeypatch.setenv("KAFKA_PARTITIONS", "many")
    assert run(monkeypatch, "topics") == 2
    assert capsys.readouterr().err == "KAFKA_PARTITIONS is a number from 1\n"


def test_the_command_reaches_no_server_without_tls_where_it_is_required(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ENVIRONMENT", "test")
    monkeypatch.setenv("TLS_REQUIRED", "true")
    monkeypatch.setenv("KAFKA_BOOTSTRAP", "127.0.0.1:9")
    assert run(monkeypatch, "topics") == 2
    assert "KAFKA_SECURITY_PROTOCOL does not enforce TLS" in capsys.readouterr().err
    good = "postgresql://probe:test@127.0.0.1:9/x?sslmode=verify-full"
    monkeypatch.setenv("DATABASE_ADMIN_URL", good)
    for service in SERVICES:
        for kind in ("OWNER_URL", "URL", "WORKER_URL"):
            monkeypatch.setenv(f"{service.upper()}_DATABASE_{kind}", good)
    monkeypatch.setenv("CHAT_DATABASE_URL", "postgresql://probe:test@127.0.0.1:9/x?sslmode=prefer")
    assert run(monkeypatch, "provision") == 2
    said = capsys.readouterr().err
    assert "CHAT_DATABASE_URL does not enforce TLS" in said
    assert "AUTH" not in said
    assert "test@" not in said
