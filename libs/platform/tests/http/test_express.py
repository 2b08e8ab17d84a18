"""The way past FastAPI: the same problems, caps and traces, and nothing of FastAPI on it."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from typing import Any

import httpx
import pytest
from fastapi import WebSocket
from opentelemetry import trace
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import Message, Receive, Scope

from atende_platform.errors import Conflict
from atende_platform.http import express
from atende_platform.http.access import PUBLIC
from atende_platform.http.application import App
from atende_platform.http.express import Express
from atende_platform.process.settings import ServiceSettings
from atende_platform.service.app import create_app
from atende_platform.service.definition import Service
from atende_platform.testing.spans import Recorded, place_of

PROBLEM = "application/problem+json"
TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"


async def echo(request: Request) -> Response:
    if request.method != "POST":
        return PlainTextResponse("hello")
    body = await request.body()
    match body:
        case b"conflict":
            raise Conflict()
        case b"bug":
            raise RuntimeError("secret detail")
        case b"away":
            raise ConnectionRefusedError
    return PlainTextResponse(str(len(body)))


async def trace_id(_: Request) -> Response:
    return PlainTextResponse(f"{trace.get_current_span().get_span_context().trace_id:032x}")


@pytest.fixture
async def app(service: Service[ServiceSettings], nowhere: ServiceSettings) -> AsyncIterator[App]:
    settings = nowhere.model_copy(update={"requests_per_minute": 1})
    app = create_app(service, settings, frozenset({"api"}))
    routes = [
        Route("/hooks", echo, methods=["GET", "POST"]),
        Route("/hooks/trace", trace_id, methods=["GET"]),
    ]
    app.add_express("/hooks", Express("hook", routes, body_limit=100))

    @app.get("/hooksmith", dependencies=[PUBLIC])
    async def hooksmith() -> str:
        return "of FastAPI"

    @app.websocket("/hooks/socket")
    async def socket(websocket: WebSocket) -> None:
        await websocket.accept()
        await websocket.close()

    yield app
    await app.state.runtime.close()


@pytest.fixture
async def http(app: App) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://t") as client:
        yield client


def assert_problem(response: httpx.Response, status: int, code: str) -> None:
    assert (response.status_code, response.headers["content-type"]) == (status, PROBLEM), response.text
    body = response.json()
    assert (body["status"], body["code"]) == (status, code)
    assert body["requestId"] == response.headers["x-request-id"]


async def test_its_routes_answer_without_limit_by_address(http: httpx.AsyncClient) -> None:
    for _ in range(3):
        response = await http.post("/hooks", content=b"x" * 100)
        assert (response.status_code, response.text) == (200, "100")
        assert "ratelimit-limit" not in response.headers
    assert (await http.get("/hooks")).text == "hello"
    assert (await http.head("/hooks")).status_code == 200


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [(b"conflict", 409, "conflict"), (b"away", 503, "unavailable"), (b"bug", 500, "internal-error")],
)
async def test_its_errors_are_problems(http: httpx.AsyncClient, body: bytes, status: int, code: str) -> None:
    response = await http.post("/hooks", content=body)
    assert_problem(response, status, code)
    assert "secret" not in response.text


async def test_a_body_above_its_cap_is_refused(http: httpx.AsyncClient) -> None:
    async def chunks() -> AsyncIterator[bytes]:
        for _ in range(11):
            yield b"x" * 10

    assert_problem(await http.post("/hooks", content=b"x" * 101), 413, "too-large")
    assert_problem(await http.post("/hooks", content=chunks()), 413, "too-large")


@pytest.mark.parametrize("path", ["/hooks/", "/hooks/other", "/hooks/trace/x", "/hooks//evil.example"])
async def test_no_other_path_under_it_exists(http: httpx.AsyncClient, path: str) -> None:
    """Nor is anybody sent elsewhere."""
    assert_problem(await http.get(path), 404, "not-found")


@pytest.mark.parametrize("method", ["PUT", "DELETE", "OPTIONS"])
async def test_a_wrong_method_says_which_are_right(http: httpx.AsyncClient, method: str) -> None:
    response = await http.request(method, "/hooks")
    assert_problem(response, 405, "method-not-allowed")
    assert set(response.headers["allow"].split(", ")) == {"GET", "HEAD", "POST"}


async def test_a_path_that_only_begins_alike_is_fastapis(http: httpx.AsyncClient) -> None:
    assert (await http.get("/hooksmith")).json() == "of FastAPI"


async def test_a_socket_is_fastapis(app: App) -> None:
    sent: list[str] = []

    async def receive() -> dict[str, Any]:
        return {"type": "websocket.connect"}

    async def send(message: Any) -> None:
        sent.append(message["type"])

    scope = {
        "type": "websocket",
        "path": "/hooks/socket",
        "headers": [],
        "query_string": b"",
        "subprotocols": [],
    }
    await app(scope, receive, send)
    assert sent == ["websocket.accept", "websocket.close"]


async def test_the_callers_trace_goes_on(http: httpx.AsyncClient) -> None:
    headers = {"traceparent": f"00-{TRACE}-00f067aa0ba902b7-01"}
    assert (await http.get("/hooks/trace", headers=headers)).text == TRACE
    assert (await http.get("/hooks/trace", headers={"traceparent": "nonsense"})).text != TRACE


async def test_a_caller_that_went_away_is_no_error_of_ours(
    app: App, capsys: pytest.CaptureFixture[str]
) -> None:
    sent: list[int] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        sent.append(message.get("status"))

    scope = {"type": "http", "method": "POST", "path": "/hooks", "headers": [], "query_string": b""}
    await app(scope, receive, send)
    assert sent[0] == 499
    assert "request.failed" not in capsys.readouterr().out


async def test_a_crowd_is_told_to_come_back_before_anything_is_done_for_it(app: App) -> None:
    inside, leave = asyncio.Event(), asyncio.Event()

    @app.get("/dear", dependencies=[PUBLIC])
    async def dear() -> str:
        inside.set()
        await leave.wait()
        return "done"

    app.limit_crowd("/dear", 1, at_a_time=1)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://test") as http:
        first = asyncio.create_task(http.get("/dear"))
        await inside.wait()
        refused = await http.get("/dear")
        assert (refused.status_code, refused.headers["content-type"]) == (503, PROBLEM)
        assert refused.headers["retry-after"] == "2"
        assert refused.json()["requestId"] == refused.headers["x-request-id"]
        assert "ratelimit-limit" not in refused.headers
        first.cancel()
        await asyncio.gather(first, return_exceptions=True)
        leave.set()
        assert (await http.get("/dear")).json() == "done"


async def test_who_waits_in_a_crowd_is_let_in_by_turns(app: App) -> None:
    inside, together, leave = 0, 0, asyncio.Event()

    @app.get("/dear", dependencies=[PUBLIC])
    async def dear() -> str:
        nonlocal inside, together
        inside += 1
        together = max(together, inside)
        await leave.wait()
        await asyncio.sleep(0)
        inside -= 1
        return "done"

    app.limit_crowd("/dear", 5, at_a_time=2)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://test") as http:
        waiting = [asyncio.create_task(http.get("/dear")) for _ in range(5)]
        while together < 2:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
        assert (await http.get("/dear")).status_code == 503
        leave.set()
        assert [(await each).json() for each in waiting] == ["done"] * 5
    assert together == 2


async def test_a_body_has_its_time_in_all(http: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(express, "BODY_SECONDS", 0.3)

    async def trickle() -> AsyncIterator[bytes]:
        for _ in range(90):
            yield b"x"
            await asyncio.sleep(0.1)

    response = await http.post("/hooks", content=trickle())
    assert_problem(response, 408, "request-timeout")


# --- the short way ---------------------------------------------------------------------------


@pytest.fixture
async def quick_app(service: Service[ServiceSettings], nowhere: ServiceSettings) -> AsyncIterator[App]:
    """An app of which plain requests begin with ``plain``; the route answers the length of all others."""
    app = create_app(service, nowhere, frozenset({"api"}))

    async def quick(scope: Scope, headers: Mapping[bytes, bytes], body: bytes) -> bool:
        assert scope["path"] == "/hooks"
        assert int(headers[b"content-length"]) == len(body)
        match body:
            case b"plain conflict":
                raise Conflict()
            case b"plain bug":
                raise RuntimeError("secret detail")
        return body.startswith(b"plain")

    routes = [Route("/hooks", echo, methods=["GET", "POST"])]
    app.add_express("/hooks", Express("hook", routes, body_limit=100, quick=quick))
    yield app
    await app.state.runtime.close()


async def test_what_is_not_plain_is_the_routes(quick_app: App) -> None:
    async def chunks() -> AsyncIterator[bytes]:
        yield b"plain"

    transport = httpx.ASGITransport(app=quick_app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://t") as http:
        plain = await http.post("/hooks", content=b"plain", headers={"X-Request-ID": "request-17"})
        assert (plain.status_code, plain.content) == (200, b"")
        assert (plain.headers["content-length"], plain.headers["x-request-id"]) == ("0", "request-17")
        usual = await http.post("/hooks", content=b"other")
        assert (usual.status_code, usual.text) == (200, "5")
        assert set(usual.headers) - {"content-type"} == set(plain.headers)
        assert (await http.post("/hooks", content=chunks())).text == "5"
        in_a_trace = {"traceparent": f"00-{TRACE}-00f067aa0ba902b7-01"}
        assert (await http.post("/hooks", content=b"plain", headers=in_a_trace)).text == "5"
        assert (await http.get("/hooks")).text == "hello"
        assert_problem(await http.post("/hooks", content=b"plain conflict"), 409, "conflict")
        assert_problem(await http.post("/hooks", content=b"plain bug"), 500, "internal-error")
        assert_problem(await http.post("/hooks", content=b"plain" * 21), 413, "too-large")


async def test_both_ways_have_one_name_in_traces(quick_app: App, spans: Recorded) -> None:
    transport = httpx.ASGITransport(app=quick_app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://t") as http:
        await http.post("/hooks", content=b"plain")
        await http.post("/hooks", content=b"other")
    names = [span.name for span in spans.all()]
    assert names == ["POST hook", "POST hook, left to its route", "POST hook"]
    _, left, by_its_route = spans.all()
    assert by_its_route.parent is not None
    assert by_its_route.parent.span_id == place_of(left).span_id


async def answers_to(app: App, receive: Receive, length: bytes = b"5") -> list[Message]:
    """What is sent to a client whose request is received so."""
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "method": "POST",
        "path": "/hooks",
        "root_path": "",
        "query_string": b"",
        "headers": [(b"content-length", length)],
        "client": ("192.0.2.1", 1),
        "scheme": "http",
    }
    await app(scope, receive, send)
    return sent


async def test_a_plain_body_in_parts_is_the_routes(quick_app: App) -> None:
    parts = [(b"pla", True), (b"in", False)]

    async def receive() -> Message:
        body, more = parts.pop(0)
        return {"type": "http.request", "body": body, "more_body": more}

    sent = await answers_to(quick_app, receive)
    assert [message.get("body") for message in sent] == [None, b"5"]


async def test_a_length_of_thousands_of_digits_is_refused_like_any_that_is_too_large(quick_app: App) -> None:
    async def receive() -> Message:
        return {"type": "http.request", "body": b"plain", "more_body": False}

    sent = await answers_to(quick_app, receive, length=b"5".zfill(5000))
    assert sent[0]["status"] == 413


async def test_a_body_that_does_not_come_is_not_waited_for(
    quick_app: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(express, "BODY_SECONDS", 0.01)

    async def receive() -> Message:
        await asyncio.Event().wait()
        raise AssertionError

    assert (await answers_to(quick_app, receive))[0]["status"] == 408
