import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from atende_platform.data.db import Database
from atende_platform.testing.plugin import AsUser, Installation
from chat.webhooks.worker import Cleaner, Deliverer, Feeder, outgoing_of

WEBHOOKS = "/api/v1/webhooks"


@dataclass
class Request:
    path: str
    headers: dict[str, str]
    raw: bytes

    @property
    def body(self) -> dict[str, Any]:
        body: dict[str, Any] = json.loads(self.raw)
        return body


@dataclass
class Receiver:
    """A server that keeps what it gets, and answers by path."""

    url: str = ""
    requests: list[Request] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)
    """By path: a status, or ``hang``."""

    def at(self, path: str) -> list[Request]:
        return [each for each in self.requests if each.path == path]

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
                headers = dict(line.split(": ", 1) for line in head[1:] if line)
                headers = {name.lower(): value for name, value in headers.items()}
                raw = await reader.readexactly(int(headers["content-length"]))
                path = head[0].split(" ")[1]
                await self._answer(path, writer)
                self.requests.append(Request(path, headers, raw))
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    async def _answer(self, path: str, writer: asyncio.StreamWriter) -> None:
        answer = self.answers.get(path, "200 OK")
        if answer == "hang":
            await asyncio.sleep(30)
        head, _, body = answer.partition("\r\n\r\n")
        writer.write(f"HTTP/1.1 {head}\r\nContent-Length: {len(body)}\r\n\r\n{body}".encode())
        await writer.drain()


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    made = Receiver()
    server = await asyncio.start_server(made.serve, "127.0.0.1", 0)
    made.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    yield made
    server.close()


@dataclass
class Delivering:
    """The parts of the worker, run by hand."""

    feeder: Feeder
    deliverer: Deliverer
    cleaner: Cleaner
    outgoing: Any

    async def feed(self) -> None:
        self.feeder.hear_of_all()
        while await self.feeder.step():
            pass

    async def turn(self) -> int:
        """Claim what is due and deliver to it; return how many endpoints there were."""
        count = await self.deliverer.begin(self.outgoing)
        await self.deliverer.finish()
        return count

    async def all(self) -> None:
        """Feed and deliver until nothing is due."""
        await self.feed()
        while await self.turn():
            await self.feed()


@pytest.fixture
async def delivering(database: Database, installation: Installation) -> AsyncIterator[Delivering]:
    settings = installation.settings
    outgoing = outgoing_of(settings)
    deliverer = Deliverer(database, settings, outgoing)
    yield Delivering(
        Feeder(database, settings, deliverer.wake), deliverer, Cleaner(database, settings), outgoing
    )
    await outgoing.close()


async def create_webhook(as_user: AsUser, url: str, **body: Any) -> dict[str, Any]:
    """Add a webhook; return it with its ``secret``."""
    company = body.pop("company_id", None)
    response = await as_user("admin", company_id=company).post(WEBHOOKS, json={"url": url, **body})
    assert response.status_code == 201, response.text
    made: dict[str, Any] = response.json()
    return made["webhook"] | {"secret": made["secret"]}
