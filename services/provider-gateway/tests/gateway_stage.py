"""What the gateway's tests play with: a stand-in for Meta, its payloads, and orders to send.

The stand-in is a real HTTP server; the transport is never mocked.
"""

import asyncio
import hashlib
import hmac
import json
import secrets
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any, Protocol
from urllib.parse import urlsplit
from uuid import UUID

from aiohttp import web
from aiokafka import AIOKafkaConsumer

from atende_contracts.event import Event, Party, TextContent
from atende_contracts.ids import uuid7
from atende_contracts.registry import decode
from gateway.domain.sends import Order, Origin

from .media_files import Files

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
    files: Files = field(default_factory=Files)
    confirm: "Callable[[str, str], bool]" = field(default=lambda _number, _token: True)
    """Whether a token may use a number or an account, by their ids. Every token, if nothing else is said."""
    refusal: tuple[int, int] = (100, 400)
    """With which code and HTTP status it refuses a token."""
    numbers_of: dict[str, list[str]] = field(default_factory=dict)
    """The numbers of an account."""
    asked: list[tuple[str, str]] = field(default_factory=list)
    """For what, and by which token, it was asked."""

    def reset(self) -> None:
        self.requests, self.accepted, self.tokens, self.respond = [], [], [], None
        self.confirm, self.asked = (lambda _number, _token: True), []
        self.refusal, self.numbers_of = (100, 400), {}
        self.files.uploads, self.files.refuse_upload = [], None

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
        document = {
            "error": {"code": code, "message": f"(#{code}) refused", "type": "OAuthException", **error}
        }
        return web.json_response(document, status=status)

    async def handle(self, request: web.Request) -> web.StreamResponse:
        body = await request.json()
        self.requests.append(body)
        self.tokens.append(request.headers.get("Authorization", ""))
        if self.respond is not None:
            return await self.respond(request, body)
        return self.accept(body)

    async def describe(self, request: web.Request) -> web.StreamResponse:
        """Report a phone number."""
        number = request.match_info["number"]
        if not self._confirms(request, number):
            return self._refuse_token()
        return web.json_response({"id": number, "display_phone_number": "+55 11 4000-0000"})

    async def list_numbers(self, request: web.Request) -> web.StreamResponse:
        """Report an account's numbers: all that were asked for with its token, unless it is said which."""
        account = request.match_info["number"]
        if not self._confirms(request, account):
            return self._refuse_token()
        numbers = self.numbers_of.get(account, [number for number, _ in self.asked])
        return web.json_response({"data": [{"id": number} for number in numbers]})

    def _refuse_token(self) -> web.Response:
        code, status = self.refusal
        return self.refuse(code, status, **({"error_subcode": 33} if code == 100 else {}))

    def _confirms(self, request: web.Request, wanted: str) -> bool:
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        self.asked.append((wanted, token))
        return self.confirm(wanted, token)

    def accepted_ids(self) -> list[str]:
        return [message["biz_opaque_callback_data"] for message in self.accepted]


@dataclass(frozen=True)
class Connected:
    """A channel that a company has connected."""

    company_id: UUID
    id: UUID
    phone_number_id: str
    verify_token: str
    webhook_url: str
    status: str = "active"


class Connect(Protocol):
    """Connects a number over the API."""

    async def __call__(self, *, company_id: UUID | None = None, **body: Any) -> Connected: ...


def order(channel: Connected, *, origin: Origin = "campaign", **fields: Any) -> Order:
    """Return an order of a text to a customer."""
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


def own_path(channel: Connected) -> str:
    return urlsplit(channel.webhook_url).path


def account_update(field: str, value: dict[str, Any], *, account: str = "waba") -> bytes:
    """Return a webhook about an account, in which no number is named."""
    entry = {"id": account, "time": 1790000000, "changes": [{"field": field, "value": value}]}
    return json.dumps({"object": "whatsapp_business_account", "entry": [entry]}).encode()


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


class Sql(Protocol):
    """Changes rows directly: the passing of time, mostly."""

    async def __call__(self, statement: str, **parameters: Any) -> None: ...


class Taken:
    """Reads what webhooks put into Kafka, from the moment it was made."""

    def __init__(self, consumer: AIOKafkaConsumer) -> None:
        self._consumer = consumer

    async def all(self) -> list[Any]:
        ends = await self._consumer.end_offsets(self._consumer.assignment())
        events: list[tuple[int, Event]] = []
        while any([await self._consumer.position(part) < end for part, end in ends.items()]):
            for records in (await self._consumer.getmany(timeout_ms=200)).values():
                for record in records:
                    kind = dict(record.headers)["type"].decode()
                    events.append((record.timestamp, decode(kind, record.value)))
        return [event for _, event in sorted(events, key=lambda item: item[0])]


@asynccontextmanager
async def forwarder(port: int, target: str) -> AsyncIterator[None]:
    """Listen on a port that is held, and pass everything on: an endpoint that can come to life and die."""
    host, _, target_port = target.partition(":")
    serving: set[asyncio.Task[Any]] = set()

    async def pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while data := await reader.read(65536):
                writer.write(data)
        finally:
            writer.close()
            with suppress(OSError):
                await writer.wait_closed()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        upstream_reader, upstream = await asyncio.open_connection(host, int(target_port))
        pumps = [
            asyncio.create_task(pump(reader, upstream)),
            asyncio.create_task(pump(upstream_reader, writer)),
        ]
        serving.update(pumps)
        await asyncio.wait(pumps)

    server = await asyncio.start_server(serve, "127.0.0.1", port, reuse_port=True)
    try:
        yield
    finally:
        server.close()
        for task in serving:
            task.cancel()
        await asyncio.gather(*serving, return_exceptions=True)
        await server.wait_closed()


@contextmanager
def held_port() -> Iterator[int]:
    """Keep a port from all other processes; who connects is refused, unless a `forwarder` listens."""
    with socket.socket() as holder:
        holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        holder.bind(("127.0.0.1", 0))
        yield holder.getsockname()[1]
