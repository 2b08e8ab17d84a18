"""``atende dlq`` on real Kafka: what a consumer put aside is listed, handled again, or discarded."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from uuid import UUID

import pytest
from aiokafka import AIOKafkaConsumer

from atende_contracts import topics
from atende_contracts.audit import AuditRecordedV1
from atende_contracts.campaigns import CampaignFinishedV1
from atende_contracts.channels import ChannelChangedV1
from atende_contracts.event import Event
from atende_contracts.ids import uuid7
from atende_contracts.registry import decode
from atende_contracts.topics import Topic
from atende_ops import dead_letters as ops_letters
from atende_ops.access import common_settings
from atende_ops.changes import INSTALLATION
from atende_ops.databases import database_of
from atende_ops.dead_letters import Letter
from atende_ops.kafka import Reading
from atende_ops.testing import Atende
from atende_platform.data.db import execute
from atende_platform.messaging import dead_letters as letters_module
from atende_platform.messaging.kafka import consume, consuming, make_broker, make_producer, publish
from atende_platform.runtime import Runtime
from atende_platform.service.running import running_tasks
from atende_platform.testing.plugin import Eventually

PROGRESS, CHANNELS = topics.CAMPAIGN_PROGRESS, topics.CHANNEL_CHANGED
pytestmark = pytest.mark.usefixtures("operated")

CONSUMER = topics.consumer_name("reporting", PROGRESS)


class Handler:
    """Notes the events it is given, and cannot handle some of them."""

    def __init__(self) -> None:
        self.handled: list[UUID] = []
        self.refused: set[UUID] = set()

    async def __call__(self, events: list[Event]) -> None:
        if any(event.id in self.refused for event in events):
            raise KeyError("no such thing")
        self.handled += [event.id for event in events]


def finished(company_id: UUID | None = None) -> CampaignFinishedV1:
    return CampaignFinishedV1(
        company_id=company_id or uuid7(),
        campaign_id=uuid7(),
        channel_id=uuid7(),
        name="May",
        state="finished",
        total=1,
        finished_at=datetime.now(UTC),
    )


def channel(channel_id: UUID, revision: int = 1) -> ChannelChangedV1:
    return ChannelChangedV1(
        company_id=uuid7(),
        channel_id=channel_id,
        name="Loja",
        provider="whatsapp_cloud",
        status="active",
        messages_per_second=80,
        revision=revision,
    )


@asynccontextmanager
async def consumers(**handlers: tuple[Topic, Handler]) -> AsyncIterator[None]:
    """Run a consumer for each service that is named, for the time of the context."""
    settings = common_settings("reporting")
    broker = make_broker(settings)
    for service, (topic, handler) in handlers.items():
        consume(broker, settings, service, {topic: handler})  # type: ignore[arg-type]
    async with running_tasks([consuming(broker)], Runtime("reporting", settings, frozenset({"worker"}))):
        yield


async def produce(events: Sequence[Event]) -> None:
    settings = common_settings("reporting")
    async with make_producer(settings) as producer:
        await publish(producer, settings, events, timeout=20)


async def recorded() -> list[AuditRecordedV1]:
    """Return what reporting's outbox has for the audit log."""
    async with database_of("reporting") as database, database.worker() as session:
        rows = await execute(session, "SELECT type, payload FROM outbox ORDER BY id")
        found = [decode(row.type, row.payload.encode()) for row in rows]
    return [each for each in found if isinstance(each, AuditRecordedV1)]


async def test_a_record_is_handled_again_by_the_one_that_could_not(
    atende: Atende, eventually: Eventually
) -> None:
    reporting, chat = Handler(), Handler()
    bad, good = finished(), finished()
    reporting.refused = {bad.id}

    async def waits() -> None:
        assert (await atende("dlq", "list")).status == 1

    async with consumers(reporting=(PROGRESS, reporting), chat=(PROGRESS, chat)):
        await produce([bad, good])
        await eventually(waits, timeout=40)
        listed = await atende("dlq", "list", "--json")
        (letter,) = listed.json["items"]
        assert letter["company"] == str(bad.company_id)
        assert letter["reason"] == "KeyError"
        assert letter["type"] == "campaign.finished.v1"
        assert letter["id"].startswith(f"{CONSUMER}/")

        shown = await atende("dlq", "show", letter["id"], "--json")
        assert "value" not in shown.json
        shown = await atende("dlq", "show", letter["id"], "--value", "--json")
        assert shown.json["value"]["id"] == str(bad.id)

        # Nothing happens without --yes, and nothing without a reason.
        dry = await atende("dlq", "replay", "--all", "--json")
        assert dry.status == 0
        assert dry.json["dryRun"] is True
        assert (await atende("dlq", "replay", "--all", "--yes")).status == 2
        assert await recorded() == []

        reporting.refused = set()
        done = await atende("dlq", "replay", "--id", letter["id"], "--yes", "--reason", "mended")
        assert done.status == 0, done.err + done.out

        async def handled() -> None:
            assert sorted(reporting.handled) == sorted([bad.id, good.id])

        await eventually(handled, timeout=40)
        assert sorted(chat.handled) == sorted([bad.id, good.id])
    assert (await atende("dlq", "list")).status == 0
    (entry,) = await recorded()
    assert entry.company_id == INSTALLATION
    assert entry.action == "dead-letter.replayed"
    assert entry.object_id == CONSUMER
    assert entry.details["reason"] == "mended"
    assert entry.details["by"]


async def test_discarded_ones_are_removed_and_the_others_stay(atende: Atende, eventually: Eventually) -> None:
    handler = Handler()
    company_id = uuid7()
    events = [finished(company_id), finished(), finished(company_id)]
    handler.refused = {each.id for each in events}
    other = finished()

    async def all_wait() -> None:
        assert len((await atende("dlq", "list", "--json")).json["items"]) == 3

    async with consumers(reporting=(PROGRESS, handler)):
        await produce([*events, other])
        await eventually(all_wait, timeout=60)
    chosen = ("dlq", "discard", "--all", "--company", str(company_id))
    assert (await atende(*chosen, "--yes", "--reason", "a test company")).status == 0
    (left,) = (await atende("dlq", "list", "--json")).json["items"]
    assert left["company"] == str(events[1].company_id)
    assert (await atende("dlq", "discard", "--id", "chat.message.inbound/7")).status == 2
    assert (await atende("dlq", "discard")).status == 2
    assert (await atende("dlq", "discard", "--all", "--yes", "--reason", "also")).status == 0
    ended = await atende("dlq", "list", "--consumer", CONSUMER)
    assert ended.status == 0
    # Where nothing waits, nothing is kept: what counts records counts nobody's.
    left_over = await atende("lag", "--consumer", CONSUMER, "--json")
    assert left_over.json["items"][0]["deadLetters"] == 0


async def test_what_arrives_while_others_are_settled_is_kept(
    atende: Atende, eventually: Eventually, monkeypatch: pytest.MonkeyPatch
) -> None:
    handler, known = Handler(), finished()
    handler.refused = {known.id}

    async def waits() -> None:
        assert (await atende("dlq", "list")).status == 1

    async with consumers(reporting=(PROGRESS, handler)):
        await produce([known])
        await eventually(waits, timeout=40)
    settings, read_to_the_end = common_settings("reporting"), ops_letters._waiting
    arriving = [b"later"]

    async def and_another_arrives(consumer: AIOKafkaConsumer, reading: Reading) -> list[Letter]:
        found = await read_to_the_end(consumer, reading)
        if not found and arriving:  # All are settled: what stands there is about to be removed.
            async with make_producer(settings) as producer:
                await producer.send_and_wait(reading.dead_letters, arriving.pop(), partition=0)
        return found

    with monkeypatch.context() as patch:
        patch.setattr(ops_letters, "_waiting", and_another_arrives)
        discard = ("dlq", "discard", "--all", "--consumer", CONSUMER, "--yes", "--reason", "known")
        assert (await atende(*discard)).status == 0
    assert not arriving
    assert len((await atende("dlq", "list", "--json")).json["items"]) == 1
    assert (await atende(*discard)).status == 0


async def test_an_old_state_is_not_put_behind_a_newer_one(atende: Atende, eventually: Eventually) -> None:
    handler = Handler()
    channel_id = uuid7()
    old, new = (channel(channel_id, revision=each) for each in (1, 2))
    handler.refused = {old.id}

    async def waits() -> None:
        assert (await atende("dlq", "list")).status == 1
        assert new.id in handler.handled

    async with consumers(reporting=(CHANNELS, handler)):
        await produce([old, new])
        await eventually(waits, timeout=40)
        handler.refused = set()
        done = await atende("dlq", "replay", "--all", "--yes", "--reason", "mended", "--json")
        assert [each["outcome"] for each in done.json["items"]] == ["superseded"]
    assert handler.handled == [new.id]
    assert (await atende("dlq", "list")).status == 0


async def test_a_state_that_is_put_again_is_for_all(atende: Atende, eventually: Eventually) -> None:
    """Compaction leaves the copy only: who reads the topic from its beginning needs it."""
    reporting, campaign = Handler(), Handler()
    state = channel(uuid7())
    reporting.refused = {state.id}

    async def waits() -> None:
        assert (await atende("dlq", "list")).status == 1
        assert state.id in campaign.handled

    async def handled_again() -> None:
        assert reporting.handled.count(state.id) == 1
        assert campaign.handled.count(state.id) == 2

    async with consumers(reporting=(CHANNELS, reporting), campaign=(CHANNELS, campaign)):
        await produce([state])
        await eventually(waits, timeout=40)
        reporting.refused = set()
        assert (await atende("dlq", "replay", "--all", "--yes", "--reason", "mended")).status == 0
        await eventually(handled_again, timeout=40)


async def test_an_abridged_one_is_fetched_from_its_topic(
    atende: Atende, eventually: Eventually, monkeypatch: pytest.MonkeyPatch
) -> None:
    handler = Handler()
    event = finished()
    handler.refused = {event.id}

    monkeypatch.setattr(letters_module, "_HEAD_BYTES", 10)
    original = letters_module.DeadLetters._publish

    async def refuse_once(self: letters_module.DeadLetters, letter: letters_module.DeadLetter) -> None:
        publish = self._broker.publish

        async def limited(message: bytes | None, **options: object) -> object:
            if len(message or b"") > letters_module._HEAD_BYTES:
                raise letters_module.MessageSizeTooLargeError
            return await publish(message, **options)  # type: ignore[arg-type]

        monkeypatch.setattr(self._broker, "publish", limited, raising=False)
        await original(self, letter)
        monkeypatch.setattr(self._broker, "publish", publish, raising=False)

    monkeypatch.setattr(letters_module.DeadLetters, "_publish", refuse_once)

    async def waits() -> None:
        assert (await atende("dlq", "list")).status == 1

    async with consumers(reporting=(PROGRESS, handler)):
        await produce([event])
        await eventually(waits, timeout=40)
        (letter,) = (await atende("dlq", "list", "--json")).json["items"]
        assert letter["abridged"] is True
        handler.refused = set()
        done = await atende("dlq", "replay", "--all", "--yes", "--reason", "mended", "--json")
        assert [each["outcome"] for each in done.json["items"]] == ["replayed"]

        async def handled() -> None:
            assert handler.handled == [event.id]

        await eventually(handled, timeout=40)


async def test_what_nobody_can_read_is_listed_and_shown(atende: Atende, eventually: Eventually) -> None:
    settings = common_settings("reporting")
    async with consumers(reporting=(PROGRESS, Handler())), make_producer(settings) as producer:
        topic = settings.kafka_topic_prefix + PROGRESS.name
        nested = b"[" * 50_000  # Deeper than a reader of JSON goes.
        await producer.send_and_wait(topic, nested, key=b"k", headers=[("type", b"campaign.finished.v1")])

        async def waits() -> None:
            assert (await atende("dlq", "list")).status == 1

        await eventually(waits, timeout=40)
    (letter,) = (await atende("dlq", "list", "--json")).items
    assert letter["company"] is None
    shown = await atende("dlq", "show", letter["id"], "--value", "--json")
    assert shown.status == 0, shown.err
    assert shown.json["value"].startswith("[[[")
    done = await atende("dlq", "discard", "--id", letter["id"], "--yes", "--reason", "nonsense")
    assert done.status == 0, done.err
