"""POSTs to addresses that strangers name, against receivers that mean no good."""

import asyncio
import threading
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from time import monotonic
from typing import Any

import pytest

from atende_contracts.ids import uuid7
from atende_platform.addresses import may_be_called, networks_of
from atende_platform.http.outgoing import MAX_ANSWER_BYTES, Answer, NotAnswered, Outgoing

LOCAL = networks_of("127.0.0.1/32")
Behaviour = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@asynccontextmanager
async def receiver(behave: Behaviour) -> AsyncIterator[int]:
    """Run a receiver that reads a request's head and then does as it likes; yields its port."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await behave(reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    async with await asyncio.start_server(serve, "127.0.0.1", 0) as server:
        yield server.sockets[0].getsockname()[1]


def answering(text: str) -> Behaviour:
    async def behave(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(text.encode())
        await writer.drain()

    return behave


async def post(url: str, **options: Any) -> Answer:
    outgoing = Outgoing(**{"allowed": LOCAL, "connect_seconds": 1, "total_seconds": 1, **options})
    try:
        async with outgoing.connections(uuid7()) as http:
            return await http.post(url, b"{}", {"Content-Type": "application/json"})
    finally:
        await outgoing.close()


async def failure(url: str, **options: Any) -> str:
    with pytest.raises(NotAnswered) as raised:
        await post(url, **options)
    return raised.value.failure


async def test_an_answer_is_returned_with_its_first_bytes() -> None:
    async with receiver(
        answering("HTTP/1.1 503 x\r\nRetry-After: 7\r\nContent-Length: 4\r\n\r\nbusy")
    ) as port:
        answer = await post(f"http://127.0.0.1:{port}/hook?a=b")
    assert answer == Answer(503, b"busy", 7.0)


async def test_what_is_sent_names_the_host_and_the_length() -> None:
    heard: list[bytes] = []

    async def behave(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heard.append(await reader.readuntil(b"\r\n\r\n"))
        heard.append(await reader.readexactly(2))
        writer.write(b"HTTP/1.1 204 x\r\n\r\n")

    async with receiver(behave) as port:
        await post(f"http://localhost:{port}/hook?a=b")
        head = heard[0].decode().splitlines()
        assert head[0] == "POST /hook?a=b HTTP/1.1"
        assert {f"Host: localhost:{port}", "Content-Length: 2"} <= set(head)
    assert heard[1] == b"{}"


async def test_an_endless_answer_is_not_read_to_its_end() -> None:
    async def behave(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            writer.write(b"x" * 65536)
            await writer.drain()

    async with receiver(behave) as port:
        began = monotonic()
        answer = await post(f"http://127.0.0.1:{port}/", total_seconds=10)
    assert (answer.status, len(answer.body)) == (200, MAX_ANSWER_BYTES)
    assert monotonic() - began < 5


async def test_a_slow_drip_ends_with_the_time_for_the_whole() -> None:
    async def head(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        for letter in "HTTP/1.1 200 OK and so on":
            writer.write(letter.encode())
            await writer.drain()
            await asyncio.sleep(0.3)

    async def body(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n")
        while True:
            writer.write(b"x")
            await writer.drain()
            await asyncio.sleep(0.3)

    async with receiver(head) as port:
        assert await failure(f"http://127.0.0.1:{port}/") == "timeout"
    async with receiver(body) as port:
        answer = await post(f"http://127.0.0.1:{port}/")
    assert answer.status == 200, "it has said what counts"


async def test_headers_without_end_and_what_is_no_http_are_given_up() -> None:
    async def behave(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\n")
        while True:
            writer.write(b"X: " + b"y" * 4000 + b"\r\n")
            await writer.drain()

    async with receiver(behave) as port:
        assert await failure(f"http://127.0.0.1:{port}/", total_seconds=10) == "broken_off"

    async def other(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"SSH-2.0-OpenSSH_9.9\r\n")
        await writer.drain()
        await asyncio.sleep(0.5)

    async with receiver(other) as port:
        assert await failure(f"http://127.0.0.1:{port}/") == "broken_off"
        assert await failure(f"https://127.0.0.1:{port}/") == "tls"


async def test_a_redirect_is_not_followed() -> None:
    secret: list[bytes] = []

    async def inside(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        secret.append(await reader.read(100))
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")

    async with receiver(inside) as private:
        to = f"http://127.0.0.1:{private}/admin"
        redirect = f"HTTP/1.1 307 x\r\nLocation: {to}\r\nContent-Length: 0\r\n\r\n"
        async with receiver(answering(redirect)) as port:
            assert (await post(f"http://127.0.0.1:{port}/")).status == 307
    assert not secret


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "127.8.8.8", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1"),
        *("0.0.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255", "192.0.2.1", "198.18.0.1", "192.88.99.1"),
        *("::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "fd00:ec2::254", "fec0::1", "ff02::1"),
        *("::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b:1::1"),
        *("2002:7f00:1::", "2001:0:7f00:1::", "2001:db8::1", "3fff::1", "nonsense", ""),
    ],
)
def test_addresses_that_are_not_the_internets(address: str) -> None:
    assert not may_be_called(address)


def test_addresses_that_may_be_called() -> None:
    for address in ("8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"):
        assert may_be_called(address)
    assert may_be_called("127.0.0.1", LOCAL)
    assert may_be_called("::ffff:127.0.0.1", LOCAL)
    assert not may_be_called("127.0.0.2", LOCAL)
    assert may_be_called("fd00::5", networks_of("10.0.0.0/8, fd00::/8"))


async def test_the_address_is_checked_that_is_connected_to() -> None:
    """A name that leads elsewhere the second time it is looked up gets nothing by it."""
    answers = iter(["8.8.8.8", "127.0.0.1"])
    asked: list[str] = []

    def lookup(host: str, port: int, **_: Any) -> list[Any]:
        asked.append(host)
        return [(2, 1, 6, "", (next(answers), port))]

    async with receiver(answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")) as port:
        url = f"https://rebinding.example:{port}/"
        # The first is called as what it is, and nobody answers there; nothing is looked up again.
        assert await failure(url, allowed=(), lookup=lookup, connect_seconds=0.2) in ("timeout", "connect")
        assert asked == ["rebinding.example"]
        assert await failure(url, allowed=(), lookup=lookup) == "address_refused"


async def test_addresses_in_other_spellings_are_refused() -> None:
    async with receiver(answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")) as port:
        for host in ("127.0.0.1", "127.1", "0x7f000001", "2130706433", "localhost", "[::1]", "0"):
            assert await failure(f"https://{host}:{port}/", allowed=()) in ("address_refused", "dns"), host


async def test_in_the_clear_only_neighbours_are_called() -> None:
    def lookup(_: str, port: int, **__: Any) -> list[Any]:
        return [(2, 1, 6, "", ("8.8.8.8", port))]

    assert await failure("http://shop.example/", lookup=lookup) == "address_refused"


async def test_a_slow_name_server_of_one_company_holds_up_no_other() -> None:
    let_go = threading.Event()

    def lookup(host: str, port: int, **_: Any) -> list[Any]:
        if host == "slow.example":
            let_go.wait(10)
            raise OSError("no answer")
        return [(2, 1, 6, "", ("127.0.0.1", port))]

    outgoing = Outgoing(allowed=LOCAL, connect_seconds=0.3, total_seconds=1, lookup=lookup)
    hostile, other = uuid7(), uuid7()
    try:
        async with (
            receiver(answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")) as port,
            outgoing.connections(hostile) as bad,
            outgoing.connections(other) as good,
        ):
            tries = [bad.post("https://slow.example/", b"", {}) for _ in range(40)]
            under_way = asyncio.gather(*tries, return_exceptions=True)
            await asyncio.sleep(0.1)
            assert (await good.post(f"http://shop.example:{port}/", b"", {})).status == 200
            found = await under_way
        assert {str(each) for each in found} <= {"dns", "timeout"}
    finally:
        let_go.set()
        await outgoing.close()
