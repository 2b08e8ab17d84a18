"""Long jobs of companies, done step by step and in turns: nobody's large one keeps the others waiting.

A worker has a few jobs under way, of as many companies, and does one step of each after the other. Where
more companies wait than that, a job that had its share of steps is put back behind them. After each step it
rests for half as long as this thread was busy during the step, so that messages and requests of the same
process have at least a third of its time. What it waited for is no reason to rest: they had all of it then.
"""

import asyncio
import time
from collections import deque
from collections.abc import Awaitable, Callable, Collection
from typing import Final, Protocol
from uuid import UUID

AT_A_TIME: Final = 4
STEPS: Final = 20
"""Of a job, before one of a company that waits takes its place."""
REST: Final = 0.5
"""Of the time for which a step kept the thread busy."""
LONGEST_REST_SECONDS: Final = 1.0
"""However busy a step kept the process."""


class Job(Protocol):
    """A job that this worker has claimed."""

    @property
    def company_id(self) -> UUID: ...

    async def step(self) -> bool:
        """Do the next part, in a transaction of its own; return whether there is more to do."""
        ...

    async def put_back(self) -> None:
        """Leave the rest to the next worker that claims it."""
        ...


class Turns:
    """One worker's share of the jobs. ``claim`` takes the one that waits longest, but of no company given.

    What a step raises drops everything under way: the leases of the jobs run out, and others go on with them.
    """

    def __init__(self, claim: Callable[[Collection[UUID]], Awaitable[Job | None]]) -> None:
        self._claim = claim
        self._under_way: deque[tuple[Job, int]] = deque()
        """The jobs, the next one first, and how many steps each had."""

    async def step(self) -> bool:
        """Do one step of one job; return False when there is none."""
        try:
            if len(self._under_way) < AT_A_TIME:
                await self._take_one_more()
            if not self._under_way:
                return False
            began = time.thread_time()
            await self._do_next()
            busy = time.thread_time() - began
            await asyncio.sleep(min(busy * REST, LONGEST_REST_SECONDS))
        except BaseException:
            self._under_way.clear()
            raise
        return True

    async def _take_one_more(self) -> bool:
        job = await self._claim([job.company_id for job, _ in self._under_way])
        if job is not None:
            self._under_way.append((job, 0))
        return job is not None

    async def _do_next(self) -> None:
        job, steps = self._under_way[0]
        more = await job.step()
        had_its_share = steps + 1 >= STEPS and len(self._under_way) == AT_A_TIME
        if more and had_its_share and await self._take_one_more():
            await job.put_back()
            more = False
        self._under_way.popleft()
        if more:
            self._under_way.append((job, steps + 1))
