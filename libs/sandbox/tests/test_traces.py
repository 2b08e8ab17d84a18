"""The sandbox's traces: what a collector keeps and passes on, how a trace is drawn, and what runs for it."""

import asyncio
import io
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from opentelemetry.trace import Link, SpanContext, SpanKind, TraceFlags
from rich.console import Console

from atende_platform.process import tracing
from atende_platform.process.exporting import exporting_provider
from atende_platform.process.settings import ServiceSettings
from atende_sandbox.errors import SandboxError
from atende_sandbox.services import SERVICES, environment
from atende_sandbox.settings import Settings
from atende_sandbox.supervisor import all_specs
from atende_sandbox.traces import __main__ as command
from atende_sandbox.traces import collector as collecting
from atende_sandbox.traces import zipkin_jar
from atende_sandbox.traces.collector import Collector, Zipkin, serving
from atende_sandbox.traces.spans import Span, as_zipkin, read
from atende_sandbox.traces.tree import tree_of

TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"


def span(span_id: str, parent_id: str = "", **fields: Any) -> Span:
    given: dict[str, Any] = {
        "name": f"step {span_id}",
        "kind": "",
        "service": "chat",
        "start": 0,
        "end": 2_000_000,
    }
    return Span(trace_id=TRACE, span_id=span_id, parent_id=parent_id, **{**given, **fields})


def drawn(spans: Sequence[Span]) -> list[str]:
    written = io.StringIO()
    Console(file=written, width=200).print(tree_of(spans))
    return [line.rstrip() for line in written.getvalue().splitlines()]


async def test_what_a_service_exports_is_kept_and_read_as_it_was() -> None:
    collector = Collector()
    async with serving(collector) as url:
        settings = ServiceSettings(database_url="x", database_worker_url="x", otel_exporter_otlp_endpoint=url)
        provider = exporting_provider("chat", settings)
        tracing.switch_on(provider)
        try:
            other = SpanContext(int(TRACE, 16), 7, is_remote=True, trace_flags=TraceFlags(1))
            with tracing.begun("request", SpanKind.SERVER, {"http.response.status_code": 201}):
                place = tracing.current()
                with tracing.continued("step", place, links=[Link(other)]) as inner:
                    tracing.fail(inner, KeyError())
        finally:
            tracing.switch_on(None)
            await asyncio.to_thread(provider.shutdown)
        trace_id = str(place).split("-")[1]
        async with aiohttp.ClientSession(url) as http:
            shown = await (await http.get(f"/traces/{trace_id}")).json()
            assert (await http.get(f"/traces/{TRACE}")).status == 404
            assert [each["traceId"] for each in (await (await http.get("/traces")).json())["traces"]] == [
                trace_id
            ]
            refused = await http.post("/v1/traces", data=b"\xff\xff not protobuf")
            assert refused.status == 400
    request, step = collector.trace(trace_id)
    assert (request.name, request.kind, request.service, request.parent_id) == (
        "request",
        "SERVER",
        "chat",
        "",
    )
    assert request.attributes == {"http.response.status_code": 201}
    assert (step.name, step.parent_id, step.failed, step.links) == ("step", request.span_id, True, (TRACE,))
    assert request.start <= step.start <= step.end <= request.end
    assert [each["name"] for each in shown["spans"]] == ["request", "step"]


def test_the_newest_traces_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(collecting, "MOST_TRACES", 2)
    monkeypatch.setattr(collecting, "MOST_SPANS", 3)
    collector = Collector()
    for number in range(4):
        collector.add([replace(span("1"), trace_id=str(number))])
    collector.add([replace(span(str(number)), trace_id="2") for number in range(9)])
    assert [len(collector.trace(str(number))) for number in range(4)] == [0, 0, 3, 1]
    with pytest.raises(ValueError, match="OTLP"):
        read(b"\xff\xff not protobuf")


def test_zipkin_gets_what_it_takes() -> None:
    failed = span("2", "1", kind="CLIENT", start=5_000_000, end=5_000_100, failed=True, links=("ab",))
    first, second = as_zipkin(
        [span("1", attributes={"n": 1}), replace(failed, attributes={"error.type": "late"})]
    )
    assert first == {
        "traceId": TRACE,
        "id": "1",
        "name": "step 1",
        "timestamp": 0,
        "duration": 2000,
        "localEndpoint": {"serviceName": "chat"},
        "tags": {"n": "1"},
    }
    assert (second["parentId"], second["kind"], second["duration"]) == ("1", "CLIENT", 1)
    assert second["tags"] == {"error.type": "late", "error": "late", "linked traces": "ab"}


async def test_spans_are_passed_on_and_dropped_while_zipkin_is_away() -> None:
    taken: list[Any] = []
    enough = asyncio.Event()

    async def take(request: web.Request) -> web.Response:
        taken.extend(await request.json())
        if len(taken) >= 100:
            enough.set()
        return web.Response(status=202 if len(taken) > 1 else 500)

    app = web.Application()
    app.router.add_post("/api/v2/spans", take)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    zipkin, away = Zipkin(f"http://127.0.0.1:{runner.addresses[0][1]}"), Zipkin("http://127.0.0.1:1")
    running = [asyncio.create_task(each.run()) for each in (zipkin, away)]
    for number in range(300):
        zipkin.pass_on([span(str(number))])
        away.pass_on([span(str(number))])
    async with asyncio.timeout(20):
        await enough.wait()
    for task in running:
        assert not task.done()
        task.cancel()
    await asyncio.gather(*running, return_exceptions=True)
    await runner.cleanup()


def test_a_trace_is_drawn_as_who_did_what_because_of_what() -> None:
    lines = drawn(
        [
            span("4", "gone", name="came of what is lost", start=9_000_000, end=9_000_000),
            span("3", "1", service="gateway", name="POST [x]", start=3_000_000, failed=True, end=4_000_000),
            span("1", name="request", attributes={"http.response.status_code": 201}, end=5_000_000),
            span("2", "1", name="emit", start=1_000_000, end=1_500_000, links=("0123456789ab",)),
        ]
    )
    assert lines == [
        f"{TRACE}  4 spans in chat, gateway, 9.0 ms",
        "├── chat request  +0.0 ms, 5.0 ms  201",
        "│   ├── chat emit  +1.0 ms, 0.5 ms  linked to 01234567…",
        "│   └── gateway POST [x]  +3.0 ms, 1.0 ms",
        "└── chat came of what is lost  +9.0 ms, 0.0 ms",
    ]


def test_a_trace_may_be_deeper_than_python_calls() -> None:
    chain = [span(str(number), str(number - 1) if number else "") for number in range(3000)]
    assert tree_of(chain).children[0].children


def test_services_export_only_where_traces_are_looked_at(tmp_path: Path) -> None:
    plain = Settings(directory=tmp_path, cache=tmp_path, console=False, whatsapp_web=False)
    traced = replace(plain, traces=True)
    names = {spec.name for spec in all_specs(traced, infra_only=False)}
    assert {"zipkin-jar", "zipkin", "traces"} <= names
    assert not {"zipkin", "traces"} & {spec.name for spec in all_specs(plain, infra_only=False)}
    endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT"
    assert environment(traced, SERVICES[0])[endpoint] == traced.url("traces")
    assert environment(plain, SERVICES[0]).get(endpoint, "") != traced.url("traces")
    assert Settings.from_environment({"ATENDE_TRACES": "on"}, directory=tmp_path).traces


def test_a_jar_that_is_not_the_one_that_we_know_is_refused(tmp_path: Path) -> None:
    jar = tmp_path / "zipkin.jar"
    jar.write_bytes(b"another")
    with pytest.raises(RuntimeError, match="which is not known"):
        zipkin_jar.check(jar)
    zipkin_jar.fetch(jar)  # It is there: nothing is fetched.


def test_a_trace_cannot_be_shown_where_none_are_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(
        command, "settings_of_this_folder", lambda: Settings(directory=tmp_path, cache=tmp_path)
    )
    with pytest.raises(SandboxError, match="make traces"):
        command.look(TRACE)
    assert command.main([TRACE]) == 1
    assert "does not run with traces" in " ".join(capsys.readouterr().err.split())
