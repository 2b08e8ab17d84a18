"""The realtime role: tells sockets what happens in their company, in order and without gaps.

It tails ``event_log`` (docs/adr/0006): a notification says that a company has news, a poll finds
what a lost notification did not tell, and the rows themselves say what happened. Which company a
socket belongs to, and what it may see, comes from its verified token alone; when that expires, or its
session is ended, the socket is closed.

Each event goes out under its type, its payload with the log's number as ``id``. A client that
reconnects with ``lastEventId`` gets first what it missed, then ``ready``; if it missed too much,
``resync`` tells it to load the current state. Either names the number to go on from.
"""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from time import monotonic, time
from typing import Final
from uuid import UUID

import asyncpg
import socketio
import structlog
from fastapi import FastAPI
from prometheus_client import Counter, Gauge
from redis.exceptions import RedisError
from sqlmodel.ext.asyncio.session import AsyncSession

from atende_platform.context import Verified
from atende_platform.db import asyncpg_url
from atende_platform.errors import AppError
from atende_platform.runtime import Runtime, Task, every
from atende_platform.seats import HELD_SECONDS, Seats
from chat.repository.events import EventLog, last_seqs
from chat.service.announcements import NAMESPACES
from chat.settings import Settings

log = structlog.get_logger(__name__)

MAX_PAYLOAD_BYTES: Final = 64 * 1024
_BATCH: Final = 500
_SWEEP_SECONDS: Final = 1.0
_ADMISSION_SECONDS: Final = 10.0
_sockets = Gauge("realtime_sockets", "Namespace connections", ["namespace"])
_emitted = Counter("realtime_events_total", "Events emitted to rooms", ["namespace"])


def realtime(app: FastAPI, runtime: Runtime[Settings]) -> Sequence[Task]:
    """Serve Socket.IO at ``/socket.io``."""
    hub = Hub(runtime)
    app.mount("/socket.io", socketio.ASGIApp(hub.server, socketio_path=None))
    return (
        Task("sockets", hub.serve),
        Task("realtime listener", hub.listen),
        Task("realtime tail", hub.tail),
        every("socket expiry", _SWEEP_SECONDS, hub.sweep),
        every("socket seats", HELD_SECONDS / 3, hub.hold_seats),
    )


@dataclass(slots=True)
class Socket:
    """One connection to one namespace."""

    namespace: str
    company_id: UUID
    session_id: UUID
    expires_at: float
    """When its token expires, in seconds since the epoch."""


@dataclass(slots=True)
class Feed:
    """What the sockets of one company have been told. The lock keeps joiners and news in one order."""

    position: int | None = None
    """Number of the last event emitted; None before the first socket is let in."""
    sockets: set[str] = field(default_factory=set)
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)


class Hub:
    """The sockets of this replica and the feeds that serve them."""

    def __init__(self, runtime: Runtime[Settings]) -> None:
        self._runtime = runtime
        self._settings = runtime.settings
        self._seats = Seats(runtime.redis, "sockets")
        self._feeds: dict[UUID, Feed] = {}
        self._sockets: dict[str, Socket] = {}
        self._sessions: dict[UUID, set[str]] = {}
        """The sockets of each session."""
        self._strangers: dict[str, float] = {}
        """Connections without an admitted socket, and since when."""
        self._news: set[UUID] = set()
        self._wake = asyncio.Event()
        self.server = socketio.AsyncServer(
            async_mode="asgi",
            namespaces=list(NAMESPACES_BY_PATH),
            cors_allowed_origins=self._settings.cors_origin_list,
            max_http_buffer_size=MAX_PAYLOAD_BYTES,
        )
        for path in NAMESPACES_BY_PATH:
            self.server.register_namespace(_Namespace(path, self))

    # --- sockets come and go ---

    async def admit(self, sid: str, path: str, auth: object) -> None:
        """Let a socket in, or refuse it with ``ConnectionRefusedError``."""
        handshake = auth if isinstance(auth, dict) else {}
        verified = await self._verify(handshake.get("token"), path)
        context = verified.context
        last_seen = handshake.get("lastEventId")
        if last_seen is not None and not _is_seq(last_seen):
            raise _refusal("invalid-input", "lastEventId must be a number that this server gave out.")
        if not await self._take_seat(sid, context.company_id):
            raise _refusal("too-many-sockets", "The company has too many open connections.")
        feed = self._feeds.setdefault(context.company_id, Feed())
        feed.sockets.add(sid)
        self._sockets[sid] = Socket(path, context.company_id, context.session_id, verified.expires_at)
        self._sessions.setdefault(context.session_id, set()).add(sid)
        _sockets.labels(path).inc()
        self.server.start_background_task(self._join, sid, feed, last_seen)

    async def _verify(self, token: object, path: str) -> Verified:
        if not isinstance(token, str):
            raise _refusal("unauthenticated", "Send an access token or an API key in the handshake.")
        try:
            verified = await self._runtime.verifier.verify(token)
        except AppError as error:
            raise _refusal(error.code, error.detail) from None
        if not verified.context.may(NAMESPACES[NAMESPACES_BY_PATH[path]]):
            raise _refusal("forbidden", f"{verified.context.authority} may not read {path}.")
        return verified

    async def _take_seat(self, sid: str, company_id: UUID) -> bool:
        """Tell whether the company may have one more socket, on all replicas; without Redis, on this one."""
        limits = self._runtime.company_limits.of(company_id)
        if limits is None:
            return True
        try:
            return await self._seats.take(str(company_id), sid, limits.sockets)
        except (RedisError, OSError) as error:
            log.warning("sockets are counted here alone: redis is away", error=repr(error))
            feed = self._feeds.get(company_id)
            return feed is None or len(feed.sockets) < limits.sockets

    async def hold_seats(self) -> None:
        """Say again who is here, so that the seats stay theirs."""
        try:
            await self._seats.hold(
                {str(company): tuple(feed.sockets) for company, feed in self._feeds.items()}
            )
        except (RedisError, OSError) as error:
            log.warning("seats not held: redis is away", error=repr(error))

    async def _give_seat_back(self, sid: str, company_id: UUID) -> None:
        try:
            await self._seats.give_back(str(company_id), sid)
        except (RedisError, OSError) as error:
            log.warning("a seat is taken until it expires: redis is away", error=repr(error))

    async def _join(self, sid: str, feed: Feed, last_seen: int | None) -> None:
        """Tell a socket what it missed, then put it among those that hear the news."""
        try:
            await self._until_connected(sid)
            async with feed.lock:
                if sid in self._sockets:
                    await self._catch_up(sid, self._sockets[sid], feed, last_seen)
        except Exception as error:
            log.warning("socket could not join", error=repr(error))
            if sid in self._sockets:  # It will come back, and then get what it missed.
                await self.server.disconnect(sid, self._sockets[sid].namespace)
                self.forget(sid)  # socketio keeps silent about one that went before it was let in.

    async def _until_connected(self, sid: str) -> None:
        """Wait until the client has been told that it is connected: it ignores events before."""
        async with asyncio.timeout(_ADMISSION_SECONDS):
            # socketio tells nobody when it has sent the acknowledgement, so there is no event to await.
            manager, path = self.server.manager, self._sockets[sid].namespace
            while sid in self._sockets and not manager.is_connected(sid, path):  # noqa: ASYNC110
                await asyncio.sleep(0.005)

    async def _catch_up(self, sid: str, socket: Socket, feed: Feed, last_seen: int | None) -> None:
        async with self._runtime.database.tenant(socket.company_id) as session:
            if feed.position is None:
                feed.position = await EventLog(session, socket.company_id).last_seq()
            else:  # So that what this socket gets below is all that the others have got.
                await self._emit_news(session, socket.company_id, feed)
            position = feed.position
            missed = position - last_seen if last_seen is not None else 0
            rows = []
            if 0 < missed <= self._settings.socket_replay_limit:
                rows = list(await EventLog(session, socket.company_id).after(position - missed, missed))
        if len(rows) != missed:
            await self.server.emit("resync", {"lastEventId": position}, to=sid, namespace=socket.namespace)
        else:
            for row in rows:
                if row.namespace == NAMESPACES_BY_PATH[socket.namespace]:
                    await self.server.emit(
                        row.type, {**row.payload, "id": row.seq}, to=sid, namespace=socket.namespace
                    )
        await self.server.enter_room(sid, str(socket.company_id), namespace=socket.namespace)
        await self.server.emit("ready", {"lastEventId": position}, to=sid, namespace=socket.namespace)

    def knows(self, sid: str) -> bool:
        """Tell whether a socket was admitted and is not gone."""
        return sid in self._sockets

    def forget(self, sid: str) -> None:
        """A socket is gone."""
        socket = self._sockets.pop(sid, None)
        if socket is None:
            return
        _sockets.labels(socket.namespace).dec()
        feed = self._feeds[socket.company_id]
        feed.sockets.discard(sid)
        if not feed.sockets:
            del self._feeds[socket.company_id]
        self.server.start_background_task(self._give_seat_back, sid, socket.company_id)
        session = self._sessions[socket.session_id]
        session.discard(sid)
        if not session:
            del self._sessions[socket.session_id]

    async def sweep(self) -> None:
        """Disconnect those whose token has expired or whose session was ended, and who never showed one."""
        now = time()
        ended = {sid for sid, socket in self._sockets.items() if socket.expires_at <= now}
        for session_id, sids in self._sessions.items():
            if self._runtime.revocations.is_revoked(session_id):
                ended |= sids
        for sid in ended:
            if sid in self._sockets:
                await self.server.disconnect(sid, self._sockets[sid].namespace)
        await self._disconnect_strangers(now)

    async def _disconnect_strangers(self, now: float) -> None:
        admitted = {
            self.server.manager.eio_sid_from_sid(sid, socket.namespace)
            for sid, socket in self._sockets.items()
        }
        strangers = self.server.environ.keys() - admitted
        self._strangers = {eio_sid: self._strangers.get(eio_sid, now) for eio_sid in strangers}
        for eio_sid, since in self._strangers.items():
            if now - since > _ADMISSION_SECONDS:
                await self.server.eio.disconnect(eio_sid)

    async def serve(self) -> None:
        """Keep the sockets until the process ends, then close them."""
        try:
            await asyncio.Event().wait()
        finally:
            await self.server.shutdown()

    # --- news ---

    async def listen(self) -> None:
        """Hear which companies have news. Raises when the connection is lost; the poll goes on."""
        connection = await asyncpg.connect(asyncpg_url(self._settings.database_worker_url))
        lost = asyncio.Event()
        try:
            connection.add_termination_listener(lambda _: lost.set())
            schema = await connection.fetchval("SELECT current_schema()")
            await connection.add_listener(f"event_log.{schema}", self._on_notification)
            self._hear_of(self._feeds)  # Nobody notified us of what was written until now.
            await lost.wait()
            raise ConnectionError("the listening connection was lost")
        finally:
            connection.terminate()

    def _on_notification(self, _connection: object, _pid: int, _channel: str, company_id: object) -> None:
        self._hear_of({UUID(str(company_id))})

    def _hear_of(self, companies: Iterable[UUID]) -> None:
        """Have the tail look for news of those companies that have sockets here."""
        self._news |= self._feeds.keys() & companies
        self._wake.set()

    async def tail(self) -> None:
        """Emit news as they come, and look for them every so often in any case."""
        poll_at = 0.0
        while True:
            if (wait := poll_at - monotonic()) <= 0:
                self._news |= await self._behind()
                poll_at = monotonic() + self._settings.realtime_poll_seconds
            elif not self._news:
                await self._sleep(wait)
            news, self._news = self._news, set()
            for company_id in news:
                await self._tell(company_id)

    async def _sleep(self, seconds: float) -> None:
        self._wake.clear()
        try:
            async with asyncio.timeout(seconds):
                await self._wake.wait()
        except TimeoutError:
            return

    async def _behind(self) -> set[UUID]:
        positions = {company: feed.position for company, feed in self._feeds.items()}
        if not positions:
            return set()
        async with self._runtime.database.worker() as session:
            newest = await last_seqs(session, positions)
        return {
            company
            for company, position in positions.items()
            if position is not None and newest.get(company, 0) > position
        }

    async def _tell(self, company_id: UUID) -> None:
        feed = self._feeds.get(company_id)
        if feed is None:
            return
        async with feed.lock:
            if feed.position is not None:
                async with self._runtime.database.tenant(company_id) as session:
                    await self._emit_news(session, company_id, feed)

    async def _emit_news(self, session: AsyncSession, company_id: UUID, feed: Feed) -> None:
        """Emit everything behind the feed's position, whose lock is held."""
        while True:
            rows = await EventLog(session, company_id).after(feed.position or 0, _BATCH)
            for row in rows:
                await self.server.emit(
                    row.type,
                    {**row.payload, "id": row.seq},
                    room=str(company_id),
                    namespace=f"/{row.namespace}",
                )
                feed.position = row.seq
                _emitted.labels(row.namespace).inc()
            if len(rows) < _BATCH:
                return


NAMESPACES_BY_PATH: Final = {f"/{name}": name for name in NAMESPACES}


class _Namespace(socketio.AsyncNamespace):  # type: ignore[misc]  # socketio is not typed
    """One namespace; clients send nothing but their handshake."""

    def __init__(self, path: str, hub: Hub) -> None:
        super().__init__(path)
        self._hub = hub

    # A client may emit events by the names "connect" and "disconnect", and socketio passes them on.

    async def on_connect(self, sid: str, _environ: object = None, auth: object = None) -> None:
        if not self._hub.knows(sid):
            await self._hub.admit(sid, self.namespace, auth)

    async def on_disconnect(self, sid: str, *_: object) -> None:
        if not self._hub.server.manager.is_connected(sid, self.namespace):
            self._hub.forget(sid)


def _is_seq(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**63


def _refusal(code: str, message: str) -> socketio.exceptions.ConnectionRefusedError:
    return socketio.exceptions.ConnectionRefusedError(message, {"code": code})
