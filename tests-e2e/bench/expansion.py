"""How fast a campaign's audience becomes recipients, and at what memory: prints, asserts nothing.

    python tests-e2e/bench/expansion.py [RECIPIENTS]

One real campaign worker on a real PostgreSQL. Contacts and targets are written by SQL; then the campaign,
a text with two variables, one of them a custom field, is expanded, each message rendered, checked and
stored. The channel is disabled, so that nothing is sent meanwhile. The time is from the worker's first
chunk to its last.
"""

import asyncio
import os
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

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
from campaign.main import SERVICE

LIMIT_SECONDS: Final = 600
CAMPAIGN: Final = next(unit for unit in SERVICES if unit.module == "campaign")
MESSAGE: Final = (
    "Olá {{first_name|cliente}}, seu pedido {{pedido}} chegou à loja e espera por você até sexta-feira."
    " Responda SAIR se não quiser mais receber avisos."
)
# Ids grow with time, as UUIDv7 do; numbers are in no order.
CONTACTS: Final = """
INSERT INTO contact_copy (company_id, contact_id, party, aliases, custom_fields, revision, deleted)
SELECT $1, CAST(lpad(to_hex(1700000000000 + n), 12, '0') || '70008000' || lpad(to_hex(n), 12, '0') AS uuid),
    jsonb_build_object('phone', '+' || number, 'wa_id', number, 'name', 'Maria Conceição da Silva ' || n),
    ARRAY['phone:' || number],
    jsonb_build_object('pedido', 'BR-' || n, 'cidade', 'Recife', 'plano', 'ouro'), 1, false
FROM generate_series(1, $2::bigint) AS n,
    LATERAL (SELECT '55119' || lpad(((n * 60000011) % 100000000)::text, 8, '0') AS number) AS spelled
"""


async def prepare(settings: Settings, count: int) -> dict[str, Any]:
    """Install the service, and write an audience and its campaign, started; return whose it is."""
    urls = {kind: database_url(settings, "campaign", kind) for kind in ("owner", "app", "worker")}
    await provision_service(
        settings.database_admin_url,
        "campaign",
        owner_url=urls["owner"],
        app_url=urls["app"],
        worker_url=urls["worker"],
    )
    await asyncio.to_thread(migrations.upgrade, migrations_dir(SERVICE), urls["owner"])
    await create_topics(settings.kafka_bootstrap)
    company, campaign, channel = uuid7(), uuid7(), uuid7()
    connection = await asyncpg.connect(urls["worker"])
    await connection.execute(
        "INSERT INTO channel_copy (company_id, channel_id, name, status, messages_per_second, revision)"
        " VALUES ($1, $2, 'Bench', 'disabled', 80, 1)",
        company,
        channel,
    )
    await connection.execute(CONTACTS, company, count, timeout=LIMIT_SECONDS)
    await connection.execute(
        "INSERT INTO campaigns (company_id, id, name, type, channel_id, content, state, revision,"
        " created_by, started_at, target_count, counts, time_zone)"
        " VALUES ($1, $2, 'Bench', 'broadcast', $3,"
        " jsonb_build_object('kind', 'text', 'body', $4::text, 'preview_url', false),"
        " 'expanding', 1, $1, now(), $5, '{}', 'UTC')",
        company,
        campaign,
        channel,
        MESSAGE,
        count,
    )
    await connection.execute(
        "INSERT INTO campaign_targets (company_id, campaign_id, contact_id)"
        " SELECT company_id, $2, contact_id FROM contact_copy WHERE company_id = $1",
        company,
        campaign,
        timeout=LIMIT_SECONDS,
    )
    await connection.execute("ANALYZE")
    await connection.close()
    return {"company": company, "campaign": campaign}


async def expanded(settings: Settings, ids: Mapping[str, Any]) -> tuple[float, dict[str, int]]:
    """Wait until the campaign is expanded; return the seconds that took, and its recipients by state."""
    connection = await asyncpg.connect(database_url(settings, "campaign", "worker"))
    give_up_at, begun = time.monotonic() + LIMIT_SECONDS, 0.0
    key = ids["company"], ids["campaign"]
    while True:
        row = await connection.fetchrow(
            "SELECT expansion_cursor, expanded_at FROM campaigns WHERE company_id = $1 AND id = $2", *key
        )
        assert row is not None
        if row["expansion_cursor"] is None:
            begun = time.perf_counter()  # Until the first chunk is there, the process is starting.
        if row["expanded_at"] is not None:
            break
        if time.monotonic() > give_up_at:
            raise SystemExit("the campaign was not expanded in time")
        await asyncio.sleep(0.02)
    seconds = time.perf_counter() - begun
    states = await connection.fetch(
        "SELECT state, count(*) AS n FROM recipients WHERE company_id = $1 AND campaign_id = $2"
        " GROUP BY state",
        *key,
    )
    await connection.close()
    return seconds, {row["state"]: row["n"] for row in states}


def main() -> None:
    """Measure on servers of its own."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with scratch_folder() as directory:
        settings = Settings(
            secured=False,
            directory=directory,
            cache=REPOSITORY / ".sandbox" / "cache",
            ports=free_ports(DEFAULT_PORTS),
        )
        with World(settings, infra_only=True) as world:
            env = {**environment(settings, CAMPAIGN), "LOG_LEVEL": "WARNING"}
            ids = asyncio.run(prepare(settings, count))
            servers = {one.name: one.pid for one in world.status() if one.name != "supervisor"}
            load = os.getloadavg()[0]
            with running("worker", [sys.executable, "-m", "campaign", "worker"], settings, env) as worker:
                meter = Meter({"worker": worker, **servers})
                seconds, states = asyncio.run(expanded(settings, ids))
                price, memory = meter.per_thousand(count), peak_memory(worker)
        table = Table("measure", "value", title="A campaign's audience", title_justify="left")
        table.add_row("load of the machine before, after", f"{load:.1f}, {os.getloadavg()[0]:.1f}")
        table.add_row(f"{count:,} recipients", f"{seconds:.1f} s, {count / seconds:,.0f}/s")
        table.add_row("recipients by state", ", ".join(f"{state} {n:,}" for state, n in states.items()))
        table.add_row("worker's peak memory", f"{memory:.0f} MB")
        shown = ", ".join(f"{name} {value:.3f}" for name, value in price.items())
        table.add_row("CPU-s per 1,000, start-up included", shown)
        Console(width=120).print(table)


if __name__ == "__main__":
    main()
