"""The fixture every integration test stands on: real servers, and who may replace them."""

import asyncpg
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer
from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from redis.asyncio import Redis

from atende_sandbox.settings import Infrastructure


async def test_postgres_answers(infrastructure: Infrastructure) -> None:
    connection = await asyncpg.connect(infrastructure.database_admin_url)
    try:
        assert await connection.fetchval("SELECT lower('ÁGUA')") == "água"
        assert int(await connection.fetchval("SHOW server_version_num")) >= 18_00_00
    finally:
        await connection.close()


async def test_kafka_keeps_what_it_is_given(infrastructure: Infrastructure) -> None:
    bootstrap = infrastructure.kafka_bootstrap
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap)
    await admin.start()
    await admin.create_topics([NewTopic("sandbox.test", 1, 1)])
    await admin.close()
    async with AIOKafkaProducer(bootstrap_servers=bootstrap, acks="all") as producer:
        await producer.send_and_wait("sandbox.test", b"value", key=b"key")
    consumer = AIOKafkaConsumer(
        "sandbox.test", bootstrap_servers=bootstrap, group_id="sandbox", auto_offset_reset="earliest"
    )
    async with consumer:
        record = await consumer.getone()
    assert (record.key, record.value) == (b"key", b"value")


async def test_valkey_answers(infrastructure: Infrastructure) -> None:
    async with Redis.from_url(infrastructure.redis_url) as redis:
        await redis.set("sandbox.test", "1")
        assert await redis.getdel("sandbox.test") == b"1"
