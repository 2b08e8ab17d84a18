"""What customers' messages and agents' replies cost at a rate and at full load, and how long they take.

    python tests-e2e/bench/inbound.py

The whole system, as `make up` starts it. Customers who never wrote before send text messages; an agent
replies, and the simulator reports each reply as sent, delivered and read. At full load webhooks of several
messages are sent as soon as those before are acknowledged, until thousands wait, and it is measured until
the last is stored. Costs are CPU seconds for 1,000, part by part, beyond what an idle system uses. Times are
taken apart from costs: to the acknowledgement, until the row is committed, until an agent's socket has it.
Prints, asserts nothing; takes two minutes.
"""

import asyncio
import statistics
import sys
import time
from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

from rich.table import Table

sys.path.insert(0, str(Path(__file__).parent.parent))

from bench.whole_system import (
    QUIET_SECONDS,
    Cpu,
    Customers,
    Replies,
    Report,
    Stored,
    as_fast_as_possible,
    console,
    customers_of,
    running,
    steadily,
    stored_of,
)
from listeners import listening
from system import Company, System

from atende_sandbox.world import World

SECONDS: Final = 8.0
IDLE_SECONDS: Final = 10.0
INBOUND_RATE: Final = 200.0
REPLY_RATE: Final = 25.0
TIMED_RATE: Final = 20.0
"""Such a rate that a machine of two cores is not busy, or it would be the queue that is timed."""
FULL: Final = 4_000
IN_A_WEBHOOK: Final = 20
FULL_REPLIES: Final = 600
LOOK_SECONDS: Final = 0.005


class Arrivals:
    """When texts were sent, and when each was seen where it was to arrive."""

    def __init__(self) -> None:
        self._sent: dict[str, float] = {}
        self._took: dict[str, dict[str, float]] = {"row committed": {}, "at the agent's socket": {}}
        self._acks: list[float] = []

    async def send(self, customers: Customers) -> None:
        text = uuid4().hex
        self._sent[text] = time.perf_counter()
        self._acks.append(await customers.write(text))

    def at_socket(self, _: str, update: Mapping[str, Any]) -> None:
        if "message" in update:
            self._note("at the agent's socket", update["message"]["text"])

    async def watch_rows(self, stored: Stored) -> None:
        """Look for rows until cancelled."""
        while True:
            for text in await stored.texts(len(self._sent) - len(self._took["row committed"]) + 10):
                self._note("row committed", text)
            await asyncio.sleep(LOOK_SECONDS)

    def _note(self, where: str, text: str) -> None:
        if text in self._sent:
            self._took[where].setdefault(text, time.perf_counter() - self._sent[text])

    async def all_arrived(self) -> bool:
        return all(len(seen) == len(self._sent) for seen in self._took.values())

    def show(self, rate: float) -> None:
        table = Table(f"{rate:.0f} messages a second", "p50", "p99", "worst", title_justify="left")
        for what, times in {
            "acknowledged": self._acks,
            **{where: list(seen.values()) for where, seen in self._took.items()},
        }.items():
            cuts = statistics.quantiles(times, n=100)
            table.add_row(what, *(f"{one * 1000:.1f} ms" for one in (cuts[49], cuts[98], max(times))))
        console.print(table)


async def timed(company: Company, customers: Customers, stored: Stored) -> None:
    """Measure and print how long messages take."""
    arrivals = Arrivals()
    async with listening(company.system, token=company.api.token) as agent:
        agent.client.on("*", arrivals.at_socket, namespace="/chat")
        watching = asyncio.create_task(arrivals.watch_rows(stored))
        try:
            await steadily(partial(arrivals.send, customers), TIMED_RATE, SECONDS)
            await stored.until(arrivals.all_arrived, 0.05)
        finally:
            watching.cancel()
    arrivals.show(TIMED_RATE)


class Costs:
    """Measures what actions cost, and puts it into a report."""

    def __init__(self, world: World, stored: Stored, idle: Mapping[str, float]) -> None:
        self._world, self._stored, self._idle = world, stored, idle
        self.report = Report(world)
        self.report.idle(idle)

    async def at_rate(self, what: str, act: Callable[[], Awaitable[object]], rate: float) -> None:
        cpu = Cpu(self._world)
        count = await steadily(act, rate, SECONDS)
        await asyncio.sleep(QUIET_SECONDS)
        self.report.add(f"{what}, {rate:.0f}/s", count, cpu.used(self._idle))

    async def full(self, what: str, act: Callable[[], Awaitable[object]], count: int, each: int = 1) -> None:
        """Act so often that ``count`` messages are stored, ``each`` by an action."""
        before, cpu, began = await self._stored.messages(), Cpu(self._world), time.monotonic()
        await as_fast_as_possible(act, count // each)

        async def all_there() -> bool:
            return await self._stored.messages() >= before + count

        await self._stored.until(all_there, 0.1)
        rate = count / (time.monotonic() - began)
        await asyncio.sleep(QUIET_SECONDS)
        self.report.add(f"{what}, full ({rate:,.0f}/s)", count, cpu.used(self._idle))


async def idle_use(world: World) -> dict[str, float]:
    """Return what each process uses, in cores, when nothing happens."""
    await asyncio.sleep(QUIET_SECONDS)
    cpu = Cpu(world)
    await asyncio.sleep(IDLE_SECONDS)
    return {name: used / IDLE_SECONDS for name, used in cpu.used({}).items()}


async def run(world: World) -> None:
    system = System(world)
    try:
        company = await system.new_company()
        async with customers_of(company) as customers, stored_of(world, company) as stored:
            await steadily(customers.write, 20, 3)  # Connections and caches.
            costs = Costs(world, stored, await idle_use(world))
            await costs.at_rate("inbound", customers.write, INBOUND_RATE)
            many = partial(customers.write, people=IN_A_WEBHOOK)
            await costs.full("inbound", many, FULL, IN_A_WEBHOOK)
            newest = await company.api.get("/api/v1/tickets", limit=100)
            replies = Replies(company, customers.http, [ticket["id"] for ticket in newest["items"]])
            await costs.at_rate("replies", replies.write, REPLY_RATE)
            await costs.full("replies", replies.write, FULL_REPLIES)
            costs.report.show()
            await timed(company, customers, stored)
    finally:
        await system.close()


def main() -> None:
    """Start a system, and measure on it."""
    with running() as world:
        asyncio.run(run(world))


if __name__ == "__main__":
    main()
