"""A rolling restart of every process of a split system under load: `make rolling-restart`.

Two companies send campaigns, their customers write, their agents reply and watch, while one process after the
other is stopped and started again. Nothing is lost, sent or shown twice, and the edge answers no request
with an error of ours: while one of two is away its callers are with the other. Then a consumer is killed, and
the time is measured until another has its partitions.

Not in `make test`: it takes two processes of each role, and ten minutes of two cores that do nothing else.
"""

import asyncio
import json
import os
import signal
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack
from functools import partial
from pathlib import Path
from typing import Final

import pytest
import pytest_asyncio
from conftest import a_system
from records import members
from system import System, eventually
from under_load import Run, at_work
from watchers import Watcher, watching

from atende_contracts.topics import ServiceName
from atende_sandbox.roles import all_parts

REPLICAS: Final = int(os.environ.get("ATENDE_SPLIT") or 2)
"""Of each role; 0: whole services (`make rolling-restart split=0`) where 23 are too many. With fewer
than two the edge has nobody else to ask, and no consumer has another."""
RATE: Final = 8.0
"""Messages a second of each channel: a campaign is under way while a process stops and starts."""
RECOVERY_SECONDS: Final = 15.0
"""What a killed consumer had is with another by then."""
KILLS: Final = 3
PATIENCE_SECONDS: Final = 900.0
"""Of agents' clients, where nobody stands in for a process: however slowly the machine starts it again."""

pytestmark = pytest.mark.timeout(3600)


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def system() -> AsyncIterator[System]:
    # Tokens last as long as the test: their renewal is another one's.
    async with a_system(split=REPLICAS, bare=True, ACCESS_TOKEN_SECONDS="3600") as running:
        yield running


def errors_at_the_edge(log: Path, behind: int) -> list[str]:
    """Return the requests that the edge answered with 500 or more, by its log from a place on."""
    with log.open("rb") as file:
        file.seek(behind)
        entries = [json.loads(line) for line in file if line.startswith(b"{")]
    return [
        f"{entry['time']} {entry['method']} {entry['path']} {entry['status']} from {entry['upstream']}"
        for entry in entries
        if entry["status"] >= 500
    ]


def slowest(run: Run, watchers: Sequence[Watcher], since: float) -> float:
    """Return the longest time from a customer's message to the agent's screen, of those since then."""
    pairs = zip(run.tenants, watchers, strict=True)
    return max(watcher.slowest(tenant.wrote, since) for tenant, watcher in pairs)


async def test_nothing_is_lost_or_done_twice_while_every_process_restarts(system: System) -> None:
    log = system.world.log("nginx")
    behind = log.stat().st_size
    lines = [f"{'process':22}{'restart':>10}{'slowest message':>18}"]
    async with AsyncExitStack() as sockets, at_work(system, "restart", 1, 1, rate=RATE) as run:
        for tenant in run.tenants:
            tenant.company.api.patience_seconds = PATIENCE_SECONDS
        watchers = [await sockets.enter_async_context(watching(one.company)) for one in run.tenants]
        for number, part in enumerate(all_parts(REPLICAS)):
            await run.tenants[number % 2].start_another()
            began = time.time()
            await asyncio.to_thread(run.world.restart, part.name)
            run.fault()
            took = time.time() - began
            lines.append(f"{part.name:22}{took:8.1f} s{slowest(run, watchers, began):16.1f} s")
            print(lines[-1], flush=True)
        await run.settle(unknown=False)
        for watcher in watchers:
            assert watcher.connections > 1, "its socket was at a process that restarted"
            await eventually(watcher.is_complete, timeout=60)
            assert watcher.resyncs == 0
    print("", *lines, sep="\n")
    if REPLICAS > 1:
        assert errors_at_the_edge(log, behind) == []


async def stable(system: System, service: ServiceName) -> set[str]:
    """Return the members of a service's groups, all of which are at work."""
    groups = await members(system, service)
    assert all(groups.values()), groups
    return {member for its in groups.values() for member in its or ()}


async def shared_anew(system: System, service: ServiceName, before: set[str]) -> None:
    """Assert that each group goes on with half of its members."""
    now = await stable(system, service)
    assert now <= before
    assert len(now) == len(before) // REPLICAS


if REPLICAS > 1:

    @pytest.mark.parametrize("service", ["chat", "gateway"])
    async def test_what_a_killed_consumer_had_is_soon_with_another(
        system: System, service: ServiceName
    ) -> None:
        async with AsyncExitStack() as sockets, at_work(system, "killed", 1, KILLS, unknown=True) as run:
            watchers = [await sockets.enter_async_context(watching(one.company)) for one in run.tenants]
            for number in range(KILLS):
                victim = f"{service}-worker" if number % 2 else f"{service}-worker-2"
                before = await eventually(partial(stable, system, service), timeout=60)
                began = time.time()
                await asyncio.to_thread(run.world.stop, victim, by=signal.SIGKILL)
                run.fault()
                await eventually(partial(shared_anew, system, service, before), timeout=60)
                took = time.time() - began
                print(f"\n{victim} killed: all its groups share without it after {took:.1f} s,", end=" ")
                print(f"the slowest message took {slowest(run, watchers, began):.1f} s", flush=True)
                await asyncio.to_thread(run.world.start, victim)
                assert took <= RECOVERY_SECONDS
