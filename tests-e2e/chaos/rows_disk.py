"""Row 23: the disk of PostgreSQL is full, and that of Kafka. In a system of its own they have small ones."""

import asyncio
import errno
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Final
from uuid import uuid4

import asyncpg
import pytest
import pytest_asyncio
from chaos.processes import child_of
from chaos.settings import FAULTS, MARKS
from chaos.small_disks import CANNOT
from conftest import LONGER, a_system
from outcomes import NOT_RUN
from system import System, eventually
from under_load import Run, at_work

from atende_sandbox import postgres
from atende_sandbox.scratch import scratch_folder
from atende_sandbox.settings import Settings

POSTGRES, KAFKA = "23 PostgreSQL full", "23 Kafka full"
POSTGRES_MEGABYTES: Final = 640
KAFKA_MEGABYTES: Final = 192
"""More than they need for the time of a row."""
COUNTS_AS: Final = 4
"""So many faults of other rows."""
REFUSING_SECONDS: Final = 5.0
"""How long PostgreSQL answers that it has no room, before it ends for want of a log."""
AWAY_SECONDS: Final = 5.0
LOGS: Final = 64
"""Files of PostgreSQL's log that it may have in reserve, at most."""
_LAUNCHER: Final = (sys.executable, str(Path(__file__).with_name("small_disks.py")))
_NO_SPACE: Final = b"No space left on device"

pytestmark = MARKS


def _kafka_data(settings: Settings) -> Path:
    return settings.data / "kafka"


def _small_disks(settings: Settings) -> Sequence[str]:
    disks = {
        postgres.data_directory(settings): POSTGRES_MEGABYTES,
        _kafka_data(settings): KAFKA_MEGABYTES,
    }
    for folder in disks:
        folder.mkdir(parents=True, exist_ok=True)
    return [*_LAUNCHER, *(f"{folder}={megabytes}" for folder, megabytes in disks.items()), "--"]


def _why_not() -> str:
    """Return why there can be no small disks here, if so."""
    with scratch_folder() as folder:
        command = [*_LAUNCHER, f"{folder}=1", "--", sys.executable, "-c", ""]
        tried = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    return tried.stdout.strip() if tried.returncode == CANNOT else ""


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def system() -> AsyncIterator[System]:
    if why := _why_not():
        NOT_RUN.update(dict.fromkeys((POSTGRES, KAFKA), why))
        pytest.skip(why)
    async with a_system(_small_disks, split=0, bare=True, **LONGER) as running:
        yield running


class Disk:
    """A small disk, as it is seen from outside."""

    def __init__(self, system: System, folder: Path) -> None:
        state = system.world.state()
        assert state is not None
        self._filling = Path(f"/proc/{state.pid}/root{folder}") / "filling"

    @contextmanager
    def full(self) -> Iterator[None]:
        """Have no room on it for the time of the context."""
        self.fill()
        try:
            yield
        finally:
            self._filling.unlink()

    def fill(self) -> None:
        """Take what room there is."""
        with self._filling.open("ab", buffering=0) as file:
            for size in (1024 * 1024, 4096):
                try:
                    while file.write(bytes(size)):
                        pass
                except OSError as error:
                    if error.errno != errno.ENOSPC:
                        raise


async def _is_down(run: Run, name: str, disk: Disk, seconds: float) -> bool:
    """Keep a disk full for so long, or until its server is down; tell whether it is."""
    restarts, until = child_of(run.world, name).restarts, time.monotonic() + seconds
    while time.monotonic() < until:
        disk.fill()
        child = child_of(run.world, name)
        if child.state != "ready" or child.restarts != restarts:
            return True
        await asyncio.sleep(0.05)
    return False


async def test_the_disk_of_postgres_is_full(system: System, seed: int) -> None:
    """Row 23. First no table grows, and callers get a 503; then its log has no room, and it ends."""
    log = system.world.log("postgres")
    disk = Disk(system, postgres.data_directory(system.world.settings))
    faults = -(-FAULTS // COUNTS_AS)
    async with at_work(system, POSTGRES, seed, faults, unknown=True) as run:
        for _ in range(faults):
            await run.under_way()
            behind = log.stat().st_size

            async def said(words: bytes, behind: int = behind) -> None:
                assert words in log.read_bytes()[behind:]

            with disk.full():
                await eventually(partial(said, _NO_SPACE), timeout=90)
                calling = asyncio.create_task(_make_tags(run))
                if not await _is_down(run, "postgres", disk, REFUSING_SECONDS):
                    await _use_up_the_log(run)
                await eventually(partial(said, b"PANIC"), timeout=30)
                # As long as there is no room it cannot come back.
                await asyncio.to_thread(run.world.stop, "postgres", by=signal.SIGQUIT)
            await asyncio.to_thread(run.world.start, "postgres")
            run.fault()
            made = await calling
            tags = await run.tenants[0].company.api.get("/api/v1/tags")
            kept = {tag["name"] for tag in tags["items"]}
            assert made <= kept, "what was answered with 201 is there"


async def _make_tags(run: Run) -> set[str]:
    """Write something again and again while there is no room; return what was taken."""
    made: set[str] = set()
    until = time.monotonic() + REFUSING_SECONDS
    while time.monotonic() < until:
        name = uuid4().hex[:12]
        answer = await run.system.http.post(
            "/api/v1/tags", json={"name": name}, headers=run.tenants[0].company.headers, timeout=60.0
        )
        assert answer.status_code in {201, 503}, answer.text
        assert answer.status_code == 201 or "retry-after" in answer.headers
        if answer.status_code == 201:
            made.add(name)
        await asyncio.sleep(0.5)
    return made


async def _use_up_the_log(run: Run) -> None:
    """Have PostgreSQL begin new files of its log until there is no room for one, and it ends."""
    statement = "SELECT pg_logical_emit_message(true, 'full', 'full'), pg_switch_wal()"
    with suppress(asyncpg.PostgresError, asyncpg.InterfaceError, OSError):
        connection = await asyncpg.connect(run.world.infrastructure.database_admin_url)
        try:
            for _ in range(LOGS):
                await connection.execute(statement, timeout=30)
        finally:
            connection.terminate()


async def test_the_disk_of_kafka_is_full(system: System, seed: int) -> None:
    """Row 23. Kafka ends when it cannot write; webhooks are refused, so that the provider keeps them."""
    disk = Disk(system, _kafka_data(system.world.settings))
    faults = -(-FAULTS // COUNTS_AS)
    async with at_work(system, KAFKA, seed, faults) as run:
        for _ in range(faults):
            await run.under_way()
            with disk.full():
                assert await _is_down(run, "kafka", disk, 120.0), "it can write although its disk is full"
                await asyncio.to_thread(run.world.stop, "kafka")
                # What was taken before may be answered, and the answer noted, a moment later.
                since = time.time() + 3
                await asyncio.sleep(AWAY_SECONDS)
                await eventually(partial(run.webhooks_are_refused, since))
            await asyncio.to_thread(run.world.start, "kafka")
            run.fault()
