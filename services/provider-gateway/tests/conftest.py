"""The gateway under test: against a small real HTTP server in place of Meta's, never a mocked transport."""

import asyncio
import base64
import hashlib
import hmac
import json
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, Protocol
from uuid import UUID

import httpx
import pytest
import pytest_asyncio
from aiohttp import web

from atende_contracts.event import Party, TextContent
from atende_contracts.ids import uuid7
from atende_platform.db import Database, execute
from atende_platform.runtime import Service
from atende_platform.testing import AsUser, Installation
from gateway.domain import Order, Origin
from gateway.handlers import Handlers
from gateway.main import SERVICE
from gateway.providers import make_cloud_api
from gateway.sealing import Sealer
from gateway.sender import Sender
from gateway.service.directory import ChannelDirectory

APP_SECRET = "app-secret-of-the-test"
ACCESS_TOKEN = "EAAG-token-of-the-test"


@dataclass
class Meta:
    """What stands for Meta: records each request it read and each message it accepted."""

    url: str = ""
    requests: list[dict[str, Any]] = field(default_factory=list)
    accepted: list[dict[str, Any]] = field(default_factory=list)
    tokens: list[str] = field(default_factory=list)
    respond: "Callable[[web.Request, dict[str, Any]], Awaitable[web.StreamResponse]] | None" = None

    def reset(self) -> None:
        self.requests, self.accepted, self.tokens, self.respond = [], [], [], None

    def accept(self, body: dict[str, Any]) -> web.Response:
        """Accept a message as Meta does."""
        message_id = f"wamid.{secrets.token_hex(12)}"
        self.accepted.append({**body, "id": message_id})
        return web.json_response(
            {
                "messaging_product": "whatsapp",
                "contacts": [{"input": body.get("to"), "wa_id": str(body.get("to", "")).lstrip("+")}],
                "messages": [{"id": message_id, "message_status": "accepted"}],
            }
        )

    def refuse(self, code: int, status: int = 400, **error: Any) -> web.Response:
        """Refuse a message as the Graph API does."""
        document = {"error": {"code": code, "message": f"(#{code}) refused", "type": "OAuthException", **error}}
        return web.json_response(document, status=status)

    async def handle(self, request: web.Request) -> web.StreamResponse:
        body = await request.json()
        self.requests.append(body)
        self.tokens.append(request.headers.get("Authorization", ""))
        if self.respond is not None:
            return await self.respond(request, body)
        return self.accept(body)

    def accepted_ids(self) -> list[str]:
        return [message["biz_opaque_callback_data"] for message in self.accepted]


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def meta_server() -> AsyncIterator[Meta]:
    meta = Meta()
    app = web.Application()
    app.router.add_post("/v23.0/{number}/messages", meta.handle)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    meta.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    yield meta
    await runner.cleanup()


@pytest.fixture
def meta(meta_server: Meta) -> Meta:
    meta_server.reset()
    return meta_server


@pytest.fixture
def service() -> Service[Any]:
    return SERVICE


@pytest.fixture
def service_settings(meta_server: Meta) -> dict[str, Any]:
    return {
        "public_url": "https://atende.example",
        "credentials_key": base64.b64encode(bytes(range(32))).decode(),
        "whatsapp_graph_url": meta_server.url,
        "webhook_verify_token": "verify-token-of-the-app",
        "channel_cache_seconds": 0.0,
        "send_connect_seconds": 1.0,
        "send_total_seconds": 1.5,
        "send_lease_seconds": 5.0,
        "rate_wait_seconds": 1.0,
        "retry_poll_seconds": 0.1,
        "sweep_seconds": 0.1,
        "parked_poll_seconds": 0.1,
    }


@dataclass(frozen=True)
class Connected:
    """A channel that a company has connected."""

    company_id: UUID
    id: UUID
    phone_number_id: str
    verify_token: str
    webhook_url: str


class Connect(Protocol):
    """Connects a number over the API."""

    async def __call__(self, *, company_id: UUID | None = None, **body: Any) -> Connected: ...


@pytest.fixture
def connect(as_user: AsUser, company_id: UUID) -> Connect:
    own_company = company_id

    async def make(*, company_id: UUID | None = None, **body: Any) -> Connected:
        number = str(secrets.randbelow(10**15))
        document = {
            "name": "WhatsApp",
            "provider": "whatsapp_cloud",
            "phoneNumberId": number,
            "accessToken": ACCESS_TOKEN,
            "appSecret": APP_SECRET,
            "messagesPerSecond": 1000,
            **body,
        }
        company = company_id or own_company
        response = await as_user(company_id=company).post("/api/v1/channels", json=document)
        assert response.status_code == 201, response.text
        channel = response.json()
        return Connected(
            company, UUID(channel["id"]), channel["phoneNumberId"], channel["verifyToken"], channel["webhookUrl"]
        )

    return make


@pytest_asyncio.fixture(loop_scope="session")
async def channel(connect: Connect) -> Connected:
    return await connect()


@pytest_asyncio.fixture(loop_scope="session")
async def sender(installation: Installation, meta: Meta, database: Database) -> AsyncIterator[Sender]:  # noqa: ARG001
    settings = installation.settings
    provider = make_cloud_api(settings)
    directory = ChannelDirectory(database, Sealer(settings.credential_keys), max_age=0.0)
    yield Sender(installation.runtime, provider, directory)
    await provider.close()


@pytest.fixture
def handlers(sender: Sender, database: Database) -> Handlers:
    return Handlers(database, sender)


def order(channel: Connected, *, origin: Origin = "campaign", **fields: Any) -> Order:
    """Return an order of a text to somebody."""
    number = f"55119{secrets.randbelow(10**8):08d}"
    defaults: dict[str, Any] = {
        "company_id": channel.company_id,
        "send_id": uuid7(),
        "channel_id": channel.id,
        "origin": origin,
        "recipient": Party(wa_id=number, phone=f"+{number}"),
        "content": TextContent(body="Olá"),
        "campaign_id": uuid7() if origin == "campaign" else None,
        "message_id": uuid7() if origin == "reply" else None,
    }
    return Order(**{**defaults, **fields})


def sign(body: bytes, secret: str = APP_SECRET) -> dict[str, str]:
    """Return the headers of a webhook signed as Meta does."""
    digest = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    return {"X-Hub-Signature-256": f"sha256={digest}", "Content-Type": "application/json"}


def webhook(number: str, value: dict[str, Any], *more: dict[str, Any]) -> bytes:
    """Return a webhook's body as Meta encodes it: non-ASCII and slashes escaped."""
    changes = [
        {
            "field": "messages",
            "value": {
                "messaging_product": "whatsapp",
                "metadata": {"display_phone_number": "551140000000", "phone_number_id": number},
                **one,
            },
        }
        for one in (value, *more)
    ]
    document = {"object": "whatsapp_business_account", "entry": [{"id": "1", "changes": changes}]}
    return json.dumps(document, separators=(",", ":")).replace("/", "\\/").encode("ascii")


def message(kind: str = "text", **fields: Any) -> dict[str, Any]:
    """Return a customer's message as Meta reports it."""
    content = {kind: {"body": "Olá, tudo bem?"}} if kind == "text" and "text" not in fields else {}
    return {
        "from": "5511987654321",
        "id": f"wamid.{secrets.token_hex(8)}",
        "timestamp": "1790000000",
        "type": kind,
        **content,
        **fields,
    }


CONTACT = {"profile": {"name": "Maria Conceição"}, "wa_id": "5511987654321"}


class PostWebhook(Protocol):
    async def __call__(self, body: bytes, *, path: str = "", secret: str = APP_SECRET) -> httpx.Response: ...


@dataclass(frozen=True)
class Row:
    """A row of the ledger."""

    state: str
    attempts: int
    fence: int
    provider_message_id: str | None
    request: Any
    error: Any


class Ledger(Protocol):
    """Returns a row of the ledger, or None."""

    async def __call__(self, one: Order) -> Row | None: ...


@pytest.fixture
def ledger(database: Database) -> Ledger:
    async def read(one: Order) -> Row | None:
        async with database.worker() as session:
            result = await execute(
                session,
                "SELECT state, attempts, fence, provider_message_id, request, error FROM sends"
                " WHERE company_id = :company_id AND send_id = :send_id",
                company_id=one.company_id,
                send_id=one.send_id,
            )
            row = result.one_or_none()
        return Row(*row) if row is not None else None

    return read


class Sql(Protocol):
    """Changes rows directly: the passing of time, mostly."""

    async def __call__(self, statement: str, **parameters: Any) -> None: ...


@pytest.fixture
def sql(database: Database) -> Sql:
    async def run(statement: str, **parameters: Any) -> None:
        async with database.worker() as session:
            await execute(session, statement, **parameters)

    return run


async def until(condition: Callable[[], bool], timeout: float = 5.0) -> None:
    """Wait until a condition of this process holds."""
    async with asyncio.timeout(timeout):
        while not condition():
            await asyncio.sleep(0.01)
