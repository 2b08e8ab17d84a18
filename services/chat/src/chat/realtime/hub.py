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
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
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
from starlette.types import ASGIApp, Receive, Scope, Send

from atende_platform.context import TenantContext, Verified
from atende_platform.db import asyncpg_url
from atende_platform.errors import AppError, BadRequest
from atende_platform.progress import Progress
from atende_platform.runtime import Runtime, Task, every, within
from atende_platform.seats import HELD_SECONDS, Seats
from atende_platform.sockets import HANG_UP
from chat.settings import Settings
from chat.updates.domain import NAMESPACES
from chat.updates.service import EventLog, last_seqs

log = structlog.get_logger(__name__)

MAX_PAYLOAD_BYTES: Final = 64 * 1024
_BATCH: Final = 500
_SWEEP_SECONDS: Final = 1.0
_SWEEP_LIMIT_SECONDS: Final = 10.0
_ADMISSION_SECONDS: Final = 10.0
_GOODBYE_SECONDS: Final = 1.0
"""How long a client may take to hear that it is disconnected; then it is hung up on."""
_JOIN_SECONDS: Final = 30.0
_TELL_SECONDS: Final = 30.0
_TOLD_AT_A_TIME: Final = 4
"""Companies, each of which takes a connection of the database; the others are for those who join."""
_ANSWER_SECONDS: Final = 10.0
"""How long the database may take for what is asked in each round."""
_LISTENER_CHECK_SECONDS: Final = 10.0
_sockets = Gauge("realtime_sockets", "Namespace connections", ["namespace"])
_emitted = Counter("realtime_events_total", "Events emitted to rooms", ["namespace"])
_hung_up = Counter("realtime_hung_up_total", "Connections that were ended without their client", ["reason"])


def realtime(app: FastAPI, runtime: Runtime[Settings]) -> Sequence[Task]:
    """Serve Socket.IO at ``/socket.io``."""
    hub = Hub(runtime)
    app.mount("/socket.io", _WebSocketOnly(socketio.ASGIApp(hub.server, socketio_path=None)))
    return (
        Task("sockets", hub.serve),
        Task("realtime listener", hub.listen, (hub.listening,)),
        Task("realtime tail", hub.tail, (hub.tailing,)),
        every("socket expiry", _SWEEP_SECONDS, hub.sweep, limit=_SWEEP_LIMIT_SECONDS),
        every("socket seats", HELD_SECONDS / 3, hub.hold_seats, limit=HELD_SECONDS / 2),
    )


class _WebSocketOnly:
    """Refuses Socket.IO's other transport, where nobody knows that a client will not come back."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "websocket":
            raise BadRequest(
                'Connect with a WebSocket: give the client transports: ["websocket"].', code="websocket-only"
            )
        await self._app(scope, receive, send)


@dataclass(slots=True)
class Socket:
    """One connection to one namespace."""

    namespace: str
    context: TenantContext
    expires_at: float
    """When its token expires, in seconds since the epoch."""

    @property
    def company_id(self) -> UUID:
        return self.context.company_id


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
        self._strangers: dict[str, float] = {}
        """Connections without an admitted socket, and since when."""
        self._news: set[UUID] = set()
        self._wake = asyncio.Event()
        self._telling: dict[UUID, asyncio.Task[None]] = {}
        self._turns = asyncio.Semaphore(_TOLD_AT_A_TIME)
        poll = self._settings.realtime_poll_seconds
        self.tailing = Progress(
            "realtime tail", limit=poll + 2 * _ANSWER_SECONDS, step=poll + _ANSWER_SECONDS
        )
        self.listening = Progress(
            "realtime listener",
            limit=_LISTENER_CHECK_SECONDS + 3 * _ANSWER_SECONDS,
            step=_LISTENER_CHECK_SECONDS + 2 * _ANSWER_SECONDS,
        )
        self.server = socketio.AsyncServer(
            async_mode="asgi",
            transports=["websocket"],
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
        self._sockets[sid] = Socket(path, context, verified.expires_at)
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
            async with within(_JOIN_SECONDS, "join"), feed.lock:
                if sid in self._sockets:
                    await self._catch_up(sid, self._sockets[sid], feed, last_seen)
        except Exception as error:
            log.warning("socket could not join", error=repr(error))
            if sid in self._sockets:  # It will come back, and then get what it missed.
                await self._dismiss(sid, self._sockets[sid].namespace)
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

    async def sweep(self) -> None:
        """End what must not go on: no client can keep us waiting here, whatever it does or does not do.

        Disconnected are those whose token has expired, whose session was ended, who never showed a token,
        and who leave unread what they are sent.
        """
        now = time()
        ended = {sid for sid, socket in self._sockets.items() if socket.expires_at <= now}
        has_ended = self._runtime.verifier.has_ended
        ended |= {sid for sid, socket in self._sockets.items() if has_ended(socket.context)}
        await asyncio.gather(
            *(self._dismiss(sid, self._sockets[sid].namespace) for sid in ended if sid in self._sockets)
        )
        self._hang_up_on_slow()
        await self._dismiss_strangers(now)

    async def _dismiss(self, sid: str, path: str) -> None:
        """Disconnect a socket; if it cannot be told, end its connection."""
        eio_sid = self.server.manager.eio_sid_from_sid(sid, path)
        try:
            async with asyncio.timeout(_GOODBYE_SECONDS):
                await self.server.disconnect(sid, path)
        except Exception as error:
            log.warning("socket not disconnected; it is hung up on", error=repr(error))
            self._hang_up(eio_sid, "deaf")

    async def _dismiss_strangers(self, now: float) -> None:
        admitted = {
            self.server.manager.eio_sid_from_sid(sid, socket.namespace)
            for sid, socket in self._sockets.items()
        }
        strangers = self.server.environ.keys() - admitted
        self._strangers = {eio_sid: self._strangers.get(eio_sid, now) for eio_sid in strangers}
        late = [eio_sid for eio_sid, since in self._strangers.items() if now - since > _ADMISSION_SECONDS]
        await asyncio.gather(*(self._dismiss_stranger(eio_sid) for eio_sid in late))

    async def _dismiss_stranger(self, eio_sid: str) -> None:
        hang_up = self._end_of(eio_sid)
        connection = self.server.eio.sockets.get(eio_sid)
        if connection is not None:
            try:
                async with asyncio.timeout(_GOODBYE_SECONDS):
                    # Not engineio's own `disconnect`: that waits until the client has read everything.
                    await connection.close(wait=False)
            except Exception as error:
                log.warning("stranger not told to leave", error=repr(error))
        asyncio.get_running_loop().call_later(_GOODBYE_SECONDS, hang_up)
        _hung_up.labels("stranger").inc()

    def _hang_up_on_slow(self) -> None:
        """Drop who has more waiting than it would be told at once: it comes back and loads afresh."""
        most = 2 * self._settings.socket_replay_limit + _BATCH
        for eio_sid, connection in list(self.server.eio.sockets.items()):
            if connection.queue.qsize() > most:
                self._hang_up(eio_sid, "slow")

    def _hang_up(self, eio_sid: str, reason: str) -> None:
        self._end_of(eio_sid)()
        _hung_up.labels(reason).inc()

    def _end_of(self, eio_sid: str) -> Callable[[], object]:
        """Return what ends a connection at once."""
        scope = self.server.environ.get(eio_sid, {}).get("asgi.scope", {})
        end: Callable[[], object] = scope.get("state", {}).get(HANG_UP, lambda: None)
        return end

    async def serve(self) -> None:
        """Keep the sockets until the process ends, then close them."""
        try:
            await asyncio.Event().wait()
        finally:
            await self.server.shutdown()

    # --- news ---

    async def listen(self) -> None:
        """Hear which companies have news. Raises when the connection is lost; the poll goes on."""
        self.listening.due()
        connection = await asyncpg.connect(
            asyncpg_url(self._settings.database_worker_url),
            timeout=_ANSWER_SECONDS,
            command_timeout=_ANSWER_SECONDS,
            server_settings={"application_name": "realtime listener"},
        )
        lost = asyncio.Event()
        try:
            connection.add_termination_listener(lambda _: lost.set())
            schema = await connection.fetchval("SELECT current_schema()")
            await connection.add_listener(f"event_log.{schema}", self._on_notification)
            self._hear_of(self._feeds)  # Nobody notified us of what was written until now.
            while not lost.is_set():
                # A server that vanished says nothing, and who only listens would never know.
                await connection.fetchval("SELECT 1")
                self.listening.done()
                self.listening.due()
                await _wait(lost, _LISTENER_CHECK_SECONDS)
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
        try:
            while True:
                self.tailing.due()
                if (wait := poll_at - monotonic()) <= 0:
                    async with within(_ANSWER_SECONDS, "poll of the event log"):
                        self._news |= await self._behind()
                    self.tailing.done()
                    poll_at = monotonic() + self._settings.realtime_poll_seconds
                elif not self._news - self._telling.keys():
                    self._wake.clear()
                    await _wait(self._wake, wait)
                self._begin_to_tell()
        finally:
            for telling in self._telling.values():
                telling.cancel()
            await asyncio.gather(*self._telling.values(), return_exceptions=True)

    def _begin_to_tell(self) -> None:
        """Have each company told by itself: one whose joiners take long keeps no other waiting."""
        for company_id in self._news - self._telling.keys():
            self._news.discard(company_id)
            telling = asyncio.create_task(self._tell(company_id), name="tell a company")
            self._telling[company_id] = telling
            telling.add_done_callback(partial(self._on_told, company_id))

    def _on_told(self, company_id: UUID, telling: asyncio.Task[None]) -> None:
        del self._telling[company_id]
        self._wake.set()  # There may be news again.
        if not telling.cancelled() and (error := telling.exception()) is not None:
            log.warning("news not told; the next poll finds them", error=repr(error))

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
        async with within(_TELL_SECONDS, "news of a company"), feed.lock, self._turns:
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


async def _wait(event: asyncio.Event, seconds: float) -> None:
    """Wait for an event, but not longer than so many seconds."""
    try:
        async with asyncio.timeout(seconds):
            await event.wait()
    except TimeoutError:
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
