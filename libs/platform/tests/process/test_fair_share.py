"""A company that asks for much takes its own share, and others have their turn."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID

import pytest

from atende_contracts.ids import uuid7
from atende_platform.data.db import Database, execute
from atende_platform.errors import TooManyRequests, Unavailable
from atende_platform.process.fair_share import FairShare
from atende_platform.testing.plugin import AsUser, Eventually, Installation

POOL = 8


@asynccontextmanager
async def searching(database: Database, company_id: UUID, times: int) -> AsyncIterator[list[str]]:
    """Have so many transactions of a company under way, each slow; give those that have a connection."""
    go_on, begun = asyncio.Event(), list[str]()

    async def search() -> None:
        async with database.tenant(company_id) as session:
            await execute(session, "SELECT 1")
            begun.append("search")
            await go_on.wait()

    searches = [asyncio.create_task(search()) for _ in range(times)]
    try:
        yield begun
    finally:
        go_on.set()
        await asyncio.gather(*searches, return_exceptions=True)


async def test_searches_of_one_company_leave_connections_to_others(
    installation: Installation,
    database: Database,
    as_user: AsUser,
    company_id: UUID,
    eventually: Eventually,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(database._share, "_seconds", 60)  # However slow the machine is, they stay in line.
    assert installation.settings.database_pool_size == POOL
    async with searching(database, company_id, 3 * POOL) as begun:

        async def all_it_may() -> None:
            assert len(begun) == POOL // 2

        await eventually(all_it_may)
        answers = [(await as_user(company_id=uuid7()).get("/api/v1/notes")).status_code for _ in range(5)]
        assert answers == [200] * 5
        assert len(begun) == POOL // 2, "others were answered before any of the searches was done"
    assert len(begun) == 3 * POOL


async def test_whoever_of_a_company_cannot_even_wait_is_told_to_come_back(
    installation: Installation, database: Database, as_user: AsUser, company_id: UUID, eventually: Eventually
) -> None:
    waiting = installation.settings.company_requests_waiting
    owner, other = as_user(), as_user(company_id=uuid7())
    async with searching(database, company_id, POOL // 2 + waiting):

        async def refused() -> None:
            try:
                answer = await asyncio.wait_for(owner.get("/api/v1/notes"), 1)
            except TimeoutError:
                raise AssertionError("it was let into the line") from None
            assert (answer.status_code, answer.json()["code"]) == (429, "too-many-at-once")
            assert int(answer.headers["retry-after"]) >= 1

        await eventually(refused)
        assert (await other.get("/api/v1/notes")).status_code == 200
    assert (await owner.get("/api/v1/notes")).status_code == 200


async def test_places_are_given_by_turns_of_companies() -> None:
    share = FairShare("test", 1, each=1, waiting=100, seconds=20)
    first, second, third = uuid7(), uuid7(), uuid7()
    served: list[UUID] = []

    async def ask(company_id: UUID) -> None:
        async with share.place(company_id):
            await asyncio.sleep(0)
            served.append(company_id)

    await asyncio.gather(*(ask(first) for _ in range(50)), ask(second), ask(third), ask(second))

    assert served[:6] == [first, first, second, third, first, second]
    assert len(served) == 53


async def test_who_gives_up_leaves_the_place_to_the_next() -> None:
    share = FairShare("test", 1, each=1, waiting=2, seconds=0.05)
    company_id = uuid7()
    async with share.place(company_id):
        with pytest.raises(Unavailable):
            async with share.place(company_id):
                raise AssertionError("there was no place")
        share._seconds = 20
        waiting = [asyncio.create_task(share._take(company_id)) for _ in range(2)]
        await asyncio.sleep(0)
        with pytest.raises(TooManyRequests):
            await share._take(company_id)
        waiting[0].cancel()
        await asyncio.sleep(0)
    await waiting[1]
    share._give_back(company_id)
    assert (share._free, share._held, share._lines) == (1, {}, {})
    # Given the place and cancelled at the same moment: it is not lost.
    async with share.place(company_id):
        late = asyncio.create_task(share._take(company_id))
        await asyncio.sleep(0)
    late.cancel()
    await asyncio.gather(late, return_exceptions=True)
    assert (share._free, share._held, share._lines) == (1, {}, {})


@pytest.mark.parametrize("others", [0, 1])
async def test_a_place_that_is_given_to_who_just_gave_up_is_not_lost(others: int) -> None:
    share, company = FairShare("test", 1, each=1, waiting=9, seconds=30), uuid7()
    taken = list[str]()

    async def wait() -> None:
        async with share.place(company):
            taken.append("place")

    async with share.place(company):
        gives_up = asyncio.create_task(wait())
        waiting = [asyncio.create_task(wait()) for _ in range(others)]
        await asyncio.sleep(0)
        gives_up.cancel()  # It learns of that later than the place is given back.
    results = await asyncio.gather(gives_up, *waiting, return_exceptions=True)
    assert [type(result) for result in results] == [asyncio.CancelledError, *[type(None)] * others]
    async with asyncio.timeout(20):
        await wait()
    assert len(taken) == others + 1
