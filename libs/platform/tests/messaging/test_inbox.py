"""The inbox: an event has its effect once, exactly when its mark is committed."""

import asyncio
from collections.abc import Sequence
from uuid import UUID

import pytest

from atende_contracts.channels import CompanyChangedV1
from atende_contracts.ids import uuid7
from atende_platform.data.db import Database, execute
from atende_platform.messaging import inbox


def events(count: int, company_id: UUID | None = None) -> list[CompanyChangedV1]:
    return [CompanyChangedV1(company_id=company_id or uuid7(), name=str(n)) for n in range(count)]


async def take(database: Database, batch: Sequence[CompanyChangedV1], consumer: str = "test") -> list[str]:
    async with database.worker() as session:
        return [event.name for event in await inbox.unseen(session, consumer, batch)]


async def test_an_event_is_unseen_once(database: Database) -> None:
    batch = events(3)
    assert await take(database, batch) == ["0", "1", "2"]
    assert await take(database, batch) == []
    assert await take(database, [*events(1), *batch]) == ["0"]


async def test_the_same_event_twice_in_a_batch_counts_once_in_its_place(database: Database) -> None:
    one, two, three = events(3)
    assert await take(database, [three, one, three, two, one]) == ["2", "0", "1"]


async def test_each_consumer_has_marks_of_its_own(database: Database) -> None:
    batch = events(1)
    assert await take(database, batch, "one") == ["0"]
    assert await take(database, batch, "two") == ["0"]


async def test_the_same_id_of_two_companies_is_two_events(database: Database) -> None:
    (event,) = events(1)
    other = event.model_copy(update={"company_id": uuid7()})
    assert await take(database, [event]) == ["0"]
    assert await take(database, [other]) == ["0"]
    (event,) = events(1)
    other = event.model_copy(update={"company_id": uuid7()})
    assert await take(database, [event, other]) == ["0", "0"]


async def test_a_mark_is_taken_back_with_its_effect(database: Database) -> None:
    batch = events(2)

    async def fail() -> None:
        async with database.worker() as session:
            await inbox.unseen(session, "test", batch)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await fail()
    assert await take(database, batch) == ["0", "1"]


async def test_of_two_workers_with_the_same_batch_one_acts(database: Database) -> None:
    batch = events(50)
    shares = await asyncio.gather(*(take(database, batch[::step]) for step in (1, -1, 1, -1)))
    assert sorted(int(name) for share in shares for name in share) == list(range(50))


async def test_nothing_is_nothing(database: Database) -> None:
    assert await take(database, []) == []


async def test_old_marks_are_forgotten(database: Database) -> None:
    old, new = events(2)
    await take(database, [old, new])
    async with database.worker() as session:
        await execute(
            session,
            "UPDATE inbox SET received_at = now() - make_interval(secs => :age) WHERE event_id = :id",
            age=inbox.KEEP.total_seconds() + 60,
            id=old.id,
        )
    async with database.worker() as session:
        assert await inbox.purge(session, 10) == 1
    assert await take(database, [old, new]) == ["0"]
