"""Refusals are counted together, and a flood of them is a few entries."""

import asyncio
from contextlib import suppress
from typing import Any

import pytest

from atende_contracts.audit import AuditRecordedV1
from atende_contracts.audit_actions import Action
from atende_contracts.ids import uuid7
from atende_platform.data.db import Database
from atende_platform.identity.refusals import Refusal, Refusals
from atende_platform.testing.plugin import Published


class Clock:
    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


async def test_a_flood_is_a_few_entries_and_every_refusal_is_counted(
    database: Database, published: Published
) -> None:
    clock = Clock()
    refusals = Refusals(clock)
    company, neighbour = uuid7(), uuid7()
    for number in range(5000):
        address = f"198.51.100.{number % 200}"
        refusals.note(Refusal(company, Action.USER_SIGN_IN_REFUSED, address=address))
    refusals.note(Refusal(neighbour, Action.ACCESS_REFUSED, actor_id=uuid7()))

    for _ in range(60):
        await refusals.record(database)
        clock.seconds += 60

    events = await published(AuditRecordedV1)
    [beside] = [event for event in events if event.company_id == neighbour]
    assert beside.details == {}
    of_company = [event for event in events if event.company_id == company]
    assert sum(event.details.get("count", 1) for event in of_company) == 5000
    assert len(of_company) == 51
    assert [event.address for event in of_company].count(None) == 1


async def test_within_an_hour_a_process_writes_eighty_entries_of_a_company(
    database: Database, published: Published
) -> None:
    clock = Clock()
    refusals = Refusals(clock)
    company = uuid7()
    for second in range(3600):
        refusals.note(Refusal(company, Action.ACCESS_REFUSED, address=f"198.51.100.{second % 250}"))
        if second % 5 == 0:
            await refusals.record(database)
        clock.seconds += 1

    assert 60 <= len(await published(AuditRecordedV1)) <= 80


async def test_what_the_database_does_not_take_is_recorded_later(
    database: Database, published: Published, monkeypatch: pytest.MonkeyPatch
) -> None:
    refusals = Refusals()
    refusal = Refusal(uuid7(), Action.ACCESS_REFUSED)
    refusals.note(refusal)

    def away() -> Any:
        raise OSError("the database is away")

    with monkeypatch.context() as patched:
        patched.setattr(database, "worker", away)
        with pytest.raises(OSError, match="away"):
            await refusals.record(database)
    refusals.note(refusal)
    await refusals.record(database)

    [event] = await published(AuditRecordedV1)
    assert event.details["count"] == 2


async def test_a_process_that_is_stopped_records_what_it_counted(
    database: Database, published: Published
) -> None:
    refusals = Refusals()
    running = asyncio.create_task(refusals.task(database, 3600).run())
    await asyncio.sleep(0)
    refusals.note(Refusal(uuid7(), Action.ACCESS_REFUSED))
    running.cancel()
    with suppress(asyncio.CancelledError):
        await running

    assert len(await published(AuditRecordedV1)) == 1
