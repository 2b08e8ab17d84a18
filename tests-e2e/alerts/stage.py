"""What causes of alerts are made with: the running system, two companies, its database's administrator."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit
from uuid import uuid4

import asyncpg
import httpx
from system import Company, System
from webhooks import said

from atende_sandbox.services import DATABASE


class Hosts(Protocol):
    """What is measured beside the system."""

    @property
    def disk(self) -> Path:
        """A small disk."""

    def write_certificate(self, days: int) -> None:
        """Write the edge a certificate that ends in so many days."""


@dataclass
class Stage:
    """What causes are made with."""

    system: System
    company: Company
    """What fails is its."""
    neighbour: Company
    """Whose work goes on."""
    hosts: Hosts
    http: httpx.AsyncClient
    """A client of the edge whose answers may be anything."""

    @asynccontextmanager
    async def administrator(self) -> AsyncIterator["asyncpg.Connection[Any]"]:
        """A connection that may do everything in the system's database."""
        url = urlsplit(self.system.world.settings.database_admin_url)._replace(path=f"/{DATABASE}").geturl()
        connection = await asyncpg.connect(url)
        try:
            yield connection
        finally:
            await connection.close()

    @asynccontextmanager
    async def constraint(self, table: str, condition: str) -> AsyncIterator[None]:
        """Have a table refuse new rows, as after a faulty migration; what stands in it is not looked at."""
        name = f"fault_{uuid4().hex[:8]}"
        async with self.administrator() as connection:
            await connection.execute(
                f"ALTER TABLE {table} ADD CONSTRAINT {name} CHECK ({condition}) NOT VALID"
            )
        try:
            yield
        finally:
            async with self.administrator() as connection:
                await connection.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")

    @asynccontextmanager
    async def lock(self, table: str) -> AsyncIterator[None]:
        """Hold a table, as a migration or a forgotten session of somebody would."""
        async with self.administrator() as connection, connection.transaction():
            await connection.execute(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE")
            yield

    @asynccontextmanager
    async def stopped(self, process: str) -> AsyncIterator[None]:
        """Have a process stopped."""
        world = self.system.world
        await asyncio.to_thread(world.stop, process)
        try:
            yield
        finally:
            await asyncio.to_thread(world.start, process)

    def new_phones(self, count: int) -> list[str]:
        """Return numbers of people who never wrote."""
        return [self.system.new_phone() for _ in range(count)]


@asynccontextmanager
async def again_and_again(
    work: Callable[[], Awaitable[object]], *, every: float = 0.2, side_by_side: int = 1
) -> AsyncIterator[None]:
    """Do something for the time of the context, however it ends."""

    async def loop() -> None:
        while True:
            with suppress(httpx.HTTPError):
                await work()
            await asyncio.sleep(every)

    tasks = [asyncio.create_task(loop()) for _ in range(side_by_side)]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def texts(company: Company, phones: list[str], text: str) -> dict[str, Any]:
    """Return a webhook in which each of these people writes."""
    metadata = {"display_phone_number": "552140000000", "phone_number_id": company.number}
    value = {
        "messaging_product": "whatsapp",
        "metadata": metadata,
        "contacts": [{"profile": {"name": "Maria"}, "wa_id": phone.lstrip("+")} for phone in phones],
        "messages": [said(phone, text) for phone in phones],
    }
    change = {"field": "messages", "value": value}
    return {"object": "whatsapp_business_account", "entry": [{"id": "1", "changes": [change]}]}
