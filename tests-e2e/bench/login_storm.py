"""What 500 people signing in at once do to everybody else: prints, asserts nothing.

    python tests-e2e/bench/login_storm.py

Other routes of auth and chat are called at a steady rate, first alone, then while a process of its own
sends the sign-ins. Argon2 takes the machine's cores on purpose; who is working should not feel it, and no
consumer may be thrown out of its Kafka group because its process came too late with a heartbeat.
"""

import asyncio
import json
import os
import statistics
import sys
import time
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from rich.console import Console
from rich.table import Table

sys.path.insert(0, str(Path(__file__).parent.parent))

from conftest import UNLIMITED
from ports import free_ports
from system import PASSWORD, System

from atende_sandbox.scratch import scratch_folder
from atende_sandbox.settings import DEFAULT_PORTS, REPOSITORY, Settings
from atende_sandbox.world import World

LOGINS: Final = 500
PER_SECOND: Final = 50
QUIET_SECONDS: Final = 10
TARGET_MS: Final = 300
ROUTES: Final = ("/api/v1/auth/me", "/api/v1/tickets", "/api/v1/contacts")


class Prober:
    """Calls routes at a steady rate, whether or not earlier answers have come, and keeps the times."""

    def __init__(self, system: System, token: str) -> None:
        self._http = system.http
        self._headers = {"Authorization": f"Bearer {token}"}
        self.milliseconds: list[float] = []
        self.statuses: Counter[int] = Counter()

    async def run(self, until: asyncio.Event) -> None:
        begun, number, calls = time.perf_counter(), 0, set[asyncio.Task[None]]()
        while not until.is_set():
            calls.add(asyncio.create_task(self._call(ROUTES[number % len(ROUTES)])))
            number += 1
            await asyncio.sleep(max(0.0, begun + number / PER_SECOND - time.perf_counter()))
        await asyncio.gather(*calls)

    async def _call(self, path: str) -> None:
        started = time.perf_counter()
        response = await self._http.get(path, headers=self._headers)
        self.milliseconds.append((time.perf_counter() - started) * 1000)
        self.statuses[response.status_code] += 1

    def row(self) -> str:
        p50, p99 = (statistics.quantiles(self.milliseconds, n=100)[place] for place in (49, 98))
        worst = max(self.milliseconds)
        return f"p50 {p50:.0f} ms, p99 {p99:.0f} ms, worst {worst:.0f} ms ({told(self.statuses)})"


def told(statuses: Mapping[Any, int]) -> str:
    """Return how often each status was answered."""
    return ", ".join(f"{count} × {status}" for status, count in sorted(statuses.items()))


def rebalances(world: World) -> int:
    """Return how often Kafka has begun to deal out a group's partitions anew."""
    return (world.settings.logs / "kafka.log").read_text().count("Preparing to rebalance group")


async def sign_in(url: str, email: str) -> None:
    """Be the storm: sign in at once, as often as asked; print what came of it.

    By bare connections and with the lowest priority: people bring computers of their own, and an HTTP
    client with 500 connections would take one of our two cores for as long as the storm lasts.
    """
    os.nice(19)
    body = json.dumps({"email": email, "password": PASSWORD}).encode()
    host, port = url.removeprefix("http://").split(":")
    head = (
        f"POST /api/v1/auth/login HTTP/1.1\r\nHost: {host}:{port}\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    )
    statuses: Counter[int] = Counter()
    started = time.perf_counter()

    async def once() -> float:
        reader, writer = await asyncio.open_connection(host, int(port))
        writer.write(head.encode() + body)
        answer = await reader.read()
        writer.close()
        statuses[int(answer.split(b" ", 2)[1])] += 1
        return (time.perf_counter() - started) * 1000

    times = await asyncio.gather(*(once() for _ in range(LOGINS)))
    print(json.dumps({"statuses": statuses, "p50": statistics.median(times), "all": max(times)}))


async def storm(system: System, email: str) -> dict[str, Any]:
    """Run the sign-ins in a process of their own, so that the prober's times are not theirs."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, __file__, system.url, email, stdout=asyncio.subprocess.PIPE
    )
    out, _ = await process.communicate()
    answer: dict[str, Any] = json.loads(out)
    return answer


async def measure(world: World) -> None:
    """Measure a running system, and print."""
    system = System(world)
    try:
        company = await system.new_company()
        email = (await company.api.get("/api/v1/auth/me"))["user"]["email"]
        before = rebalances(world)
        table = Table("measure", "value", title=f"{LOGINS} sign-ins at once", title_justify="left")
        table.add_row("load of the machine before", f"{os.getloadavg()[0]:.1f}")

        async def alone() -> None:
            await asyncio.sleep(QUIET_SECONDS)

        for label, disturbance in (
            ("others, nobody signing in", alone()),
            ("others, during the storm", storm(system, email)),
        ):
            prober, over = Prober(system, company.api.token), asyncio.Event()
            probing = asyncio.create_task(prober.run(over))
            answer = await disturbance
            over.set()
            await probing
            table.add_row(label, prober.row())
            if answer is not None:
                took = f"half in {answer['p50']:.0f} ms, all in {answer['all']:.0f} ms"
                table.add_row("sign-ins", f"{told(answer['statuses'])}; {took}")
        table.add_row("rebalances of consumer groups", str(rebalances(world) - before))
        table.add_row("aim", f"p99 of the others below {TARGET_MS} ms, no rebalance")
        Console().print(table)
    finally:
        await system.close()


def main() -> None:
    """Measure on a system of its own; with a URL and an e-mail be the storm."""
    if len(sys.argv) > 1:
        asyncio.run(sign_in(*sys.argv[1:]))
        return
    with scratch_folder() as directory:
        settings = Settings(
            directory=directory,
            cache=REPOSITORY / ".sandbox" / "cache",
            ports=free_ports(DEFAULT_PORTS),
            overrides=UNLIMITED,
        )
        with World(settings) as world:
            asyncio.run(measure(world))


if __name__ == "__main__":
    main()
