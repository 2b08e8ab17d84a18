"""How long reports take with years of messages behind them, and what it costs to keep them: asserts nothing.

    python tests-e2e/bench/reports.py [MESSAGES]

The api and the worker of reporting as they run in production, one process each. Facts of ten million messages
(a million of them one campaign's), a million tickets and a year are written by SQL for one company, and a
fiftieth of it for each of twenty others; ``python -m reporting rebuild`` counts the large company's. Then
every report of a year is asked for in turn over HTTP, and a campaign's messages are exported. At the end the
worker takes in events from Kafka: what customers write, statuses and tickets, in the proportions of a usual
day. It is measured in processor time, too, as other programs make times longer. It takes 10 GB of disk.
"""

import asyncio
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Final
from uuid import UUID

import asyncpg
import httpx
import psutil
from rich.console import Console
from rich.table import Table

sys.path.insert(0, str(Path(__file__).parent.parent))

from bench.pages import UNITS, admin_url, install, make_keys, process
from bench.reports_events import count_rows, publish
from bench.reports_fill import Sample, fill
from bench.sending import peak_memory, running
from conftest import UNLIMITED
from forged_tokens import Mint
from ports import free_ports

from atende_sandbox.scratch import scratch_folder
from atende_sandbox.settings import DEFAULT_PORTS, REPOSITORY, Settings
from atende_sandbox.world import World
from auth.main import SERVICE as AUTH
from reporting.main import SERVICE as REPORTING

ROUNDS: Final = 50
AIM_MS: Final = 100
TICKETS_TOLD: Final = 3_000
"""With 31 events each."""
LIMIT_SECONDS: Final = 120
START_SECONDS: Final = 20
_PREFIX: Final = "/api/v1/reports"


@dataclass(frozen=True)
class Ask:
    """A report: what it is called in the table, and where it is."""

    label: str
    path: str
    query: Mapping[str, str] = field(default_factory=dict)


def asks(sample: Sample) -> list[Ask]:
    """Return every report of a year, whole and narrowed."""
    today = datetime.now(UTC).date()
    year = {"from": str(today.replace(year=today.year - 1)), "to": str(today)}
    narrowed: dict[str, dict[str, str]] = {
        "": {},
        "compared": {"compare": "true"},
        "a channel": {"channelId": str(sample.channels[1])},
        "a queue": {"queueId": str(sample.queues[1])},
        "an agent": {"agentId": str(sample.agents[1])},
        "a tag": {"tagId": str(sample.tags[1])},
        "a channel and a queue": {"channelId": str(sample.channels[1]), "queueId": str(sample.queues[1])},
    }
    of_tickets = ("summary", "daily", "hourly", "agents", "queues")
    of_messages = ("channels", "delivery-errors", "opt-outs")
    found = [
        Ask(f"{name}{label and ', '}{label}", f"{_PREFIX}/{name}", year | query)
        for name in (*of_tickets, *of_messages)
        for label, query in narrowed.items()
        if name in of_tickets or not query.keys() & {"queueId", "agentId", "tagId"}
    ]
    campaign = f"{_PREFIX}/campaigns/{sample.campaign}"
    return [
        *found,
        Ask("summary, 30 days", f"{_PREFIX}/summary"),
        Ask("agents, 30 days", f"{_PREFIX}/agents"),
        Ask("campaigns", f"{_PREFIX}/campaigns"),
        Ask("campaign", campaign),
        Ask("campaign, curve", f"{campaign}/curve"),
    ]


class Costs:
    """Processor time of processes and of PostgreSQL's, which come and go."""

    def __init__(self, pids: Mapping[str, int], postgres: int) -> None:
        self._pids, self._postgres = pids, postgres

    def now(self) -> dict[str, float]:
        """Return the seconds that each has used; children that ended count to their parent."""
        found = {name: _seconds(psutil.Process(pid)) for name, pid in self._pids.items()}
        server = psutil.Process(self._postgres)
        times = server.cpu_times()
        ended = times.children_user + times.children_system
        found["postgres"] = ended + sum(map(_seconds, [server, *server.children()]))
        return found


def _seconds(one: psutil.Process) -> float:
    try:
        times = one.cpu_times()
    except psutil.NoSuchProcess:
        return 0.0
    return float(times.user + times.system)


class Reader:
    """A user who looks at one report after the other."""

    def __init__(self, settings: Settings, costs: Costs) -> None:
        self._settings, self._costs, self._mint = settings, costs, Mint(settings)
        self._http = httpx.AsyncClient(timeout=LIMIT_SECONDS, base_url=settings.url("reporting"))

    async def look(self, company: UUID, ask: Ask, rounds: int) -> tuple[list[float], float]:
        """Ask so often; return the milliseconds that each took, and processor milliseconds for one."""
        token = self._mint.token(company_id=str(company), user_id=str(company))
        before, took = self._costs.now(), []
        for _ in range(rounds):
            started = time.perf_counter()
            response = await self._http.get(
                ask.path, params=ask.query, headers={"Authorization": f"Bearer {token}"}
            )
            took.append((time.perf_counter() - started) * 1000)
            if response.status_code != 200:
                raise SystemExit(f"{ask.label}: {response.status_code} {response.text}")
        after = self._costs.now()
        spent = sum(after[name] - before[name] for name in ("api", "postgres"))
        return took, spent * 1000 / rounds

    async def export(self, sample: Sample) -> tuple[int, float, float]:
        """Read the campaign's messages as CSV; return how many, the seconds, and processor seconds."""
        token = self._mint.token(company_id=str(sample.company), user_id=str(sample.company))
        path = f"{_PREFIX}/campaigns/{sample.campaign}/export.csv"
        before, started, lines = self._costs.now(), time.perf_counter(), 0
        async with self._http.stream("GET", path, headers={"Authorization": f"Bearer {token}"}) as response:
            async for chunk in response.aiter_bytes():
                lines += chunk.count(b"\n")
        took, after = time.perf_counter() - started, self._costs.now()
        return lines - 1, took, sum(after[name] - before[name] for name in ("api", "postgres"))

    async def close(self) -> None:
        await self._http.aclose()


async def reports(settings: Settings, sample: Sample, costs: Costs) -> tuple[Table, list[tuple[str, str]]]:
    """Look at every report of the large company and of an empty one; export the campaign."""
    reader = Reader(settings, costs)
    table = Table("report of a year", "p50", "p99", "CPU", "empty: p50", "p99", title="Reports, in ms")
    for ask in asks(sample):
        companies = [sample.company] if "campaigns/" in ask.path else [sample.company, sample.empty]
        shown: list[str] = []
        for company in companies:
            await reader.look(company, ask, 6)  # Statements are prepared at first, and planned anew.
            took, spent = await reader.look(company, ask, ROUNDS)
            cuts = statistics.quantiles(took, n=100)
            shown += [
                f"{cuts[49]:.0f}",
                f"{cuts[98]:.0f}",
                *([f"{spent:.0f}"] if company != sample.empty else []),
            ]
        table.add_row(ask.label, *shown, style="bold" if float(shown[1]) > AIM_MS else None)
    rows, seconds, spent = await reader.export(sample)
    await reader.close()
    return table, [("export of a campaign", f"{rows:,} rows in {seconds:.1f} s, {spent:.1f} CPU-s")]


async def projection(
    settings: Settings, costs: Costs, pids: dict[str, int], stack: ExitStack
) -> list[tuple[str, str]]:
    """Publish a day, and let a worker take it in, which has started before."""
    admin = await asyncpg.connect(admin_url(settings))
    rows = await count_rows(admin)
    command, env = process(settings, UNITS["reporting"], "worker")
    pids["worker"] = stack.enter_context(running("reporting worker", command, settings, env))
    await asyncio.sleep(START_SECONDS)
    before, started = costs.now(), time.perf_counter()
    told = await publish(settings, TICKETS_TOLD)
    while await count_rows(admin) < rows + told.facts:  # noqa: ASYNC110 (it is of another process)
        await asyncio.sleep(0.2)
    await admin.close()
    took, after = time.perf_counter() - started, costs.now()
    spent = {name: (after[name] - before[name]) * 1000 / told.events for name in ("worker", "postgres")}
    return [
        ("events told", f"{told.events:,}"),
        ("taken in", f"{told.events / took:,.0f} events/s, beside all else that ran"),
        ("on one core", f"{1000 / spent['worker']:,.0f} events/s of the worker alone"),
        (
            "CPU-s per 1,000",
            f"{sum(spent.values()):.3f} (worker {spent['worker']:.3f}, PostgreSQL {spent['postgres']:.3f})",
        ),
    ]


def rebuild(settings: Settings, company: UUID, costs: Costs) -> list[tuple[str, str]]:
    """Count a company anew, as an operator does."""
    command, env = process(settings, UNITS["reporting"], "rebuild")
    before, started = costs.now()["postgres"], time.perf_counter()
    of_children = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run([*command, str(company)], env=env, check=True, stdout=subprocess.PIPE, text=True)
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    own = used.ru_utime + used.ru_stime - of_children.ru_utime - of_children.ru_stime
    server = costs.now()["postgres"] - before
    return [
        ("rebuild", done.stdout.strip().partition(": ")[2]),
        ("took", f"{time.perf_counter() - started:.0f} s; CPU-s {own:.0f}, PostgreSQL {server:.0f}"),
        ("peak MB", f"{used.ru_maxrss / 1024:.0f}"),
    ]


async def write(settings: Settings, messages: int) -> Sample:
    """Install the services and write what they would have written."""
    await install(settings, (AUTH, REPORTING))
    admin = await asyncpg.connect(admin_url(settings))
    try:
        return await fill(admin, messages)
    finally:
        await admin.close()


def _facts(title: str, rows: Sequence[tuple[str, str]]) -> Table:
    table = Table("measure", "value", title=title, title_justify="left")
    for row in rows:
        table.add_row(*row)
    return table


async def _ready(settings: Settings) -> None:
    give_up_at = time.monotonic() + LIMIT_SECONDS
    async with httpx.AsyncClient() as http:
        for module in ("auth", "reporting"):
            while not await _is_ready(http, settings.url(module)):
                if time.monotonic() > give_up_at:
                    raise SystemExit(f"{module} did not start")
                await asyncio.sleep(0.1)


async def _is_ready(http: httpx.AsyncClient, url: str) -> bool:
    try:
        return (await http.get(f"{url}/health/ready")).status_code == 200
    except httpx.TransportError:
        return False


def _postgres(settings: Settings) -> int:
    port = f"port={settings.ports['postgres']}"
    return next(one.pid for one in psutil.process_iter(["cmdline"]) if port in (one.info["cmdline"] or ()))


def main() -> None:
    """Measure on servers of its own."""
    messages = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000_000
    with scratch_folder() as directory:
        settings = Settings(
            secured=False,
            directory=directory,
            cache=REPOSITORY / ".sandbox" / "cache",
            ports=free_ports(DEFAULT_PORTS),
            overrides=UNLIMITED,
        )
        with ExitStack() as stack:
            stack.enter_context(World(settings, infra_only=True))
            measure(settings, messages, stack)


def measure(settings: Settings, messages: int, stack: ExitStack) -> None:
    """Fill the database, and measure one thing after the other."""
    started = time.perf_counter()
    sample = asyncio.run(write(settings, messages))
    console = Console(width=120)
    console.print(f"{messages:,} messages written in {time.perf_counter() - started:.0f} s")
    pids: dict[str, int] = {}
    costs = Costs(pids, _postgres(settings))
    console.print(_facts("Counting anew", rebuild(settings, sample.company, costs)))
    make_keys(settings)
    for module, role in (("auth", "api"), ("reporting", "api")):
        command, env = process(settings, UNITS[module], role)
        name = "api" if module == "reporting" else module
        pids[name] = stack.enter_context(running(f"{module} {role}", command, settings, env))
    asyncio.run(_ready(settings))
    console.print(f"load {os.getloadavg()[0]:.1f}")
    table, exported = asyncio.run(reports(settings, sample, costs))
    console.print(table)
    console.print(_facts("Export", [*exported, ("api's peak MB", f"{peak_memory(pids['api']):.0f}")]))
    console.print(_facts("Taking events in", asyncio.run(projection(settings, costs, pids, stack))))


if __name__ == "__main__":
    main()
