"""What a caller may send before a request has begun: over sockets, served as the command line does."""

import asyncio
import json
import re
import socket
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Any

import pytest
import uvicorn
from fastapi import WebSocket
from fastapi.responses import StreamingResponse

from atende_platform.http import bodies
from atende_platform.http.access import PUBLIC
from atende_platform.http.server import MAX_HEAD_BYTES, MAX_HEADERS, BoundedHttp
from atende_platform.process.settings import ServiceSettings
from atende_platform.service.app import create_app
from atende_platform.service.definition import Service
from atende_platform.service.serving import config_of

LAST = b"GET /health/live HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
NEXT = b"GET /health/live HTTP/1.1\r\nHost: x\r\n"
POST = b"POST /api/v1/notes HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
CHUNKED = POST + b"Transfer-Encoding: chunked\r\n"
KIB = 1024


@pytest.fixture
async def port(service: Service[Any], nowhere: ServiceSettings) -> AsyncIterator[int]:
    """The probe, served with all that the command line tells uvicorn but the port."""
    app = create_app(service, nowhere, frozenset({"api"}))

    @app.websocket("/echo")
    async def echo(websocket: WebSocket) -> None:
        await websocket.accept()
        async for text in websocket.iter_text():
            await websocket.send_text(str(len(text)))

    async def endless() -> AsyncIterator[bytes]:
        while True:
            yield b"x" * 64 * KIB
            await asyncio.sleep(0)

    @app.get("/endless", dependencies=[PUBLIC])
    async def stream() -> StreamingResponse:
        return StreamingResponse(endless())

    config = config_of(app, nowhere)
    config.lifespan = "off"
    serving = uvicorn.Server(config)
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        running = asyncio.create_task(serving.serve([listening]))
        yield listening.getsockname()[1]
        serving.should_exit = True
        await running
    await app.state.runtime.close()


async def answer(port: int, *sent: bytes) -> bytes:
    """Return all that comes back until the connection ends."""

    def talk() -> bytes:
        received = b""
        with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
            # What is refused is not read to its end: the rest of it meets a connection that is gone.
            try:
                for part in sent:
                    connection.sendall(part)
            except ConnectionError:
                pass
            try:
                while part := connection.recv(64 * KIB):
                    received += part
            except ConnectionError:
                pass
        return received

    return await asyncio.to_thread(talk)


def assert_refused(received: bytes) -> None:
    head, _, body = received.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 431 ")
    assert b"connection: close" in head
    assert b"application/problem+json" in head
    assert json.loads(body)["code"] == "headers-too-large"


@pytest.mark.parametrize(
    "head",
    [
        LAST + b"X: " + b"a" * 31 * KIB + b"\r\n\r\n",
        LAST + b"X: a\r\n" * (MAX_HEADERS - 2) + b"\r\n",
        LAST.replace(b"live", b"live?q=" + b"a" * 31 * KIB) + b"\r\n",
    ],
    ids=["one header", "many headers", "path"],
)
async def test_a_large_head_is_taken(port: int, head: bytes) -> None:
    assert (await answer(port, head)).startswith(b"HTTP/1.1 200 ")


@pytest.mark.parametrize(
    "sent",
    [
        [NEXT + b"X: " + b"a" * MAX_HEAD_BYTES + b"\r\n\r\n"],
        [NEXT + b"X: " + b"a" * 1000 * KIB + b"\r\n\r\n"],
        [NEXT, b"X: " + b"a" * 10 * KIB + b"\r\n", b"Y: " + b"a" * 30 * KIB + b"\r\n\r\n"],
        [NEXT + b"X: a\r\n" * MAX_HEADERS + b"\r\n"],
        [NEXT + b"X: a\r\n" * 100_000 + b"\r\n"],
        [NEXT.replace(b"live", b"a" * MAX_HEAD_BYTES) + b"\r\n"],
        [NEXT.replace(b"live", b"a" * 1000 * KIB) + b"\r\n"],
        [NEXT + b"X: ", *[b"a" * KIB] * 1000],
        [NEXT, *[b"a" * KIB] * 1000],
        [b"GET /", *[b"a" * KIB] * 1000],
        [b"\r\n" * 1000 * KIB],
    ],
    ids=[
        *("one header", "1 MB of one", "two headers", "one header too many", "100,000 headers"),
        *("path", "1 MB of path", "header without end", "name without end", "path without end"),
        "nothing without end",
    ],
)  # fmt: skip
async def test_a_head_that_is_too_large_is_refused(port: int, sent: list[bytes]) -> None:
    assert_refused(await answer(port, *sent))


async def test_what_is_not_http_is_still_refused_as_such(port: int) -> None:
    assert (await answer(port, b"hello\r\n\r\n")).startswith(b"HTTP/1.1 400 ")


async def test_each_request_of_a_connection_is_measured_by_itself(port: int) -> None:
    large = b"X: " + b"a" * 20 * KIB + b"\r\n\r\n"
    received = await answer(port, NEXT + large, NEXT + large, LAST + large)
    assert received.count(b"HTTP/1.1 200 ") == 3


async def test_bodies_do_not_count(port: int) -> None:
    body = b'{"text": "' + b"x" * 300 * KIB + b'"}'
    plain = POST + b"Connection: close\r\nContent-Length: %d\r\n\r\n" % len(body)
    # Read to its end, it lacks but a token.
    assert (await answer(port, plain + body)).startswith(b"HTTP/1.1 401 ")
    chunks = b"".join(
        b"%x\r\n%s\r\n" % (len(part), part) for part in (body[n : n + 10] for n in range(0, len(body), 10))
    )
    chunked = CHUNKED + b"Connection: close\r\n\r\n" + chunks + b"0\r\n\r\n"
    assert (await answer(port, chunked)).startswith(b"HTTP/1.1 401 ")


@pytest.mark.parametrize(
    "trailers",
    [[b"X: ", *[b"a" * KIB] * 1000], [b"X: a\r\n" * 100_000], [b"1;", *[b"a" * KIB] * 1000]],
    ids=["trailer without end", "100,000 trailers", "chunk's extension without end"],
)
async def test_behind_a_body_there_is_a_bound_too(port: int, trailers: list[bytes]) -> None:
    begin = [CHUNKED, b"\r\n1\r\n{\r\n"] + ([] if trailers[0] == b"1;" else [b"0\r\n"])
    # The request has begun. Whether or not it was answered before, the connection just ends.
    received = await answer(port, *begin, *trailers)
    assert received.count(b"HTTP/1.1 ") == received.count(b"HTTP/1.1 401 ") <= 1


async def test_an_answer_waits_for_the_body_it_does_not_need(port: int) -> None:
    """The edge would close the connection of a client whose body had not come, and drop its next request."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for head, body in (
        (POST + b"Content-Length: 1000\r\n\r\n", b"x" * 1000),
        (CHUNKED + b"\r\n", b"3e8\r\n" + b"x" * 1000 + b"\r\n0\r\n\r\n"),
    ):
        writer.write(head)
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(reader.read(1), 0.3)
        writer.write(body)
        answered = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 20)
        assert answered.startswith(b"HTTP/1.1 401 ")
        length = re.search(rb"content-length: (\d+)", answered)
        assert length is not None
        await reader.readexactly(int(length[1]))
    writer.close()


@pytest.mark.parametrize("further", [b"Content-Length: 99999999\r\n", b"Expect: 100-continue\r\n"])
async def test_an_answer_does_not_wait_for_what_need_not_come(
    port: int, monkeypatch: pytest.MonkeyPatch, further: bytes
) -> None:
    monkeypatch.setattr(bodies, "LINGER_SECONDS", 60.0)
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    length = b"" if b"Length" in further else b"Content-Length: 1000\r\n"
    writer.write(POST + length + further + b"\r\n")
    assert (await asyncio.wait_for(reader.readline(), 20)).startswith(b"HTTP/1.1 4")
    writer.close()


async def test_a_request_that_was_answered_is_not_answered_again(
    port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bodies, "LINGER_SECONDS", 0.1)
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(CHUNKED + b"\r\n1\r\n{\r\n")
    assert (await reader.readuntil(b'"}')).startswith(b"HTTP/1.1 401 ")
    writer.write(b"1;" + b"a" * 2 * MAX_HEAD_BYTES)
    with suppress(ConnectionResetError):  # It may be closed before it has read all.
        assert await asyncio.wait_for(reader.read(), 20) == b""
    writer.close()


async def ends(port: int, first: bytes, again: bytes = b"") -> bytes:
    """Send a little again and again; return what came back until the other end closed the connection."""
    loop, received = asyncio.get_running_loop(), b""
    with socket.socket() as connection:
        connection.setblocking(False)
        await loop.sock_connect(connection, ("127.0.0.1", port))
        await loop.sock_sendall(connection, first)

        async def trickle() -> None:
            while again:
                await asyncio.sleep(0.05)
                with suppress(ConnectionError):
                    await loop.sock_sendall(connection, again)

        trickling = asyncio.create_task(trickle())
        try:
            async with asyncio.timeout(20):
                # A stream's reader would forget what it has when the connection is reset.
                with suppress(ConnectionError):
                    while part := await loop.sock_recv(connection, 64 * KIB):
                        received += part
        finally:
            trickling.cancel()
    return received


@pytest.mark.parametrize(
    ("first", "again"),
    [
        (b"", b""),
        (b"", b"\r\n"),
        (b"GET /health/live HT", b""),
        (NEXT, b"X"),
        (NEXT, b"X: y\r\n"),
        (NEXT + b"\r\n" + NEXT, b"X: y\r\n"),
    ],
    ids=["nothing", "empty lines", "half a line", "a name", "headers", "the second head"],
)
async def test_a_head_has_its_time(
    port: int, monkeypatch: pytest.MonkeyPatch, first: bytes, again: bytes
) -> None:
    monkeypatch.setattr(BoundedHttp, "head_seconds", 0.5)
    said = await ends(port, first, again)
    *_, last = said.split(b"HTTP/1.1 ")
    assert last.startswith(b"408 ") if b"HT" in first else said == b""


@pytest.mark.parametrize("framing", [b"Content-Length: 99999\r\n\r\n", b"Transfer-Encoding: chunked\r\n\r\n"])
async def test_a_body_has_its_time(port: int, monkeypatch: pytest.MonkeyPatch, framing: bytes) -> None:
    monkeypatch.setattr(BoundedHttp, "body_seconds", 0.5)
    small = b"POST /api/v1/upload HTTP/1.1\r\nHost: x\r\n"
    again = b"1\r\na\r\n" if b"chunked" in framing else b"a"
    said = await ends(port, small + framing.replace(b"99999", b"1999"), again)
    assert said.startswith(b"HTTP/1.1 408 ")
    assert json.loads(said.partition(b"\r\n\r\n")[2])["code"] == "request-timeout"


async def test_a_body_behind_its_answer_has_its_time_and_size(
    port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(BoundedHttp, "linger_seconds", 0.5)
    head = POST + b"Content-Length: 99999999\r\n\r\n"
    said = await ends(port, head, b"a")
    assert said.startswith(b"HTTP/1.1 413 ")
    assert said.count(b"HTTP/1.1 ") == 1

    monkeypatch.setattr(BoundedHttp, "linger_seconds", 60.0)
    said = await ends(port, head, b"a" * 300 * KIB)
    assert said.count(b"HTTP/1.1 ") <= 1


async def test_an_answer_that_nobody_takes_is_given_up(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(BoundedHttp, "reading_seconds", 0.5)
    loop = asyncio.get_running_loop()
    with socket.socket() as slow:
        slow.setblocking(False)
        slow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        await loop.sock_connect(slow, ("127.0.0.1", port))
        await loop.sock_sendall(slow, NEXT.replace(b"/health/live", b"/endless") + b"\r\n")
        async with asyncio.timeout(20):
            while not slow.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR):
                assert await loop.sock_recv(slow, 1)
                await asyncio.sleep(0.1)


async def test_a_message_on_a_socket_has_a_bound(port: int) -> None:
    handshake = b"GET /echo HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
    handshake += b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: " + b"A" * 22 + b"==\r\n"
    assert_refused(await answer(port, handshake + b"X: " + b"a" * MAX_HEAD_BYTES + b"\r\n\r\n"))

    def frame(size: int) -> bytes:
        return b"\x81\xff" + size.to_bytes(8) + bytes(4) + b"x" * size  # Text, masked with zeros.

    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    async with asyncio.timeout(20):
        writer.write(handshake + b"\r\n")
        assert (await reader.readuntil(b"\r\n\r\n")).startswith(b"HTTP/1.1 101 ")
        writer.write(frame(100_000))
        assert await reader.readexactly(8) == b"\x81\x06100000"
        writer.write(frame(200_000))
        opcode, _, *code = await reader.readexactly(4)
    assert (opcode, int.from_bytes(code)) == (0x88, 1009)  # Close: message too big.
    writer.close()
