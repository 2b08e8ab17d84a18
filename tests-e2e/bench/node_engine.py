"""Campaign engines on Node that ours is measured beside: installed, with a database, and campaigns to send.

An engine is a program that prints ``ready`` and then sends each campaign whose id it reads from its input.
So its start is no part of what is measured, as ours is not. Its packages are installed once for each state
of its folder, into the cache.
"""

import asyncio
import hashlib
import os
import shutil
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final
from urllib.parse import urlsplit
from uuid import uuid4

import asyncpg
from bench.measured import RATE, Killed, Memory, Provider, Run
from bench.sending import Meter

from atende_sandbox.node import Node
from atende_sandbox.world import World

IN_FLIGHT: Final = 400
"""As many as one gateway worker has."""
STORED_LIMIT_SECONDS: Final = 120
KILL_LIMIT_SECONDS: Final = 120
_END_SECONDS: Final = 10
USED: Final = ("postgres", "valkey")
MESSAGE: Final = (
    "Olá {{name}}, seu pedido chegou à loja e espera por você até sexta-feira."
    " Responda SAIR se não quiser mais receber avisos."
)
_QUIET: Final = ("--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")


@dataclass(frozen=True)
class Project:
    """A program on Node, and the SQL of its database."""

    name: str
    folder: Path
    program: str
    tables: str
    campaign: str
    """Inserts one: its id, its message."""
    targets: str
    """Inserts those of a campaign: its id, how many."""
    sent: str
    """Counts those of a campaign whose outcome is stored: its id."""
    environment: Mapping[str, str]
    built: bool = False
    """Whether ``npm run build`` comes after the installation."""


@dataclass(frozen=True)
class Started:
    """A running process, and where it reads campaigns from."""

    pid: int
    campaigns: IO[str]

    def send(self, campaign: str) -> None:
        """Have it send a campaign."""
        self.campaigns.write(f"{campaign}\n")
        self.campaigns.flush()


class NodeEngine:
    """One project on a world's servers."""

    def __init__(self, world: World, provider: Provider, project: Project, node: Node) -> None:
        self._node = node
        self._settings = world.settings
        self._provider = provider
        self._project = project
        self._servers = {one.name: one.pid for one in world.status() if one.name in USED}
        self._database = f"bench_{project.name}"
        self._url = urlsplit(self._settings.database_admin_url)._replace(path=f"/{self._database}").geturl()

    async def install(self) -> None:
        """Fetch its packages and make its database."""
        self._directory = await asyncio.to_thread(_installed, self._project, self._node, self._settings.cache)
        admin = await asyncpg.connect(self._settings.database_admin_url)
        await admin.execute(f"CREATE DATABASE {self._database}")
        await admin.close()
        self._connection = await asyncpg.connect(self._url)
        await self._connection.execute(self._project.tables)

    async def draft(self, count: int) -> str:
        """Write a campaign and its targets; return its id."""
        campaign = uuid4().hex
        await self._connection.execute(self._project.campaign, campaign, MESSAGE)
        await self._connection.execute(self._project.targets, campaign, count)
        await self._connection.execute("ANALYZE")
        return campaign

    @contextmanager
    def running(self, rate: int, queues: str) -> Iterator[Started]:
        """Run its process for the time of the context. ``queues`` keeps its jobs apart from other runs'."""
        env = {
            "PATH": self._node.environment["PATH"],
            "DATABASE_URL": self._url,
            "REDIS_HOST_PORT": urlsplit(self._settings.redis_url).netloc,
            "PROVIDER_URL": self._settings.url("simulator"),
            "CONCURRENCY": str(IN_FLIGHT),
            "RATE": str(rate),
            "QUEUE_PREFIX": queues,
            "NODE_ENV": "production",
            **self._project.environment,
        }
        with (self._settings.directory / f"{self._project.name}.log").open("ab") as log:
            process = subprocess.Popen(
                # Not what is called node on the PATH: that may be a small program that starts it, which would
                # be measured and killed in its place.
                [str(self._node.program), self._project.program],
                cwd=self._directory,
                env=env,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )
        try:
            if not process.stdout or not process.stdin or process.stdout.readline() != "ready\n":
                raise SystemExit(f"{self._project.name} does not start: see {log.name}")
            yield Started(process.pid, process.stdin)
        finally:
            process.kill()
            process.communicate(timeout=_END_SECONDS)

    async def stored(self, campaign: str, count: int, *, limit: float) -> None:
        """Wait until it has stored all outcomes."""
        give_up_at = time.monotonic() + limit
        while (n := await self._connection.fetchval(self._project.sent, campaign)) < count:
            if time.monotonic() > give_up_at:
                raise SystemExit(f"{self._project.name} stored only {n:,} of {count:,} outcomes")
            await asyncio.sleep(0.2)

    async def run(self, count: int, rate: int, warm_up: int) -> Run:
        """Send a campaign after a first one that warms up. Without a rate, as fast as it can."""
        first, campaign = await self.draft(warm_up), await self.draft(count)
        with self.running(rate, uuid4().hex) as process:
            process.send(first)
            await self.stored(first, warm_up, limit=STORED_LIMIT_SECONDS)
            load, before = os.getloadavg()[0], await self._provider.begin()
            pids = {"node": process.pid, **self._servers}
            meter, memory = Meter(pids), Memory(pids)
            looking = asyncio.create_task(memory.look())
            begun = time.monotonic()
            process.send(campaign)
            last, flowing = await self._provider.watch(before["requests"], count)
            await self.stored(campaign, count, limit=STORED_LIMIT_SECONDS)
            cpu = meter.per_thousand(count)
            looking.cancel()
        doubled, missing = await self._provider.differences(before, count)
        most = (await self._provider.taken())["most_in_a_second"]
        return Run(count, rate, last - begun, flowing, cpu, memory.peak, load, doubled, missing, most)

    async def killed(self, count: int) -> Killed:
        """Kill its process half-way and start it again; return what was lost and doubled."""
        campaign, queues = await self.draft(count), uuid4().hex
        before = await self._provider.taken()
        with self.running(RATE, queues) as process:
            process.send(campaign)
            await self._provider.watch(before["requests"], count // 2)
        begun = time.monotonic()
        with self.running(RATE, queues) as process:
            process.send(campaign)
            await self.stored(campaign, count, limit=KILL_LIMIT_SECONDS)
        doubled, missing = await self._provider.differences(before, count)
        return Killed(count, doubled, missing, time.monotonic() - begun, {"sent": count})

    async def close(self) -> None:
        await self._connection.close()


def _installed(project: Project, node: Node, cache: Path) -> Path:
    """Return the folder in which a project is installed and built."""
    files = sorted(file for file in project.folder.rglob("*") if file.is_file() and _is_ours(file))
    state = hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:12]
    folder = cache / f"bench-{project.folder.name}-{state}"
    if (folder / "installed").exists():
        return folder
    shutil.rmtree(folder, ignore_errors=True)
    for file in files:
        copy = folder / file.relative_to(project.folder)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(file, copy)
    _npm(node, folder, "ci", *_QUIET)
    if project.built:
        _npm(node, folder, "run", "build", "--silent")
    (folder / "installed").touch()
    return folder


def _is_ours(file: Path) -> bool:
    return "node_modules" not in file.parts and "dist" not in file.parts and "generated" not in file.parts


def _npm(node: Node, folder: Path, *arguments: str) -> None:
    # Prisma's build looks for an engine that it does not use: where it finds one, it fetches none.
    env = {**node.environment, "PRISMA_SCHEMA_ENGINE_BINARY": "/bin/true", "CHECKPOINT_DISABLE": "1"}
    done = subprocess.run(
        [*node.npm, *arguments], cwd=folder, env=env, capture_output=True, text=True, check=False, timeout=300
    )
    if done.returncode:
        raise SystemExit(f"npm {arguments[0]} failed for {folder.name}:\n{done.stdout}{done.stderr}")
