"""Sockets against a real server: order, catch-up, isolation, limits."""

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest
import socketio
import uvicorn
from fastapi import FastAPI
from prometheus_client import REGISTRY
from redis.asyncio import Redis

from atende_contracts.campaigns import CampaignProgressV1
from atende_contracts.ids import uuid7
from atende_contracts.messages import MessageReceivedV1
from atende_platform.app import create_app
from atende_platform.company_limits import Limits, publish
from atende_platform.db import Database, execute
from atende_platform.revocation import announce
from atende_platform.seats import Seats
from atende_platform.sockets import BoundedWebSocket
from atende_platform.testing import SIGNER, AsUser, Eventually, Installation, public_jwks, token_for
from chat import realtime
from chat.handlers import Handlers
from chat.main import SERVICE
from chat.realtime import Hub
from chat.repository.events import EventLog

Inbound = Callable[..., MessageReceivedV1]


@asynccontextmanager
async def _replica(installation: Installation, **changes: Any) -> AsyncIterator[str]:
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


@pytest.fixture
async def url(installation: Installation, database: Database) -> AsyncIterator[str]:  # noqa: ARG001
    async with _replica(installation, realtime_poll_seconds=30) as address:
        yield address


class Refused(Exception):
    """The server did not let the console in; the argument is its code."""


class Console:
    """A browser's connection: keeps every event it is sent."""

    def __init__(self, client: socketio.AsyncClient, namespace: str) -> None:
        self.client = client
        self.namespace = namespace
        self.received: list[tuple[str, dict[str, Any]]] = []
        self.refusal = ""
        client.on("*", self._keep, namespace=namespace)
        client.on("connect_error", self._keep_refusal, namespace=namespace)

    async def _keep_refusal(self, error: dict[str, Any]) -> None:
        self.refusal = error["data"]["code"]

    async def _keep(self, event: str, data: dict[str, Any]) -> None:
        self.received.append((event, data))

    @property
    def types(self) -> list[str]:
        return [event for event, _ in self.received]

    @property
    def ids(self) -> list[int]:
        return [data["id"] for event, data in self.received if "id" in data]

    async def until(self, event: str, count: int = 1) -> dict[str, Any]:
        async with asyncio.timeout(10):
            while self.types.count(event) < count:  # noqa: ASYNC110
                await asyncio.sleep(0.01)
        return [data for name, data in self.received if name == event][-1]


Connect = Callable[..., Awaitable[Console]]


@pytest.fixture
async def connect(installation: Installation, company_id: UUID, url: str) -> AsyncIterator[Connect]:
    own = company_id
    async with AsyncExitStack() as stack:

        async def open_console(
            *,
            role: str = "agent",
            company_id: UUID | None = None,
            user_id: UUID | None = None,
            session_id: UUID | None = None,
            namespace: str = "/chat",
            address: str = url,
            expires_in: float = 900,
            **auth: Any,
        ) -> Console:
            token = token_for(
                installation.settings,
                company_id=company_id or own,
                role=role,
                user_id=user_id,
                session_id=session_id,
                expires_in=expires_in,
            )
            client = socketio.AsyncClient(reconnection=False)
            console = Console(client, namespace)
            stack.push_async_callback(client.shutdown)
            try:
                await client.connect(
                    address,
                    namespaces=[namespace],
                    auth={"token": token, **auth},
                    transports=["websocket"],
                    wait_timeout=5,
                )
            except socketio.exceptions.ConnectionError as error:
                raise Refused(console.refusal) from error
            return console

        yield open_console


async def test_an_agent_sees_the_customer_s_message_at_once(
    connect: Connect, handlers: Handlers, inbound: Inbound, as_user: AsUser
) -> None:
    console = await connect()
    assert await console.until("ready") == {"lastEventId": 0}
    await handlers.messages_received([inbound("Tem alguém aí?")])
    told = await console.until("message.created")
    assert told["message"]["text"] == "Tem alguém aí?"
    assert console.types == ["ready", "contact.updated", "ticket.updated", "message.created"]
    assert console.ids == [1, 2, 3]
    ticket_id = told["message"]["ticketId"]
    await as_user("agent").post(
        f"/api/v1/tickets/{ticket_id}/messages", json={"text": "Sim!", "clientMessageId": "1"}
    )
    assert (await console.until("message.created", 2))["message"]["direction"] == "out"


async def test_polling_is_refused_and_says_what_to_do(url: str) -> None:
    async with httpx.AsyncClient(base_url=url) as client:
        for method in ("GET", "POST"):
            answer = await client.request(method, "/socket.io/", params={"EIO": "4", "transport": "polling"})
            assert answer.status_code == 400
            assert answer.json()["code"] == "websocket-only"


async def test_a_client_that_was_away_gets_what_it_missed_first(
    connect: Connect, handlers: Handlers, inbound: Inbound
) -> None:
    for number in range(3):
        await handlers.messages_received([inbound(str(number))])
    console = await connect(lastEventId=3)
    assert await console.until("ready") == {"lastEventId": 7}
    assert console.types == ["ticket.updated", "message.created"] * 2 + ["ready"]
    assert console.ids == [4, 5, 6, 7]
    up_to_date = await connect(lastEventId=7)
    assert await up_to_date.until("ready") == {"lastEventId": 7}
    assert up_to_date.types == ["ready"]


@pytest.mark.parametrize("last_seen", [0, 10_000])
async def test_a_client_that_missed_too_much_loads_afresh(
    connect: Connect, handlers: Handlers, inbound: Inbound, last_seen: int
) -> None:
    await handlers.messages_received([inbound(str(number)) for number in range(30)])
    console = await connect(lastEventId=last_seen)
    ready = await console.until("ready")
    assert console.received[0] == ("resync", ready)
    assert console.types == ["resync", "ready"]


async def test_events_that_are_no_longer_kept_mean_a_resync(
    connect: Connect, handlers: Handlers, inbound: Inbound, database: Database
) -> None:
    await handlers.messages_received([inbound()])
    async with database.worker() as session:
        await execute(session, "DELETE FROM event_log WHERE seq = 1")
    console = await connect(lastEventId=0)
    await console.until("ready")
    assert console.types == ["resync", "ready"]


async def test_nothing_is_lost_or_out_of_order_while_consoles_come_and_go(
    connect: Connect, handlers: Handlers, inbound: Inbound
) -> None:
    early = await connect()
    await early.until("ready")

    async def write(number: int) -> None:
        for part in range(5):
            await handlers.messages_received([inbound(str(part), wa_id=f"551199999000{number}")])

    async def come(delay: float) -> Console:
        await asyncio.sleep(delay)
        return await connect(lastEventId=0)

    *_, first, second = await asyncio.gather(*(write(number) for number in range(4)), come(0.01), come(0.05))
    total = 4 * (3 + 4 * 2)
    for console in (early, first, second):
        ready = await console.until("ready")
        seen = ready["lastEventId"] if "resync" in console.types else 0  # It loads what was up to there.
        async with asyncio.timeout(10):
            while len(console.ids) < total - seen:  # noqa: ASYNC110
                await asyncio.sleep(0.01)
        assert console.ids == list(range(seen + 1, total + 1))


async def test_another_company_and_another_namespace_hear_nothing(
    connect: Connect, handlers: Handlers, inbound: Inbound, company_id: UUID
) -> None:
    mine, campaigns = await connect(), await connect(namespace="/campaigns")
    stranger = await connect(
        company_id=uuid7(), lastEventId=0, companyId=str(company_id), room=str(company_id)
    )
    for console in (mine, campaigns, stranger):
        await console.until("ready")
    await stranger.client.emit("join", str(company_id), namespace="/chat")
    await handlers.messages_received([inbound()])
    await handlers.campaigns_moved(
        [
            CampaignProgressV1(
                company_id=company_id,
                campaign_id=uuid7(),
                channel_id=uuid7(),
                name="Black Friday",
                state="running",
                total=1,
            )
        ]
    )
    progress = await campaigns.until("campaign.progress")
    assert (progress["name"], progress["id"]) == ("Black Friday", 4)
    await mine.until("message.created")
    assert campaigns.types == ["ready", "campaign.progress"]
    assert stranger.types == ["ready"]
    assert "campaign.progress" not in mine.types


async def test_two_replicas_tell_the_same_and_a_poll_replaces_a_lost_notification(
    connect: Connect,
    installation: Installation,
    handlers: Handlers,
    inbound: Inbound,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Hub, "listen", lambda _: asyncio.Event().wait())
    async with _replica(installation, realtime_poll_seconds=0.2) as deaf:
        here, there = await connect(), await connect(address=deaf)
        await here.until("ready")
        await there.until("ready")
        await handlers.messages_received([inbound()])
        await here.until("message.created")
        await there.until("message.created")
        assert here.received == there.received
        await there.client.disconnect()


async def test_a_broken_listening_connection_is_replaced(
    connect: Connect, database: Database, handlers: Handlers, inbound: Inbound, eventually: Eventually
) -> None:
    console = await connect()
    await console.until("ready")
    ours = "application_name = 'realtime listener' AND datname = current_database()"
    listeners = f"FROM pg_stat_activity WHERE {ours}"
    async with database.worker() as session:
        killed = await execute(session, f"SELECT pg_terminate_backend(pid) {listeners}")
        assert killed.scalars().all() == [True]
    await handlers.messages_received([inbound("while nobody listens")])

    async def listening_again() -> None:
        async with database.worker() as session:
            assert (await execute(session, f"SELECT count(*) {listeners}")).scalar_one() == 1

    await eventually(listening_again)
    await console.until("message.created")
    await handlers.messages_received([inbound()])
    await console.until("message.created", 2)


@pytest.mark.parametrize(
    ("auth", "code"),
    [
        ({"token": None}, "unauthenticated"),
        ({"token": "x.y.z"}, "invalid-token"),
        ({"expires_in": -10}, "token-expired"),
        ({"lastEventId": "1"}, "invalid-input"),
        ({"lastEventId": -1}, "invalid-input"),
    ],
)
async def test_bad_handshakes_are_refused_with_a_reason(
    connect: Connect, auth: dict[str, Any], code: str
) -> None:
    with pytest.raises(Refused) as refused:
        await connect(**auth)
    assert refused.value.args == (code,)


@pytest.fixture
async def redis(installation: Installation) -> AsyncIterator[Redis]:
    redis = Redis.from_url(installation.settings.redis_url)
    yield redis
    await redis.delete("company-limits:signed")
    await redis.aclose()


async def test_a_company_s_sockets_are_limited_over_all_replicas(
    installation: Installation, redis: Redis, connect: Connect, company_id: UUID
) -> None:
    ordinary = Limits(sockets=100, requests_per_minute=6000, messages_per_second=10)
    await publish(redis, SIGNER, ordinary, {company_id: replace(ordinary, sockets=3)})
    async with _replica(installation) as first, _replica(installation) as second:
        consoles = [await connect(address=address) for address in (first, second, first)]
        for address in (first, second):
            with pytest.raises(Refused, match="too-many-sockets"):
                await connect(address=address)
        await (await connect(address=first, company_id=uuid7())).until("ready")

        await consoles[0].client.disconnect()

        async with asyncio.timeout(10):
            while True:
                try:
                    await (await connect(address=second)).until("ready")
                    break
                except Refused:
                    await asyncio.sleep(0.05)
        with pytest.raises(Refused, match="too-many-sockets"):
            await connect(address=first)


async def test_the_sockets_of_a_replica_that_died_are_not_counted_for_long(
    installation: Installation, redis: Redis, connect: Connect, company_id: UUID
) -> None:
    limits = Limits(sockets=2, requests_per_minute=6000, messages_per_second=10)
    await publish(redis, SIGNER, limits, {})
    seats = Seats(redis, "sockets")
    assert await seats.take(str(company_id), "of a dead replica", limits.sockets)
    async with _replica(installation) as address:
        await (await connect(address=address)).until("ready")
        with pytest.raises(Refused, match="too-many-sockets"):
            await connect(address=address)

        await redis.zadd(f"seats:sockets:{company_id}", {"of a dead replica": 1})  # Long ago.

        await (await connect(address=address)).until("ready")


async def test_an_expired_token_ends_the_connection_whatever_the_client_sends(connect: Connect) -> None:
    console = await connect(expires_in=2)
    await console.until("ready")
    for forged in ("disconnect", "connect"):
        await console.client.emit(forged, {"token": "x"}, namespace="/chat")
    async with asyncio.timeout(15):
        while console.client.connected:  # noqa: ASYNC110
            await asyncio.sleep(0.05)


async def test_an_ended_session_loses_its_sockets_on_every_replica_and_no_other_session_does(
    connect: Connect, installation: Installation, handlers: Handlers, inbound: Inbound
) -> None:
    user, ended, other = uuid7(), uuid7(), uuid7()
    async with _replica(installation) as second:
        gone = [
            await connect(user_id=user, session_id=ended),
            await connect(user_id=user, session_id=ended, namespace="/campaigns"),
            await connect(user_id=user, session_id=ended, address=second),
        ]
        staying = await connect(user_id=user, session_id=other, address=second)
        for console in (*gone, staying):
            await console.until("ready")
        await announce(installation.runtime.redis, {ended: datetime.now(UTC) + timedelta(minutes=15)})
        async with asyncio.timeout(5):
            while any(console.client.connected for console in gone):  # noqa: ASYNC110
                await asyncio.sleep(0.02)
        for address in ("", second):
            with pytest.raises(Refused, match="session-revoked"):
                await connect(session_id=ended, **({"address": address} if address else {}))
        await handlers.messages_received([inbound()])
        await staying.until("message.created")
        assert [console.types for console in gone] == [["ready"]] * 3
        await staying.client.disconnect()


async def test_connections_that_never_say_who_they_are_are_dropped(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(realtime, "_ADMISSION_SECONDS", 0.5)
    client = socketio.AsyncClient(reconnection=False)
    with pytest.raises(socketio.exceptions.ConnectionError):
        await client.connect(url, namespaces=["/chat"], transports=["websocket"], wait_timeout=5)
    await client.eio.connect(url, transports=["websocket"], engineio_path="socket.io")
    async with asyncio.timeout(10):
        await client.eio.wait()
    await client.shutdown()


async def test_large_payloads_end_the_connection(connect: Connect) -> None:
    console = await connect()
    await console.until("ready")
    await console.client.emit("x", "y" * 100_000, namespace="/chat")
    async with asyncio.timeout(10):
        while console.client.connected:  # noqa: ASYNC110
            await asyncio.sleep(0.05)


# --- clients that keep us waiting ------------------------------------------------------------------


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
        async with asyncio.timeout(10):
            while text not in seen:
                chunk = await self._reader.read(1024)
                assert chunk, "hung up on"
                seen += chunk

    async def until_hung_up(self) -> None:
        """Read what is there until the server has ended the connection."""
        async with asyncio.timeout(30):
            try:
                while await self._reader.read(65536):
                    pass
            except ConnectionError:
                pass
        self._writer.close()

    def close(self) -> None:
        self._writer.transport.abort()


async def _closes(console: Console) -> None:
    async with asyncio.timeout(15):
        while console.client.connected:  # noqa: ASYNC110
            await asyncio.sleep(0.02)


async def test_silent_handshakes_keep_no_ended_session_listening(
    url: str, connect: Connect, installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once one that never said who it was kept the sweep waiting for it, and nobody was closed any more."""
    monkeypatch.setattr(realtime, "_ADMISSION_SECONDS", 0.2)
    polled = await _say_by_hand(url, b"GET /socket.io/?EIO=4&transport=polling HTTP/1.1\r\nHost: x\r\n\r\n")
    silent = await Silent.handshake(url)
    ended = uuid7()
    gone, expiring = await connect(session_id=ended), await connect(expires_in=4)
    for console in (gone, expiring):
        await console.until("ready")
    await silent.until_hung_up()
    await announce(installation.runtime.redis, {ended: datetime.now(UTC) + timedelta(minutes=15)})
    await _closes(gone)
    await _closes(expiring)
    polled.transport.abort()


async def _say_by_hand(url: str, request: bytes) -> asyncio.StreamWriter:
    host, _, port = url.removeprefix("http://").partition(":")
    _, writer = await asyncio.open_connection(host, int(port))
    writer.write(request)
    await writer.drain()
    return writer


async def test_who_never_reads_is_dropped_and_keeps_nobody_waiting(
    url: str,
    connect: Connect,
    installation: Installation,
    handlers: Handlers,
    inbound: Inbound,
    company_id: UUID,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Its buffers are full, so that nothing can be said to it: neither news nor that it is to leave."""
    monkeypatch.setattr(realtime, "_ADMISSION_SECONDS", 0.2)
    ended, other_company = uuid7(), uuid7()
    deaf = [await _deaf(url, token_for(installation.settings, company_id=company_id, session_id=ended))]
    deaf += [await _deaf(url, token_for(installation.settings, company_id=company_id))]
    colleague, other = await connect(), await connect(company_id=other_company)
    for console in (colleague, other):
        await console.until("ready")
    for _ in range(10):
        texts = [inbound("x" * 4000, wa_id=f"55119999{number:05}") for number in range(40)]
        await handlers.messages_received(texts)
    await colleague.until("message.created", 400)
    await handlers.messages_received([inbound(company_id=other_company)])
    await other.until("message.created")

    await announce(installation.runtime.redis, {ended: datetime.now(UTC) + timedelta(minutes=15)})
    await deaf[0].until_hung_up()  # As it is nobody's any more.
    assert colleague.client.connected
    assert other.client.connected
    deaf[1].close()


async def test_who_leaves_too_much_unread_is_dropped(
    url: str,
    connect: Connect,
    installation: Installation,
    handlers: Handlers,
    inbound: Inbound,
    company_id: UUID,
    eventually: Eventually,
) -> None:
    before = _dropped_as_slow()
    deaf = await _deaf(url, token_for(installation.settings, company_id=company_id))
    colleague = await connect()
    await colleague.until("ready")
    for _ in range(20):
        await handlers.messages_received([inbound("x" * 1000) for _ in range(40)])
    await colleague.until("message.created", 800)

    async def dropped() -> None:
        assert _dropped_as_slow() == before + 1

    await eventually(dropped)
    await deaf.until_hung_up()
    assert colleague.client.connected


def _dropped_as_slow() -> float:
    return REGISTRY.get_sample_value("realtime_hung_up_total", {"reason": "slow"}) or 0.0


async def test_a_company_whose_news_take_long_keeps_no_other_waiting(
    connect: Connect,
    handlers: Handlers,
    inbound: Inbound,
    company_id: UUID,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    mine, other_company = await connect(), uuid7()
    other = await connect(company_id=other_company)
    for console in (mine, other):
        await console.until("ready")
    answered, read = asyncio.Event(), EventLog.after

    async def slow(log: EventLog, seq: int, limit: int) -> Any:
        if log._company_id == company_id:
            await answered.wait()
        return await read(log, seq, limit)

    monkeypatch.setattr(EventLog, "after", slow)
    await handlers.messages_received([inbound()])
    for number in range(1, 4):
        await handlers.messages_received([inbound(company_id=other_company)])
        await other.until("message.created", number)
    assert mine.types == ["ready"]
    answered.set()
    await mine.until("message.created")


async def _deaf(url: str, token: str) -> Silent:
    """A client that is let in, and then never reads again."""
    silent = await Silent.handshake(url)
    silent.say('40/chat,{"token":"' + token + '"}')
    await silent.until(b'"ready"')
    return silent
