"""What the whole system costs at low and high rates, part by part: prints, asserts nothing.

    python tests-e2e/bench/trickle.py [SECONDS] [RATE …]

All processes run as `make up` starts them. Customers who never wrote before send text messages at a steady
rate, signed as the provider does; then agents reply at the same rates, and campaigns of ten go out. What an
idle system uses meanwhile is measured first and subtracted. Last, messages one by one: the time until the
webhook is acknowledged, the row is committed, and an agent's socket has it.
"""

import asyncio
import json
import statistics
import sys
import time
from functools import partial
from pathlib import Path
from typing import Final
from uuid import uuid4

from rich.table import Table

sys.path.insert(0, str(Path(__file__).parent.parent))

from bench.whole_system import (
    QUIET_SECONDS,
    Cpu,
    Customers,
    Replies,
    Report,
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

SECONDS: Final = 12.0
RATES: Final = (10.0, 50.0, 200.0)
IDLE_SECONDS: Final = 20.0
ONE_BY_ONE: Final = 100
CAMPAIGNS: Final = 10
OF_A_CAMPAIGN: Final = 10
FULL: Final = 6_000
"""Messages sent as fast as they are taken."""


async def start_campaign(company: Company, contacts: list[str]) -> str:
    """Start a campaign; return its id."""
    body = {"name": "Bench", "type": "broadcast", "message": "Olá!", "channelId": company.channel_id}
    campaign = await company.api.post("/api/v1/campaigns", body)
    base = f"/api/v1/campaigns/{campaign['id']}"
    await company.api.post(f"{base}/targets", {"contactIds": contacts})
    await company.api.post(f"{base}/start", {"confirmOutOfWindow": True})
    return str(campaign["id"])


async def costs(
    world: World, company: Company, customers: Customers, seconds: float, rates: list[float]
) -> None:
    """Measure and print what each kind of thing costs at each rate."""
    report = Report(world)
    async with stored_of(world, company) as stored:
        await steadily(customers.write, 20, 3)  # Connections and caches.
        await asyncio.sleep(QUIET_SECONDS)
        cpu = Cpu(world)
        await asyncio.sleep(IDLE_SECONDS)
        idle = {name: used / IDLE_SECONDS for name, used in cpu.used({}).items()}
        report.idle(idle)
        for rate in rates:
            cpu = Cpu(world)
            count = await steadily(customers.write, rate, seconds)
            await asyncio.sleep(QUIET_SECONDS)
            report.add(f"inbound, {rate:.0f}/s", count, cpu.used(idle))
        before, cpu, began = await stored.messages(), Cpu(world), time.monotonic()
        await as_fast_as_possible(customers.write, FULL)

        async def all_there() -> bool:
            return await stored.messages() >= before + FULL

        await stored.until(all_there, 0.1)
        rate = FULL / (time.monotonic() - began)
        await asyncio.sleep(QUIET_SECONDS)
        report.add(f"inbound, full ({rate:,.0f}/s)", FULL, cpu.used(idle))
        newest = await company.api.get("/api/v1/tickets", limit=100)
        replies = Replies(company, customers.http, [ticket["id"] for ticket in newest["items"]])
        for rate in rates:
            cpu = Cpu(world)
            count = await steadily(replies.write, rate, seconds)
            await asyncio.sleep(QUIET_SECONDS)
            report.add(f"replies, {rate:.0f}/s", count, cpu.used(idle))
        contacts = await company.api.get("/api/v1/contacts", limit=OF_A_CAMPAIGN)
        cpu = Cpu(world)
        for _ in range(CAMPAIGNS):
            campaign = await start_campaign(company, [contact["id"] for contact in contacts["items"]])
            await stored.until(partial(stored.is_over, campaign), 0.2)
        await asyncio.sleep(QUIET_SECONDS)
        report.add(f"campaigns of {OF_A_CAMPAIGN}", CAMPAIGNS * OF_A_CAMPAIGN, cpu.used(idle))
    report.show()


async def times(world: World, company: Company, customers: Customers) -> None:
    """Measure and print how long one message takes, alone."""
    acks: list[float] = []
    rows: list[float] = []
    sockets: list[float] = []
    async with (
        stored_of(world, company) as stored,
        listening(company.system, token=company.api.token) as agent,
    ):
        for _ in range(ONE_BY_ONE):
            text = uuid4().hex
            began = time.perf_counter()

            async def at_the_socket(text: str = text, began: float = began) -> None:
                async def heard() -> bool:
                    return any(text in json.dumps(data) for _, _, data in agent.heard[-5:])

                await stored.until(heard, 0.001)
                sockets.append(time.perf_counter() - began)

            async def in_the_table(text: str = text, began: float = began) -> None:
                await stored.until(lambda: stored.has(text), 0.002)
                rows.append(time.perf_counter() - began)

            ack, _, _ = await asyncio.gather(customers.write(text), in_the_table(), at_the_socket())
            acks.append(ack)
            await asyncio.sleep(0.1)
    table = Table("one message alone", "p50", "p95", "worst", title_justify="left")
    for what, seconds in (
        ("acknowledged", acks),
        ("row committed", rows),
        ("at the agent's socket", sockets),
    ):
        cuts = statistics.quantiles(seconds, n=20)
        table.add_row(what, *(f"{value * 1000:.1f} ms" for value in (cuts[9], cuts[18], max(seconds))))
    console.print(table)


async def run(world: World, seconds: float, rates: list[float]) -> None:
    system = System(world)
    try:
        company = await system.new_company()
        async with customers_of(company) as customers:
            await costs(world, company, customers, seconds, rates)
            await times(world, company, customers)
    finally:
        await system.close()


def main() -> None:
    """Start a system, and measure on it."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else SECONDS
    rates = [float(rate) for rate in sys.argv[2:]] or list(RATES)
    with running() as world:
        asyncio.run(run(world, seconds, rates))


if __name__ == "__main__":
    main()
