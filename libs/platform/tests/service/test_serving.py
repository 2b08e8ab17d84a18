"""A process that stops: callers go elsewhere, what has begun is finished, in time."""

import asyncio
import socket
import threading
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import replace
from functools import partial
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExporter, SpanExportResult
from opentelemetry.trace import SpanKind

from atende_platform.http.access import PUBLIC
from atende_platform.http.application import App
from atende_platform.process import tracing
from atende_platform.process.exporting import send_rest
from atende_platform.process.settings import ServiceSettings
from atende_platform.process.tasks import Task
from atende_platform.runtime import Runtime
from atende_platform.service import serving
from atende_platform.service.app import create_app
from atende_platform.service.definition import Service
from atende_platform.service.serving import StoppableServer, config_of, requests_seconds
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


RECORDED = f"00-{'a' * 32}-{'b' * 16}-01"


class Collector(SpanExporter):
    """Takes spans, or, ``deaf``, holds up each request until the test is over."""

    def __init__(self, *, deaf: bool) -> None:
        self.spans: list[str] = []
        self.over = threading.Event()
        if not deaf:
            self.over.set()

    def export(self, spans: Sequence[ReadableSpan]) -> SpanExportResult:
        self.over.wait(60)
        self.spans += [span.name for span in spans]
        return SpanExportResult.SUCCESS


@contextmanager
def recorded(collector: Collector) -> Iterator[None]:
    """Have spans sent to a collector for the time of the context."""
    provider = TracerProvider(shutdown_on_exit=False)
    provider.add_span_processor(BatchSpanProcessor(collector, schedule_delay_millis=60_000))
    tracing.switch_on(provider, partial(send_rest, provider))
    try:
        yield
    finally:
        tracing.switch_on(None)
        collector.over.set()


@pytest.mark.parametrize("deaf", [False, True])
async def test_the_last_spans_are_sent_and_a_collector_that_hangs_holds_up_no_stop(
    service: Service[Any],
    nowhere: ServiceSettings,
    eventually: Eventually,
    monkeypatch: pytest.MonkeyPatch,
    *,
    deaf: bool,
) -> None:
    said: list[str] = []
    monkeypatch.setattr(serving.log, "warning", said.append)
    collector = Collector(deaf=deaf)
    app = create_app(service, nowhere, frozenset({"api"}))
    with recorded(collector):
        async with serve(app, nowhere, eventually):
            tracing.start("last", RECORDED, SpanKind.INTERNAL, {}).end()
        # The SDK itself would have waited for 30 seconds, and the exporter here for 60.
        assert collector.spans == ([] if deaf else ["last"])
    assert said == (["traces.cut_off"] if deaf else [])


def test_requests_leave_time_to_tasks_however_short_the_stop_is() -> None:
    assert [requests_seconds(limit) for limit in (600, 55, 35, 21, 5)] == [20, 20, 20, 12, 2]
