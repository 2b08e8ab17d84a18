"""No answer and no pooled connection carries another company, whatever is interrupted, and whenever.

Three companies ask at once through a pool of one or two connections, so that each connection goes
from company to company. Requests are cancelled in the middle, cancelled again while they clean up,
and clients hang up. What happens is drawn from a seed, which names the test.
"""

import asyncio
import dataclasses
import random
import socket
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from typing import Annotated, Any, Final

import asyncpg
import httpx
import pytest
import uvicorn
from fastapi import APIRouter, FastAPI, Request
from starlette.responses import StreamingResponse

from atende_contracts.ids import uuid7
from atende_contracts.permissions import Permission
from atende_platform.data.db import Database, execute
from atende_platform.http.access import PUBLIC, TenantSession, WorkerSession, requires, runtime_of
from atende_platform.http.application import App
from atende_platform.identity.context import TenantContext
from atende_platform.process.tasks import Task
from atende_platform.runtime import Runtime
from atende_platform.service.app import create_app
from atende_platform.service.definition import Service
from atende_platform.testing.plugin import Infrastructure, Installation, patience, public_jwks, token_for

CLIENTS: Final = 12
REQUESTS: Final = 20
"""Of each client."""
LONGEST_SECONDS: Final = 0.04
"""Until a request is interrupted; they take about half of that."""

Actor = Annotated[TenantContext, requires(Permission.CONTACTS_READ)]
Disturbed = Callable[[str, str, str, random.Random], Awaitable[str]]

router = APIRouter(prefix="/leaks")

_SEEN: Final = (
    "SELECT current_setting('app.company_id', true) || ' '"
    " || coalesce(string_agg(DISTINCT left(text, 36), ' '), '') FROM notes"
)


@router.post("/write")
async def write(actor: Actor, session: TenantSession) -> str:
    """Write and read, with pauses in which the transaction is open."""
    await execute(session, "SELECT pg_sleep(0.002)")
    await execute(
        session,
        "INSERT INTO notes (company_id, id, text) VALUES (:company_id, :id, :text)",
        company_id=actor.company_id,
        id=uuid7(),
        text=f"{actor.company_id}/{uuid7()}",
    )
    await asyncio.sleep(0.002)
    return str((await execute(session, _SEEN)).scalar_one())


@router.get("/read")
async def read(actor: Actor, session: TenantSession) -> str:  # noqa: ARG001
    return str((await execute(session, _SEEN)).scalar_one())


@router.get("/fail")
async def fail(actor: Actor, session: TenantSession) -> None:  # noqa: ARG001
    """Break the transaction."""
    await execute(session, "SELECT pg_sleep(0.001), 1 / 0")


@router.get("/stream")
async def stream(actor: Actor, request: Request) -> StreamingResponse:
    """A transaction for each page; a client that hangs up ends it at any of them."""
    database = runtime_of(request).database

    async def pages() -> AsyncIterator[str]:
        for _ in range(5):
            async with database.tenant(actor.company_id) as session:
                seen = (await execute(session, f"{_SEEN}, pg_sleep(0.001)")).scalar_one()
            yield f"{seen}\n" + " " * 20_000

    return StreamingResponse(pages(), media_type="text/plain")


@router.get("/lookup", dependencies=[PUBLIC])
async def lookup(session: WorkerSession) -> int:
    """Look over all companies, as signing in does."""
    return int((await execute(session, "SELECT count(*) FROM notes, pg_sleep(0.001)")).scalar_one())


def api(app: FastAPI, _: Runtime[Any]) -> Sequence[Task]:
    app.include_router(router)
    return []


ASKED: Final = (
    *[("POST", "/leaks/write")] * 3,
    *[("GET", "/leaks/read")] * 3,
    ("GET", "/leaks/stream"),
    ("GET", "/leaks/stream"),
    ("GET", "/leaks/fail"),
    ("GET", "/leaks/lookup"),
)


@asynccontextmanager
async def serving(app: App) -> AsyncIterator[int]:
    """Serve the application on a port, as in production but for the process."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(app, log_config=None, lifespan="off"))
        running = asyncio.create_task(server.serve(sockets=[listening]))
        try:
            yield listening.getsockname()[1]
        finally:
            server.should_exit = True
            await running


class Driver:
    """Asks as several companies, and interrupts itself."""

    def __init__(self, app: App, port: int, companies: dict[str, str]) -> None:
        self._port = port
        self._tokens = companies
        self._inside = httpx.AsyncClient(
            transport=httpx.ASGITransport(app, raise_app_exceptions=False), base_url="http://service.test"
        )
        self._outside = httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=20)
        self.answered = 0
        self.interrupted = 0

    async def close(self) -> None:
        await self._inside.aclose()
        await self._outside.aclose()

    async def run(self, chance: random.Random) -> None:
        """Be one client."""
        for _ in range(REQUESTS):
            company_id = chance.choice(list(self._tokens))
            method, path = chance.choice(ASKED)
            how = chance.choice([self._ask, self._ask, self._cancel, self._cancel_twice, self._hang_up])
            text = await how(method, path, self._tokens[company_id], chance.uniform(0, LONGEST_SECONDS))
            others = [other for other in self._tokens if other != company_id]
            assert not [other for other in others if other in text], (how, path, company_id, text)

    async def _ask(self, method: str, path: str, token: str, _: float) -> str:
        """Ask, and return what came. On a slow machine a stream ends where it got no connection in time."""
        came = ""
        request = self._outside.stream(method, path, headers={"Authorization": f"Bearer {token}"})
        with suppress(httpx.RemoteProtocolError):
            async with request as response:
                async for part in response.aiter_text():
                    came += part
                assert response.status_code in (500 if path.endswith("fail") else 200, 503), came
                self.answered += response.status_code == 200
        return came

    async def _cancel(self, method: str, path: str, token: str, after: float, *, times: int = 1) -> str:
        """Cancel the request's task, as a shutdown or a time-out does."""
        asked = asyncio.create_task(
            self._inside.request(method, path, headers={"Authorization": f"Bearer {token}"})
        )
        for _ in range(times):
            await asyncio.wait({asked}, timeout=after)
            self.interrupted += asked.cancel()
            after = 0
        with suppress(asyncio.CancelledError):
            return (await asked).text
        return ""

    async def _cancel_twice(self, method: str, path: str, token: str, after: float) -> str:
        """Cancel it again and again while it cleans up, as cancel scopes do."""
        return await self._cancel(method, path, token, after, times=5)

    async def _hang_up(self, method: str, path: str, token: str, after: float) -> str:
        """Send a request, and be gone before the answer, or in the middle of it."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self._port)
        head = f"{method} {path} HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {token}\r\n"
        writer.write(f"{head}Content-Length: 0\r\n\r\n".encode())
        await asyncio.sleep(after)
        writer.transport.abort()
        self.interrupted += 1
        return (await reader.read()).decode() if not reader.exception() else ""


async def quiet(admin: "asyncpg.Connection[asyncpg.Record]") -> None:
    """Wait until nothing runs in the database, and see that no transaction was left open."""
    started = time.monotonic()
    while True:
        states = await admin.fetch(
            "SELECT state, query FROM pg_stat_activity"
            " WHERE datname = current_database() AND usename IN ('probe_app', 'probe_worker')"
            " AND state <> 'idle'"
        )
        if not states:
            return
        left = [tuple(row) for row in states]
        assert time.monotonic() - started < patience(5), f"left open: {left}"
        await asyncio.sleep(0.05)


async def look_at_pool(database: Database, size: int) -> None:
    """Take every connection out at once; see that none remembers a company or is in a transaction."""
    assert database._app.pool.checkedout() == 0  # type: ignore[attr-defined]
    assert database._worker.pool.checkedout() == 0  # type: ignore[attr-defined]
    taken = [await database._app.connect() for _ in range(size)]
    try:
        for connection in taken:
            driver = (await connection.get_raw_connection()).driver_connection
            assert driver is not None
            assert not driver.is_in_transaction()
            assert not await driver.fetchval("SELECT current_setting('app.company_id', true)")
            assert await driver.fetchval("SELECT count(*) FROM notes") == 0
    finally:
        for connection in taken:
            await connection.close()


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("pool", [1, 2])
async def test_nothing_leaks_when_requests_are_interrupted(
    service: Service[Any],
    installation: Installation,
    database: Database,  # noqa: ARG001 (empties it)
    infrastructure: Infrastructure,
    caplog: pytest.LogCaptureFixture,
    pool: int,
    seed: int,
) -> None:
    settings = installation.settings.model_copy(update={"database_pool_size": pool})
    app = create_app(dataclasses.replace(service, roles={"api": api}), settings, frozenset({"api"}))
    runtime: Runtime[Any] = app.state.runtime
    runtime.keys.put(public_jwks())
    companies = {str(id): token_for(settings, company_id=id) for id in (uuid7(), uuid7(), uuid7())}
    url = f"{infrastructure.database_admin_url.rpartition('/')[0]}/{settings.database_url.rpartition('/')[2]}"
    admin = await asyncpg.connect(url)
    try:
        async with app.router.lifespan_context(app), serving(app) as port:
            driver = Driver(app, port, companies)
            clients = [driver.run(random.Random(f"{seed} {number}")) for number in range(CLIENTS)]
            await asyncio.gather(*clients)
            assert driver.answered > 50
            assert driver.interrupted > 50
            await quiet(admin)
            await look_at_pool(runtime.database, pool)
            for company_id, token in companies.items():
                answer = await driver._ask("POST", "/leaks/write", token, 0)
                assert answer.strip('"').split() == [company_id, company_id]
            await driver.close()
            opened = await admin.fetchval(
                "SELECT count(*) FROM pg_stat_activity WHERE usename = 'probe_app'"
                " AND datname = current_database()"
            )
            # The installation's own pool counts too; it is not used meanwhile.
            assert opened <= pool + installation.settings.database_pool_size
            rows = await admin.fetch("SELECT company_id::text = left(text, 36) AS own FROM probe.notes")
            assert rows
            assert all(row["own"] for row in rows)
        # A connection that was abandoned, or could not be reset, is only logged.
        assert not [record for record in caplog.records if record.name.startswith("sqlalchemy")]
    finally:
        await admin.close()
