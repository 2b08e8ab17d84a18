"""The health of the whole system: asked for rarely, shown to everyone."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator

import httpx
import pytest
from pydantic import ValidationError

from atende_platform.errors import NotFound
from atende_platform.service.health import part_health
from atende_platform.testing.plugin import Installation
from reporting.service.system import SystemHealth
from reporting.settings import Settings

PATH = "/health/system"


class Answering:
    """A service that says how it is, and counts how often it was asked."""

    def __init__(self) -> None:
        self.status = "up"
        self.asked = 0
        self.url = ""

    async def __call__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.asked += 1
        await reader.readuntil(b"\r\n\r\n")
        body = json.dumps({"status": self.status}).encode()
        head = f"HTTP/1.1 200 OK\r\ncontent-length: {len(body)}\r\nconnection: close\r\n\r\n"
        writer.write(head.encode() + body)
        await writer.drain()
        writer.close()


@pytest.fixture
async def answering() -> AsyncIterator[Answering]:
    answering = Answering()
    server = await asyncio.start_server(answering, "127.0.0.1", 0)
    async with server:
        answering.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/health"
        yield answering


@pytest.fixture
def seconds(installation: Installation, answering: Answering) -> Iterator[list[float]]:
    """The clock of the page, which asks one service."""
    state, seconds = installation.app.state, [0.0]
    before = state.system_health
    state.system_health = SystemHealth({"chat": answering.url}, clock=lambda: seconds[0])
    yield seconds
    state.system_health = before


async def test_everyone_may_ask_and_the_services_are_asked_once_a_second(
    client: httpx.AsyncClient, answering: Answering, seconds: list[float]
) -> None:
    responses = await asyncio.gather(*(client.get(PATH) for _ in range(20)))
    assert {response.status_code for response in responses} == {200}
    assert responses[0].json() == {"status": "up", "services": {"chat": {"status": "up"}}}
    assert responses[0].headers["cache-control"] == "no-store"
    assert "ratelimit-limit" not in responses[0].headers
    assert answering.asked == 1

    answering.status = "down"
    seconds[0] = 1.0
    assert (await client.get(PATH)).json()["status"] == "up"
    seconds[0] = 1.1
    response = await client.get(PATH)
    assert (response.status_code, response.json()["status"]) == (503, "down")
    assert answering.asked == 2


@pytest.mark.parametrize(
    ("chat", "auth", "expected"),
    [
        ("up", "up", (200, "up")),
        ("up", "down", (503, "down")),
        ("up", None, (200, "degraded")),  # Auth does not answer: it knows nothing of the database.
        (None, None, (503, "down")),
    ],
)
def test_one_server_is_as_the_services_reach_it(
    chat: str | None, auth: str | None, expected: tuple[int, str]
) -> None:
    def service(state: str | None) -> dict[str, object]:
        if state is None:
            return {"status": "down", "error": "ConnectError"}
        return {"status": "degraded", "checks": {"db": {"status": state}, "redis": {"status": "down"}}}

    status, body = part_health({"services": {"chat": service(chat), "auth": service(auth)}}, "db")
    assert (status, body["status"]) == expected
    assert body["services"]["chat"] == {"status": chat or "unknown"}


async def test_it_is_no_part_of_the_api_document(client: httpx.AsyncClient) -> None:
    document = (await client.get("/openapi.json")).json()
    assert not any(path.startswith("/health") for path in document["paths"])


async def test_without_urls_there_is_no_such_page(client: httpx.AsyncClient) -> None:
    assert (await client.get(PATH)).status_code == 404
    with pytest.raises(NotFound):
        await SystemHealth({}).report()


def settings(urls: str) -> Settings:
    return Settings(database_url="x", database_worker_url="x", system_health_urls=urls)


def test_urls_are_read_by_name() -> None:
    assert settings(" auth=http://a:1/health?x=1 ,chat=https://b/health,").system_health == {
        "auth": "http://a:1/health?x=1",
        "chat": "https://b/health",
    }
    assert settings("").system_health == {}


@pytest.mark.parametrize("urls", ["auth", "=http://a", "auth=ftp://a", "auth=http://a chat"[:9]])
def test_a_wrong_setting_keeps_the_service_from_starting(urls: str) -> None:
    with pytest.raises(ValidationError, match="not name=http"):
        settings(urls)
