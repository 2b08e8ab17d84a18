"""How fast a file of contacts becomes contacts, and at what memory: prints, asserts nothing.

    python tests-e2e/bench/contact_import.py [ROWS]

One real chat worker on a real PostgreSQL and Kafka: files of 200,000 rows, the most that one may have, are
stored as uploads are, and the time is from the worker's first chunk to its last. Its events go to Kafka
meanwhile, as they do in production. The same files are imported once more, which changes nothing.
"""

import asyncio
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Final
from uuid import UUID

import asyncpg
from rich.console import Console
from rich.table import Table

sys.path.insert(0, str(Path(__file__).parent.parent))

from bench.sending import Meter, peak_memory, running
from ports import free_ports

from atende_contracts.ids import uuid7
from atende_platform.data import migrations
from atende_platform.data.provision import create_topics, provision_service
from atende_platform.service.definition import migrations_dir
from atende_sandbox.scratch import scratch_folder
from atende_sandbox.services import SERVICES, database_url, environment
from atende_sandbox.settings import DEFAULT_PORTS, REPOSITORY, Settings
from atende_sandbox.world import World
from chat.main import SERVICE

LIMIT_SECONDS: Final = 900
IN_A_FILE: Final = 200_000
QUEUE: Final = """
INSERT INTO contact_imports (company_id, id, status, region, next_row, total, created, updated, duplicates,
                             invalid, attempts)
VALUES ($1, $2, 'queued', 'BR', 0, 0, 0, 0, 0, 0, 0)
"""
STATE: Final = """
SELECT sum(next_row) AS done, count(*) FILTER (WHERE finished_at IS NULL) AS left, sum(created) AS created,
       sum(updated) AS updated, sum(duplicates) AS duplicates, sum(invalid) AS invalid
FROM (SELECT * FROM contact_imports ORDER BY created_at, id OFFSET $1) AS latest
"""
CHAT: Final = next(unit for unit in SERVICES if unit.module == "chat")


def people(first: int, last: int) -> bytes:
    """Return a file as companies have them: every number once, in no order."""
    rows = ["Nome;Celular;E-mail;Cidade;Etiquetas"]
    for n in range(first, last):
        number = (n * 60_000_011) % 100_000_000
        rows.append(f"Maria da Silva {n};(11) 9{number:08};cliente{n}@exemplo.com.br;São Paulo;lote,novo")
    return "\n".join(rows).encode()


async def prepare(settings: Settings) -> None:
    """Install the service."""
    urls = {kind: database_url(settings, "chat", kind) for kind in ("owner", "app", "worker")}
    await provision_service(
        settings.database_admin_url,
        "chat",
        owner_url=urls["owner"],
        app_url=urls["app"],
        worker_url=urls["worker"],
    )
    await asyncio.to_thread(migrations.upgrade, migrations_dir(SERVICE), urls["owner"])
    await create_topics(settings.kafka_bootstrap)


async def imported(settings: Settings, company: UUID, files: Sequence[bytes]) -> tuple[float, float, str]:
    """Import files; return the seconds to the last chunk and until all is in Kafka, and the counts."""
    connection = await asyncpg.connect(database_url(settings, "chat", "worker"))
    before = await connection.fetchval("SELECT count(*) FROM contact_imports")
    async with connection.transaction():
        for data in files:
            job = uuid7()
            await connection.execute(QUEUE, company, job)
            await connection.execute("INSERT INTO import_files VALUES ($1, $2, $3)", company, job, data)
    begun, give_up_at = 0.0, time.monotonic() + LIMIT_SECONDS
    while True:
        row = await connection.fetchrow(STATE, before)
        assert row is not None
        if not row["done"]:
            begun = time.perf_counter()  # Until the first chunk is there, the process is starting.
        if not row["left"]:
            break
        if time.monotonic() > give_up_at:
            raise SystemExit("the files were not imported in time")
        await asyncio.sleep(0.05)
    seconds = time.perf_counter() - begun
    for _ in range(10 * LIMIT_SECONDS):
        if not await connection.fetchval("SELECT count(*) FROM outbox"):
            break
        await asyncio.sleep(0.1)
    published = time.perf_counter() - begun
    await connection.close()
    counts = ", ".join(f"{name} {row[name]:,}" for name in ("created", "updated", "duplicates", "invalid"))
    return seconds, published, counts


def main() -> None:
    """Measure on servers of its own."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    files = [people(n, min(n + IN_A_FILE, count)) for n in range(0, count, IN_A_FILE)]
    with scratch_folder() as directory:
        settings = Settings(
            secured=False,
            directory=directory,
            cache=REPOSITORY / ".sandbox" / "cache",
            ports=free_ports(DEFAULT_PORTS),
        )
        with World(settings, infra_only=True) as world:
            env = {**environment(settings, CHAT), "LOG_LEVEL": "WARNING"}
            asyncio.run(prepare(settings))
            servers = {one.name: one.pid for one in world.status() if one.name != "supervisor"}
            load, company = os.getloadavg()[0], uuid7()
            table = Table("measure", "value", title="A file of contacts", title_justify="left")
            with running("worker", [sys.executable, "-m", "chat", "worker"], settings, env) as worker:
                for what in ("first", "again"):
                    meter = Meter({"worker": worker, **servers})
                    seconds, published, counts = asyncio.run(imported(settings, company, files))
                    shown = ", ".join(
                        f"{name} {value:.3f}" for name, value in meter.per_thousand(count).items()
                    )
                    table.add_row(
                        f"{what}: {count:,} rows", f"{seconds:.1f} s, {count / seconds:,.0f}/s; {counts}"
                    )
                    table.add_row("… events in Kafka", f"{published:.1f} s")
                    table.add_row("… CPU-s per 1,000 rows", shown)
                    table.add_row("… worker's peak memory so far", f"{peak_memory(worker):.0f} MB")
        table.add_row("files", f"{len(files)} of {len(files[0]) / 2**20:.1f} MiB")
        table.add_row("load of the machine before, after", f"{load:.1f}, {os.getloadavg()[0]:.1f}")
        Console(width=140).print(table)


if __name__ == "__main__":
    main()
