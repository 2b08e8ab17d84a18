"""What one hostile company costs the others: prints, asserts nothing.

    python tests-e2e/bench/hostile_tenant.py [SECONDS]

A quiet company's customers write, its lists are read, and people are put out of broadcasts, one after the
other; first alone, then while another company does all it can (`hostile.py`): a flood of webhooks signed with
its own secret, 16 searches at once, ten large imports, sockets that come and go, and API calls.
"""

import asyncio
import multiprocessing
import os
import sys
import time
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from multiprocessing.queues import SimpleQueue
from multiprocessing.synchronize import Event
from pathlib import Path
from urllib.parse import urlsplit
from uuid import UUID

from rich.console import Console
from rich.table import Table

sys.path.insert(0, str(Path(__file__).parent.parent))

import asyncpg
from conftest import UNLIMITED
from hostile import Hostile
from ports import free_ports
from system import Company, System

from atende_sandbox.scratch import scratch_folder
from atende_sandbox.services import DATABASE
from atende_sandbox.settings import DEFAULT_PORTS, REPOSITORY, Settings
from atende_sandbox.world import World

TICKETS = 200
"""Of the quiet company, so that its lists are no empty ones."""
CONTACTS = 200_000
"""Of the hostile company, which looks for some of them in vain."""
console = Console()


async def message_seen(company: Company, phone: str) -> None:
    """Let a customer write, and wait until an agent could see it."""
    await company.customer_writes(phone, "Oi")
    async with asyncio.timeout(120):
        while True:
            newest = await company.api.get("/api/v1/contacts", limit=5)
            if any(contact["phone"] == phone for contact in newest["items"]):
                return
            await asyncio.sleep(0.01)


async def measured(company: Company, seconds: float) -> dict[str, list[float]]:
    """Return how long each kind of thing took, in milliseconds."""
    times: defaultdict[str, list[float]] = defaultdict(list)
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        phone = company.system.new_phone()
        for kind, act in (
            ("message until it is seen", lambda phone=phone: message_seen(company, phone)),
            ("list of tickets", lambda: company.api.get("/api/v1/tickets", limit=50)),
            ("opt-out", lambda phone=phone: company.api.post("/api/v1/opt-outs", {"phone": phone})),
        ):
            began = time.perf_counter()
            await act()
            times[kind].append((time.perf_counter() - began) * 1000)
    return times


def quantile(times: list[float], share: float) -> str:
    """Return a quantile as text."""
    return f"{sorted(times)[min(len(times) - 1, int(len(times) * share))]:.0f} ms"


@asynccontextmanager
async def a_system(world: World) -> AsyncIterator[System]:
    """Open clients of the system."""
    system = System(world)
    try:
        yield system
    finally:
        await system.close()


async def until(event: Event) -> None:
    """Wait for another process."""
    while not event.is_set():  # noqa: ASYNC110 (it is of another process)
        await asyncio.sleep(0.05)


_FILL = """
WITH people AS (
    INSERT INTO chat.contacts (company_id, id, name, phone, wa_id, revision, created_at, updated_at)
    SELECT $1, gen_random_uuid(), 'Maria Conceição ' || md5(n::text), '+55119' || n, '55119' || n,
        1, now() - n * interval '1 second', now()
    FROM generate_series(10000000, 10000000 + $2 - 1) AS n
    RETURNING id, wa_id
)
INSERT INTO chat.contact_identities (company_id, kind, value, contact_id)
SELECT $1, 'phone', wa_id, id FROM people
"""


async def fill(world: World, company: Company) -> None:
    """Give a company the contacts of years."""
    url = urlsplit(world.settings.database_admin_url)._replace(path=f"/{DATABASE}").geturl()
    connection = await asyncpg.connect(url)
    try:
        me = await company.api.get("/api/v1/auth/me")
        await connection.execute(_FILL, UUID(me["company"]["id"]), CONTACTS)
    finally:
        await connection.close()


def abuse(world: World, start: Event, stop: Event, told: "SimpleQueue[dict[str, int]]") -> None:
    """Be the hostile company. In a process of its own: it would have machines of its own."""
    os.nice(10)

    async def act() -> None:
        async with a_system(world) as system:
            hostile = await Hostile.join(system)
            await fill(world, hostile.company)
            await until(start)
            async with hostile.abusing():
                await until(stop)
            told.put(dict(sorted(hostile.answers.items())))

    asyncio.run(act())


async def run(world: World, seconds: float, start: Event, stop: Event) -> None:
    """Measure and print."""
    async with a_system(world) as system:
        quiet = await system.new_company()
        for _ in range(TICKETS):
            await message_seen(quiet, system.new_phone())
        alone = await measured(quiet, seconds)
        start.set()
        await asyncio.sleep(3)  # What it may do at once it does now.
        beside = await measured(quiet, seconds)
        stop.set()
    table = Table("", "n", "p50 alone", "p50 beside", "p99 alone", "p99 beside", title="A hostile tenant")
    for kind, times in alone.items():
        others = beside[kind]
        table.add_row(
            kind,
            f"{len(times)}, {len(others)}",
            quantile(times, 0.5),
            quantile(others, 0.5),
            quantile(times, 0.99),
            quantile(others, 0.99),
        )
    console.print(table)


def main() -> None:
    """Start a system, and measure on it."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 30.0
    with scratch_folder() as directory:
        settings = Settings(
            directory=directory,
            cache=REPOSITORY / ".sandbox" / "cache",
            ports=free_ports(DEFAULT_PORTS),
            # One address plays everybody; what a company may do is as it is by default.
            overrides={name: value for name, value in UNLIMITED.items() if not name.startswith("COMPANY_")},
        )
        with World(settings) as world:
            fork = multiprocessing.get_context("fork")
            start, stop, told = fork.Event(), fork.Event(), fork.SimpleQueue()
            hostile = fork.Process(target=abuse, args=(world, start, stop, told), daemon=True)
            hostile.start()
            asyncio.run(run(world, seconds, start, stop))
            console.print("What the hostile one got:", told.get())
            hostile.join(10)


if __name__ == "__main__":
    main()
