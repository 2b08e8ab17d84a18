"""Consuming on real Kafka: a bad record goes aside, an outage is waited out, nothing is lost."""

import asyncio
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

import pytest
from aiokafka import AIOKafkaConsumer, ConsumerRecord

from atende_contracts import topics
from atende_contracts.contacts import ContactChangedV1
from atende_contracts.event import Party
from atende_contracts.ids import uuid7
from atende_contracts.registry import encode
from atende_platform import kafka
from atende_platform.db import Database, execute
from atende_platform.kafka import DeadLetterLimit, consume, make_broker, make_producer, publish
from atende_platform.provision import create_topics
from atende_platform.runtime import Runtime, Task, consuming, running_tasks
from atende_platform.settings import ServiceSettings
from atende_platform.testing import Eventually, Installation

TOPIC = topics.CONTACT_CHANGED
GROUP = topics.group_of("reporting", TOPIC)
CUSTOMER = UUID("01a00000-0000-7000-8000-00000000cafe")


def change(revision: int, contact_id: UUID | None = None) -> ContactChangedV1:
    return ContactChangedV1(
        company_id=uuid7(), contact_id=contact_id or uuid7(), party=Party(wa_id="1"), revision=revision
    )


@pytest.fixture
async def settings(installation: Installation) -> ServiceSettings:
    """Topics and groups that no other test uses."""
    prefix = f"test-kafka-{secrets.token_hex(4)}."
    settings: ServiceSettings = installation.settings.model_copy(update={"kafka_topic_prefix": prefix})
    await create_topics(settings.kafka_bootstrap, prefix=prefix)
    return settings


class Handler:
    """Notes what it was given; fails as it is told."""

    def __init__(self) -> None:
        self.batches: list[list[int]] = []
        self.done: list[int] = []
        self.fail: Callable[[list[int]], Awaitable[None]] | None = None

    async def __call__(self, events: list[ContactChangedV1]) -> None:
        revisions = [event.revision for event in events]
        self.batches.append(revisions)
        if self.fail is not None:
            await self.fail(revisions)
        self.done += revisions

    async def until_done(self, eventually: Eventually, revisions: set[int]) -> None:
        async def check() -> None:
            assert revisions <= set(self.done)

        await eventually(check, timeout=40)


@pytest.fixture
def handler() -> Handler:
    return Handler()


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kafka, "_RETRY_FIRST_SECONDS", 0.05)


@asynccontextmanager
async def worker(settings: ServiceSettings, handler: Handler, **options: Any) -> AsyncIterator[Runtime[Any]]:
    """A worker process's consumers, for the time of the context."""
    broker = make_broker(settings)
    consume(broker, settings, "reporting", TOPIC, handler, **options)
    runtime = Runtime("reporting", settings, frozenset({"worker"}))
    async with running_tasks([consuming(broker)], runtime):
        yield runtime


async def produce(settings: ServiceSettings, *events: ContactChangedV1) -> None:
    async with make_producer(settings) as producer:
        await publish(producer, settings, events, timeout=20)


async def produce_raw(
    settings: ServiceSettings, value: bytes | None, headers: list[tuple[str, bytes | None]]
) -> None:
    async with make_producer(settings) as producer:
        topic = settings.kafka_topic_prefix + TOPIC.name
        await producer.send_and_wait(topic, value, key=b"k", headers=headers)


async def dead_letters(settings: ServiceSettings) -> list[ConsumerRecord]:
    consumer = AIOKafkaConsumer(
        f"{settings.kafka_topic_prefix}{GROUP}.dlq",
        bootstrap_servers=settings.kafka_bootstrap,
        auto_offset_reset="earliest",
    )
    await consumer.start()
    try:
        (partition,) = consumer.assignment()
        end = (await consumer.end_offsets([partition]))[partition]
        found: list[ConsumerRecord] = []
        while len(found) < end:
            for records in (await consumer.getmany(timeout_ms=200)).values():
                found += records
        return found
    finally:
        await consumer.stop()


def headers_of(record: ConsumerRecord) -> dict[str, str]:
    return {name: value.decode() for name, value in record.headers}


async def test_events_from_before_the_first_start_are_handled_in_order(
    settings: ServiceSettings, handler: Handler, eventually: Eventually
) -> None:
    contact = uuid7()
    await produce(settings, *(change(revision, contact) for revision in range(300)))
    async with worker(settings, handler, max_records=100):
        await handler.until_done(eventually, set(range(300)))
    assert handler.done == list(range(300))
    assert max(map(len, handler.batches)) > 1, "it is meant to work in batches"


async def test_a_poison_event_goes_aside_and_its_neighbours_are_handled(
    settings: ServiceSettings, handler: Handler, eventually: Eventually
) -> None:
    async def fail(revisions: list[int]) -> None:
        if 3 in revisions:
            raise KeyError("no such thing")

    handler.fail = fail
    contact = uuid7()
    poison = change(3, contact)
    await produce(settings, *(poison if n == 3 else change(n, contact) for n in range(6)))
    async with worker(settings, handler):
        await handler.until_done(eventually, {0, 1, 2, 4, 5})
        (record,) = await dead_letters(settings)
    assert handler.done == [0, 1, 2, 4, 5]
    assert record.value == encode(poison)
    assert record.key == poison.key().encode()
    headers = headers_of(record)
    assert headers["type"] == "contact.changed.v1"
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
        (b"{not json", [("type", b"contact.changed.v1")], "ValidationError"),
        (b"{}", [("type", b"contact.changed.v1")], "ValidationError"),
        (b"\xff\xfe", [("type", b"contact.changed.v1")], "ValidationError"),
        (b"{}", [], "ValueError"),
        (b"{}", [("type", b"\xff")], "UnicodeDecodeError"),
        (b"{}", [("type", b"contact.changed.v1"), ("other", b"\xff")], "ValidationError"),
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
    await produce_raw(settings, b"{}", [("type", b"contact.changed.v9")])
    await produce_raw(settings, None, [])
    await produce(settings, change(1))
    async with worker(settings, handler):
        await handler.until_done(eventually, {1})
        assert await dead_letters(settings) == []
    assert handler.done == [1]


async def test_an_outage_is_waited_out_and_nothing_goes_aside(
    settings: ServiceSettings, handler: Handler, eventually: Eventually
) -> None:
    failures = 0

    async def fail(_: list[int]) -> None:
        nonlocal failures
        failures += 1
        if failures <= 3:
            raise ConnectionRefusedError("the database is away")

    handler.fail = fail
    await produce(settings, change(1), change(2))
    async with worker(settings, handler):
        await handler.until_done(eventually, {1, 2})
        assert await dead_letters(settings) == []
    assert failures >= 4
    assert sorted(handler.done) == [1, 2]


async def test_a_long_outage_gives_the_records_back_and_gets_them_again(
    settings: ServiceSettings, handler: Handler, eventually: Eventually, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kafka, "_RETRY_TOTAL_SECONDS", 0.1)
    away = True

    async def fail(_: list[int]) -> None:
        if away:
            raise TimeoutError

    handler.fail = fail
    await produce(settings, change(1), change(2))
    async with worker(settings, handler):

        async def given_back() -> None:
            assert len(handler.batches) >= 6

        await eventually(given_back)
        away = False
        await handler.until_done(eventually, {1, 2})
        assert await dead_letters(settings) == []


async def test_what_a_dying_worker_did_not_finish_is_given_to_the_next(
    settings: ServiceSettings, handler: Handler, eventually: Eventually, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A worker that dies between its effect and its commit: the effect comes again, none is missing."""
    await produce(settings, *(change(n) for n in range(20)))
    broker = make_broker(settings)
    dying, stuck = Handler(), asyncio.Event()

    async def hang(_: list[int]) -> None:
        stuck.set()
        await asyncio.Event().wait()

    dying.fail = hang
    monkeypatch.setattr(broker.config.broker_config, "graceful_timeout", 0.1, raising=False)
    consume(broker, settings, "reporting", TOPIC, dying)
    await broker.start()
    await stuck.wait()
    await broker.stop()
    assert dying.done == []

    async with worker(settings, handler):
        await handler.until_done(eventually, set(range(20)))


async def test_a_worker_that_comes_back_does_not_start_over(
    settings: ServiceSettings, handler: Handler, eventually: Eventually
) -> None:
    await produce(settings, change(1))
    async with worker(settings, handler):
        await handler.until_done(eventually, {1})
        await asyncio.sleep(0.3)
    await produce(settings, change(2))
    again = Handler()
    async with worker(settings, again):
        await again.until_done(eventually, {2})
    assert again.done == [2]


async def test_two_workers_lose_nothing_between_them(
    settings: ServiceSettings, handler: Handler, eventually: Eventually
) -> None:
    other = Handler()
    async with worker(settings, handler), worker(settings, other):
        for start in range(0, 200, 20):
            await produce(settings, *(change(n) for n in range(start, start + 20)))

        async def all_done() -> None:
            assert set(handler.done) | set(other.done) == set(range(200))

        await eventually(all_done, timeout=40)


async def test_when_everything_goes_aside_the_code_is_wrong_and_consuming_stops(
    settings: ServiceSettings, handler: Handler, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kafka, "_DEAD_LETTERS_IN_A_ROW", 3)
    monkeypatch.setattr(kafka, "_RETRY_LONGEST_SECONDS", 0.01)

    async def fail(_: list[int]) -> None:
        raise KeyError

    handler.fail = fail
    broker = make_broker(settings)
    consumer = kafka.Consumer(broker, settings, GROUP, handler)
    await broker.connect()
    records = [record(settings, number) for number in range(5)]
    try:
        with pytest.raises(DeadLetterLimit):
            await consumer.on_records(records)
    finally:
        await broker.stop()
    assert len(await dead_letters(settings)) == 3


def record(settings: ServiceSettings, number: int) -> ConsumerRecord[bytes, bytes]:
    event = change(number)
    return ConsumerRecord(
        topic=settings.kafka_topic_prefix + TOPIC.name,
        partition=0,
        offset=number,
        timestamp=0,
        timestamp_type=0,
        key=event.key().encode(),
        value=encode(event),
        checksum=None,
        serialized_key_size=0,
        serialized_value_size=0,
        headers=(("type", event.type.encode()),),
    )


async def test_publishing_waits_no_longer_than_told(settings: ServiceSettings) -> None:
    missing = settings.model_copy(update={"kafka_topic_prefix": "no-such-prefix."})
    async with make_producer(missing) as producer:
        with pytest.raises(TimeoutError):
            await publish(producer, missing, [change(1)], timeout=0.3)


# FastStream drops the producer that could not start without closing it.
@pytest.mark.filterwarnings("ignore:.*AIOKafkaProducer.__del__:pytest.PytestUnraisableExceptionWarning")
async def test_a_worker_waits_for_kafka_to_come(
    settings: ServiceSettings, handler: Handler, eventually: Eventually
) -> None:
    """The address answers only later; the worker says that it is failing, and then consumes."""
    host, _, port = settings.kafka_bootstrap.rpartition(":")
    await produce(settings, change(1))
    door = await asyncio.start_server(lambda *_: None, "127.0.0.1", 0)
    address = door.sockets[0].getsockname()[1]
    door.close()
    await door.wait_closed()
    early = settings.model_copy(update={"kafka_bootstrap": f"127.0.0.1:{address}"})
    async with worker(early, handler) as runtime:

        async def failing() -> None:
            assert "kafka consumers" in runtime.failing

        await eventually(failing)
        async with forwarding(address, host, int(port)):
            await handler.until_done(eventually, {1})


@asynccontextmanager
async def forwarding(port: int, host: str, to: int) -> AsyncIterator[None]:
    """Listen on ``port`` and pass everything on; Kafka then tells its own address."""
    pumps: list[asyncio.Task[None]] = []
    opened: list[asyncio.StreamWriter] = []

    async def pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
        writer.close()

    async def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        other_reader, other_writer = await asyncio.open_connection(host, to)
        opened.extend((writer, other_writer))
        pumps.append(asyncio.create_task(pump(reader, other_writer)))
        pumps.append(asyncio.create_task(pump(other_reader, writer)))

    server = await asyncio.start_server(accept, "127.0.0.1", port)
    try:
        yield
    finally:
        server.close()
        for task in pumps:
            task.cancel()
        await asyncio.gather(*pumps, return_exceptions=True)
        for writer in opened:
            writer.close()
        await asyncio.gather(*(writer.wait_closed() for writer in opened), return_exceptions=True)


async def test_a_tasks_name_is_told(settings: ServiceSettings) -> None:
    task = consuming(make_broker(settings), "my consumers")
    assert isinstance(task, Task)
    assert task.name == "my consumers"
