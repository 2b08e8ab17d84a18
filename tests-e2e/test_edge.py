"""What the edge lets in, for how long, and what it answers by itself: over real connections to real nginx."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator
from contextlib import suppress

import pytest
import pytest_asyncio
from edge import HOST, Answer, Edge, ask, problem_of, read_answer, serving_edge
from system import eventually

from atende_platform.http import bodies
from atende_platform.http.server import BoundedHttp

MIB = 1024 * 1024
LIMIT = 8
SOONER = {
    "client_header_timeout 15s": "client_header_timeout 1s",
    "send_timeout 30s": "send_timeout 1s",
    "proxy_read_timeout 60s": "proxy_read_timeout 2s",
    "limit_conn requests 256": f"limit_conn requests {LIMIT}",
}
"""The same edge with less patience, so that its end can be waited for."""
HARDENING = (
    "content-security-policy",
    "cross-origin-opener-policy",
    "cross-origin-resource-policy",
    "permissions-policy",
    "referrer-policy",
    "x-content-type-options",
    "x-frame-options",
    "x-request-id",
)


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def edge(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Edge]:
    async with serving_edge(tmp_path_factory.mktemp("edge")) as running:
        yield running


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def impatient(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Edge]:
    async with serving_edge(tmp_path_factory.mktemp("impatient"), SOONER) as running:
        yield running


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def away(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Edge]:
    """Before a service that cannot be reached."""
    changes = {"server ${UPSTREAM_CHAT}": "server 127.0.0.1:9"}
    async with serving_edge(tmp_path_factory.mktemp("away"), changes) as running:
        yield running


def request(method: str, path: str, headers: str = "", body: bytes = b"") -> bytes:
    head = f"{method} {path} HTTP/1.1\r\nHost: evil.example\r\n{headers}"
    return f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body


def json_request(edge: Edge, path: str = "/api/v1/tickets") -> bytes:
    return request("POST", path, f"{edge.bearer}Content-Type: application/json\r\n", b'{"text": "oi"}')


# --- one request's end is not another's ----------------------------------------------------------


async def test_a_fault_in_one_request_breaks_no_other(edge: Edge) -> None:
    """The edge keeps connections to a service open: none may be closed behind an answer."""
    good, bad = json_request(edge), request("GET", "/api/v1/tickets/broken")

    async def one_client(number: int) -> list[int]:
        reader, writer = await asyncio.open_connection(HOST, edge.port)
        statuses = []
        for turn in range(20):
            writer.write(bad if (number + turn) % 2 else good)
            statuses.append((await read_answer(reader))[0])
        writer.close()
        return statuses

    answers = await asyncio.gather(*(one_client(number) for number in range(24)))
    for number, statuses in enumerate(answers):
        assert statuses == [500 if (number + turn) % 2 else 201 for turn in range(20)]


# --- who may hold a connection, and for how long -------------------------------------------------


async def until_closed(port: int, first: bytes, again: bytes) -> bytes:
    """Send a little again and again until the other end has had enough; return what it said."""
    reader, writer = await asyncio.open_connection(HOST, port)
    writer.write(first)

    async def trickle() -> None:
        while True:
            await asyncio.sleep(0.1)
            writer.write(again)

    trickling = asyncio.create_task(trickle())
    try:
        async with asyncio.timeout(30):
            with suppress(ConnectionError):
                return await reader.read()
            return b""
    finally:
        trickling.cancel()
        writer.close()


async def test_a_head_that_trickles_in_ends(impatient: Edge) -> None:
    assert await until_closed(impatient.port, b"GET / HTTP/1.1\r\nHost: x\r\nX: ", b"a") == b""


@pytest.mark.parametrize(
    ("path", "authorized"),
    [
        ("/api/v1/tickets", True),
        ("/api/v1/contacts/import", True),
        ("/api/v1/media", True),
        ("/api/v1/auth/login", False),
        ("/webhooks/x", False),
    ],
)
async def test_a_body_that_trickles_in_ends(
    edge: Edge, monkeypatch: pytest.MonkeyPatch, path: str, authorized: bool
) -> None:
    monkeypatch.setattr(BoundedHttp, "body_seconds", 0.5)
    head = f"POST {path} HTTP/1.1\r\nHost: x\r\n{edge.bearer if authorized else ''}Content-Length: 9999\r\n"
    head += "Content-Type: multipart/form-data; boundary=x\r\n\r\n"
    head += "--x\r\nContent-Disposition: form-data; name=file; filename=a\r\n\r\n"
    said = await until_closed(edge.port, head.encode(), b"a")
    assert said.startswith(b"HTTP/1.1 408 ")
    assert b"application/problem+json" in said


async def test_a_body_that_keeps_coming_may_take_its_time(
    edge: Edge, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(BoundedHttp, "body_seconds", 0.5)
    reader, writer = await asyncio.open_connection(HOST, edge.port)
    head = f"POST /api/v1/media HTTP/1.1\r\nHost: x\r\n{edge.bearer}Content-Length: {MIB}\r\n\r\n".encode()
    part = b"x" * (MIB // 16)
    writer.write(head + part)  # Each part earns seconds.
    for _ in range(15):
        await asyncio.sleep(0.1)
        writer.write(part)
    status, _, body = await read_answer(reader)
    assert (status, int(body)) == (200, MIB)
    writer.close()


async def test_an_answer_that_is_taken_slowly_ends(impatient: Edge) -> None:
    loop = asyncio.get_running_loop()
    with socket.socket() as slow:
        slow.setblocking(False)
        slow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        await loop.sock_connect(slow, (HOST, impatient.port))
        await loop.sock_sendall(slow, request("GET", "/api/v1/tickets/export"))
        async with asyncio.timeout(30):
            while not slow.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR):
                assert await loop.sock_recv(slow, 1)
                await asyncio.sleep(0.1)


async def test_an_address_has_so_many_requests_under_way(impatient: Edge) -> None:
    held = []
    for _ in range(LIMIT):
        held.append(await asyncio.open_connection(HOST, impatient.port, local_addr=("127.0.0.7", 0)))
        held[-1][1].write(request("GET", "/api/v1/tickets/waiting"))

    async def refused() -> Answer:
        answer = await ask(impatient.port, request("GET", "/health"), source="127.0.0.7")
        assert answer[0] == 429
        return answer

    refusal = await eventually(refused)
    assert problem_of(refusal)["code"] == "too-many-requests"
    assert int(refusal[1]["retry-after"]) >= 1
    # Neither others nor a provider's webhooks, which all come from a few addresses, are held up.
    assert (await ask(impatient.port, json_request(impatient), source="127.0.0.8"))[0] == 201
    hook = request("POST", "/webhooks/x", body=b"x")
    taken = await asyncio.gather(*(ask(impatient.port, hook, source="127.0.0.7") for _ in range(3 * LIMIT)))
    assert {status for status, _, _ in taken} == {200}
    for _, writer in held:
        writer.close()


# --- bodies of strangers -------------------------------------------------------------------------


@pytest.mark.parametrize("length", ["Content-Length: 15000000\r\n", "Transfer-Encoding: chunked\r\n"])
@pytest.mark.parametrize("token", ["", "Authorization: Bearer forged\r\n"])
@pytest.mark.parametrize("path", ["/api/v1/contacts/import", "/api/v1/media"])
@pytest.mark.parametrize("direct", [False, True], ids=["edge", "service"])
async def test_a_body_is_not_waited_for_without_a_valid_token(
    edge: Edge, monkeypatch: pytest.MonkeyPatch, direct: bool, path: str, token: str, length: str
) -> None:
    head = (
        f"POST {path} HTTP/1.1\r\nHost: x\r\n{token}{length}Content-Type: multipart/form-data; boundary=x\r\n"
    )
    begin = b"8000\r\n" + b"x" * 0x8000 + b"\r\n" if "chunked" in length else b"x" * 0x8000
    monkeypatch.setattr(bodies, "LINGER_SECONDS", 60.0)
    answer = await ask(edge.service_port if direct else edge.port, head.encode() + b"\r\n" + begin)
    assert answer[0] == 401
    assert direct or answer[1]["connection"] == "close", "its client would send the next request on it"
    assert problem_of(answer)["code"] in {"unauthenticated", "invalid-token"}


@pytest.mark.parametrize("direct", [False, True], ids=["edge", "service"])
@pytest.mark.parametrize(
    ("path", "size"), [("/api/v1/tickets", 2 * MIB), ("/api/v1/contacts/import", 17 * MIB)]
)
async def test_a_body_that_declares_too_much_is_not_waited_for(
    edge: Edge, monkeypatch: pytest.MonkeyPatch, direct: bool, path: str, size: int
) -> None:
    monkeypatch.setattr(bodies, "LINGER_SECONDS", 0.5)
    head = f"POST {path} HTTP/1.1\r\nHost: x\r\n{edge.bearer}Content-Length: {size}\r\n\r\n".encode()
    answer = await ask(edge.service_port if direct else edge.port, head)
    assert answer[0] == 413
    assert problem_of(answer)["code"] == "too-large"


@pytest.mark.parametrize("framing", ["Content-Length: 10\r\n", "Transfer-Encoding: chunked\r\n"])
async def test_a_body_behind_the_edge_s_own_answer_costs_no_request(away: Edge, framing: str) -> None:
    """The body has not come, so that the connection ends: its client must know before its next request."""
    head = f"POST /api/v1/tickets HTTP/1.1\r\nHost: x\r\n{away.bearer}{framing}\r\n".encode()
    answer = await ask(away.port, head)
    assert answer[0] == 502
    assert problem_of(answer)["code"] == "unavailable"
    assert answer[1]["connection"] == "close"


async def test_a_refused_body_is_not_read_for_ever(edge: Edge, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(BoundedHttp, "linger_seconds", 0.5)
    head = b"POST /api/v1/media HTTP/1.1\r\nHost: x\r\nContent-Length: 50000000\r\n\r\n"
    for port in (edge.port, edge.service_port):
        said = await until_closed(port, head, b"x" * 100)
        assert said.startswith(b"HTTP/1.1 401 ")


# --- what the edge answers by itself -------------------------------------------------------------


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (b"GET / HTTP/1.1\r\nHost: a b\r\n\r\n", 400),
        (request("GET", "/nowhere.html"), 404),
        (request("GET", "/api/v2/tickets"), 404),
        (request("POST", "/about/favicon.svg"), 405),
        (request("GET", "/about/favicon.svg", 'If-Match: "other"\r\n'), 412),
        (request("POST", "/api/v1/tickets", "X: y\r\n").replace(b": 0\r\n", b": 99999999\r\n"), 413),
        (request("GET", "/about/favicon.svg", "Range: bytes=99999999-\r\n"), 416),
        (request("GET", "/" + "a" * 20_000), 431),
        (request("GET", "/", f"X: {'a' * 20_000}\r\n"), 431),
        (b"POST /api/v1/tickets HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip\r\n\r\n", 501),
        (b"GET / HTTP/3.1\r\nHost: x\r\n\r\n", 505),
        (request("GET", "/api/v1/tickets/waiting"), 504),
    ],
    ids=lambda value: str(value) if isinstance(value, int) else "",
)
async def test_each_of_its_errors_is_a_problem(impatient: Edge, sent: bytes, status: int) -> None:
    answer = await ask(impatient.port, sent, source="127.0.0.9")
    assert answer[0] == status, answer
    assert problem_of(answer)["requestId"]
    for name in HARDENING:
        assert name in answer[1], name
    assert b"nginx" not in answer[2]


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("", "en"),
        ("Accept-Language: pt-BR,pt;q=0.9,en;q=0.8\r\n", "pt"),
        ("Accept-Language: fr, PT\r\n", "pt"),
        ("Accept-Language: en-US,en;q=0.9,pt;q=0.8\r\n", "en"),
        ("Accept-Language: es\r\n", "en"),
    ],
)
async def test_its_errors_are_in_portuguese_or_english(edge: Edge, accepted: str, language: str) -> None:
    answer = await ask(edge.port, request("GET", "/nowhere.html", accepted))
    assert problem_of(answer)["title"] == {"pt": "Não encontrado", "en": "Not found"}[language]
    assert answer[1]["content-language"] == language
    assert "Accept-Language" in answer[1]["vary"]


async def test_a_service_that_is_away_is_a_problem(away: Edge) -> None:
    answer = await ask(away.port, request("GET", "/api/v1/tickets"))
    assert answer[0] == 502
    assert problem_of(answer)["code"] == "unavailable"
    assert answer[1]["retry-after"] == "2"


@pytest.mark.parametrize(
    "path", ["/socket.io", "/webhooks", "/api/docs/", "/api/v1/tickets/", "/about/", "/assets"]
)
async def test_no_answer_sends_anybody_to_the_host_that_a_request_names(edge: Edge, path: str) -> None:
    status, headers, body = await ask(edge.port, request("GET", path))
    assert status in {200, 301, 404}
    assert headers.get("location", "/").startswith("/")
    assert b"evil.example" not in body


async def test_answers_are_hardened_and_each_header_is_said_once(edge: Edge) -> None:
    asked = [
        request("GET", path)
        for path in (
            "/",
            "/inbox/1",
            "/assets/x.js",
            "/about",
            "/about/style.css",
            "/nowhere.html",
            "/api/docs",
            "/gateway/health",
            "/invitation",
        )
    ]
    asked += [request("GET", "/api/v1/tickets/broken"), json_request(edge)]
    for sent in asked:
        status, headers, _ = await ask(edge.port, sent)
        for name in HARDENING:
            if name == "content-security-policy" and b"/gateway/" in sent:
                continue
            assert name in headers, (sent, status, name)
            assert headers[name].count(headers[name].split(", ")[0]) == 1, (sent, name, headers[name])


async def test_the_documents_page_keeps_no_token_and_runs_nothing_foreign(edge: Edge) -> None:
    _, headers, _ = await ask(edge.port, request("GET", "/api/docs"))
    policy = dict(part.strip().partition(" ")[::2] for part in headers["content-security-policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["connect-src"] == "'self'"
    _, _, script = await ask(edge.port, request("GET", "/api/docs/docs.js"))
    assert b"persistAuthorization: false" in script
    assert json.loads((await ask(edge.port, request("GET", "/gateway/links.json")))[2])
