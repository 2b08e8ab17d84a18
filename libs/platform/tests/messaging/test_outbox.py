"""The outbox and its relay, on real PostgreSQL and Kafka: nothing lost, order kept, at least once."""

import asyncio
import random
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import asyncpg
import pytest
from aiokafka import AIOKafkaConsumer, ConsumerRecord, TopicPartition
from aiokafka.errors import MessageSizeTooLargeError
from opentelemetry import trace

from atende_contracts.channels import ChannelChangedV1
from atende_contracts.contacts import ContactChangedV1
from atende_contracts.event import Party
from atende_contracts.ids import uuid7
from atende_contracts.registry import decode
from atende_contracts.topics import CONTACT_CHANGED
from atende_platform.data.db import Database, execute
from atende_platform.data.provision import with_database
from atende_platform.errors import TooLarge
from atende_platform.messaging import outbox
from atende_platform.messaging.outbox import Relay
from atende_platform.process import tracing
from atende_platform.process.settings import ServiceSettings
from atende_platform.runtime import Runtime
from atende_platform.service.running import running_tasks
from atende_platform.testing.plugin import Eventually, Infrastructure, Installation, Publish
from atende_platform.testing.spans import Recorded, place_of


def change(contact_id: UUID, revision: int, company_id: UUID | None = None) -> ContactChangedV1:
    return ContactChangedV1(
        company_id=company_id or uuid7(), contact_id=contact_id, party=Party(wa_id="1"), revision=revision
    )


async def write(database: Database, *events: Any) -> None:
    async with database.worker() as session:
        await outbox.add(session, events)


async def waiting(database: Database) -> int:
    async with database.worker() as session:
        return int((await execute(session, "SELECT count(*) FROM outbox")).scalar_one())


class Log:
    """The topic as it stands: every record of it, from where the test began."""

    def __init__(self, settings: ServiceSettings) -> None:
        self._settings = settings
        self._topic = settings.kafka_topic_prefix + CONTACT_CHANGED.name
        self._from: dict[TopicPartition, int] = {}

    @asynccontextmanager
    async def _consumer(self) -> AsyncIterator[AIOKafkaConsumer]:
        consumer = AIOKafkaConsumer(bootstrap_servers=self._settings.kafka_bootstrap)
        await consumer.start()
        try:
            partitions = [TopicPartition(self._topic, n) for n in range(CONTACT_CHANGED.partitions)]
            consumer.assign(partitions)
            yield consumer
        finally:
            await consumer.stop()

    async def begin(self) -> None:
        async with self._consumer() as consumer:
            self._from = await consumer.end_offsets(consumer.assignment())

    async def records(self) -> list[ConsumerRecord]:
        async with self._consumer() as consumer:
            ends = await consumer.end_offsets(consumer.assignment())
            for partition, offset in self._from.items():
                consumer.seek(partition, offset)
            found: list[ConsumerRecord] = []
            for partition, end in ends.items():
                while await consumer.position(partition) < end:
                    found += (await consumer.getmany(partition, timeout_ms=200)).get(partition, [])
            return found

    async def pairs(self) -> list[tuple[ContactChangedV1, ConsumerRecord]]:
        return [(decode("contact.changed.v1", record.value), record) for record in await self.records()]  # type: ignore[misc]

    async def events(self) -> list[ContactChangedV1]:
        return [event for event, _ in await self.pairs()]

    async def revisions(self) -> dict[UUID, list[int]]:
        """Return the revisions by contact, in the order of the log."""
        found: defaultdict[UUID, list[int]] = defaultdict(list)
        for event in await self.events():
            found[event.contact_id].append(event.revision)
        return found


@pytest.fixture
async def log(installation: Installation, publish: Publish) -> Log:  # noqa: ARG001 (creates the topics)
    log = Log(installation.settings)
    await log.begin()
    return log


@pytest.fixture
def relaying(installation: Installation) -> Callable[[], Any]:
    """Runs one more relay for the time of the context, as a worker process does."""

    def one_more() -> Any:
        runtime = Runtime("reporting", installation.settings, frozenset({"worker"}))
        return running_tasks([Relay(installation.settings).task], runtime)

    return one_more


Relaying = Callable[[], Any]


async def drained(database: Database) -> None:
    assert await waiting(database) == 0


async def until_drained(database: Database, eventually: Eventually) -> None:
    async def check() -> None:
        await drained(database)

    await eventually(check)


# --- adding -----------------------------------------------------------------------------------


async def test_events_exist_exactly_when_the_transaction_does(database: Database, log: Log) -> None:
    async def fail() -> None:
        async with database.worker() as session:
            await outbox.add(session, [change(uuid7(), 1)])
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await fail()
    assert await waiting(database) == 0
    await write(database, change(uuid7(), 1))
    assert await waiting(database) == 1
    await write(database)
    assert await waiting(database) == 1
    assert await log.records() == []


async def test_a_tenant_may_speak_for_itself_only(database: Database, company_id: UUID) -> None:
    async def speak(own: UUID, event: ContactChangedV1) -> None:
        async with database.tenant(own) as session:
            await outbox.add(session, [event])

    await speak(company_id, change(uuid7(), 1, company_id))
    with pytest.raises(Exception, match="row-level security"):
        await speak(company_id, change(uuid7(), 1, uuid7()))
    assert await waiting(database) == 1


# --- relaying ---------------------------------------------------------------------------------


async def test_an_event_arrives_with_its_key_its_headers_and_its_trace(
    database: Database, log: Log, relaying: Relaying, eventually: Eventually
) -> None:
    event = change(uuid7(), 1)
    with tracing.begun("request") as span:
        await write(database, event)
    async with relaying():
        await until_drained(database, eventually)
    (record,) = await log.records()
    headers = {name: value.decode() for name, value in record.headers}
    assert decode(headers["type"], record.value) == event
    assert record.key.decode() == event.key()
    assert headers["id"] == str(event.id)
    trace_id = trace.format_trace_id(span.get_span_context().trace_id)
    assert headers["traceparent"].startswith(f"00-{trace_id}-")


async def test_an_event_s_way_from_the_outbox_into_kafka_is_a_span_of_its_trace(
    database: Database, log: Log, relaying: Relaying, eventually: Eventually, spans: Recorded
) -> None:
    with tracing.begun("request"):
        await write(database, change(uuid7(), 1))
    async with relaying():
        await until_drained(database, eventually)
    (record,) = await log.records()
    headers = {name: value.decode() for name, value in record.headers}
    request, publish = spans.one("request"), spans.one("contact.changed publish")
    assert publish.parent is not None
    assert publish.parent.span_id == place_of(request).span_id
    assert publish.kind is trace.SpanKind.PRODUCER
    assert headers["traceparent"] == tracing.written(place_of(publish))
    # The time that it waited in the outbox is a part of it.
    assert (request.start_time or 0) <= (publish.start_time or 0) <= (request.end_time or 0)


async def test_an_event_with_nonsense_for_a_trace_stops_nothing(
    database: Database, log: Log, relaying: Relaying, eventually: Eventually, spans: Recorded
) -> None:
    event = change(uuid7(), 1)
    async with database.worker() as session:
        await outbox.add(session, [event], traces={event.id: "nonsense"})
    async with relaying():
        await until_drained(database, eventually)
    assert await log.events() == [event]
    assert not spans.named("contact.changed publish")


async def test_an_idle_relay_is_woken_rather_than_polling(
    database: Database, log: Log, relaying: Relaying, eventually: Eventually, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbox, "IDLE_POLL_SECONDS", 60.0)
    async with relaying():
        await asyncio.sleep(0.5)
        await write(database, change(uuid7(), 1))
        await until_drained(database, eventually)
    assert len(await log.records()) == 1


async def test_order_is_kept_per_key_and_every_row_is_deleted(
    database: Database, log: Log, relaying: Relaying, eventually: Eventually, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbox, "BATCH", 64)
    contacts = [uuid7() for _ in range(20)]
    async with relaying():
        for revision in range(25):
            await write(database, *(change(contact, revision) for contact in contacts))
        await until_drained(database, eventually)
    assert await log.revisions() == {contact: list(range(25)) for contact in contacts}


async def test_writers_side_by_side_lose_nothing(
    database: Database, log: Log, relaying: Relaying, eventually: Eventually
) -> None:
    """Rows become visible in the order of commits, not of their ids: a relay by "id above" loses some."""
    contacts = [uuid7() for _ in range(8)]

    async def writer(contact: UUID) -> None:
        for revision in range(30):
            async with database.worker() as session:
                await outbox.add(session, [change(contact, revision)])
                await asyncio.sleep(random.uniform(0, 0.01))

    async with relaying():
        await asyncio.gather(*(writer(contact) for contact in contacts))
        await until_drained(database, eventually)
    assert await log.revisions() == {contact: list(range(30)) for contact in contacts}


async def test_a_relay_killed_on_its_way_repeats_rather_than_loses(
    database: Database, log: Log, relaying: Relaying, eventually: Eventually, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbox, "BATCH", 50)
    contacts = [uuid7() for _ in range(10)]
    writing = asyncio.create_task(
        write_slowly(database, [change(contact, n) for n in range(60) for contact in contacts])
    )
    while not writing.done():
        async with relaying():
            await asyncio.sleep(random.uniform(0.03, 0.15))
    await writing
    async with relaying():
        await until_drained(database, eventually)
    for contact, revisions in (await log.revisions()).items():
        assert contact in contacts
        assert set(revisions) == set(range(60))
        first_seen = list(dict.fromkeys(revisions))
        assert first_seen == list(range(60)), "a first delivery overtook an earlier one"
        assert revisions[-1] == 59, "a repetition came after the newest"


async def write_slowly(database: Database, events: Sequence[ContactChangedV1]) -> None:
    for start in range(0, len(events), 10):
        await write(database, *events[start : start + 10])
        await asyncio.sleep(0.02)


async def test_one_relay_leads_and_another_takes_over(
    installation: Installation,
    database: Database,
    log: Log,
    relaying: Relaying,
    eventually: Eventually,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(outbox, "STANDBY_POLL_SECONDS", 0.05)

    async def leaders() -> int:
        connection = await asyncpg.connect(installation.settings.database_worker_url)
        try:
            return int(
                await connection.fetchval(
                    "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted"
                    " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
                )
            )
        finally:
            await connection.close()

    async def one_leads() -> None:
        assert await leaders() == 1

    async with relaying():
        await eventually(one_leads)
        async with relaying(), relaying():
            for revision in range(20):
                await write(database, change(UUID(int=1), revision))
            await until_drained(database, eventually)
            assert await leaders() == 1
    await write(database, change(UUID(int=1), 20))
    async with relaying():
        await until_drained(database, eventually)
    assert await log.revisions() == {UUID(int=1): list(range(21))}


async def test_a_standby_holds_no_snapshot(
    infrastructure: Infrastructure,
    installation: Installation,
    relaying: Relaying,
    eventually: Eventually,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """While it waits for the leader to go, vacuum must be able to remove what the leader deletes."""
    monkeypatch.setattr(outbox, "STANDBY_POLL_SECONDS", 0.05)
    database = urlsplit(installation.settings.database_url).path.lstrip("/")
    connection = await asyncpg.connect(with_database(infrastructure.database_admin_url, database))
    standbys = (
        "SELECT backend_xmin FROM pg_stat_activity"
        " WHERE datname = current_database() AND query LIKE '%advisory_lock(%' AND pid <> pg_backend_pid()"
    )

    async def one_stands_by() -> None:
        assert len(await connection.fetch(standbys)) == 1

    async def snapshot_is_let_go() -> None:
        assert [row["backend_xmin"] for row in await connection.fetch(standbys)] == [None]

    try:
        async with relaying(), relaying():
            await eventually(one_stands_by)
            await eventually(snapshot_is_let_go)
    finally:
        await connection.close()


async def test_losing_the_database_connection_is_survived(
    database: Database, log: Log, relaying: Relaying, eventually: Eventually
) -> None:
    async with relaying():
        await write(database, change(UUID(int=2), 0))
        await until_drained(database, eventually)
        async with database.worker() as session:
            await execute(
                session,
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND usename = current_user AND pid <> pg_backend_pid()"
                " AND query LIKE '%outbox%'",
            )
        await write(database, change(UUID(int=2), 1))
        await until_drained(database, eventually)
    assert (await log.revisions())[UUID(int=2)] == [0, 1]


async def test_an_event_too_large_for_kafka_is_refused_before_it_can_hold_back_others(
    database: Database,
) -> None:
    """In UTF-8, which is what Kafka counts."""
    large = ContactChangedV1(
        company_id=uuid7(),
        contact_id=uuid7(),
        party=Party(wa_id="1"),
        custom_fields={"note": "é" * 500_000},
        revision=1,
    )
    with pytest.raises(TooLarge):
        await write(database, change(uuid7(), 1), large)
    assert await waiting(database) == 0


async def test_an_event_that_kafka_refuses_holds_back_only_what_comes_after_it(
    installation: Installation, database: Database, log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was sent before it is done with; it is not sent again each time the relay comes back."""
    monkeypatch.setattr(outbox, "MAX_EVENT_BYTES", 10_000_000)  # Kafka's own limit may be lower than ours.
    before, huge, after = change(UUID(int=3), 1), change(UUID(int=3), 2), change(UUID(int=3), 3)
    huge = huge.model_copy(update={"custom_fields": {"x": random.randbytes(1024 * 1024).hex()}})
    await write(database, before, huge, after)
    for _ in range(2):
        with pytest.raises(MessageSizeTooLargeError):
            await Relay(installation.settings).run()
        assert await waiting(database) == 2
    assert (await log.revisions())[UUID(int=3)] == [1]


async def test_events_of_other_topics_go_to_theirs(
    database: Database, log: Log, relaying: Relaying, eventually: Eventually
) -> None:
    channel = ChannelChangedV1(
        company_id=uuid7(),
        channel_id=uuid7(),
        name="Loja",
        provider="whatsapp_cloud",
        status="active",
        messages_per_second=80,
        revision=1,
    )
    async with relaying():
        await write(database, channel, change(uuid7(), 1))
        await until_drained(database, eventually)
    assert len(await log.records()) == 1


async def test_one_event_does_not_wait_for_another_company_s_thousands(
    database: Database, log: Log, relaying: Callable[[], Any], eventually: Eventually
) -> None:
    crowd, alone, contact = uuid7(), uuid7(), uuid7()
    for start in range(1, 4001, 1000):
        await write(database, *(change(contact, number, crowd) for number in range(start, start + 1000)))
    await write(database, change(uuid7(), 1, alone))

    async with relaying():

        async def all_left() -> None:
            assert await waiting(database) == 0

        await eventually(all_left)

    sent = {(one.company_id, one.revision): record.timestamp for one, record in await log.pairs()}
    assert len(sent) == 4001
    assert sent[alone, 1] < sent[crowd, 3000]
    assert (await log.revisions())[contact] == list(range(1, 4001))
