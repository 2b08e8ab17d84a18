"""The whole system's health, gathered from its services."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

import pytest

from atende_platform.service.health import system_health


@asynccontextmanager
async def answering(status: int, body: bytes) -> AsyncIterator[str]:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        head = f"HTTP/1.1 {status} x\r\ncontent-length: {len(body)}\r\nconnection: close\r\n\r\n"
        writer.write(head.encode() + body)
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/health"


def report(status: str) -> bytes:
    return json.dumps({"status": status}).encode()


@pytest.mark.parametrize(
    ("answers", "status", "code"),
    [
        ([(200, report("up")), (200, report("up"))], "up", 200),
        ([(200, report("up")), (200, report("degraded"))], "degraded", 200),
        ([(200, report("degraded")), (503, report("down"))], "down", 503),
        # What is no health report is no health: a problem document, a list, a page of the proxy.
        ([(200, report("up")), (429, b'{"status": 429, "code": "too-many-requests"}')], "down", 503),
        ([(200, report("up")), (200, b"[]")], "down", 503),
        ([(200, report("up")), (502, b"<html>")], "down", 503),
    ],
)
async def test_the_worst_service_decides(answers: list[tuple[int, bytes]], status: str, code: int) -> None:
    async with AsyncExitStack() as stack:
        urls = {
            f"s{number}": await stack.enter_async_context(answering(*answer))
            for number, answer in enumerate(answers)
        }
        got_code, body = await system_health(urls)
    assert (got_code, body["status"]) == (code, status)
    assert set(body["services"]) == {"s0", "s1"}


async def test_a_service_that_is_away_is_down() -> None:
    code, body = await system_health({"chat": "http://127.0.0.1:9/health"})
    assert code == 503
    assert body["services"]["chat"] == {"status": "down", "error": "ConnectError"}
