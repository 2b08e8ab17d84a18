"""Rounds through companies: one whose work fails, hangs or waits for locks holds up nobody else."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from functools import partial
from uuid import UUID

import pytest
from asyncpg.exceptions import LockNotAvailableError
from prometheus_client import REGISTRY
from structlog.testing import capture_logs

from atende_platform.data.rounds import FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS, Rounds

COMPANIES = [UUID(int=number) for number in range(1, 11)]
BAD = COMPANIES[3]


class World:
    """Companies that always have something to do, and a clock."""

    def __init__(self, error: BaseException | None, *, companies: int = 4) -> None:
        self.error = error
        self.done: Counter[UUID] = Counter()
        self.tried: Counter[UUID] = Counter()
        self.left = dict.fromkeys(COMPANIES, 3)
        self.now = 0.0
        self.rounds = Rounds("test", self.find, self.work, companies, lambda: self.now)

    async def find(self, after: UUID, most: int) -> Sequence[UUID]:
        return [one for one in COMPANIES if one > after and self.left[one]][:most]

    async def work(self, companies: Sequence[UUID]) -> bool:
        self.tried.update(companies)
        if self.error is not None and (BAD in companies or isinstance(self.error, OSError)):
            raise self.error
        for company in companies:
            self.done[company] += 1
            self.left[company] -= 1
        return True

    async def run(self) -> None:
        for _ in range(200):
            if not await self.rounds.step():
                return
        raise AssertionError("it never rests")


@pytest.mark.parametrize("companies", [1, 4, 50])
@pytest.mark.parametrize("error", [ValueError("a row that fails"), LockNotAvailableError("a lock")])
async def test_a_company_whose_work_always_fails_holds_up_nobody(error: Exception, companies: int) -> None:
    world = World(error, companies=companies)
    await world.run()
    assert world.done == Counter({one: 3 for one in COMPANIES if one != BAD})


async def test_it_is_tried_again_later_and_ever_less_often() -> None:
    world = World(ValueError("a row that fails"))
    tried = []
    with capture_logs() as logs:
        for _ in range(10):
            before = world.tried[BAD]
            await world.run()
            await world.run()
            tried.append(world.tried[BAD] - before)
            world.now += FIRST_PAUSE_SECONDS
    assert tried[:2] == [2, 1], "among others, then alone; then not before its time has come"
    assert sum(tried) < 8, "each time the pause is longer"
    failures = [entry for entry in logs if entry["event"] == "company_work.failed"]
    assert {(one["task"], one["company_id"]) for one in failures} == {("test", str(BAD))}
    assert [one["failures"] for one in failures] == [*range(1, len(failures) + 1)]
    world.error = None
    world.now += LONGEST_PAUSE_SECONDS
    await world.run()
    assert world.left[BAD] == 0


@pytest.mark.parametrize("companies", [1, 4, 50])
async def test_who_has_nothing_to_do_any_more_is_not_passed_over(companies: int) -> None:
    """What could not be done went away, with a contact that was deleted: the alert ends, too."""
    world = World(ValueError("a row that fails"), companies=companies)
    passed_over = partial(REGISTRY.get_sample_value, "company_work_passed_over", {"task": "test"})
    await world.run()
    assert passed_over() == 1
    await world.run()
    assert passed_over() == 1
    world.left[BAD] = 0
    await world.run()
    assert passed_over() == 0


async def test_an_outage_is_nobody_s_fault() -> None:
    world = World(ConnectionRefusedError("the database is away"))
    for _ in range(3):
        with pytest.raises(ConnectionRefusedError):
            await world.rounds.step()
    world.error = None
    await world.run()
    assert set(world.left.values()) == {0}


async def test_one_that_hangs_costs_the_others_two_rounds() -> None:
    world = World(asyncio.CancelledError())  # What the end of a round's time does to it.
    cut = 0
    for _ in range(200):
        try:
            if not await world.rounds.step():
                break
        except asyncio.CancelledError:
            cut += 1
    assert cut == 2
    assert world.done == Counter({one: 3 for one in COMPANIES if one != BAD})
