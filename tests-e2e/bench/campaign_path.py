"""What a campaign's whole path sends and costs: prints, asserts nothing.

    python tests-e2e/bench/campaign_path.py [RECIPIENTS]

One campaign worker and one gateway worker, as they run in production, on real PostgreSQL, Kafka and Valkey.
The provider is a process of its own that answers after 80 ms (`provider.py`) and counts what it gets: who
got a message twice, or none, is counted there. Times are from the start of a campaign, its expansion
included. Beside other engines, several times in turn: `evidence.py`.
"""

import asyncio
import os
import sys
from pathlib import Path
from typing import Final

from rich.console import Console
from rich.table import Table

sys.path.insert(0, str(Path(__file__).parent.parent))

from bench.campaign_engine import DISPATCH_RATE, UNLIMITED, Engine
from bench.measured import RATE, Provider, Run
from bench.sending import ANSWER_MS, running
from ports import free_ports

from atende_sandbox.scratch import scratch_folder
from atende_sandbox.settings import DEFAULT_PORTS, REPOSITORY, Settings
from atende_sandbox.world import World

WARM_UP: Final = 2_000


def shown(run: Run) -> list[str]:
    """Return a run as a table has it."""
    cpu = {name: seconds for name, seconds in run.cpu.items() if name != "provider"}
    memory = {name: held for name, held in run.memory.items() if name != "provider"}
    return [
        f"{run.flowing:,.0f}",
        f"{run.most:,}",
        f"{run.seconds:.1f} s" + (f" ({run.overhead:+.1f} %)" if run.rate == RATE else ""),
        f"{sum(cpu.values()):.2f}: " + ", ".join(f"{name} {seconds:.2f}" for name, seconds in cpu.items()),
        f"{sum(memory.values()):.0f}: " + ", ".join(f"{name} {held:.0f}" for name, held in memory.items()),
        f"{run.doubled}, {run.missing}",
        f"{run.load:.1f}",
    ]


async def measure(world: World, count: int, provider_pid: int) -> None:
    """Measure and print."""
    provider = Provider(world.settings.url("simulator"))
    few = min(count, 20_000)
    table = Table(
        *(
            "",
            "messages/s",
            "most in a second",
            "all, start included",
            "CPU-s per 1,000",
            "peak MB",
            "doubled, not sent",
        ),
        "load",
        title=f"A campaign of {count:,}; the channel's rate {RATE:,}/s, or without a limit",
    )
    facts = Table("measure", "value", title="The campaign engine", title_justify="left")
    engine = Engine(world, provider)
    await engine.install(count, (RATE, RATE, RATE, RATE, UNLIMITED, DISPATCH_RATE))
    engine.campaign.start()
    engine.gateway.start()
    try:
        pids = engine.pids(provider_pid)
        await engine.run(WARM_UP, RATE, pids)
        table.add_row("paced", *shown(await engine.run(count, RATE, pids)))
        table.add_row("unlimited", *shown(await engine.run(few, UNLIMITED, pids)))
        facts.add_row("left after pause had returned", await engine.paused(few))
        facts.add_row("both workers killed half-way", str(await engine.killed(few // 2)))
        engine.gateway.stop()
        facts.add_row(f"dispatch alone, load {os.getloadavg()[0]:.1f}", await engine.dispatched(count))
    finally:
        for worker in (engine.campaign, engine.gateway):
            worker.stop()
        await engine.close()
        Console(width=170).print(table, facts)


def main() -> None:
    """Measure on servers of its own."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    with scratch_folder() as directory:
        settings = Settings(
            secured=False,
            directory=directory,
            cache=REPOSITORY / ".sandbox" / "cache",
            ports=free_ports(DEFAULT_PORTS),
        )
        script = str(Path(__file__).with_name("provider.py"))
        provide = [sys.executable, script, str(settings.ports["simulator"]), str(ANSWER_MS)]
        with (
            World(settings, infra_only=True) as world,
            running("provider", provide, settings, os.environ) as provider,
        ):
            asyncio.run(measure(world, count, provider))


if __name__ == "__main__":
    main()
