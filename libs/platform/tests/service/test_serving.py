"""A process that stops: callers go elsewhere, what has begun is finished, in time."""

import asyncio
import socket
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from atende_platform.http.access import PUBLIC
from atende_platform.http.application import App
from atende_platform.process.settings import ServiceSettings
from atende_platform.process.tasks import Task
from atende_platform.runtime import Runtime
from atende_platform.service import serving
from atende_platform.service.app import create_app
from atende_platform.service.definition import Service
from atende_platform.service.serving import StoppableServer, config_of
from atende_platform.testing.plugin import Eventually


@pytest.fixture
def slow(service: Service[Any]) -> Service[Any]:
    """The probe, with a request that takes its time and a task that finishes what it has at hand."""

    def role(app: FastAPI, _: Runtime[ServiceSettings]) -> Sequence[Task]:
        app.state.entered, app.state.leave = asyncio.Event(), asyncio.Event()
        app.state.batch_is_finished = False

        @app.get("/api/v1/slow", dependencies=[PUBLIC])
        async def wait() -> str:
            app.state.entered.set()
            await app.state.leave.wait()
            return "done"

        async def work() -> None:
            try:
                await asyncio.Event().wait()
            finally:
                await asyncio.sleep(0.2)
                app.state.batch_is_finished = True

        return (Task("batches", work),)

    return replace(service, roles={"api": role})


@asynccontextmanager
async def serve(
    app: App, settings: ServiceSettings, eventually: Eventually
) -> AsyncIterator[tuple[StoppableServer, str]]:
    server = StoppableServer(config_of(app, settings), app.state.runtime)
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        running = asyncio.create_task(server.serve([listening]), name="server")

        async def started() -> None:
            assert server.started

        try:
            await eventually(started)
            yield server, f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            server.should_exit = True
            await running


async def test_it_is_not_ready_finishes_requests_and_then_its_tasks(
    slow: Service[Any], nowhere: ServiceSettings, eventually: Eventually
) -> None:
    app = create_app(slow, nowhere, frozenset({"api"}))
    app.state.runtime.schema.is_right = True
    async with serve(app, nowhere, eventually) as (server, url), httpx.AsyncClient(base_url=url) as http:
        assert (await http.get("/health/ready")).status_code == 200
        under_way = asyncio.create_task(http.get("/api/v1/slow", timeout=30))
        await app.state.entered.wait()
        server.should_exit = True

        async def sends_elsewhere() -> None:
            answer = await http.get("/health/ready")
            assert (answer.status_code, answer.headers.get("connection")) == (503, "close")
            assert answer.json()["checks"]["running"] == {"status": "down"}

        await eventually(sends_elsewhere)

        async def refuses_connections() -> None:
            with suppress(httpx.ConnectError):
                raise AssertionError((await http.get("/health/live")).status_code)

        await eventually(refuses_connections)
        assert not under_way.done()
        assert not app.state.batch_is_finished, "tasks end when nobody asks for anything any more"
        app.state.leave.set()
        assert (await under_way).json() == "done"
    assert app.state.batch_is_finished


async def test_what_does_not_stop_is_named_and_cut_off(
    service: Service[Any],
    nowhere: ServiceSettings,
    eventually: Eventually,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    begun, over = asyncio.Event(), asyncio.Event()

    async def deaf() -> None:
        begun.set()
        while not over.is_set():
            with suppress(asyncio.CancelledError):
                await over.wait()

    settings = nowhere.model_copy(update={"shutdown_seconds": 1.0})
    serving_role = replace(service, roles={"api": lambda _, __: (Task("deaf", deaf),)})
    app = create_app(serving_role, settings, frozenset({"api"}))
    said: dict[str, Any] = {}
    statuses: list[int] = []

    def end(status: int) -> None:
        statuses.append(status)
        over.set()

    monkeypatch.setattr(serving.log, "error", lambda event, **more: said.update(more, event=event))
    monkeypatch.setattr(serving.os, "_exit", end)
    async with serve(app, settings, eventually):
        await asyncio.wait_for(begun.wait(), 20)
    assert statuses == [serving.CUT_OFF]
    assert (said["event"], said["seconds"]) == ("process.cut_off", 1.0)
    assert "deaf" in said["tasks"]
