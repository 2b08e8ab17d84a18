"""The whole system as benchmarks load it and see what it costs: customers and agents, CPU, a table."""

import asyncio
import hmac
import json
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit
from uuid import UUID, uuid4

import asyncpg
import httpx
import psutil
from conftest import UNLIMITED
from ports import free_ports
from rich.console import Console
from rich.table import Table
from system import Company

from atende_sandbox.scratch import scratch_folder
from atende_sandbox.services import DATABASE
from atende_sandbox.settings import DEFAULT_PORTS, REPOSITORY, Settings
from atende_sandbox.world import World

QUIET_SECONDS: Final = 6.0
"""After what came before, until what follows from it is done."""
CONNECTIONS: Final = 32
SUPERVISOR: Final = "supervisor"
"""The parent of all others."""
TEXT: Final = "Oi, quero saber do meu pedido de ontem"
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


def text_webhook(company: Company, phones: Sequence[str], text: str) -> bytes:
    """Return the body of a webhook about a text message of each of these people."""
    changes = [{"field": "messages", "value": _text_message(company, phone, text)} for phone in phones]
    body = {"object": "whatsapp_business_account", "entry": [{"id": "1", "changes": changes}]}
    return json.dumps(body).encode()


def _text_message(company: Company, phone: str, text: str) -> dict[str, Any]:
    return {
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


@dataclass
class Customers:
    """People who write to a company for the first time."""

    company: Company
    http: httpx.AsyncClient
    number: int = 0

    async def write(self, text: str = TEXT, people: int = 1) -> float:
        """Let some write in one webhook; return how long the acknowledgement took, in seconds."""
        self.number += people
        phones = [f"55119{60_000_000 + self.number - one:08d}" for one in range(people)]
        body = text_webhook(self.company, phones, text)
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

    async def texts(self, newest: int) -> list[str]:
        """Return the texts of the newest messages."""
        rows = await self._connection.fetch(
            "SELECT text FROM chat.messages WHERE company_id = $1 ORDER BY id DESC LIMIT $2",
            self._company,
            newest,
        )
        return [row["text"] for row in rows]

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


@contextmanager
def running() -> Iterator[World]:
    """Run a whole system, as `make up` does, without limits for one address and one company."""
    with scratch_folder() as directory:
        settings = Settings(
            directory=directory,
            cache=REPOSITORY / ".sandbox" / "cache",
            ports=free_ports(DEFAULT_PORTS),
            overrides={**UNLIMITED, "COMPANY_WEBHOOK_UPDATES_PER_SECOND": "100000"},
        )
        with World(settings) as world:
            for one in world.status():
                print(one.name, one.pid, file=sys.stderr, flush=True)  # For a profiler.
            yield world


@asynccontextmanager
async def customers_of(company: Company) -> AsyncIterator[Customers]:
    """Open the connections over which customers' webhooks come."""
    limits = httpx.Limits(max_connections=CONNECTIONS, max_keepalive_connections=CONNECTIONS)
    async with httpx.AsyncClient(base_url=company.system.url, timeout=60.0, limits=limits) as http:
        yield Customers(company, http)
