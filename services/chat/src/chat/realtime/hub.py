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
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from time import monotonic
from typing import Any, Final
from uuid import UUID

import socketio
import structlog
from fastapi import FastAPI
from prometheus_client import Counter
from sqlmodel.ext.asyncio.session import AsyncSession

from atende_platform.data.db import now
from atende_platform.data.listening import listener
from atende_platform.limits.concurrency_quota import HELD_SECONDS
from atende_platform.process.progress import Progress
from atende_platform.process.tasks import Task, every, wait, within
from atende_platform.runtime import Runtime
from chat.messages.events import MessageCreated
from chat.realtime import counting, rooms, sockets
from chat.realtime.attendance import STEP_SECONDS, Attendances
from chat.realtime.counting import Counting
from chat.realtime.delivery import DECIDES_WHO_SEES, Delivery, continued
from chat.realtime.pairings import Pairings
from chat.realtime.requests import Requests
from chat.realtime.schemas import NOTICES_BY_TYPE, Ready, Resync
from chat.realtime.sockets import NAMESPACES_BY_PATH, Refused, Socket, Sockets, WebSocketOnly
from chat.realtime.watching import Watching
from chat.settings import Settings
from chat.tickets.events import TicketUpdated
from chat.updates.service import EventLog, last_seqs

log = structlog.get_logger(__name__)

MAX_PAYLOAD_BYTES: Final = 64 * 1024
_BATCH: Final = 500
_SWEEP_SECONDS: Final = 1.0
_SWEEP_LIMIT_SECONDS: Final = 10.0
_JOIN_SECONDS: Final = 30.0
_TELL_SECONDS: Final = 30.0
_TOLD_AT_A_TIME: Final = 4
"""Companies, each of which takes a connection of the database; the others are for those who join."""
CHANGES_COUNTS: Final = DECIDES_WHO_SEES | {TicketUpdated.TYPE}
CHANGES_LIVE: Final = CHANGES_COUNTS | {MessageCreated.TYPE}
_ANSWER_SECONDS: Final = 10.0
"""How long the database may take for what is asked in each round."""
_emitted = Counter("realtime_events_total", "Events emitted to rooms", ["namespace"])


def realtime(app: FastAPI, runtime: Runtime[Settings]) -> Sequence[Task]:
    """Serve Socket.IO at ``/socket.io``."""
    hub = Hub(runtime)
    app.mount("/socket.io", WebSocketOnly(socketio.ASGIApp(hub.server, socketio_path=None)))
    return (
        Task("sockets", hub.serve),
        listener(
            "realtime listener",
            runtime.settings.database_worker_url,
            {"event_log": hub.hear, "notice": hub.hear_notice},
            begun=hub.hear_of_all,
        ),
        Task("realtime tail", hub.tail, (hub.tailing,)),
        every("socket expiry", _SWEEP_SECONDS, hub.sockets.sweep, limit=_SWEEP_LIMIT_SECONDS),
        every("presence", STEP_SECONDS, hub.attendances.step, limit=_SWEEP_LIMIT_SECONDS),
        hub.pairings.task(),
        every("counts", counting.STEP_SECONDS, hub.counting.step, limit=_SWEEP_LIMIT_SECONDS),
        hub.watching.task(),
        every("socket quota", HELD_SECONDS / 3, hub.sockets.renew_quota, limit=HELD_SECONDS / 2),
    )


@dataclass(slots=True)
class Feed:
    """What the sockets of one company have got. The lock keeps joiners and updates in one order."""

    position: int | None = None
    """Number of the last event emitted; None before the first socket is let in."""
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)


class Hub:
    """The sockets of this replica and the feeds that serve them."""

    def __init__(self, runtime: Runtime[Settings]) -> None:
        self._runtime = runtime
        self._settings = runtime.settings
        self._feeds: dict[UUID, Feed] = {}
        self._news: set[UUID] = set()
        self._wake = asyncio.Event()
        self._telling: dict[UUID, asyncio.Task[None]] = {}
        self._turns = asyncio.Semaphore(_TOLD_AT_A_TIME)
        poll = self._settings.realtime_poll_seconds
        self.tailing = Progress(
            "realtime tail", limit=poll + 2 * _ANSWER_SECONDS, step=poll + _ANSWER_SECONDS
        )
        self.server = socketio.AsyncServer(
            async_mode="asgi",
            transports=["websocket"],
            namespaces=list(NAMESPACES_BY_PATH),
            cors_allowed_origins=self._settings.cors_origin_list,
            max_http_buffer_size=MAX_PAYLOAD_BYTES,
        )
        most_waiting = 2 * self._settings.socket_replay_limit + _BATCH  # More than is ever told at once.
        self.sockets = Sockets(runtime, self.server, most_waiting=most_waiting)
        self.attendances = Attendances(runtime, self.server, self.sockets)
        self.watching = Watching(runtime, self.server, self.sockets, self.attendances, now)
        self.requests = Requests(self.sockets, self.attendances, self.watching, self.renewed)
        self.counting = Counting(runtime, self.server, self.sockets)
        self.pairings = Pairings(runtime.redis, self.server, self.sockets)
        self.delivery = Delivery(self.server, self.sockets, self.attendances)
        for path in NAMESPACES_BY_PATH:
            self.server.register_namespace(_Namespace(path, self))

    # --- sockets come and go ---

    async def admit(self, sid: str, path: str, auth: object) -> None:
        """Let a socket in, or refuse it with ``ConnectionRefusedError``."""
        handshake = auth if isinstance(auth, dict) else {}
        last_seen = handshake.get("lastEventId")
        if last_seen is not None and not _is_seq(last_seen):
            raise _refusal(
                Refused("invalid-input", "lastEventId must be a number that this server gave out.")
            )
        try:
            socket = await self.sockets.admit(sid, path, handshake.get("token"))
        except Refused as refused:
            raise _refusal(refused) from None
        feed = self._feeds.setdefault(socket.company_id, Feed())
        self.server.start_background_task(self._join, sid, feed, last_seen)

    async def _join(self, sid: str, feed: Feed, last_seen: int | None) -> None:
        """Tell a socket what it missed, then put it among those that hear the news."""
        try:
            await self._until_connected(sid)
            async with within(_JOIN_SECONDS, "join"), feed.lock:
                if (socket := self.sockets.find(sid)) is not None:
                    await self._catch_up(sid, socket, feed, last_seen)
        except Exception as error:
            log.warning("socket.not_joined", error=repr(error))
            if (socket := self.sockets.find(sid)) is not None:  # It will come back, and get what it missed.
                await self.sockets.dismiss(sid, socket.namespace)
                self.forget(sid)  # socketio keeps silent about one that went before it was let in.

    async def _until_connected(self, sid: str) -> None:
        """Wait until the client knows that it is connected: it ignores events before."""
        async with asyncio.timeout(sockets.ADMISSION_SECONDS):
            # socketio tells nobody when it has sent the acknowledgement, so there is no event to await.
            while (socket := self.sockets.find(sid)) is not None:
                if self.server.manager.is_connected(sid, socket.namespace):
                    return
                await asyncio.sleep(0.005)

    async def _catch_up(self, sid: str, socket: Socket, feed: Feed, last_seen: int | None) -> None:
        async with self._runtime.database.tenant(socket.company_id) as session:
            await self.delivery.admit(session, socket)
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
                resync = Resync(last_event_id=position).model_dump()
                await self.server.emit(Resync.TYPE, resync, to=sid, namespace=socket.namespace)
            else:
                await self.delivery.replay(session, socket, rows)
        await self.delivery.enter(socket)
        ready = Ready(last_event_id=position).model_dump()
        await self.server.emit(Ready.TYPE, ready, to=sid, namespace=socket.namespace)
        await self.attendances.joined(socket)
        if socket.scope is not None:
            self.counting.changed(socket.company_id)

    async def renewed(self, socket: Socket) -> None:
        """A socket goes on with other rights: look up again what its connection sees."""
        company_id = socket.company_id
        feed = self._feeds[company_id]
        own = [each for each in self.sockets.of(company_id) if each.user_id == socket.user_id]
        try:
            async with (
                within(_JOIN_SECONDS, "other rights"),
                feed.lock,
                self._runtime.database.tenant(company_id) as session,
            ):
                await self.delivery.look_again(session, company_id, feed.position or 0, own)
        except BaseException:
            for each in own:
                await self.sockets.dismiss(each.sid, each.namespace)
            raise

    def forget(self, sid: str) -> None:
        """A socket is gone."""
        socket = self.sockets.remove(sid)
        if socket is not None:
            self.attendances.left(socket)
        if socket is not None and not self.sockets.are_there(socket.company_id):
            del self._feeds[socket.company_id]

    async def serve(self) -> None:
        """Keep the sockets until the process ends, then close them."""
        try:
            await asyncio.Event().wait()
        finally:
            await self.server.shutdown()

    # --- news ---

    def hear(self, company_id: str) -> None:
        """A company has news."""
        self._hear_of({UUID(company_id)})

    def hear_notice(self, told: str) -> None:
        """A user is to get a notice: one of those that `chat.updates.service.notify` sends."""
        company, user, type_, payload = told.split(" ", 3)
        notice = NOTICES_BY_TYPE.get(type_)  # An API may be newer than we are.
        company_id = UUID(company)
        if notice is not None and self.sockets.are_there(company_id):
            self.server.start_background_task(
                self.server.emit,
                type_,
                json.loads(payload),
                room=rooms.of_user(company_id, UUID(user)),
                namespace=f"/{notice.NAMESPACE}",
            )

    def hear_of_all(self) -> None:
        """Any may have: until now none was heard of."""
        self._hear_of(self._feeds)

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
                if (left := poll_at - monotonic()) <= 0:
                    async with within(_ANSWER_SECONDS, "poll of the event log"):
                        self._news |= await self._behind()
                    self.tailing.done()
                    poll_at = monotonic() + self._settings.realtime_poll_seconds
                elif not self._news - self._telling.keys():
                    self._wake.clear()
                    await wait(self._wake, left)
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
            log.warning("update.not_announced", error=repr(error))

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
            batch = self.delivery.batch(session, company_id, rows)
            for row in rows:
                with continued(row):
                    await batch.send(row)
                if row.type in CHANGES_COUNTS:
                    self.counting.changed(company_id)
                if row.type in CHANGES_LIVE:
                    self.watching.changed(company_id)
                feed.position = row.seq
                _emitted.labels(row.namespace).inc()
            if len(rows) < _BATCH:
                return


class _Namespace(socketio.AsyncNamespace):  # type: ignore[misc]  # socketio is not typed
    """One namespace."""

    def __init__(self, path: str, hub: Hub) -> None:
        super().__init__(path)
        self._hub = hub

    async def trigger_event(self, event: object, sid: str, *given: Any) -> Any:
        """Take what socketio says of connections, and what clients send: they choose the events' names."""
        hub = self._hub
        socket = hub.sockets.find(sid)
        if event == "disconnect" and not hub.server.manager.is_connected(sid, self.namespace):
            hub.forget(sid)
        elif socket is not None:
            return await hub.requests.answer(socket, event, given)
        elif event == "connect":
            _environ, *auth = given
            await hub.admit(sid, self.namespace, auth[0] if auth else None)
        return None


def _refusal(refused: Refused) -> socketio.exceptions.ConnectionRefusedError:
    """Return what tells a client why it is not let in."""
    return socketio.exceptions.ConnectionRefusedError(refused.detail, {"code": refused.code})


def _is_seq(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**63
