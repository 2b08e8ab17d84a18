"""Rows of processes and servers that get SIGTERM, stand still, are slow, or are away for long."""

import asyncio
import signal
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

import asyncpg
import psutil
from chaos.processes import suspended
from chaos.settings import FAULTS, MARKS, OUTAGE_SECONDS
from system import System, eventually
from under_load import Run, at_work
from workers import Workers

from atende_sandbox.services import DATABASE
from atende_sandbox.world import World

FROZEN_SECONDS: Final = 20.0
"""Longer than a consumer may be silent, and than a lease lasts."""
SLOW_SECONDS: Final = 15.0
STOPPED_SECONDS, RUNNING_SECONDS = 0.2, 0.1
"""Of PostgreSQL while it is slow: what it is asked then takes 200 ms more at worst."""
LOCKED_SECONDS: Final = 10.0
CALLS: Final = 60
"""At the same time: more than a process has connections."""

pytestmark = MARKS


async def test_gateway_is_told_to_stop(system: System, seed: int) -> None:
    """Row 2. What was begun is ended first: nothing is unconfirmed."""
    async with at_work(system, "2 SIGTERM", seed, FAULTS) as run:
        for _ in range(FAULTS):
            await run.under_way()
            await asyncio.sleep(run.chance.uniform(0, 1))
            await asyncio.to_thread(run.world.restart, "gateway")
            run.fault()


async def test_a_worker_stands_still_and_goes_on(system: System, seed: int) -> None:
    """Row 4. When it wakes, others have its partitions and its sends: it may neither send nor overwrite."""
    async with at_work(system, "4 zombie", seed, FAULTS, unknown=True) as run:
        workers = Workers(run.world)
        try:
            await workers.become(3)
            await workers.share(system)
            # The first ones may be over by now.
            await asyncio.gather(*(tenant.start_another() for tenant in run.tenants))
            await run.under_way()
            await asyncio.sleep(run.chance.uniform(0, 2))
            frozen = [psutil.Process(one.pid) for one in workers.of("gateway")]
            for process in frozen:
                process.suspend()
            await asyncio.sleep(FROZEN_SECONDS)
            for process in frozen:
                process.resume()
            run.fault()
            await run.under_way()
        finally:
            await workers.become(1)


async def test_broker_away_for_long(system: System, seed: int) -> None:
    """Row 6. Agents and campaigns go on writing; all of it leaves when Kafka is back."""
    async with at_work(system, "6 Kafka away", seed, FAULTS) as run:
        await run.under_way()
        await asyncio.to_thread(run.world.stop, "kafka", by=signal.SIGKILL)
        since = time.monotonic()
        for tenant in run.tenants:
            await tenant.reply()
        await asyncio.sleep(max(0.0, OUTAGE_SECONDS - (time.monotonic() - since)))
        await asyncio.to_thread(run.world.start, "kafka")
        run.fault()


async def test_postgres_is_slow(system: System, seed: int) -> None:
    """Row 8, first half: all of its processes stand still most of the time."""
    async with at_work(system, "8 slow PostgreSQL", seed, FAULTS) as run:
        await run.under_way()
        until = time.monotonic() + SLOW_SECONDS
        while time.monotonic() < until:
            async with suspended(run.world, "postgres"):
                await asyncio.sleep(STOPPED_SECONDS)
            await asyncio.sleep(RUNNING_SECONDS)
        run.fault()


async def test_no_connection_is_left(system: System, seed: int) -> None:
    """Row 8, second half: more calls wait for a lock than there are connections; they get a Retry-After."""
    async with at_work(system, "8 no connections", seed, FAULTS) as run:
        await run.under_way()
        answers: list[tuple[int, bool]] = []
        async with _locked(run.world, "chat.tickets"):
            calls = [asyncio.create_task(_call(run, answers)) for _ in range(CALLS)]
            await asyncio.sleep(LOCKED_SECONDS)
        await asyncio.gather(*calls)
        run.fault()
        assert {status for status, _ in answers} <= {200, 503}, answers
        assert all(told for status, told in answers if status == 503), "503 without Retry-After"

        async def answers_again() -> None:
            again: list[tuple[int, bool]] = []
            await asyncio.gather(*(_call(run, again) for _ in range(CALLS)))
            assert {status for status, _ in again} == {200}, again

        await eventually(answers_again, timeout=60)


@asynccontextmanager
async def _locked(world: World, table: str) -> AsyncIterator[None]:
    url = world.infrastructure.database_admin_url.rpartition("/")[0]
    connection = await asyncpg.connect(f"{url}/{DATABASE}")
    try:
        async with connection.transaction():
            await connection.execute(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE")
            yield
    finally:
        await connection.close()


async def _call(run: Run, answers: list[tuple[int, bool]]) -> None:
    company = run.tenants[0].company
    async with run.system.new_client() as http:
        answer = await http.get("/api/v1/tickets", headers=company.headers, timeout=60.0)
    answers.append((answer.status_code, "retry-after" in answer.headers))


async def test_reporting_reads_nothing_for_long(system: System, seed: int) -> None:
    """Row "slow consumer": nobody waits for it, and afterwards its figures are right."""
    async with at_work(system, "slow consumer", seed, FAULTS) as run:
        await run.under_way()
        async with suspended(run.world, "reporting"):
            run.fault()
            until = time.monotonic() + OUTAGE_SECONDS / 2
            while time.monotonic() < until:
                await run.under_way()
                await asyncio.sleep(1)
