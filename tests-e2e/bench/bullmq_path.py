"""The same campaign on BullMQ (`bullmq/engine.js`), for `campaign_path.py`.

Its packages are installed for the run, next to the run's data. The engine is as small as its documentation
allows: no API, no tenants, no tracing. Opt-outs are looked up when a job is enqueued.
"""

import asyncio
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit
from uuid import uuid4

import asyncpg
from bench.measured import RATE, Memory, Provider, Run
from bench.sending import Meter

from atende_sandbox.world import World

IN_FLIGHT: Final = 400
"""As many as one gateway worker has."""
KILL_LIMIT_SECONDS: Final = 120
USED: Final = ("postgres", "valkey")
_PROJECT: Final = Path(__file__).with_name("bullmq")
_MESSAGE: Final = (
    "Olá {{name}}, seu pedido chegou à loja e espera por você até sexta-feira."
    " Responda SAIR se não quiser mais receber avisos."
)
_TABLES: Final = """
CREATE TABLE campaigns (id text PRIMARY KEY, message text NOT NULL);
CREATE TABLE opt_outs (phone text PRIMARY KEY);
CREATE TABLE targets (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, campaign_id text NOT NULL, phone text NOT NULL,
    name text NOT NULL, state text NOT NULL DEFAULT 'pending', wamid text, sent_at timestamptz
);
CREATE INDEX ON targets (campaign_id, id);
"""
_TARGETS: Final = """
INSERT INTO targets (campaign_id, phone, name)
SELECT $1, '55119' || lpad(((n * 60000011) % 100000000)::text, 8, '0'), 'Maria Conceição da Silva ' || n
FROM generate_series(1, $2::bigint) AS n
"""


class BullMQ:
    """The engine: installed, with its database, and campaigns to start."""

    def __init__(self, world: World, provider: Provider, results: str) -> None:
        self._settings = world.settings
        self._provider = provider
        self._servers = {one.name: one.pid for one in world.status() if one.name in USED}
        self._results = results
        self._directory = self._settings.directory / "bullmq"
        self._database = f"bullmq_{results}"
        self._url = urlsplit(self._settings.database_admin_url)._replace(path=f"/{self._database}").geturl()

    async def install(self) -> None:
        """Fetch its packages and make its database."""
        if not self._directory.exists():
            shutil.copytree(_PROJECT, self._directory, ignore=shutil.ignore_patterns("node_modules"))
            quiet = ("--omit=optional", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
            await asyncio.to_thread(
                subprocess.run, ["npm", "install", *quiet], cwd=self._directory, check=True, timeout=300
            )
        admin = await asyncpg.connect(self._settings.database_admin_url)
        await admin.execute(f"CREATE DATABASE {self._database}")
        await admin.close()
        self._connection = await asyncpg.connect(self._url)
        await self._connection.execute(_TABLES)

    async def draft(self, count: int) -> str:
        """Write a campaign and its targets; return its id."""
        campaign = uuid4().hex
        await self._connection.execute("INSERT INTO campaigns VALUES ($1, $2)", campaign, _MESSAGE)
        await self._connection.execute(_TARGETS, campaign, count)
        await self._connection.execute("ANALYZE")
        return campaign

    @contextmanager
    def running(self, campaign: str, rate: int) -> Iterator["subprocess.Popen[bytes]"]:
        """Run its process for the time of the context."""
        env = {
            "PATH": os.environ["PATH"],
            "DATABASE_URL": self._url,
            "REDIS_HOST_PORT": urlsplit(self._settings.redis_url).netloc,
            "PROVIDER_URL": self._settings.url("simulator"),
            "CONCURRENCY": str(IN_FLIGHT),
            "RATE": str(rate),
            "RESULTS": self._results,
            "NODE_ENV": "production",
        }
        with (self._directory / "engine.log").open("ab") as log:
            process = subprocess.Popen(
                ["node", "engine.js", campaign], cwd=self._directory, env=env, stdout=log, stderr=log
            )
        try:
            yield process
        finally:
            process.kill()
            process.wait()

    async def stored(self, campaign: str, count: int, *, limit: float) -> None:
        """Wait until it has stored all results."""
        give_up_at = time.monotonic() + limit
        sent = "SELECT count(*) FROM targets WHERE campaign_id = $1 AND state = 'sent'"
        while (n := await self._connection.fetchval(sent, campaign)) < count:
            if time.monotonic() > give_up_at:
                raise SystemExit(f"BullMQ stored only {n:,} of {count:,} results")
            await asyncio.sleep(0.2)

    async def run(self, count: int, rate: int) -> Run:
        """Send a campaign; return what came of it. Without a rate, as fast as it can."""
        campaign = await self.draft(count)
        load, before = os.getloadavg()[0], await self._provider.taken()
        begun = time.monotonic()
        with self.running(campaign, rate) as process:
            pids = {"node": process.pid, **self._servers}
            meter, memory = Meter(pids), Memory(pids)
            looking = asyncio.create_task(memory.look())
            last, flowing = await self._provider.watch(before["requests"], count)
            await self.stored(campaign, count, limit=60)
            cpu = meter.per_thousand(count)
            looking.cancel()
        doubled, missing = await self._provider.differences(before, count)
        return Run(count, rate, last - begun, flowing, cpu, memory.peak, load, doubled, missing)

    async def killed(self, count: int) -> str:
        """Kill its process half-way and start it again; return what was lost and doubled."""
        campaign = await self.draft(count)
        before = await self._provider.taken()
        with self.running(campaign, RATE):
            await self._provider.watch(before["requests"], count // 2)
        begun = time.monotonic()
        with self.running(campaign, RATE):
            await self.stored(campaign, count, limit=KILL_LIMIT_SECONDS)
        doubled, missing = await self._provider.differences(before, count)
        return (
            f"{doubled} doubled, {missing} not sent; over after {time.monotonic() - begun:.0f} s;"
            f" told as: sent {count:,}"
        )

    async def close(self) -> None:
        await self._connection.close()
