"""PostgreSQL, Redis and Kafka over TLS, as settings say it: who is not trusted is not spoken to.

`make test` puts TLS before the wheels' PostgreSQL and Valkey, which have none; `make tls-check` runs the same
with servers that end it themselves. Kafka is the real one in both.
"""

import ssl
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import asyncpg
import pytest
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import KafkaConnectionError
from redis.asyncio import Redis
from redis.exceptions import ConnectionError as RedisConnectionError
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from tls.certificates import Authority
from tls.servers import KafkaServer, Servers, elsewhere, fronted, kafka_server, servers

from atende_platform.data import db
from atende_platform.data.db import asyncpg_url, make_engine
from atende_platform.data.provision import create_topics
from atende_platform.messaging.kafka import make_broker, make_producer
from atende_platform.process.kafka_access import KafkaAccess
from atende_platform.process.settings import ServiceSettings
from atende_platform.runtime import make_redis
from atende_sandbox.scratch import scratch_folder
from atende_sandbox.settings import Infrastructure


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("tls"))


@pytest.fixture(scope="module")
def stranger(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    """An authority that signed nothing that is used."""
    return Authority(tmp_path_factory.mktemp("stranger"))


@pytest.fixture(scope="module")
def encrypted(infrastructure: Infrastructure, authority: Authority) -> Iterator[Servers]:
    with servers(infrastructure, authority.sign("server")) as found:
        yield found


@pytest.fixture(autouse=True)
def _any_postgresql(monkeypatch: pytest.MonkeyPatch) -> None:
    # Distributions have older ones than services take; TLS is theirs as well.
    monkeypatch.setattr(db, "LEAST_POSTGRESQL", 13)


@pytest.fixture(scope="module")
def encrypted_kafka(authority: Authority) -> Iterator[KafkaServer]:
    with scratch_folder() as folder, kafka_server(authority, folder) as found:
        yield found


def settings_with(**values: object) -> ServiceSettings:
    nowhere = "postgresql://probe:test@127.0.0.1:9/nothing"
    given = {"environment": "test", "database_url": nowhere, "database_worker_url": nowhere}
    return ServiceSettings(**{**given, **values})  # type: ignore[arg-type]


# --- PostgreSQL --------------------------------------------------------------------------------


async def answer_of(url: str) -> int:
    """Ask as services do, through SQLAlchemy, and as what listens does, through asyncpg alone."""
    engine = make_engine(url)
    try:
        async with engine.connect() as connection:
            first: int = (await connection.execute(text("SELECT 20"))).scalar_one()
    finally:
        await engine.dispose()
    alone = await asyncpg.connect(asyncpg_url(url), timeout=10)
    try:
        return first + int(await alone.fetchval("SELECT 22"))
    finally:
        await alone.close()


@pytest.mark.parametrize("spelled", ["sslmode", "ssl"])
@pytest.mark.parametrize("mode", ["require", "verify-ca", "verify-full"])
async def test_one_url_demands_tls_of_both_of_postgresql_s_clients(
    encrypted: Servers, authority: Authority, spelled: str, mode: str
) -> None:
    url = f"{encrypted.database_url}?{spelled}={mode}"
    if mode != "require":
        url += f"&sslrootcert={authority.file}"
    assert await answer_of(url) == 42


async def test_a_postgresql_that_a_stranger_vouches_for_is_not_spoken_to(
    encrypted: Servers, stranger: Authority
) -> None:
    with pytest.raises(ssl.SSLCertVerificationError):
        await answer_of(f"{encrypted.database_url}?sslmode=verify-full&sslrootcert={stranger.file}")


async def test_the_whole_check_is_of_the_name_too(encrypted: Servers, authority: Authority) -> None:
    port = encrypted.database_url.rpartition(":")[2].partition("/")[0]
    url = f"{elsewhere(encrypted.database_url, f'localhost:{port}')}?sslrootcert={authority.file}"
    assert await answer_of(f"{url}&sslmode=verify-ca") == 42
    with pytest.raises(ssl.SSLCertVerificationError, match="localhost"):
        await answer_of(f"{url}&sslmode=verify-full")


async def test_a_postgresql_without_tls_is_refused(infrastructure: Infrastructure) -> None:
    with pytest.raises(ConnectionError, match="rejected SSL upgrade"):
        await answer_of(f"{infrastructure.database_admin_url}?sslmode=require")


async def test_postgresql_is_shown_our_certificate(
    infrastructure: Infrastructure, authority: Authority
) -> None:
    client = authority.sign("postgresql-client")
    with fronted(
        infrastructure.database_admin_url, authority.sign("server"), clients_of=authority.file
    ) as plain:
        url = f"{plain}?sslmode=verify-full&sslrootcert={authority.file}"
        assert await answer_of(f"{url}&sslcert={client.certificate}&sslkey={client.key}") == 42
        with pytest.raises((DBAPIError, OSError)):  # It hears of it with its first words, or before.
            await answer_of(url)


# --- Redis -------------------------------------------------------------------------------------


@asynccontextmanager
async def redis_with(url: str, ca_file: Path | None) -> AsyncIterator[Redis]:
    redis = make_redis(settings_with(redis_url=url, redis_ca_file=str(ca_file or "")))
    try:
        yield redis
    finally:
        await redis.aclose()


async def test_redis_is_reached_over_tls(encrypted: Servers, authority: Authority) -> None:
    async with redis_with(encrypted.redis_url, authority.file) as redis:
        assert await redis.ping()


async def test_a_redis_that_cannot_prove_itself_is_not_spoken_to(
    encrypted: Servers, authority: Authority, stranger: Authority
) -> None:
    port = encrypted.redis_url.rpartition(":")[2].partition("/")[0]
    by_name = elsewhere(encrypted.redis_url, f"localhost:{port}")
    for url, ca_file in (
        (encrypted.redis_url, stranger.file),
        (encrypted.redis_url, None),
        (by_name, authority.file),
    ):
        async with redis_with(url, ca_file) as redis:
            with pytest.raises(RedisConnectionError, match="certificate verify failed"):
                await redis.ping()


async def test_redis_is_shown_our_certificate(infrastructure: Infrastructure, authority: Authority) -> None:
    client = authority.sign("redis-client")
    with fronted(infrastructure.redis_url, authority.sign("server"), clients_of=authority.file) as plain:
        url = plain.replace("redis://", "rediss://")
        ours = f"{url}?ssl_certfile={client.certificate}&ssl_keyfile={client.key}"
        async with redis_with(ours, authority.file) as redis:
            assert await redis.ping()
        async with redis_with(url, authority.file) as redis:
            with pytest.raises(RedisConnectionError):
                await redis.ping()


# --- Kafka -------------------------------------------------------------------------------------


@asynccontextmanager
async def admin_with(access: KafkaAccess) -> AsyncIterator[AIOKafkaAdminClient]:
    admin = AIOKafkaAdminClient(**access.options(), request_timeout_ms=5000)
    try:
        await admin.start()
        yield admin
    finally:
        await admin.close()


def kafka_settings(access: KafkaAccess) -> ServiceSettings:
    fields = {
        "bootstrap": access.bootstrap,
        "security_protocol": access.protocol,
        "sasl_mechanism": access.mechanism,
        "username": access.username,
        "password": access.password,
        "ca_file": access.ca_file,
        "certificate_file": access.certificate_file,
        "key_file": access.key_file,
    }
    return settings_with(**{f"kafka_{name}": value for name, value in fields.items()})


@pytest.mark.parametrize("way", ["by_password", "by_certificate"])
async def test_topics_are_made_written_and_read_over_tls(encrypted_kafka: KafkaServer, way: str) -> None:
    access: KafkaAccess = getattr(encrypted_kafka, way)
    prefix = f"{way}."
    assert await create_topics(access, prefix=prefix) == []
    settings = kafka_settings(access)
    broker = make_broker(settings)
    subscriber = broker.subscriber(f"{prefix}audit.recorded", auto_offset_reset="earliest")
    await broker.start()
    try:
        async with make_producer(settings) as producer:
            await producer.send_and_wait(f"{prefix}audit.recorded", b"over TLS")
        message = await subscriber.get_one(timeout=10)
        assert message is not None
        assert message.body == b"over TLS"
    finally:
        await broker.stop()


async def test_a_kafka_that_a_stranger_vouches_for_is_not_spoken_to(
    encrypted_kafka: KafkaServer, stranger: Authority
) -> None:
    for access in (
        replace(encrypted_kafka.by_password, ca_file=str(stranger.file)),
        replace(encrypted_kafka.by_password, ca_file=""),
        replace(encrypted_kafka.by_password, protocol="SASL_PLAINTEXT", ca_file=""),
    ):
        with pytest.raises(KafkaConnectionError):
            async with admin_with(access):
                raise AssertionError("it was spoken to")


async def test_kafka_takes_no_client_without_a_certificate_where_it_wants_one(
    encrypted_kafka: KafkaServer,
) -> None:
    nobody = replace(encrypted_kafka.by_certificate, certificate_file="", key_file="")
    with pytest.raises(KafkaConnectionError):
        async with admin_with(nobody):
            raise AssertionError("it was let in")
