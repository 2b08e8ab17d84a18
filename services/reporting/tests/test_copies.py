"""What was lost comes back from a copy and from the topics, row for row; what is there stays as it is."""

from __future__ import annotations

import asyncio
import gzip
import secrets
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any
from uuid import UUID

if TYPE_CHECKING:
    from conftest import Company, Tell

import pytest
from aiokafka import AIOKafkaConsumer
from asyncpg import DeadlockDetectedError

from atende_contracts.event import Event
from atende_contracts.ids import uuid7
from atende_contracts.messages import SentTemplate
from atende_contracts.queues import TagChangedV1
from atende_contracts.registry import encode
from atende_contracts.topics import TAG_CHANGED
from atende_ops.testing import Atende
from atende_platform.data.db import Database, execute
from atende_platform.data.provision import create_topics
from atende_platform.messaging.handlers import on
from atende_platform.messaging.kafka import make_producer
from atende_platform.process.settings import ServiceSettings
from atende_platform.runtime import Runtime
from atende_platform.testing.plugin import AsUser, Eventually, Installation, Publish
from reporting.commands import dump_command, rebuild_command
from reporting.repository import copies
from reporting.repository import rebuild as rebuild_tables
from reporting.service import replay
from reporting.service.rebuild import RebuildUnderWay, rebuild_company
from reporting.service.summing import sum_up

from .reports import UNDELIVERABLE
from .test_figures import Maker, counted
from .test_summing import shown

_KNOWN = "SELECT * FROM {} ORDER BY company_id, {}"
_KEYS = {
    "company_settings": "company_id",
    "channel_facts": "channel_id",
    "campaign_facts": "campaign_id",
    "send_facts": "send_id",
    "ticket_facts": "ticket_id",
    "ticket_moments": "moment_id",
    "opt_out_sources": "slot, channel_id, source",
    "inbox": "consumer, event_id",
}
_WHEN = ("received_at", "first_seen_at", "reported_at", "event_id")
"""Of a replay: when, and by which of several events that say the same."""


def history(company: Company) -> list[Event]:
    maker = Maker(company, 23)
    events: list[Event] = [
        company.settings("America/Manaus"),
        company.progress({"pending": 20}),
        company.opt_out(),
        *(company.inbound() for _ in range(5)),
        *maker.history(15).events,
    ]
    for send_id in [uuid7() for _ in range(20)]:
        for number, state in enumerate(("accepted", "sent", Random(send_id.int).choice(["read", "failed"]))):
            error = UNDELIVERABLE if state == "failed" else None
            made = {"template": SentTemplate(name="oferta", language="pt_BR")} if state == "sent" else {}
            events.append(company.status(send_id, state, number * 700, error=error, **made))
    return events


def by_topic(events: list[Event]) -> list[list[Event]]:
    return [[*found] for _, found in groupby(sorted(events, key=_topic), key=_topic)]


def _topic(event: Event) -> str:
    return event.topic


async def known(database: Database, *, but: tuple[str, ...] = ()) -> dict[str, Any]:
    """Return all that is known and counted."""
    found: dict[str, Any] = dict(await counted(database))
    async with database.worker() as session:
        for table, key in _KEYS.items():
            rows = (await execute(session, _KNOWN.format(table, key))).mappings().all()
            found[table] = [{name: row[name] for name in row if name not in but} for row in rows]
    return found


async def lose(database: Database, company_id: UUID) -> None:
    async with database.worker() as session:
        await copies.clear(session, company_id)
        await execute(session, "DELETE FROM measure_sums")
        await execute(session, "DELETE FROM measure_log")
        await execute(session, "DELETE FROM rollup_days")


async def test_a_copy_brings_back_all(
    as_user: AsUser,
    tell: Tell,
    company: Company,
    installation: Installation,
    database: Database,
    tmp_path: Path,
) -> None:
    other = type(company)(uuid7())
    for events in by_topic([*history(company), other.inbound(), other.ticket(uuid7())]):
        await tell(*events)
    async with database.worker() as session:
        await sum_up(session, company.id)
    await tell(company.inbound())  # It is only logged yet.
    reports, file = await shown(as_user), tmp_path / "copy"
    assert await asyncio.to_thread(dump_command, installation.settings, [str(file)]) == 0
    before = await known(database)
    await lose(database, company.id)
    assert await known(database) != before
    assert await asyncio.to_thread(rebuild_command, installation.settings, ["--from", str(file)]) == 0
    assert await known(database) == before
    assert await shown(as_user) == reports
    # Events that the copy knows are not counted again.
    assert await asyncio.to_thread(rebuild_command, installation.settings, ["--from", str(file)]) == 0
    await tell(company.opt_out())
    assert await known(database) == before
    assert await asyncio.to_thread(dump_command, installation.settings, [str(file)]) == 1


async def test_the_topics_bring_back_all(
    worker: Runtime[Any],
    publish: Publish,
    company: Company,
    database: Database,
    eventually: Eventually,
) -> None:
    events = history(company)
    await publish(*events)

    async def all_known() -> None:
        async with database.worker() as session:
            seen = await execute(session, "SELECT count(*) FROM inbox")
            sends = await execute(
                session, "SELECT count(*) FROM send_facts WHERE state IN ('read', 'failed')"
            )
            assert (seen.scalar_one(), sends.scalar_one()) == (6, 20)
            closed = await execute(session, "SELECT count(*) FROM ticket_facts")
            assert closed.scalar_one() == 15

    await eventually(all_known)
    await asyncio.sleep(1.5)  # What is gathered for a second is in, too.
    before = await known(database, but=_WHEN)
    assert await asyncio.to_thread(rebuild_command, worker.settings, ["--from-topics"]) == 0
    assert await known(database, but=_WHEN) == before
    await lose(database, company.id)
    assert await asyncio.to_thread(rebuild_command, worker.settings, ["--from-topics"]) == 0
    assert await known(database, but=_WHEN) == before


@pytest.fixture
async def tags(installation: Installation) -> ServiceSettings:
    """Topics that no other test uses."""
    prefix = f"test-replay-{secrets.token_hex(4)}."
    settings: ServiceSettings = installation.settings.model_copy(update={"kafka_topic_prefix": prefix})
    await create_topics(settings.kafka_bootstrap, prefix=prefix)
    return settings


async def put(settings: ServiceSettings, *records: tuple[bytes | None, str | None]) -> None:
    async with make_producer(settings) as producer:
        for value, kind in records:
            headers = [] if kind is None else [("type", kind.encode())]
            topic = settings.kafka_topic_prefix + TAG_CHANGED.name
            await producer.send_and_wait(topic, value, key=b"k", headers=headers)


async def test_what_is_no_event_of_ours_is_passed_over(
    tags: ServiceSettings, company: Company, database: Database
) -> None:
    event, seen = company.tag(uuid7(), "VIP"), []

    async def note(_: object, events: Sequence[Event]) -> None:
        seen.extend(events)

    handlers = {TAG_CHANGED: (on(TagChangedV1, do=note),)}
    await put(tags, (encode(event), event.type))
    await put(tags, (None, "tombstone"), (None, event.type), (b"{}", "tag.new.v9"))
    assert await replay.replay(tags, database, handlers) == (1, 0)
    assert seen == [event]
    await put(tags, (b"{}", event.type), (b"{}", None))
    assert await replay.replay(tags, database, handlers) == (1, 2)


async def test_others_in_the_way_do_not_end_a_replay(
    tags: ServiceSettings, company: Company, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries, fails = 0, 2

    async def collide(*_: object) -> None:
        nonlocal tries
        tries += 1
        if tries <= fails:
            raise DeadlockDetectedError

    monkeypatch.setattr(replay, "_PAUSE_SECONDS", 0.01)
    event = company.tag(uuid7(), "VIP")
    await put(tags, (encode(event), event.type))
    handlers = {TAG_CHANGED: (on(TagChangedV1, do=collide),)}
    assert await replay.replay(tags, database, handlers) == (1, 0)
    assert tries == 3
    tries, fails = 0, 99
    with pytest.raises(DeadlockDetectedError):
        await replay.replay(tags, database, handlers)
    assert tries == 5


async def test_kafka_is_not_waited_for_without_end(
    worker: Runtime[Any],
    publish: Publish,
    company: Company,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    await publish(company.inbound())

    async def nothing(*_: Any, **__: Any) -> dict[Any, Any]:
        await asyncio.sleep(0.05)
        return {}

    monkeypatch.setattr(AIOKafkaConsumer, "getmany", nothing)
    monkeypatch.setattr(replay, "_PATIENCE_SECONDS", 2.0)
    assert await asyncio.to_thread(rebuild_command, worker.settings, ["--from-topics"]) == 1
    assert "Kafka has given nothing of the topic" in capsys.readouterr().err


async def test_a_copy_is_restored_only_while_no_worker_takes_events(
    worker: Runtime[Any],
    publish: Publish,
    tell: Tell,
    company: Company,
    database: Database,
    eventually: Eventually,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    file = tmp_path / "copy"
    await tell(company.inbound())
    assert await asyncio.to_thread(dump_command, worker.settings, [str(file)]) == 0
    await publish(company.ticket(uuid7()))

    async def takes_events() -> None:
        async with database.worker() as session:
            assert (await execute(session, "SELECT count(*) FROM ticket_facts")).scalar_one() == 1

    await eventually(takes_events)
    before = await known(database)
    assert await asyncio.to_thread(rebuild_command, worker.settings, ["--from", str(file)]) == 1
    assert "workers of reporting take events" in capsys.readouterr().err
    assert await known(database) == before


async def test_a_company_is_counted_anew_by_one_at_a_time(
    tell: Tell,
    company: Company,
    installation: Installation,
    database: Database,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Else both would add what is missing."""
    for events in by_topic(history(company)):
        await tell(*events)
    before = await counted(database)
    async with database.worker() as session:
        await execute(session, "DELETE FROM campaign_curve")
        await execute(session, "DELETE FROM template_sends")
    compared, go_on = asyncio.Event(), asyncio.Event()
    stored = rebuild_tables.stored_campaigns

    async def slowly(*given: Any) -> Any:
        found = await stored(*given)
        compared.set()
        await go_on.wait()
        return found

    with monkeypatch.context() as patch:
        patch.setattr(rebuild_tables, "stored_campaigns", slowly)
        first = asyncio.create_task(rebuild_company(database, company.id))
        await compared.wait()
        with pytest.raises(RebuildUnderWay):
            await rebuild_company(database, company.id)
        command = ["--", str(company.id)]
        assert await asyncio.to_thread(rebuild_command, installation.settings, command) == 1
        assert "being counted anew already" in capsys.readouterr().err
        go_on.set()
        await first
    assert await counted(database) == before
    await rebuild_company(database, company.id)
    assert await counted(database) == before


@pytest.mark.parametrize(
    "content",
    [b"", b"no copy", gzip.compress(b"[]\n"), gzip.compress(b'{"a": 1}\n')],
    ids=["empty", "plain", "a list", "an object"],
)
async def test_what_is_no_copy_changes_nothing(
    installation: Installation, tmp_path: Path, content: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "copy"
    file.write_bytes(content)
    status = await asyncio.to_thread(rebuild_command, installation.settings, ["--from", str(file)])
    assert status == (0 if not content else 1)
    assert (
        await asyncio.to_thread(rebuild_command, installation.settings, ["--from", str(tmp_path / "x")]) == 1
    )
    assert await asyncio.to_thread(rebuild_command, installation.settings, ["--form", "x"]) == 2
    assert ("dump" in capsys.readouterr().err) is bool(content)


async def test_operators_have_figures_counted_anew(
    tell: Tell, company: Company, database: Database, installed_atende: Atende
) -> None:
    for events in by_topic(history(company)):
        await tell(*events)
    async with database.worker() as session:
        await sum_up(session, company.id)
    right = await counted(database)
    async with database.worker() as session:
        await execute(session, "UPDATE rollups SET replies_sent = replies_sent + 3, tickets_opened = 0")
    assert await counted(database) != right
    dry = await installed_atende("rebuild", "reporting", "--json")
    assert [each["company"] for each in dry.items] == [str(company.id)]
    assert await counted(database) != right
    assert (await installed_atende("rebuild", "something")).status == 2
    done = await installed_atende("rebuild", "reporting", "--yes", "--reason", "a doubt", "--json")
    assert done.status == 0, done.err
    assert done.items[0]["rows"] > 0
    assert await counted(database) == right
