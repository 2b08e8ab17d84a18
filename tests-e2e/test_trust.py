"""A service in wrong hands can do through Kafka and Redis what its job is, and no more."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.errors import (
    GroupAuthorizationFailedError,
    KafkaConnectionError,
    TopicAuthorizationFailedError,
    for_code,
)
from redis.asyncio import Redis
from redis.exceptions import AuthenticationError, NoPermissionError, ResponseError
from system import System

from atende_contracts.topics import MESSAGE_INBOUND, SERVICES, TOPICS, ServiceName, dead_letter_topics
from atende_platform.process.kafka_access import KafkaAccess
from atende_sandbox.roles import all_parts

_TOPIC_REFUSED: Final = TopicAuthorizationFailedError.errno


def access_of(system: System, user: str) -> KafkaAccess:
    return KafkaAccess.from_environment(system.world.settings.kafka_environment(user))


@asynccontextmanager
async def admin_as(system: System, user: str) -> AsyncIterator[AIOKafkaAdminClient]:
    admin = AIOKafkaAdminClient(**access_of(system, user).options())
    try:
        await admin.start()
        yield admin
    finally:
        await admin.close()


# --- Kafka -------------------------------------------------------------------------------------


@pytest.mark.parametrize("service", SERVICES)
async def test_a_service_writes_only_what_it_produces(system: System, service: ServiceName) -> None:
    forbidden = [topic.name for topic in TOPICS if service not in topic.producers]
    forbidden += [topic.name for topic in dead_letter_topics() if topic.producer != service]
    assert len(forbidden) > 20
    producer = AIOKafkaProducer(**access_of(system, service).options())
    await producer.start()
    try:
        for topic in forbidden:
            with pytest.raises(TopicAuthorizationFailedError):
                async with asyncio.timeout(30):
                    await producer.send_and_wait(topic, b"{}", key=b"x")
    finally:
        await producer.stop()


@pytest.mark.parametrize("service", SERVICES)
async def test_a_service_reads_only_what_it_consumes(system: System, service: ServiceName) -> None:
    forbidden = [topic.name for topic in TOPICS if service not in topic.consumers]
    # Its own dead letters operators handle again, with its rights.
    forbidden += [topic.name for topic in dead_letter_topics() if topic.producer != service]
    async with admin_as(system, service) as admin:
        seen = {found["topic"]: found["error_code"] for found in await admin.describe_topics(forbidden)}
    written = {name for name, code in seen.items() if code != _TOPIC_REFUSED}
    assert written <= {topic.name for topic in TOPICS if service in topic.producers}
    consumer = AIOKafkaConsumer(**access_of(system, service).options(), auto_offset_reset="none")
    await consumer.start()
    try:
        for name in sorted(written):
            partition = TopicPartition(name, 0)
            consumer.assign([partition])
            consumer.seek(partition, 0)
            with pytest.raises(TopicAuthorizationFailedError):
                async with asyncio.timeout(30):
                    await consumer.getone()
    finally:
        await consumer.stop()


async def test_chat_neither_orders_a_campaign_s_sends_nor_reads_them(system: System) -> None:
    """The two that the others would feel first, by name."""
    access = access_of(system, "chat")
    producer = AIOKafkaProducer(**access.options())
    await producer.start()
    with pytest.raises(TopicAuthorizationFailedError):
        await producer.send_and_wait("campaign.send", b"{}")
    await producer.stop()
    async with admin_as(system, "chat") as admin:
        (found,) = await admin.describe_topics(["campaign.send"])
    assert found["error_code"] == _TOPIC_REFUSED


async def test_a_service_takes_no_partitions_from_another_s_group(system: System) -> None:
    consumer = AIOKafkaConsumer(
        MESSAGE_INBOUND.name, group_id="campaign.message.inbound", **access_of(system, "chat").options()
    )

    async def take_part() -> None:
        await consumer.start()
        await consumer.getone()

    with pytest.raises(GroupAuthorizationFailedError):
        await asyncio.wait_for(take_part(), 60)
    await consumer.stop()


async def test_a_service_changes_no_topics_and_no_rights(system: System) -> None:
    async with admin_as(system, "gateway") as admin:
        created = await admin.create_topics([NewTopic("mine", 1, 1)])
        assert [for_code(code) for _, code, *_ in created.topic_errors] != [for_code(0)]
        deleted = await admin.delete_topics(["message.inbound"])
        assert {for_code(code) for _, code in deleted.topic_error_codes} == {TopicAuthorizationFailedError}
        assert "mine" not in await admin.list_topics()


@pytest.mark.parametrize("changed", [{"password": "wrong"}, {"username": "nobody"}])
async def test_nobody_else_is_let_in(system: System, changed: dict[str, str]) -> None:
    own = access_of(system, "chat")
    forged = KafkaAccess(**{**vars(own), **changed})
    admin = AIOKafkaAdminClient(**forged.options(), request_timeout_ms=5000)
    with pytest.raises(KafkaConnectionError):
        await admin.start()
    await admin.close()
    plain = AIOKafkaAdminClient(bootstrap_servers=own.bootstrap, request_timeout_ms=5000)
    with pytest.raises(KafkaConnectionError):
        await plain.start()
    await plain.close()


# --- Redis -------------------------------------------------------------------------------------

AUTHS: Final = (
    "{api-keys}:signed",
    "{revoked}:sessions",
    "{revoked}:version",
    "company-limits:signed",
    "login:failures:{x}",
    "rate:auth:login:address:127.0.0.1",
)


@asynccontextmanager
async def redis_as(system: System, user: str) -> AsyncIterator[Redis]:
    async with Redis.from_url(system.world.settings.redis_url_of(user)) as redis:
        yield redis


async def run(redis: Redis, *command: str) -> None:
    await redis.execute_command(*command)  # type: ignore[no-untyped-call]


@pytest.mark.parametrize("service", [service for service in SERVICES if service != "auth"])
async def test_only_auth_writes_what_grants_and_what_counts_sign_ins(
    system: System, service: ServiceName
) -> None:
    async with redis_as(system, service) as redis:
        for key in AUTHS:
            for command in (("SET", key, "x"), ("DEL", key), ("HSET", key, "a", "b"), ("ZREM", key, "x")):
                with pytest.raises(NoPermissionError):
                    await run(redis, *command)
            with pytest.raises(NoPermissionError):
                await redis.eval("return redis.call('DEL', KEYS[1])", 1, key)
            # Not even if the script does not say what it will touch.
            with pytest.raises(ResponseError, match="permission"):
                await redis.eval("return redis.call('DEL', ARGV[1])", 0, key)
        with pytest.raises(NoPermissionError):
            await redis.hgetall("{api-keys}:uses")
        for other in SERVICES:
            if other != service:
                with pytest.raises(NoPermissionError):
                    await redis.set(f"{other}:anything", "x")
                with pytest.raises(NoPermissionError):
                    await redis.get(f"{other}:anything")


@pytest.mark.parametrize("service", SERVICES)
async def test_no_service_rules_the_server(system: System, service: ServiceName) -> None:
    async with redis_as(system, service) as redis:
        for command in (
            "FLUSHALL",
            "FLUSHDB",
            "KEYS *",
            "SCAN 0",
            "CONFIG GET *",
            "ACL LIST",
            "MONITOR",
            "SHUTDOWN NOSAVE",
            "SCRIPT FLUSH",
            "REPLICAOF 127.0.0.1 1",
            "CLIENT LIST",
        ):
            with pytest.raises((NoPermissionError, ResponseError), match="permission"):
                await run(redis, *command.split())


async def test_redis_asks_who_one_is(system: System) -> None:
    settings = system.world.settings
    async with Redis.from_url(f"redis://127.0.0.1:{settings.ports['valkey']}/0") as redis:
        with pytest.raises(AuthenticationError):
            await redis.get("rate:x")
    async with Redis.from_url(f"redis://chat:wrong@127.0.0.1:{settings.ports['valkey']}/0") as redis:
        with pytest.raises(AuthenticationError):
            await redis.ping()


async def test_the_services_do_their_job_with_no_more_than_that(system: System) -> None:
    """No process was refused anything while the system did its work."""
    company = await system.new_company()
    await company.customer_writes(phone := system.new_phone(), "olá")
    await company.import_contacts([target := system.new_phone()])
    await company.run_campaign([target], "novidades")
    assert phone != target
    for part in all_parts(system.world.settings.split):
        text = system.world.log(part.name).read_text(errors="replace")
        assert "AuthorizationFailed" not in text
        assert "NoPermission" not in text
        assert "NOPERM" not in text
