"""The one distinction the ledger lives by, against real sockets."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest

from gateway.providers.transport import Answered, NotSent, Reply, Transport, Unknown

Serve = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"


@asynccontextmanager
async def serving(serve: Serve) -> AsyncIterator[tuple[str, list[str]]]:
    """Run a server; yield its URL and the list of connections it got."""
    connections: list[str] = []

    async def on_connection(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connections.append("connected")
        try:
            await serve(reader, writer)
        finally:
            writer.close()

    server = await asyncio.start_server(on_connection, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    try:
        yield f"http://127.0.0.1:{port}/v23.0/1/messages", connections
    finally:
        server.close()
        await server.wait_closed()


async def read_request(reader: asyncio.StreamReader) -> bytes:
    head = await reader.readuntil(b"\r\n\r\n")
    length = next(
        int(line.split(b":")[1]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length")
    )
    return head + await reader.readexactly(length)


async def post(url: str, body: bytes = b'{"a":1}', *, seconds: float = 30) -> Reply:
    transport = Transport(connect_seconds=30, total_seconds=seconds)
    try:
        return await transport.post(url, body, token="EAAG")
    finally:
        await transport.close()


async def test_an_answer_is_read_whole() -> None:
    seen: list[bytes] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        seen.append(await read_request(reader))
        writer.write(b"HTTP/1.1 400 Bad\r\nTransfer-Encoding: chunked\r\n\r\n")
        for part in (b"{", b"}"):
            writer.write(b"1\r\n" + part + b"\r\n")
            await writer.drain()
            await asyncio.sleep(0.02)
        writer.write(b"0\r\n\r\n")
        await writer.drain()

    async with serving(serve) as (url, _):
        assert await post(url) == Answered(400, b"{}")
    assert b"Authorization: Bearer EAAG" in seen[0]
    assert seen[0].endswith(b'{"a":1}')


async def test_a_refused_connection_sent_nothing() -> None:
    async with serving(lambda _, __: asyncio.sleep(0)) as (url, _):
        pass
    assert isinstance(await post(url), NotSent)


async def test_an_unknown_host_and_a_broken_address_sent_nothing() -> None:
    assert isinstance(await post("http://no-such-host.invalid/x"), NotSent)
    assert isinstance(await post("not an address"), NotSent)


async def closed_before_reading(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.close()


async def closed_after_reading(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await read_request(reader)
    writer.close()


async def reset_after_reading(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await read_request(reader)
    writer.transport.abort()


async def silent(reader: asyncio.StreamReader, _: asyncio.StreamWriter) -> None:
    await reader.read()  # Until the client gives up.


async def cut_off(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await read_request(reader)
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{")
    await writer.drain()


async def not_http(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await read_request(reader)
    writer.write(b"SSH-2.0\r\n\r\n")
    await writer.drain()


async def endless(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await read_request(reader)
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 3000000\r\n\r\n" + b"x" * 3_000_000)


@pytest.mark.parametrize(
    "serve",
    [closed_before_reading, closed_after_reading, reset_after_reading, silent, cut_off, not_http, endless],
)
async def test_after_the_request_may_have_left_nothing_is_known_and_nothing_repeated(serve: Serve) -> None:
    async with serving(serve) as (url, connections):
        assert isinstance(await post(url, seconds=0.2 if serve is silent else 30), Unknown)
        await asyncio.sleep(0.05)
        assert len(connections) == 1


async def test_a_connection_that_died_while_idle_is_not_taken_for_unsent() -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await read_request(reader)
        writer.write(OK)
        await writer.drain()
        await read_request(reader)
        writer.transport.abort()

    transport = Transport(connect_seconds=30, total_seconds=30)
    async with serving(serve) as (url, connections):
        assert await transport.post(url, b"{}", token="t") == Answered(200, b"{}")
        assert isinstance(await transport.post(url, b"{}", token="t"), Unknown)
        assert len(connections) == 1
        await transport.close()


async def test_connections_are_kept_and_never_shared() -> None:
    seen: list[bytes] = []
    all_asked = asyncio.Event()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while True:
            try:
                request = await read_request(reader)
            except asyncio.IncompleteReadError:
                return
            seen.append(request)
            if len(seen) == 20:
                all_asked.set()
            await all_asked.wait()  # Or a connection would be free again before the last has asked.
            number = request.rpartition(b"\r\n\r\n")[2]
            writer.write(b"HTTP/1.1 100 Continue\r\n\r\n")
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%b" % (len(number), number))

    transport = Transport(connect_seconds=30, total_seconds=30)
    async with serving(serve) as (url, connections):
        for _ in range(3):
            replies = await asyncio.gather(
                *(transport.post(url, str(n).encode(), token="EAAG") for n in range(20))
            )
            assert replies == [Answered(200, str(n).encode()) for n in range(20)]
        assert len(connections) == 20
        await transport.close()
    assert len(seen) == 60


async def test_a_caller_that_gives_up_leaves_its_answer_to_nobody() -> None:
    asked = asyncio.Event()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        body = (await read_request(reader)).rpartition(b"\r\n\r\n")[2]
        asked.set()
        await asyncio.sleep(0.1)
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%b" % (len(body), body))
        await writer.drain()

    transport = Transport(connect_seconds=30, total_seconds=30)
    async with serving(serve) as (url, connections):
        first = asyncio.create_task(transport.post(url, b"first", token="t"))
        await asked.wait()
        first.cancel()
        with pytest.raises(asyncio.CancelledError):
            await first
        assert await transport.post(url, b"second", token="t") == Answered(200, b"second")
        assert len(connections) == 2
        await transport.close()


async def test_a_connection_that_its_server_gives_up_is_not_used_again() -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await read_request(reader)
        writer.write(OK.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n"))
        await writer.drain()

    transport = Transport(connect_seconds=30, total_seconds=30)
    async with serving(serve) as (url, connections):
        for number in (1, 2, 3):
            assert await transport.post(url, b"{}", token="t") == Answered(200, b"{}")
            assert len(connections) == number
        await transport.close()


async def test_without_tls_nothing_is_sent_to_who_should_speak_it() -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(100)
        writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")

    async with serving(serve) as (url, _):
        assert isinstance(await post(url.replace("http:", "https:")), NotSent)


async def test_a_token_cannot_end_its_header() -> None:
    async with serving(silent) as (url, connections):
        transport = Transport(connect_seconds=1, total_seconds=1)
        assert isinstance(await transport.post(url, b"{}", token="t\r\nX: y"), NotSent)
        assert connections == []
        await transport.close()
