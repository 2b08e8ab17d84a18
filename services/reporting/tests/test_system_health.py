"""The health of the whole system: asked for rarely, told to everybody."""

import asyncio
import json
from collections.abc import AsyncIterator

import httpx
import pytest
from pydantic import ValidationError

from atende_platform.errors import NotFound
from atende_platform.service.app import create_app
from atende_platform.service.health import part_health
from atende_platform.testing.plugin import Installation
from reporting.main import SERVICE
from reporting.service import SystemHealth
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


async def test_everyone_may_ask_and_the_services_are_asked_once_a_second(
    installation: Installation, answering: Answering
) -> None:
    urls = {"system_health_urls": f"chat={answering.url}"}
    app = create_app(SERVICE, Settings(**{**installation.settings.model_dump(), **urls}), frozenset({"api"}))
    transport = httpx.ASGITransport(app=app)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url="http://t") as http,
    ):
        responses = await asyncio.gather(*(http.get(PATH) for _ in range(20)))
        assert {response.status_code for response in responses} == {200}
        assert responses[0].json() == {"status": "up", "services": {"chat": {"status": "up"}}}
        assert responses[0].headers["cache-control"] == "no-store"
        assert "ratelimit-limit" not in responses[0].headers
        assert answering.asked == 1

        answering.status = "down"
        await asyncio.sleep(1.05)
        response = await http.get(PATH)
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
