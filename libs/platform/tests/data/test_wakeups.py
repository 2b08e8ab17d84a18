"""Periodic work is begun when a transaction that made some commits, and is looked for in any case."""

import asyncio
from typing import Any

import asyncpg
import pytest

from atende_platform.data.db import Database, asyncpg_url
from atende_platform.data.wakeups import Wakeups, wake
from atende_platform.process import tasks
from atende_platform.process.tasks import every
from atende_platform.runtime import Runtime
from atende_platform.service.running import running_tasks
from atende_platform.testing.plugin import Eventually, Installation


class Work:
    """Counts its rounds, and how many of them are awaited."""

    def __init__(self) -> None:
        self.rounds = 0

    async def __call__(self) -> None:
        self.rounds += 1


@pytest.fixture
def runtime(installation: Installation) -> Runtime[Any]:
    return Runtime("probe", installation.settings, frozenset({"worker"}))


async def test_it_is_woken_by_the_commit_and_not_before(
    database: Database,
    installation: Installation,
    runtime: Runtime[Any],
    eventually: Eventually,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(tasks, "IDLE_SECONDS", 3600.0)
    monkeypatch.setattr(tasks, "_AWAKE_SECONDS", 0.0)
    wakeups, work, other = Wakeups(installation.settings), Work(), Work()
    mine = every("work", 3600, work, woken=wakeups.of("mine"))
    others = every("other work", 3600, other, woken=wakeups.of("other"))
    async with running_tasks([wakeups.task, mine, others], runtime):
        # Each looks once at its start, and once when it can be heard, since when is unknown.
        async def listening() -> None:
            assert (work.rounds, other.rounds) == (2, 2)

        await eventually(listening)
        async with database.worker() as session:
            await wake(session, "mine")
            await asyncio.sleep(0.2)
            assert work.rounds == 2

        async def woken() -> None:
            assert work.rounds == 3

        await eventually(woken)
        assert other.rounds == 2


async def test_it_works_on_at_its_own_pace_for_a_while_and_then_rests(
    monkeypatch: pytest.MonkeyPatch,
    runtime: Runtime[Any],
    eventually: Eventually,
) -> None:
    monkeypatch.setattr(tasks, "IDLE_SECONDS", 3600.0)
    monkeypatch.setattr(tasks, "_AWAKE_SECONDS", 0.3)
    woken, work = asyncio.Event(), Work()
    async with running_tasks([every("work", 0.01, work, woken=woken)], runtime):
        await asyncio.sleep(0.1)
        assert work.rounds == 1
        woken.set()

        async def repeated() -> None:
            assert work.rounds > 3

        await eventually(repeated)
        await asyncio.sleep(0.5)
        rested = work.rounds
        await asyncio.sleep(0.2)
        assert work.rounds == rested


async def test_what_is_heard_by_nobody_is_found_by_the_next_look(
    monkeypatch: pytest.MonkeyPatch,
    runtime: Runtime[Any],
    eventually: Eventually,
) -> None:
    monkeypatch.setattr(tasks, "IDLE_SECONDS", 0.05)
    work = Work()
    async with running_tasks([every("work", 0.01, work, woken=asyncio.Event())], runtime):

        async def looked() -> None:
            assert work.rounds > 3

        await eventually(looked)


async def test_after_its_connection_was_lost_it_listens_again_and_wakes_all(
    database: Database,
    installation: Installation,
    runtime: Runtime[Any],
    eventually: Eventually,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(tasks, "IDLE_SECONDS", 3600.0)
    monkeypatch.setattr(tasks, "_AWAKE_SECONDS", 0.0)
    wakeups, work = Wakeups(installation.settings), Work()
    async with running_tasks([wakeups.task, every("work", 3600, work, woken=wakeups.of("mine"))], runtime):

        async def rounds(count: int) -> None:
            assert work.rounds == count

        await eventually(lambda: rounds(2))
        admin = await asyncpg.connect(asyncpg_url(installation.settings.database_worker_url))
        try:
            await admin.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE application_name = 'wakeups' AND usename = current_user"
            )
        finally:
            await admin.close()
        await eventually(lambda: rounds(3))
        async with database.worker() as session:
            await wake(session, "mine")
        await eventually(lambda: rounds(4))
