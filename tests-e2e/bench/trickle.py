"""What the whole system costs at low and high rates, part by part: prints, asserts nothing.

    python tests-e2e/bench/trickle.py [SECONDS] [RATE …]

All processes run as `make up` starts them. Customers who never wrote before send text messages at a steady
rate, signed as the provider does; then agents reply at the same rates, and campaigns of ten go out. What an
idle system uses meanwhile is measured first and subtracted. Last, messages one by one: the time until the
webhook is acknowledged, the row is committed, and an agent's socket has it.
"""

import asyncio
import hmac
import json
import statistics
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit
from uuid import UUID, uuid4

import asyncpg
import httpx
import psutil
from rich.console import Console
from rich.table import Table

sys.path.insert(0, str(Path(__file__).parent.parent))

from conftest import UNLIMITED
from listeners import listening
from ports import free_ports
from system import Company, System

from atende_sandbox.scratch import scratch_folder
from atende_sandbox.services import DATABASE
from atende_sandbox.settings import DEFAULT_PORTS, REPOSITORY, Settings
from atende_sandbox.world import World

SECONDS: Final = 12.0
RATES: Final = (10.0, 50.0, 200.0)
IDLE_SECONDS: Final = 20.0
QUIET_SECONDS: Final = 6.0
"""After what came before, until what follows from it is done."""
ONE_BY_ONE: Final = 100
CAMPAIGNS: Final = 10
OF_A_CAMPAIGN: Final = 10
FULL: Final = 6_000
"""Messages sent as fast as they are taken."""
CONNECTIONS: Final = 32
SUPERVISOR: Final = "supervisor"
"""The parent of all others."""
console = Console()


class Cpu:
    """CPU seconds that the processes of a system have used since it was made."""

    def __init__(self, world: World) -> None:
        self._processes = {one.name: psutil.Process(one.pid) for one in world.status()}
        self._began, self._before = time.monotonic(), self._now()

    def _now(self) -> dict[str, float]:
        used: dict[str, float] = {}
        for name, process in self._processes.items():
            children = process.children(recursive=True) if name != SUPERVISOR else []
            times = [one.cpu_times() for one in (process, *children)]
            # A server's process that ended meanwhile is in its parent's times.
            ended = times[0].children_user + times[0].children_system if name != SUPERVISOR else 0.0
            used[name] = sum(one.user + one.system for one in times) + ended
        return used

    def used(self, idle: Mapping[str, float]) -> dict[str, float]:
        """Return what each process used, in CPU seconds, beyond ``idle`` (by second)."""
        seconds = time.monotonic() - self._began
        now = self._now()
        return {name: now[name] - self._before[name] - idle.get(name, 0.0) * seconds for name in now}


def text_webhook(company: Company, phone: str, text: str) -> bytes:
    """Return the body of a webhook about one text message."""
    value = {
        "messaging_product": "whatsapp",
        "metadata": {"display_phone_number": "552140000000", "phone_number_id": company.number},
        "contacts": [{"profile": {"name": "Maria Conceição"}, "wa_id": phone}],
        "messages": [
            {
                "from": phone,
                "id": f"wamid.{uuid4().hex}",
                "timestamp": str(int(time.time())),
                "type": "text",
                "text": {"body": text},
            }
        ],
    }
    entry = {"id": "1", "changes": [{"field": "messages", "value": value}]}
    return json.dumps({"object": "whatsapp_business_account", "entry": [entry]}).encode()


@dataclass
class Customers:
    """People who write to a company for the first time."""

    company: Company
    http: httpx.AsyncClient
    number: int = 0

    async def write(self, text: str = "Oi, quero saber do meu pedido de ontem") -> float:
        """Let one write; return how long the acknowledgement took, in seconds."""
        self.number += 1
        body = text_webhook(self.company, f"55119{60_000_000 + self.number:08d}", text)
        signature = hmac.new(self.company.app_secret.encode(), body, "sha256").hexdigest()
        began = time.perf_counter()
        response = await self.http.post(
            f"/webhooks/whatsapp/{self.company.channel_id}",
            content=body,
            headers={"X-Hub-Signature-256": f"sha256={signature}", "Content-Type": "application/json"},
        )
        response.raise_for_status()
        return time.perf_counter() - began


class Replies:
    """An agent who answers one ticket after the other."""

    def __init__(self, company: Company, http: httpx.AsyncClient, tickets: list[str]) -> None:
        self._company, self._http, self._tickets = company, http, tickets
        self._number = 0

    async def write(self) -> None:
        self._number += 1
        ticket = self._tickets[self._number % len(self._tickets)]
        response = await self._http.post(
            f"/api/v1/tickets/{ticket}/messages",
            json={
                "text": "Bom dia! Seu pedido saiu hoje para entrega.",
                "clientMessageId": uuid4().hex,
            },
            headers=self._company.headers,
        )
        response.raise_for_status()


async def start_campaign(company: Company, contacts: list[str]) -> str:
    """Start a campaign; return its id."""
    body = {"name": "Bench", "type": "broadcast", "message": "Olá!", "channelId": company.channel_id}
    campaign = await company.api.post("/api/v1/campaigns", body)
    base = f"/api/v1/campaigns/{campaign['id']}"
    await company.api.post(f"{base}/targets", {"contactIds": contacts})
    await company.api.post(f"{base}/start", {"confirmOutOfWindow": True})
    return str(campaign["id"])


async def steadily(act: Callable[[], Awaitable[Any]], rate: float, seconds: float) -> int:
    """Act at a rate, or as fast as it goes with so many at a time; return how often."""
    began, count = time.monotonic(), int(rate * seconds)
    places = asyncio.Semaphore(CONNECTIONS)

    async def act_once() -> None:
        try:
            await act()
        finally:
            places.release()

    async with asyncio.TaskGroup() as group:
        for number in range(count):
            await asyncio.sleep(max(0.0, began + number / rate - time.monotonic()))
            await places.acquire()
            group.create_task(act_once())
    took = time.monotonic() - began
    if took > 1.1 * seconds:
        console.print(f"{rate:.0f}/s were asked for, {count / took:.0f}/s were reached")
    return count


async def as_fast_as_possible(act: Callable[[], Awaitable[Any]], count: int) -> None:
    """Act so often, many at a time."""
    left = iter(range(count))

    async def work() -> None:
        for _ in left:
            await act()

    await asyncio.gather(*(work() for _ in range(CONNECTIONS)))


class Stored:
    """What is stored of a company, read past all services."""

    def __init__(self, connection: "asyncpg.Connection[Any]", company: UUID) -> None:
        self._connection, self._company = connection, company

    async def messages(self) -> int:
        found: int = await self._connection.fetchval(
            "SELECT count(*) FROM chat.messages WHERE company_id = $1", self._company
        )
        return found

    async def is_over(self, campaign: str) -> bool:
        found: bool = await self._connection.fetchval(
            "SELECT closed_at IS NOT NULL FROM campaign.campaigns WHERE company_id = $1 AND id = $2",
            self._company,
            UUID(campaign),
        )
        return found

    async def has(self, text: str) -> bool:
        found: bool = await self._connection.fetchval(
            "SELECT coalesce($2 = (SELECT text FROM chat.messages WHERE company_id = $1"
            " ORDER BY id DESC LIMIT 1), false)",
            self._company,
            text,
        )
        return found

    @staticmethod
    async def until(reached: Callable[[], Awaitable[bool]], every: float) -> None:
        async with asyncio.timeout(120):
            while not await reached():  # noqa: ASYNC110 (it is of other processes)
                await asyncio.sleep(every)


@asynccontextmanager
async def stored_of(world: World, company: Company) -> AsyncIterator[Stored]:
    """Open a connection of the administrator."""
    url = urlsplit(world.settings.database_admin_url)._replace(path=f"/{DATABASE}").geturl()
    connection = await asyncpg.connect(url)
    try:
        me = await company.api.get("/api/v1/auth/me")
        yield Stored(connection, UUID(me["company"]["id"]))
    finally:
        await connection.close()


class Report:
    """A table of costs: what was done, and CPU seconds for a thousand of it by process."""

    def __init__(self, world: World) -> None:
        self._names = [one.name for one in world.status()]
        self._table = Table(
            "", "all", *self._names, title="CPU-s per 1,000 beyond idle", title_justify="left"
        )

    def idle(self, idle: Mapping[str, float]) -> None:
        self._row("idle: cores", sum(idle.values()), idle, 3)

    def add(self, what: str, count: int, used: Mapping[str, float]) -> None:
        price = {name: seconds * 1000 / count for name, seconds in used.items()}
        self._row(what, sum(price.values()), price, 2)

    def _row(self, what: str, total: float, parts: Mapping[str, float], digits: int) -> None:
        self._table.add_row(what, f"{total:.{digits}f}", *(f"{parts[n]:.{digits}f}" for n in self._names))

    def show(self) -> None:
        console.print(self._table)


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
    limits = httpx.Limits(max_connections=CONNECTIONS, max_keepalive_connections=CONNECTIONS)
    try:
        company = await system.new_company()
        async with httpx.AsyncClient(base_url=system.url, timeout=60.0, limits=limits) as http:
            customers = Customers(company, http)
            await costs(world, company, customers, seconds, rates)
            await times(world, company, customers)
    finally:
        await system.close()


def main() -> None:
    """Start a system, and measure on it."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else SECONDS
    rates = [float(rate) for rate in sys.argv[2:]] or list(RATES)
    with scratch_folder() as directory:
        settings = Settings(
            directory=directory,
            cache=REPOSITORY / ".sandbox" / "cache",
            ports=free_ports(DEFAULT_PORTS),
            overrides=dict(UNLIMITED),
        )
        with World(settings) as world:
            for one in world.status():
                print(one.name, one.pid, file=sys.stderr, flush=True)  # For a profiler.
            asyncio.run(run(world, seconds, rates))


if __name__ == "__main__":
    main()
