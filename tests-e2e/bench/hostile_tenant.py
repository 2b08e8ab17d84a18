"""What one hostile company costs the others: prints, asserts nothing.

    python tests-e2e/bench/hostile_tenant.py [SECONDS]

A quiet company's customers write, its lists are read, and people are put out of broadcasts, one after the
other; first alone, then while another company does all it can (`hostile.py`): a flood of webhooks signed with
its own secret, 16 searches at once, ten large imports, sockets that come and go, and API calls.
"""

import asyncio
import sys
import tempfile
import time
from collections import defaultdict
from contextlib import AsyncExitStack
from pathlib import Path

from rich.console import Console
from rich.table import Table

sys.path.insert(0, str(Path(__file__).parent.parent))

from conftest import UNLIMITED
from hostile import Hostile
from ports import free_ports
from system import Company, System

from atende_sandbox.settings import DEFAULT_PORTS, REPOSITORY, Settings
from atende_sandbox.world import World

TICKETS = 200
"""Of the quiet company, so that its lists are no empty ones."""
console = Console()


async def message_seen(company: Company, phone: str) -> None:
    """Let a customer write, and wait until an agent could see it."""
    await company.customer_writes(phone, "Oi")
    while True:
        newest = await company.api.get("/api/v1/contacts", limit=1)
        if newest["items"] and newest["items"][0]["phone"] == phone:
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


async def run(world: World, seconds: float) -> None:
    """Measure and print."""
    async with AsyncExitStack() as stack:
        system = System(world)
        stack.push_async_callback(system.close)
        quiet, hostile = await system.new_company(), await Hostile.join(system)
        for _ in range(TICKETS):
            await quiet.customer_writes(system.new_phone(), "Oi")
        await measured(quiet, seconds / 4)
        alone = await measured(quiet, seconds)
        async with hostile.abusing():
            beside = await measured(quiet, seconds)
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
    console.print("What the hostile one got:", dict(sorted(hostile.answers.items())))


def main() -> None:
    """Start a system, and measure on it."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 30.0
    root = REPOSITORY / ".sandbox-test"
    root.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=root, prefix="bench-", ignore_cleanup_errors=True) as directory:
        settings = Settings(
            directory=Path(directory),
            cache=REPOSITORY / ".sandbox" / "cache",
            ports=free_ports(DEFAULT_PORTS),
            # One address plays everybody; what a company may do is as it is by default.
            overrides={name: value for name, value in UNLIMITED.items() if not name.startswith("COMPANY_")},
        )
        with World(settings) as world:
            asyncio.run(run(world, seconds))


if __name__ == "__main__":
    main()
