"""Replicas of the realtime role, and clients of them: consoles, and some that do nothing by themselves."""

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any, Final

import socketio
import uvicorn
from fastapi import FastAPI
from pydantic import ValidationError

from atende_platform.http.sockets import BoundedWebSocket
from atende_platform.service.app import create_app
from atende_platform.testing.answers import FOUND
from atende_platform.testing.plugin import Installation, public_jwks
from chat.main import SERVICE
from chat.realtime.schemas import NOTICES, REQUESTS, UPDATES, Ready, Refusal, Resync

UPDATES_BY_TYPE: Final = {update.TYPE: update for update in UPDATES}
NOTICES_BY_TYPE: Final = {notice.TYPE: notice for notice in NOTICES}
REQUESTS_BY_TYPE: Final = {request.TYPE: request for request in REQUESTS}
PATIENCE: Final = 60
"""Seconds to wait for what comes at once, unless something is broken."""
CONTROL: Final = {Ready.TYPE: Ready, Resync.TYPE: Resync}


@asynccontextmanager
async def replica(installation: Installation, **changes: Any) -> AsyncIterator[str]:
    """Run a realtime replica on a port of its own; return its URL."""
    settings = installation.settings.model_copy(update=changes)
    app: FastAPI = create_app(SERVICE, settings, frozenset({"realtime"}))
    app.state.runtime.keys.put(public_jwks())
    await app.state.runtime.company_limits.refresh()
    listening = socket.socket()
    # Little, so that who does not read is noticed before megabytes are sent.
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 16 * 1024)
    listening.bind(("127.0.0.1", 0))
    config = uvicorn.Config(app, log_config=None, ws=BoundedWebSocket, timeout_graceful_shutdown=1)
    server = uvicorn.Server(config)
    running = asyncio.create_task(server.serve([listening]))
    while not server.started:  # noqa: ASYNC110
        await asyncio.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        server.should_exit = True
        await running


class Refused(Exception):
    """The server did not let the console in; the argument is its code."""


def problems_of(namespace: str, event: str, data: dict[str, Any]) -> list[str]:
    """Return how a message differs from the class of its type: an unknown field is a difference."""
    if event in CONTROL:
        CONTROL[event].model_validate(data)
        return []
    update = UPDATES_BY_TYPE.get(event) or NOTICES_BY_TYPE.get(event)
    if update is None or namespace != f"/{update.NAMESPACE}":
        return ["there is no such update in this namespace"]
    payload = {name: value for name, value in data.items() if name != "id"}
    try:
        update.model_validate(payload)
    except ValidationError as error:
        return [f"{each['loc']}: {each['msg']}" for each in error.errors()]
    return []


class Console:
    """A browser's connection: keeps every event it is sent."""

    def __init__(self, client: socketio.AsyncClient, namespace: str) -> None:
        self.client = client
        self.namespace = namespace
        self.received: list[tuple[str, dict[str, Any]]] = []
        self.notices: list[tuple[str, dict[str, Any]]] = []
        """What is not in the log."""
        self.refusal = ""
        client.on("*", self._keep, namespace=namespace)
        client.on("connect_error", self._keep_refusal, namespace=namespace)

    async def _keep_refusal(self, error: dict[str, Any]) -> None:
        self.refusal = error["data"]["code"]

    async def _keep(self, event: str, data: dict[str, Any]) -> None:
        FOUND.extend(f"{event}: {problem}" for problem in problems_of(self.namespace, event, data))
        (self.notices if event in NOTICES_BY_TYPE else self.received).append((event, data))

    @property
    def types(self) -> list[str]:
        return [event for event, _ in self.received]

    @property
    def ids(self) -> list[int]:
        return [data["id"] for event, data in self.received if "id" in data]

    async def ask(self, event: str, given: Any) -> dict[str, Any]:
        """Send a request; return how it is answered."""
        answer: dict[str, Any] = await self.client.call(
            event, given, namespace=self.namespace, timeout=PATIENCE
        )
        shape = Refusal if answer["ok"] is False else REQUESTS_BY_TYPE[event].ANSWER
        shape.model_validate(answer)
        return answer

    def present(self) -> dict[str, str]:
        """Return the agents who are not offline, by what was sent."""
        users = [
            user for event, data in self.notices if event == "presence.updated" for user in data["users"]
        ]
        return {
            id_: status
            for id_, status in {each["userId"]: each["status"] for each in users}.items()
            if status != "offline"
        }

    def attended(self, ticket_id: str) -> tuple[set[str], set[str]]:
        """Return who looks at a ticket and who types in it, by what was last sent."""
        sent = [
            data
            for event, data in self.notices
            if event == "ticket.attended" and data["ticketId"] == ticket_id
        ]
        return (set(sent[-1]["viewing"]), set(sent[-1]["typing"])) if sent else (set(), set())

    async def until(self, event: str, count: int = 1) -> dict[str, Any]:
        async with asyncio.timeout(PATIENCE):
            while self.types.count(event) < count:  # noqa: ASYNC110
                await asyncio.sleep(0.01)
        return [data for name, data in self.received if name == event][-1]


Connect = Callable[..., Awaitable[Console]]


class Silent:
    """A WebSocket made by hand, whose client does nothing by itself: it neither reads nor answers."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer

    @classmethod
    async def handshake(cls, address: str) -> "Silent":
        host, _, port = address.removeprefix("http://").partition(":")
        own = socket.socket()
        own.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        own.setblocking(False)
        await asyncio.get_running_loop().sock_connect(own, (host, int(port)))
        reader, writer = await asyncio.open_connection(sock=own, limit=1024)
        writer.write(
            b"GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\n"
            b"Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            b"Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"
        )
        head = await reader.readuntil(b"\r\n\r\n")
        assert b" 101 " in head.split(b"\r\n")[0]
        return cls(reader, writer)

    def say(self, text: str) -> None:
        data = text.encode()
        length = bytes([0x80 | len(data)]) if len(data) < 126 else b"\xfe" + len(data).to_bytes(2, "big")
        self._writer.write(b"\x81" + length + b"\0\0\0\0" + data)

    async def until(self, text: bytes) -> None:
        """Read until the server has said something."""
        seen = b""
        async with asyncio.timeout(PATIENCE):
            while text not in seen:
                chunk = await self._reader.read(1024)
                assert chunk, "hung up on"
                seen += chunk

    async def until_hung_up(self) -> None:
        """Read what is there until the server has ended the connection."""
        async with asyncio.timeout(PATIENCE):
            try:
                while await self._reader.read(65536):
                    pass
            except ConnectionError:
                pass
        self._writer.close()

    def close(self) -> None:
        self._writer.transport.abort()


async def closes(console: Console) -> None:
    async with asyncio.timeout(PATIENCE):
        while console.client.connected:  # noqa: ASYNC110
            await asyncio.sleep(0.02)


async def say_by_hand(url: str, request: bytes) -> asyncio.StreamWriter:
    host, _, port = url.removeprefix("http://").partition(":")
    _, writer = await asyncio.open_connection(host, int(port))
    writer.write(request)
    await writer.drain()
    return writer


async def deaf(url: str, token: str) -> Silent:
    """A client that is let in, and then never reads again."""
    silent = await Silent.handshake(url)
    silent.say('40/chat,{"token":"' + token + '"}')
    await silent.until(b'"ready"')
    return silent
