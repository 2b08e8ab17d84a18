"""What row-level security costs a query: prints microseconds, asserts nothing.

    python tests-e2e/bench/rls_price.py

Each query runs as a request runs it (a transaction that sets its company, then the query, under the
policy) and as it would run without tenants in the database (a transaction and the query, as the role
whose policy lets everything through). Both name the company, as every query of ours does.
"""

import asyncio
import os
import statistics
import sys
import time
from pathlib import Path
from typing import Final
from uuid import UUID, uuid4

import asyncpg
from rich.console import Console
from rich.table import Table

sys.path.insert(0, str(Path(__file__).parent.parent))

from ports import free_ports

from atende_sandbox.scratch import scratch_folder
from atende_sandbox.services import database_url
from atende_sandbox.settings import DEFAULT_PORTS, REPOSITORY, Settings
from atende_sandbox.world import World

COMPANIES: Final = 20
CONTACTS: Final = 5_000
"""In each company."""
ROUNDS: Final = 1_000
SET_COMPANY: Final = "SELECT set_config('app.company_id', $1, true)"
QUERIES: Final = {
    "one contact by its id": "SELECT * FROM contacts WHERE company_id = $1 AND id = $2",
    "a page of 50 contacts": (
        "SELECT * FROM contacts WHERE company_id = $1 AND id > $2 ORDER BY created_at DESC, id DESC LIMIT 50"
    ),
    "all contacts counted": "SELECT count(*) FROM contacts WHERE company_id = $1 AND id > $2",
    "a contact renamed": "UPDATE contacts SET name = 'Ana' WHERE company_id = $1 AND id = $2",
}


async def fill(worker: asyncpg.Connection, companies: list[UUID]) -> list[UUID]:
    """Write the contacts of all companies; return one of each."""
    chosen = []
    for company in companies:
        ids = sorted(uuid4() for _ in range(CONTACTS))
        chosen.append(ids[CONTACTS // 10])
        await worker.executemany(
            "INSERT INTO contacts (company_id, id, name, revision, custom_fields, created_at, updated_at)"
            " VALUES ($1, $2, 'Cliente', 1, '{}', now(), now())",
            [(company, contact) for contact in ids],
        )
    await worker.execute("ANALYZE contacts")
    return chosen


async def once(
    connection: asyncpg.Connection, query: str, company: UUID, contact: UUID, *, tenant: bool
) -> None:
    """Run a query as one request."""
    async with connection.transaction():
        if tenant:
            await connection.execute(SET_COMPANY, str(company))
        await connection.fetch(query, company, contact)


async def plan(connection: asyncpg.Connection, query: str, company: UUID, contact: UUID) -> str:
    """Return how PostgreSQL finds the rows under the policy."""
    async with connection.transaction():
        await connection.execute(SET_COMPANY, str(company))
        lines = await connection.fetch(
            f"EXPLAIN (COSTS OFF) {query}".replace("$1", f"'{company}'").replace("$2", f"'{contact}'")
        )
    found = [str(line[0]).strip(" ->") for line in lines if "Scan" in line[0]]
    return found[-1].removesuffix(" on contacts")


async def measure(settings: Settings) -> None:
    """Measure, the two ways in turn so that both meet the same machine, and print."""
    app = await asyncpg.connect(database_url(settings, "chat", "app"))
    worker = await asyncpg.connect(database_url(settings, "chat", "worker"))
    companies = [uuid4() for _ in range(COMPANIES)]
    contacts = await fill(worker, companies)
    table = Table("query", "without", "with", "price", "found by", title_justify="left")
    table.title = (
        f"{COMPANIES} companies of {CONTACTS} contacts, load {os.getloadavg()[0]:.1f}, medians in µs"
    )
    for label, query in QUERIES.items():
        times: dict[bool, list[float]] = {False: [], True: []}
        for number in range(ROUNDS):
            company, contact = companies[number % COMPANIES], contacts[number % COMPANIES]
            for tenant, connection in ((False, worker), (True, app)):
                started = time.perf_counter()
                await once(connection, query, company, contact, tenant=tenant)
                times[tenant].append((time.perf_counter() - started) * 1e6)
        without, within = (statistics.median(times[tenant]) for tenant in (False, True))
        how = await plan(app, query, companies[0], contacts[0])
        table.add_row(label, f"{without:.0f}", f"{within:.0f}", f"{within - without:+.0f}", how)
    Console(width=110).print(table)
    await app.close()
    await worker.close()


def main() -> None:
    """Measure on a system of its own."""
    with scratch_folder() as directory:
        settings = Settings(
            directory=directory,
            cache=REPOSITORY / ".sandbox" / "cache",
            ports=free_ports(DEFAULT_PORTS),
        )
        with World(settings):
            asyncio.run(measure(settings))


if __name__ == "__main__":
    main()
