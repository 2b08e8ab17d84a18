"""Measures the whole system as a person meets it: start-up, idle memory, the demo's campaign rate.

``make bench`` runs it on a sandbox of its own and prints what it saw; nothing is asserted, because
a time says as much about the machine as about the code.
"""

import asyncio
import sys
import time
from pathlib import Path

from rich.console import Console
from rich.table import Table

sys.path.insert(0, str(Path(__file__).parent.parent))

from ports import free_ports

from atende_sandbox.demo.__main__ import play
from atende_sandbox.scratch import scratch_folder
from atende_sandbox.settings import DEFAULT_PORTS, REPOSITORY, Settings
from atende_sandbox.world import World

IDLE_SECONDS = 20
console = Console()


def main() -> None:
    """Start, wait, look, play, print."""
    results = Table("measure", "value", title="Whole system", title_justify="left")
    with scratch_folder() as directory:
        settings = Settings(
            directory=directory,
            cache=REPOSITORY / ".sandbox" / "cache",
            ports=free_ports(DEFAULT_PORTS),
            overrides={"REQUESTS_PER_MINUTE": "1000000"},
        )
        for label in ("first start (empty disk)", "second start (data there)"):
            started = time.monotonic()
            with World(settings) as world:
                results.add_row(label, f"{time.monotonic() - started:.1f} s")
                if label.startswith("second"):
                    time.sleep(IDLE_SECONDS)
                    processes = world.status()
                    for process in processes:
                        results.add_row(f"idle memory: {process.name}", f"{process.memory / 2**20:.0f} MB")
                    total = sum(process.memory for process in processes)
                    results.add_row("idle memory: everything", f"{total / 2**20:.0f} MB")
                    for attempt in ("first", "second"):
                        began = time.monotonic()
                        books, audit = asyncio.run(play(settings))
                        rate = audit.campaign["accepted"] / books.campaign_seconds
                        results.add_row(f"demo campaign, {attempt} run", f"{rate:.0f} messages/s")
                        results.add_row(f"demo, {attempt} run", f"{time.monotonic() - began:.1f} s")
                        results.add_row(
                            f"demo, {attempt} run: duplicates, lost", f"{audit.duplicates}, {audit.lost}"
                        )
    console.print(results)


if __name__ == "__main__":
    main()
