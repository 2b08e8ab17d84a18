"""Consuming on real Kafka: a bad record goes aside, an outage is waited out, nothing is lost."""

import asyncio
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

import pytest
from aiokafka import AIOKafkaConsumer, ConsumerRecord
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType
from aiokafka.errors import MessageSizeTooLargeError
from asyncpg.exceptions import LockNotAvailableError
from prometheus_client import REGISTRY

from atende_contracts import topics
from atende_contracts.contacts import ContactChangedV1
from atende_contracts.event import Party
from atende_contracts.ids import uuid7
from atende_contracts.registry import encode
from atende_platform.data.db import Database, execute
from atende_platform.data.provision import create_topics
from atende_platform.messaging import consumer as consumer_module
from atende_platform.messaging.kafka import consume, consuming, make_broker, make_producer, publish
from atende_platform.process import progress
from atende_platform.process.settings import ServiceSettings
from atende_platform.process.tasks import Task
from atende_platform.runtime import Runtime
from atende_platform.service.running import running_tasks
from atende_platform.testing.plugin import Eventually, Installation

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
    """Notes what it was given; fails on request."""

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
    monkeypatch.setattr(consumer_module, "RETRY_FIRST_SECONDS", 0.05)


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
    monkeypatch.setattr(consumer_module, "RETRY_TOTAL_SECONDS", 0.1)
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


# --- one company's records, and everybody's ------------------------------------------------------------

HOSTILE, HONEST = uuid7(), uuid7()


def of(company: UUID, revision: int) -> ContactChangedV1:
    """An event of a company, all of which are in one partition."""
    event = change(revision, CUSTOMER)
    return event.model_copy(update={"company_id": company})


def places(records: list[ConsumerRecord]) -> list[str]:
    headers = map(headers_of, records)
    return [f"{each['dlq-partition']}/{each['dlq-offset']}" for each in headers]


async def test_a_thousand_bad_records_of_one_company_stop_nobody_and_each_goes_aside_once(
    settings: ServiceSettings, eventually: Eventually
) -> None:
    """What lies behind them in the partition is handled, and none of it goes aside."""
    done: list[int] = []

    async def handle(events: list[ContactChangedV1]) -> None:
        if any(event.company_id == HOSTILE for event in events):
            raise KeyError("of a hostile company")
        done.extend(event.revision for event in events)

    bad = [of(HOSTILE, 10_000 + n) for n in range(1000)]
    await produce(settings, *bad[:500], of(HONEST, 1), *bad[500:], of(HONEST, 2))
    async with worker(settings, handle):  # type: ignore[arg-type]

        async def all_done() -> None:
            assert done[-1:] == [2]
            assert len(await dead_letters(settings)) == 1000

        await eventually(all_done, timeout=60)
        records = await dead_letters(settings)
    assert sorted(set(done)) == [1, 2]
    assert len(set(places(records))) == 1000
    reasons = {headers_of(record)["dlq-reason"] for record in records}
    assert reasons == {"KeyError", "Diverted"}


async def test_when_nobody_s_records_can_be_handled_it_stands_still_and_goes_on_by_itself(
    settings: ServiceSettings, handler: Handler, eventually: Eventually, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The code is wrong, or a table is not there yet: records wait, and none of them goes aside twice."""
    monkeypatch.setattr(consumer_module, "DEAD_LETTERS_IN_A_ROW", 5)
    wrong = True

    async def fail(_: list[int]) -> None:
        if wrong:
            raise KeyError("no such table")

    handler.fail = fail
    companies = [uuid7() for _ in range(6)]
    await produce(settings, *(of(companies[n % 6], n) for n in range(60)))
    group = settings.kafka_topic_prefix + GROUP
    async with worker(settings, handler):

        async def stands_still() -> None:
            assert REGISTRY.get_sample_value("consumer_stands_still", {"consumer": group}) == 1
            assert len(handler.batches) > 60, "it is tried again and again"

        await eventually(stands_still, timeout=40)
        assert len(await dead_letters(settings)) == 5
        wrong = False
        aside = {int(headers_of(record)["dlq-offset"]) for record in await dead_letters(settings)}
        await handler.until_done(eventually, set(range(60)) - aside)
        assert REGISTRY.get_sample_value("consumer_stands_still", {"consumer": group}) == 0
    assert len(await dead_letters(settings)) == 5


async def test_a_record_that_waits_behind_the_bad_ones_shows_that_it_is_not_the_code(
    settings: ServiceSettings, eventually: Eventually, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Many companies of one enemy fail, and nobody else was handled: it waits until somebody else writes."""
    monkeypatch.setattr(consumer_module, "DEAD_LETTERS_IN_A_ROW", 5)
    done: list[int] = []

    async def handle(events: list[ContactChangedV1]) -> None:
        if any(event.company_id != HONEST for event in events):
            raise KeyError
        done.extend(event.revision for event in events)

    hostile = [uuid7() for _ in range(10)]
    await produce(settings, *(of(hostile[n % 10], n) for n in range(40)))
    async with worker(settings, handle, max_records=10):  # type: ignore[arg-type]

        async def waits() -> None:
            assert len(await dead_letters(settings)) == 5

        await eventually(waits)
        await produce(settings, of(HONEST, 1000))

        async def handled() -> None:
            assert 1000 in done
            assert len(await dead_letters(settings)) == 40

        await eventually(handled, timeout=40)
    assert len(set(places(await dead_letters(settings)))) == 40


async def test_a_dead_letter_that_kafka_would_not_take_is_put_down_as_its_place_and_head(
    settings: ServiceSettings, handler: Handler, eventually: Eventually
) -> None:
    value = b"{" + secrets.token_bytes(200_000)
    topic = f"{settings.kafka_topic_prefix}{GROUP}.dlq"
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
    await produce_raw(settings, value, [("type", b"contact.changed.v1"), ("note", b"n" * 300)])
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
    assert headers["type"] == "contact.changed.v1"


async def test_what_was_dealt_with_of_a_batch_is_not_done_again_when_the_rest_comes_again(
    settings: ServiceSettings, eventually: Eventually, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(consumer_module, "RETRY_TOTAL_SECONDS", 0.1)
    away, handled = True, list[int]()

    async def handle(events: list[ContactChangedV1]) -> None:
        revisions = [event.revision for event in events]
        if any(event.company_id == HOSTILE for event in events):
            if len(events) == 1 and revisions[0] >= 10 and away:
                raise ConnectionRefusedError("the database went away meanwhile")
            if len(events) > 1 or revisions[0] < 10:
                raise KeyError
        handled.extend(revisions)

    events = [of(HONEST, 100 + n) for n in range(5)]
    events += [of(HOSTILE, n) for n in range(4)] + [of(HOSTILE, 10)]
    await produce(settings, *events)
    async with worker(settings, handle):  # type: ignore[arg-type]

        async def three_aside() -> None:
            assert len(await dead_letters(settings)) == 4

        await eventually(three_aside)
        await asyncio.sleep(2.5)  # It has come again by then, more than once.
        assert 10 not in handled
        away = False

        async def finished() -> None:
            assert 10 in handled

        await eventually(finished)
    assert len(await dead_letters(settings)) == 4
    assert sorted(handled) == [10, 100, 101, 102, 103, 104]


async def test_a_lock_that_only_one_company_waits_for_keeps_the_others_no_longer_than_a_moment(
    settings: ServiceSettings, database: Database, eventually: Eventually
) -> None:
    """Real locks: somebody holds a row of one company. The others behind it are handled, it goes aside."""
    done: list[int] = []
    async with database.worker() as session:
        for company in (HOSTILE, HONEST):
            await execute(
                session,
                "INSERT INTO notes (company_id, id, text) VALUES (:c, :c, '') ON CONFLICT DO NOTHING",
                c=company,
            )

    async def handle(events: list[ContactChangedV1]) -> None:
        async with database.worker() as session:
            await execute(session, "SET LOCAL lock_timeout = '50ms'")
            for event in events:
                await execute(session, "UPDATE notes SET text = 'x' WHERE id = :id", id=event.company_id)
        done.extend(event.revision for event in events)

    await produce(settings, of(HOSTILE, 0), *(of(HONEST, n) for n in range(1, 5)))
    async with database.worker() as holder:
        await execute(holder, "SELECT 1 FROM notes WHERE id = :id FOR UPDATE", id=HOSTILE)
        async with worker(settings, handle):  # type: ignore[arg-type]

            async def others() -> None:
                assert {1, 2, 3, 4} <= set(done)
                assert len(await dead_letters(settings)) == 1

            await eventually(others, timeout=30)
    assert headers_of((await dead_letters(settings))[0])["dlq-reason"] == "DBAPIError"


async def test_locks_that_everybody_waits_for_are_waited_for(
    settings: ServiceSettings, handler: Handler, eventually: Eventually
) -> None:
    """As while a table is changed."""
    locked = True

    async def fail(_: list[int]) -> None:
        if locked:
            raise LockNotAvailableError("canceling statement due to lock timeout")

    handler.fail = fail
    await produce(settings, *(of(uuid7(), n) for n in range(4)))
    async with worker(settings, handler):

        async def tried() -> None:
            assert len(handler.batches) > 20

        await eventually(tried, timeout=40)
        locked = False
        await handler.until_done(eventually, set(range(4)))
    assert await dead_letters(settings) == []


async def test_a_handler_that_never_returns_is_ended_and_only_its_company_pays(
    settings: ServiceSettings, eventually: Eventually
) -> None:
    done: list[int] = []

    async def handle(events: list[ContactChangedV1]) -> None:
        if any(event.company_id == HOSTILE for event in events):
            await asyncio.Event().wait()
        done.extend(event.revision for event in events)

    await produce(settings, of(HOSTILE, 0), of(HONEST, 1))
    async with worker(settings, handle, seconds=0.3):  # type: ignore[arg-type]

        async def finished() -> None:
            assert done == [1]
            assert len(await dead_letters(settings)) == 1

        await eventually(finished)
    assert headers_of((await dead_letters(settings))[0])["dlq-reason"] == "HandlerTimeout"


async def test_a_consumer_that_does_not_move_is_late_and_one_that_waits_for_a_server_is_alive(
    settings: ServiceSettings, handler: Handler, eventually: Eventually, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(consumer_module, "RETRY_TOTAL_SECONDS", 0.0)
    monkeypatch.setattr(progress, "_HANGS_AFTER_SECONDS", 1.5)
    away = True

    async def fail(_: list[int]) -> None:
        if away:
            raise ConnectionRefusedError

    handler.fail = fail
    await produce(settings, change(1))
    group = settings.kafka_topic_prefix + GROUP
    async with worker(settings, handler, seconds=1.0) as runtime:

        async def late() -> None:
            assert group in runtime.late()

        await eventually(late)
        with pytest.raises(RuntimeError, match="late"):
            await runtime.check_tasks()
        await asyncio.sleep(2)
        assert runtime.hanging() == []
        shown = REGISTRY.get_sample_value("task_round_age_seconds", {"task": group})
        assert shown is not None
        assert shown > 1
        away = False
        await handler.until_done(eventually, {1})

        async def on_time() -> None:
            assert not runtime.late()

        await eventually(on_time)


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
