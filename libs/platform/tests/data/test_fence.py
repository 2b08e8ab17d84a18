"""The restore fence: a database that is known lets workers through, another one when it was accepted."""

import asyncio
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

import asyncpg
import httpx
import pytest

from atende_platform.data import fence as fences
from atende_platform.data.db import Database
from atende_platform.data.fence import Fence, NotProvisioned, look, open_fence
from atende_platform.data.provision import with_database
from atende_platform.process.tasks import Task
from atende_platform.service.app import create_app
from atende_platform.service.definition import Service
from atende_platform.testing.plugin import Infrastructure, Installation

CUT = datetime(2026, 3, 1, 12, tzinfo=UTC)


class Admin:
    """The administrator in the probe's database, connected for each statement only."""

    def __init__(self, url: str) -> None:
        self._url = url

    async def execute(self, statement: str, *parameters: object) -> None:
        connection = await asyncpg.connect(self._url)
        try:
            await connection.execute(statement, *parameters)
        finally:
            await connection.close()


@pytest.fixture
def admin(infrastructure: Infrastructure, installation: Installation) -> Admin:
    return Admin(with_database(infrastructure.database_admin_url, name_of(installation)))


@pytest.fixture
async def database(installation: Installation, admin: Admin) -> AsyncIterator[Database]:
    """The probe's database, in which no worker has been at work."""
    await admin.execute("DELETE FROM installation.fences")
    opened = Database(installation.settings)
    yield opened
    await opened.close()
    await admin.execute("DELETE FROM installation.fences")


def name_of(installation: Installation) -> str:
    return urlsplit(installation.settings.database_url).path.lstrip("/")


def fence_of(database: Database) -> Fence:
    return Fence(database, "probe")  # type: ignore[arg-type]


async def test_the_first_worker_enrols_the_database_and_later_ones_know_it(database: Database) -> None:
    for _ in range(2):
        fence = fence_of(database)
        assert not fence.is_open
        await fence.check()
        assert (fence.is_open, fence.problem, fence.cut_at) == (True, None, None)
    async with database.worker() as session:
        seen = await look(session, "probe")  # type: ignore[arg-type]
    assert seen.kept is not None
    assert (seen.kept.mark, seen.is_restored) == (3, False)


async def test_a_copy_of_the_database_is_closed_until_it_is_accepted(
    infrastructure: Infrastructure, installation: Installation, database: Database
) -> None:
    await fence_of(database).check()
    await database.close()
    copy = f"{name_of(installation)}_copy"
    server = await asyncpg.connect(infrastructure.database_admin_url)
    await server.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1", name_of(installation)
    )
    await server.execute(f'CREATE DATABASE "{copy}" TEMPLATE "{name_of(installation)}" STRATEGY file_copy')
    urls = {
        name: with_database(getattr(installation.settings, name), copy)
        for name in ("database_url", "database_worker_url")
    }
    copied = Database(installation.settings.model_copy(update=urls))
    try:
        # The settings of roles are the database's, and no copy has them.
        for kind in ("app", "worker"):
            await server.execute(f'ALTER ROLE probe_{kind} IN DATABASE "{copy}" SET search_path = probe')
        fence = fence_of(copied)
        ran = asyncio.Event()

        async def work() -> None:
            ran.set()

        held = asyncio.create_task(fence.holding(Task("work", work)).run())  # type: ignore[arg-type]
        await fence.check()
        assert not fence.is_open
        assert "is a copy" in str(fence.problem)
        assert "atende restore fence --service probe" in str(fence.problem)
        await asyncio.sleep(0.05)
        assert not ran.is_set()

        async with copied.worker() as session:
            await open_fence(session, "probe", cut_at=CUT, by="a test", reason="moved")  # type: ignore[arg-type]
        await fence.check()
        await asyncio.wait_for(held, 5)
        assert (fence.is_open, fence.cut_at) == (True, CUT)
    finally:
        await copied.close()
        await server.execute(f'DROP DATABASE "{copy}" WITH (FORCE)')
        await server.close()


async def test_a_dump_that_was_loaded_in_place_of_what_was_there_is_closed(
    admin: Admin, database: Database
) -> None:
    """The cluster and the database are the same; the tables are others."""
    await fence_of(database).check()
    await admin.execute(
        "CREATE TABLE installation.loaded (LIKE installation.fences INCLUDING ALL);"
        " INSERT INTO installation.loaded SELECT * FROM installation.fences;"
        " DROP TABLE installation.fences;"
        " ALTER TABLE installation.loaded RENAME TO fences;"
        " GRANT SELECT, INSERT, UPDATE ON installation.fences TO probe_worker;"
        " ALTER TABLE installation.fences ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;"
        " CREATE POLICY probe ON installation.fences TO probe_worker USING (service = 'probe')"
    )
    loaded = fence_of(database)
    await loaded.check()
    assert "was loaded from a backup" in str(loaded.problem)


async def wind_back(admin: Admin, *, lost: int) -> None:
    """As after a point-in-time recovery, or a standby that took over: the timeline is another than before."""
    await admin.execute("UPDATE installation.fences SET timeline = timeline - 1, mark = mark - $1", lost)


async def test_a_database_that_was_wound_back_is_closed(admin: Admin, database: Database) -> None:
    await fence_of(database).check()
    await wind_back(admin, lost=0)
    started_since = fence_of(database)
    await started_since.check()
    assert "was wound back" in str(started_since.problem)


async def test_a_standby_that_lacks_nothing_goes_on(
    admin: Admin, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    fence = fence_of(database)
    await fence.check()
    await wind_back(admin, lost=0)
    await fence.check()
    assert fence.is_open
    early = fence_of(database)
    await early.check()
    assert not early.is_open, "others may still object"
    monkeypatch.setattr(fences, "_OBJECTION_SECONDS", 0.0)
    await fence.check()
    assert fence.is_open
    later = fence_of(database)
    await later.check()
    assert later.is_open, "who was there has accepted it for all"


async def test_a_standby_that_lacks_what_was_committed_ends_the_worker(
    admin: Admin, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    raised: list[Any] = []
    monkeypatch.setattr(signal, "raise_signal", raised.append)
    fence = fence_of(database)
    await fence.check()
    await wind_back(admin, lost=1)
    await fence.check()
    assert (fence.is_open, raised) == (False, [signal.SIGTERM])


async def test_one_worker_that_misses_its_mark_holds_all_of_them(
    admin: Admin, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    raised: list[Any] = []
    monkeypatch.setattr(signal, "raise_signal", raised.append)
    lacks_nothing, lacks_the_last = fence_of(database), fence_of(database)
    await lacks_nothing.check()
    await lacks_the_last.check()
    await wind_back(admin, lost=1)
    await lacks_nothing.check()
    assert (lacks_nothing.is_open, raised) == (True, [])
    await lacks_the_last.check()
    monkeypatch.setattr(fences, "_OBJECTION_SECONDS", 0.0)
    await lacks_nothing.check()
    assert (lacks_nothing.is_open, lacks_the_last.is_open) == (False, False)
    assert raised == [signal.SIGTERM, signal.SIGTERM]


async def test_a_disk_that_is_wound_back_under_a_worker_is_closed_until_it_is_dealt_with(
    admin: Admin, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    raised: list[Any] = []
    monkeypatch.setattr(signal, "raise_signal", raised.append)
    fence = fence_of(database)
    await fence.check()
    await fence.check()
    await admin.execute("UPDATE installation.fences SET mark = mark - 1")
    await fence.check()
    assert (fence.is_open, raised) == (False, [signal.SIGTERM])
    again = fence_of(database)
    await again.check()
    assert "was wound back" in str(again.problem), "also after its process has started anew"
    async with database.worker() as session:
        await open_fence(session, "probe", cut_at=CUT, by="a test", reason="wound back")  # type: ignore[arg-type]
    await admin.execute("UPDATE installation.fences SET mark = 1")
    await fence.check()
    assert not fence.is_open, "it knows of what is not there, and ends"
    await again.check()
    assert again.is_open, "but holds nobody up who came after that was dealt with"


async def test_a_mark_that_was_not_committed_is_not_missed(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    fence = fence_of(database)
    await fence.check()
    whole = database.worker

    @asynccontextmanager
    async def broken() -> AsyncIterator[Any]:
        async with whole() as session:
            yield session
            raise ConnectionError

    monkeypatch.setattr(database, "worker", broken)
    with pytest.raises(ConnectionError):
        await fence.check()
    monkeypatch.undo()
    await fence.check()
    assert fence.is_open


async def test_each_service_sees_and_opens_its_own_fence_only(database: Database) -> None:
    await fence_of(database).check()
    async with database.worker() as session:
        assert (await look(session, "chat")).kept is None
    with pytest.raises(Exception, match="row-level security"):
        async with database.worker() as session:
            await open_fence(session, "chat", cut_at=None, by="a test", reason="not mine")


async def test_a_database_of_before_says_what_is_to_be_done(admin: Admin, database: Database) -> None:
    await admin.execute("ALTER SCHEMA installation RENAME TO elsewhere")
    try:
        async with database.worker() as session:
            with pytest.raises(NotProvisioned):
                await look(session, "probe")  # type: ignore[arg-type]
        fence = fence_of(database)
        await fence.check()
        assert "provision" in str(fence.problem)
    finally:
        await admin.execute("ALTER SCHEMA elsewhere RENAME TO installation")


async def test_a_worker_is_not_ready_before_the_fence_is_open_and_an_api_is(
    installation: Installation, service: Service[Any], admin: Admin, database: Database
) -> None:
    await fence_of(database).check()
    await admin.execute("UPDATE installation.fences SET cluster = 1")
    for role, status in (("worker", 503), ("api", 200)):
        app = create_app(service, installation.settings, frozenset({role}))
        runtime = app.state.runtime
        transport = httpx.ASGITransport(app=app)
        async with (
            app.router.lifespan_context(app),
            httpx.AsyncClient(transport=transport, base_url="http://t") as http,
        ):
            await runtime.schema.check()
            answer = await http.get("/health/ready")
            assert answer.status_code == status, answer.text
            if runtime.fence is None:
                continue
            assert answer.json()["checks"]["fence"] == {"status": "down"}
            async with database.worker() as session:
                await open_fence(session, "probe", cut_at=CUT, by="a test", reason="moved")  # type: ignore[arg-type]
            await runtime.fence.check()
            assert (await http.get("/health/ready")).status_code == 200
