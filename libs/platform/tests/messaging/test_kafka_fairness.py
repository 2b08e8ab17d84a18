"""One company's records, and everybody's: on real Kafka, with real locks."""

import asyncio

import pytest
from asyncpg.exceptions import LockNotAvailableError
from prometheus_client import REGISTRY

from atende_contracts.channels import ChannelChangedV1
from atende_contracts.ids import uuid7
from atende_platform.data.db import Database, execute
from atende_platform.messaging import consumer as consumer_module
from atende_platform.process.settings import ServiceSettings
from atende_platform.testing.plugin import Eventually

from .kafka_records import (
    HONEST,
    HOSTILE,
    NAME,
    Handler,
    dead_letters,
    headers_of,
    of,
    places,
    produce,
    worker,
)


async def test_a_thousand_bad_records_of_one_company_stop_nobody_and_each_goes_aside_once(
    settings: ServiceSettings, eventually: Eventually
) -> None:
    """What lies behind them in the partition is handled, and none of it goes aside."""
    done: list[int] = []

    async def handle(events: list[ChannelChangedV1]) -> None:
        if any(event.company_id == HOSTILE for event in events):
            raise KeyError("of a hostile company")
        done.extend(event.revision for event in events)

    bad = [of(HOSTILE, 10_000 + n) for n in range(1000)]
    await produce(settings, *bad[:500], of(HONEST, 1), *bad[500:], of(HONEST, 2))
    async with worker(settings, handle):

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
    group = settings.kafka_topic_prefix + NAME
    async with worker(settings, handler):

        async def stands_still() -> None:
            assert REGISTRY.get_sample_value("consumer_stands_still", {"consumer": group}) == 1
            assert len(handler.batches) > 60, "it is tried again and again"

        await eventually(stands_still, timeout=40)
        assert len(await dead_letters(settings)) == 5
        wrong = False
        aside = {int(headers_of(record)["dlq-offset"]) for record in await dead_letters(settings)}
        await handler.until_done(eventually, set(range(60)) - aside)

        async def goes_on() -> None:
            assert REGISTRY.get_sample_value("consumer_stands_still", {"consumer": group}) == 0

        await eventually(goes_on)  # It says so once the batch is done, after its last handler.
    assert len(await dead_letters(settings)) == 5


async def test_a_record_that_waits_behind_the_bad_ones_shows_that_it_is_not_the_code(
    settings: ServiceSettings, eventually: Eventually, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All records fail, of hostile companies only. One of another company shows that the code works."""
    monkeypatch.setattr(consumer_module, "DEAD_LETTERS_IN_A_ROW", 5)
    done: list[int] = []

    async def handle(events: list[ChannelChangedV1]) -> None:
        if any(event.company_id != HONEST for event in events):
            raise KeyError
        done.extend(event.revision for event in events)

    hostile = [uuid7() for _ in range(10)]
    await produce(settings, *(of(hostile[n % 10], n) for n in range(40)))
    async with worker(settings, handle, max_records=10):

        async def waits() -> None:
            assert len(await dead_letters(settings)) == 5

        await eventually(waits)
        await produce(settings, of(HONEST, 1000))

        async def handled() -> None:
            assert 1000 in done
            assert len(await dead_letters(settings)) == 40

        await eventually(handled, timeout=40)
    assert len(set(places(await dead_letters(settings)))) == 40


async def test_what_was_dealt_with_of_a_batch_is_not_done_again_when_the_rest_comes_again(
    settings: ServiceSettings, eventually: Eventually, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(consumer_module, "RETRY_TOTAL_SECONDS", 0.1)
    away, tries, handled = True, 0, list[int]()

    async def handle(events: list[ChannelChangedV1]) -> None:
        nonlocal tries
        revisions = [event.revision for event in events]
        if any(event.company_id == HOSTILE for event in events):
            if len(events) == 1 and revisions[0] >= 10 and away:
                tries += 1
                raise ConnectionRefusedError("the database went away meanwhile")
            if len(events) > 1 or revisions[0] < 10:
                raise KeyError
        handled.extend(revisions)

    events = [of(HONEST, 100 + n) for n in range(5)]
    events += [of(HOSTILE, n) for n in range(4)] + [of(HOSTILE, 10)]
    await produce(settings, *events)
    async with worker(settings, handle):

        async def three_aside() -> None:
            assert len(await dead_letters(settings)) == 4

        await eventually(three_aside)
        before = tries

        async def again() -> None:
            assert tries > before + 6, "it is tried three times each time that it comes"

        await eventually(again)
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
    """The record of a company whose row is locked is set aside, those behind it are handled."""
    done: list[int] = []
    async with database.worker() as session:
        for company in (HOSTILE, HONEST):
            await execute(
                session,
                "INSERT INTO notes (company_id, id, text) VALUES (:c, :c, '') ON CONFLICT DO NOTHING",
                c=company,
            )

    async def handle(events: list[ChannelChangedV1]) -> None:
        async with database.worker() as session:
            await execute(session, "SET LOCAL lock_timeout = '50ms'")
            for event in events:
                await execute(session, "UPDATE notes SET text = 'x' WHERE id = :id", id=event.company_id)
        done.extend(event.revision for event in events)

    await produce(settings, of(HOSTILE, 0), *(of(HONEST, n) for n in range(1, 5)))
    async with database.worker() as holder:
        await execute(holder, "SELECT 1 FROM notes WHERE id = :id FOR UPDATE", id=HOSTILE)
        async with worker(settings, handle):

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

    async def handle(events: list[ChannelChangedV1]) -> None:
        if any(event.company_id == HOSTILE for event in events):
            await asyncio.Event().wait()
        done.extend(event.revision for event in events)

    await produce(settings, of(HOSTILE, 0), of(HONEST, 1))
    async with worker(settings, handle, seconds=0.3):

        async def finished() -> None:
            assert done == [1]
            assert len(await dead_letters(settings)) == 1

        await eventually(finished)
    assert headers_of((await dead_letters(settings))[0])["dlq-reason"] == "HandlerTimeout"
