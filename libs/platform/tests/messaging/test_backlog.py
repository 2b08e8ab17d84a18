"""What waits is measured from outside: also while nobody relays and nobody consumes."""

import asyncio
import math
import os
from collections.abc import Iterator
from urllib.parse import urlsplit

import asyncpg
import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import KafkaConnectionError
from prometheus_client import REGISTRY

from atende_contracts.channels import CompanyChangedV1
from atende_contracts.ids import uuid7
from atende_contracts.topics import COMPANY_CHANGED
from atende_platform.data.db import Database, execute
from atende_platform.data.provision import with_database
from atende_platform.messaging import backlog, outbox
from atende_platform.messaging.backlog import Backlog
from atende_platform.messaging.kafka import consume, consuming, make_broker, make_producer, publish
from atende_platform.process.settings import ServiceSettings
from atende_platform.runtime import Runtime
from atende_platform.service.running import running_tasks
from atende_platform.testing.plugin import Eventually, Infrastructure

from .kafka_records import GROUP, NAME, TOPIC, Handler, change, of, produce, worker


@pytest.fixture(autouse=True)
def nothing_measured() -> Iterator[None]:
    yield
    for gauge in (
        backlog._lag,
        backlog._lag_seconds,
        backlog._dead_letters,
        backlog._dead_letters_age,
        backlog._oldest,
        backlog._parked,
    ):
        gauge.clear()
    for single in (backlog._backup_taken, backlog._backup_due):
        single.set(math.nan)


def lag(settings: ServiceSettings, what: str = "kafka_consumer_group_lag") -> float | None:
    prefix = settings.kafka_topic_prefix
    return REGISTRY.get_sample_value(what, {"group": prefix + GROUP, "topic": prefix + TOPIC.name})


def dead_letters(settings: ServiceSettings, what: str = "dead_letters_kept") -> float | None:
    return REGISTRY.get_sample_value(what, {"group": settings.kafka_topic_prefix + NAME})


async def test_a_group_that_is_not_there_falls_behind(
    settings: ServiceSettings, database: Database, handler: Handler, eventually: Eventually
) -> None:
    measured = Backlog("reporting", settings, database)
    await produce(settings, *(change(number) for number in range(3)))
    await asyncio.sleep(0.5)

    async def is_behind() -> None:
        await measured.measure_kafka()  # A cluster that has just begun knows no coordinator yet.
        assert lag(settings) == 3

    await eventually(is_behind)
    age = lag(settings, "kafka_consumer_group_lag_seconds")
    assert age is not None
    assert age >= 0.5

    async with worker(settings, handler):
        await handler.until_done(eventually, {0, 1, 2})
    await measured.measure_kafka()
    assert (lag(settings), lag(settings, "kafka_consumer_group_lag_seconds")) == (0, 0)


async def test_an_age_that_cannot_be_read_in_time_is_not_shown_as_none(
    settings: ServiceSettings, database: Database, eventually: Eventually, monkeypatch: pytest.MonkeyPatch
) -> None:
    measured = Backlog("reporting", settings, database)
    await produce(settings, change(1))

    async def has_an_age() -> None:
        await measured.measure_kafka()  # A cluster that has just begun knows no coordinator yet.
        assert lag(settings, "kafka_consumer_group_lag_seconds") is not None

    await eventually(has_an_age)
    monkeypatch.setattr(backlog, "_READ_SECONDS", 0.0)
    await measured.measure_kafka()
    assert (lag(settings), lag(settings, "kafka_consumer_group_lag_seconds")) == (1, None)


async def test_nothing_waits_where_no_records_are_left(settings: ServiceSettings, database: Database) -> None:
    measured = Backlog("reporting", settings, database)
    topic, transaction = settings.kafka_topic_prefix + TOPIC.name, settings.kafka_topic_prefix + "t"
    async with (
        AIOKafkaProducer(**settings.kafka.options(), transactional_id=transaction) as producer,
        producer.transaction(),
    ):
        await producer.send_and_wait(topic, b"{}", key=b"k", partition=0)
    async with measured._clients() as (_, reader):
        partition = TopicPartition(topic, 0)
        ends = await reader.end_offsets([partition])
        assert ends == {partition: 2}
        assert (await backlog._ages(reader, {partition: 0}, ends))[partition] > 0
        assert await backlog._ages(reader, {partition: 1}, ends) == {partition: 0}


async def test_large_records_have_ages_too(settings: ServiceSettings, database: Database) -> None:
    measured = Backlog("reporting", settings, database)
    topic = settings.kafka_topic_prefix + TOPIC.name
    async with make_producer(settings) as producer:
        for number in range(TOPIC.partitions):
            for _ in range(3):
                await producer.send_and_wait(topic, os.urandom(200_000), key=b"k", partition=number)
    places = {TopicPartition(topic, number): 0 for number in range(TOPIC.partitions)}
    async with measured._clients() as (_, reader):
        ends = await reader.end_offsets(list(places))
        assert (await backlog._ages(reader, places, ends)).keys() == places.keys()


async def test_clients_are_closed_though_one_of_them_does_not_stop(
    settings: ServiceSettings, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed, stop, close = [], AIOKafkaConsumer.stop, AIOKafkaAdminClient.close
    measuring = asyncio.current_task()

    async def fail(self: AIOKafkaConsumer) -> None:
        await stop(self)
        raise KafkaConnectionError("away")

    async def note(self: AIOKafkaAdminClient) -> None:
        if asyncio.current_task() is measuring:  # And not the task of the installation that measures, too.
            closed.append(self)
        await close(self)

    monkeypatch.setattr(AIOKafkaConsumer, "stop", fail)
    monkeypatch.setattr(AIOKafkaAdminClient, "close", note)
    await Backlog("reporting", settings, database).measure_kafka()
    assert len(closed) == 1


async def test_a_topic_that_the_group_does_not_read_is_not_behind(
    settings: ServiceSettings, database: Database, handler: Handler, eventually: Eventually
) -> None:
    """The registry names consumers of topics that a version may not read, or not yet."""
    measured = Backlog("reporting", settings, database)
    name = settings.kafka_topic_prefix + COMPANY_CHANGED.name
    async with make_producer(settings) as producer:
        await producer.send_and_wait(name, b"{}", key=b"k")
    labels = {"group": settings.kafka_topic_prefix + GROUP, "topic": name}

    async def is_behind() -> None:
        await measured.measure_kafka()  # A cluster that has just begun knows no coordinator yet.
        assert REGISTRY.get_sample_value("kafka_consumer_group_lag", labels) == 1

    await eventually(is_behind)

    async with worker(settings, handler):
        await produce(settings, change(1))
        await handler.until_done(eventually, {1})
    await measured.measure_kafka()
    assert REGISTRY.get_sample_value("kafka_consumer_group_lag", labels) is None
    assert lag(settings) == 0


async def test_a_topic_that_the_group_never_gets_on_with_is_behind(
    settings: ServiceSettings,
    database: Database,
    handler: Handler,
    eventually: Eventually,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """As one that a new version reads, whose first batch it cannot handle."""
    measured = Backlog("reporting", settings, database)
    begun, go_on = asyncio.Event(), asyncio.Event()

    async def stand_still(_: object) -> None:
        begun.set()
        await go_on.wait()

    async def none(*_: object) -> set[str]:
        return set()

    broker = make_broker(settings)
    consume(broker, settings, "reporting", {TOPIC: handler, COMPANY_CHANGED: stand_still})
    runtime = Runtime("reporting", settings, frozenset({"worker"}))
    prefix = settings.kafka_topic_prefix
    labels = {"group": prefix + GROUP, "topic": prefix + COMPANY_CHANGED.name}
    async with running_tasks([consuming(broker)], runtime):
        await produce(settings, change(1))
        await handler.until_done(eventually, {1})
        event = CompanyChangedV1(company_id=uuid7(), name="Padaria", time_zone="America/Manaus", revision=1)
        async with make_producer(settings) as producer:
            await publish(producer, settings, [event], timeout=20)
        await asyncio.wait_for(begun.wait(), 40)

        async def is_behind() -> None:
            await measured.measure_kafka()
            assert lag(settings) == 0
            assert REGISTRY.get_sample_value("kafka_consumer_group_lag", labels) == 1

        await eventually(is_behind)
        monkeypatch.setattr(backlog, "_subscriptions", none)  # As while they are gone.
        await eventually(is_behind)
        # Who has never seen them cannot tell it from a topic that is not read.
        measured = Backlog("reporting", settings, database)

        async def is_unknown() -> None:
            await measured.measure_kafka()
            assert lag(settings) == 0
            assert REGISTRY.get_sample_value("kafka_consumer_group_lag", labels) is None

        await eventually(is_unknown)
        go_on.set()


async def test_dead_letters_are_counted_until_they_expire(
    settings: ServiceSettings, database: Database, handler: Handler, eventually: Eventually
) -> None:
    async def fail(revisions: list[int]) -> None:
        if 13 in revisions:
            raise ValueError

    handler.fail = fail
    measured = Backlog("reporting", settings, database)
    await measured.measure_kafka()
    assert (dead_letters(settings), dead_letters(settings, "dead_letters_age_seconds")) == (0, 0)
    company = uuid7()
    async with worker(settings, handler):
        await produce(settings, of(company, 13), of(company, 14))
        await handler.until_done(eventually, {14})
    await asyncio.sleep(0.2)
    await measured.measure_kafka()
    assert dead_letters(settings) == 1
    age = dead_letters(settings, "dead_letters_age_seconds")
    assert age is not None
    assert age >= 0.2


async def test_what_cannot_be_measured_is_not_shown(
    settings: ServiceSettings, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    measured = Backlog("reporting", settings, database)
    await measured.measure_kafka()
    assert lag(settings) == 0

    async def away(*_: object) -> None:
        raise KafkaConnectionError("away")

    monkeypatch.setattr(backlog, "_partitions", away)
    await measured.measure_kafka()
    assert lag(settings) is None


async def test_the_outbox_ages_while_nobody_relays(settings: ServiceSettings, database: Database) -> None:
    measured = Backlog("reporting", settings, database)

    async def age() -> float:
        await measured.measure_outbox()
        value = REGISTRY.get_sample_value("outbox_oldest_age_seconds", {"service": "reporting"})
        assert value is not None
        return value

    assert await age() == 0
    async with database.worker() as session:
        await outbox.add(session, [change(1)])
    first = await age()
    await asyncio.sleep(0.2)
    assert await age() >= first + 0.2


async def test_what_is_parked_ages_by_itself(settings: ServiceSettings, database: Database) -> None:
    measured = Backlog("reporting", settings, database)

    async def ages() -> list[float | None]:
        await measured.measure_outbox()
        names = ("outbox_oldest_age_seconds", "outbox_parked_age_seconds")
        return [REGISTRY.get_sample_value(name, {"service": "reporting"}) for name in names]

    async with database.worker() as session:
        await outbox.add(session, [change(1)])
        await execute(session, "UPDATE outbox SET topic = :parked || topic", parked=outbox.PARKED)
        await execute(session, "UPDATE outbox SET created_at = now() - interval '2 days'")
    oldest, parked = await ages()
    assert oldest == 0
    assert parked is not None
    assert parked >= 2 * 86_400
    async with database.worker() as session:
        await execute(session, "DELETE FROM outbox")
    assert await ages() == [0, 0]


async def test_the_age_of_a_backup_is_shown_once_one_was_noted(
    infrastructure: Infrastructure, settings: ServiceSettings, database: Database
) -> None:
    measured = Backlog("reporting", settings, database)

    async def shown() -> list[float]:
        await measured.measure_backup()
        names = ("backup_taken_timestamp_seconds", "backup_due_timestamp_seconds")
        values = [REGISTRY.get_sample_value(name) for name in names]
        return [value for value in values if value is not None]

    assert all(map(math.isnan, await shown()))
    name = urlsplit(settings.database_url).path.lstrip("/")
    administrator = await asyncpg.connect(with_database(infrastructure.database_admin_url, name))
    try:
        await administrator.execute(
            "INSERT INTO installation.backups (taken_at, due_at)"
            " VALUES ('2026-11-28T03:00:00Z', '2026-11-29T05:00:00Z')"
        )
        assert await shown() == [1795834800, 1795928400]
    finally:
        await administrator.execute("DELETE FROM installation.backups")
        await administrator.close()
    assert all(map(math.isnan, await shown())), "a value of before would look like one"
