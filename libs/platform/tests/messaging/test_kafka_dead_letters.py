"""Which records become dead letters on real Kafka, and what of them is kept."""

import secrets

import pytest
from aiokafka import ConsumerRecord
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType
from aiokafka.errors import MessageSizeTooLargeError

from atende_contracts.ids import uuid7
from atende_contracts.registry import encode
from atende_platform.data.db import Database, execute
from atende_platform.messaging.kafka import make_producer
from atende_platform.process.settings import ServiceSettings
from atende_platform.testing.plugin import Eventually

from .kafka_records import (
    CUSTOMER,
    NAME,
    TOPIC,
    Handler,
    change,
    dead_letters,
    headers_of,
    produce,
    produce_raw,
    worker,
)


async def test_a_poison_event_goes_aside_and_its_neighbours_are_handled(
    settings: ServiceSettings, handler: Handler, eventually: Eventually
) -> None:
    async def fail(revisions: list[int]) -> None:
        if 3 in revisions:
            raise KeyError("no such thing")

    handler.fail = fail
    channel = uuid7()
    poison = change(3, channel)
    await produce(settings, *(poison if n == 3 else change(n, channel) for n in range(6)))
    async with worker(settings, handler):
        await handler.until_done(eventually, {0, 1, 2, 4, 5})

        async def aside() -> ConsumerRecord:
            records = await dead_letters(settings)
            assert len(records) == 1
            return records[0]

        record = await eventually(aside)
    assert handler.done == [0, 1, 2, 4, 5]
    assert record.value == encode(poison)
    assert record.key == poison.key().encode()
    headers = headers_of(record)
    assert headers["type"] == "channel.changed.v1"
    assert headers["id"] == str(poison.id)
    assert headers["dlq-reason"] == "KeyError"
    assert "no such thing" in headers["dlq-error"]
    assert headers["dlq-topic"] == settings.kafka_topic_prefix + TOPIC.name
    assert headers["dlq-offset"] == "3"
    assert headers["dlq-partition"].isdigit()
    assert int(headers["dlq-attempts"]) >= 1


async def test_a_dead_letter_does_not_quote_the_row_that_the_database_refused(
    settings: ServiceSettings, handler: Handler, database: Database, eventually: Eventually
) -> None:
    async def write_twice(_: list[int]) -> None:
        async with database.worker() as session:
            await execute(
                session,
                "INSERT INTO notes (company_id, id, text)"
                " SELECT i, i, 'Maria' FROM unnest(CAST(:ids AS uuid[])) AS u (i)",
                ids=[CUSTOMER, CUSTOMER],
            )

    handler.fail = write_twice
    await produce(settings, change(1))
    async with worker(settings, handler):

        async def aside() -> str:
            records = await dead_letters(settings)
            assert len(records) == 1
            return headers_of(records[0])["dlq-error"]

        said = await eventually(aside)
    assert "pk_notes" in said
    assert str(CUSTOMER) not in said


@pytest.mark.parametrize(
    ("value", "headers", "reason"),
    [
        (b"{not json", [("type", b"channel.changed.v1")], "ValidationError"),
        (b"{}", [("type", b"channel.changed.v1")], "ValidationError"),
        (b"\xff\xfe", [("type", b"channel.changed.v1")], "ValidationError"),
        (b"{}", [], "ValueError"),
        (b"{}", [("type", b"\xff")], "UnicodeDecodeError"),
        (b"{}", [("type", b"channel.changed.v1"), ("other", b"\xff")], "ValidationError"),
        (b"{}", [("type", None)], "ValueError"),
    ],
)
async def test_what_is_no_event_goes_aside_unread(
    settings: ServiceSettings,
    handler: Handler,
    eventually: Eventually,
    value: bytes,
    headers: list[tuple[str, bytes | None]],
    reason: str,
) -> None:
    await produce_raw(settings, value, headers)
    await produce(settings, change(1))
    async with worker(settings, handler):
        await handler.until_done(eventually, {1})

        async def aside() -> None:
            assert len(await dead_letters(settings)) == 1

        await eventually(aside)
    (record,) = await dead_letters(settings)
    assert record.value == value
    assert headers_of(record)["dlq-reason"] == reason
    assert handler.done == [1]


async def test_unknown_types_and_tombstones_are_passed_over(
    settings: ServiceSettings, handler: Handler, eventually: Eventually
) -> None:
    await produce_raw(settings, b"{}", [("type", b"channel.changed.v9")])
    await produce_raw(settings, None, [])
    await produce(settings, change(1))
    async with worker(settings, handler):
        await handler.until_done(eventually, {1})
        assert await dead_letters(settings) == []
    assert handler.done == [1]


async def test_a_dead_letter_that_kafka_would_not_take_is_put_down_as_its_place_and_head(
    settings: ServiceSettings, handler: Handler, eventually: Eventually
) -> None:
    value = b"{" + secrets.token_bytes(200_000)
    topic = f"{settings.kafka_topic_prefix}{NAME}.dlq"
    admin = AIOKafkaAdminClient(bootstrap_servers=settings.kafka_bootstrap)
    await admin.start()
    await admin.alter_configs(
        [ConfigResource(ConfigResourceType.TOPIC, topic, {"max.message.bytes": "100000"})]
    )
    await admin.close()

    async def refused() -> None:
        async with make_producer(settings) as producer:
            try:
                await producer.send_and_wait(topic, value)
            except MessageSizeTooLargeError:
                return
        raise AssertionError("it is taken")

    await eventually(refused)  # The broker takes the new limit in its own time.
    before = len(await dead_letters(settings))
    await produce_raw(settings, value, [("type", b"channel.changed.v1"), ("note", b"n" * 300)])
    await produce(settings, change(1))
    async with worker(settings, handler):
        await handler.until_done(eventually, {1})

        async def aside() -> None:
            assert len(await dead_letters(settings)) == before + 1

        await eventually(aside)
    record = (await dead_letters(settings))[-1]
    headers = headers_of(record)
    assert value.startswith(record.value)
    assert len(record.value) >= 1000
    assert headers["dlq-topic"] == settings.kafka_topic_prefix + TOPIC.name
    assert headers["dlq-offset"].isdigit()
    assert headers["dlq-value-bytes"] == str(len(value))
    assert headers["note"] == "n" * 200
    assert headers["type"] == "channel.changed.v1"
