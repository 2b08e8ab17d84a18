"""Who is connected: sockets are let in by their token, limited per company, and ended in time."""

import asyncio
from collections.abc import Callable, Set
from dataclasses import dataclass, field
from time import time
from typing import Final, NamedTuple
from uuid import UUID

import socketio
import structlog
from prometheus_client import Counter, Gauge
from redis.exceptions import RedisError
from starlette import types

from atende_platform.errors import AppError, BadRequest
from atende_platform.http.sockets import HANG_UP
from atende_platform.identity.context import TenantContext, Verified
from atende_platform.limits.concurrency_quota import ConcurrencyQuota
from atende_platform.runtime import Runtime
from chat.policies.scope import Scope
from chat.realtime.domain import Allowances
from chat.settings import Settings
from chat.updates.domain import NAMESPACES

log = structlog.get_logger(__name__)

NAMESPACES_BY_PATH: Final = {f"/{name}": name for name in NAMESPACES}
ADMISSION_SECONDS: Final = 10.0
_GOODBYE_SECONDS: Final = 1.0
"""How long a client may take to hear that it is disconnected; then it is hung up on."""
_MOST_UNREAD: Final = 8
"""Packets that a client may leave unread before it is behind."""
_sockets = Gauge("realtime_sockets", "Namespace connections", ["namespace"])
_hung_up = Counter("realtime_hung_up_total", "Connections that were ended without their client", ["reason"])


class WebSocketOnly:
    """Refuses Socket.IO's other transport, where nobody knows that a client will not come back."""

    def __init__(self, app: types.ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: types.Scope, receive: types.Receive, send: types.Send) -> None:
        if scope["type"] != "websocket":
            raise BadRequest("websocket-only")
        await self._app(scope, receive, send)


class Refused(Exception):
    """A client does not get what it asks for: a code for programs, and why in English."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(code, detail)
        self.code = code
        self.detail = detail


class Watched(NamedTuple):
    """Which live figures a socket is sent; None: of all channels, of all queues."""

    channel_id: UUID | None = None
    queue_id: UUID | None = None


@dataclass(slots=True, eq=False)
class Socket:
    """One connection to one namespace."""

    sid: str
    namespace: str
    context: TenantContext
    expires_at: float
    """When its token expires, in seconds since the epoch."""
    allowances: Allowances = field(default_factory=Allowances)
    """How much it may still ask for."""
    scope: Scope | None = None
    """Which tickets it sees; None until that was looked up, and where there are no tickets."""
    viewing: UUID | None = None
    """The ticket that its client shows."""
    typing_until: float = 0.0
    """Until when its user types there, by our own clock (`monotonic`)."""
    watched: Watched | None = None
    """Which live figures it is sent; None: none."""
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    """What a client asks for is done in the order in which it asked."""

    @property
    def company_id(self) -> UUID:
        return self.context.company_id

    @property
    def user_id(self) -> UUID:
        return self.context.user_id


class Sockets:
    """The sockets of this replica."""

    def __init__(
        self, runtime: Runtime[Settings], server: socketio.AsyncServer, *, most_waiting: int
    ) -> None:
        self._runtime = runtime
        self._server = server
        self._most_waiting = most_waiting
        """Packets that a client may leave unread."""
        self._quota = ConcurrencyQuota(runtime.redis, "sockets")
        self._sockets: dict[str, Socket] = {}
        self._of_company: dict[UUID, set[str]] = {}
        self._strangers: dict[str, float] = {}
        """Connections without an admitted socket, and since when."""

    def find(self, sid: str) -> Socket | None:
        """Return a socket that was admitted and is not gone."""
        return self._sockets.get(sid)

    def are_there(self, company_id: UUID) -> bool:
        """Tell whether a company has sockets here."""
        return company_id in self._of_company

    def companies(self) -> Set[UUID]:
        """Return the companies that have sockets here."""
        return self._of_company.keys()

    def of(self, company_id: UUID) -> list[Socket]:
        """Return a company's sockets here, of all namespaces."""
        return [self._sockets[sid] for sid in self._of_company.get(company_id, ())]

    def is_behind(self, socket: Socket) -> bool:
        """Tell whether a socket's client does not read what it is sent, or is gone."""
        sid = self._server.manager.eio_sid_from_sid(socket.sid, socket.namespace)
        connection = self._server.eio.sockets.get(sid)
        return connection is None or connection.queue.qsize() > _MOST_UNREAD

    async def enter(self, socket: Socket, room: str) -> None:
        """Put a socket into a room, unless it is gone."""
        if self._server.manager.is_connected(socket.sid, socket.namespace):
            await self._server.enter_room(socket.sid, room, namespace=socket.namespace)

    # --- they come ---

    async def admit(self, sid: str, path: str, token: object) -> Socket:
        """Let a socket in. Raises `Refused`."""
        verified = await self._verify(token, path)
        context = verified.context
        if not await self._take_seat(sid, context.company_id):
            raise Refused("too-many-sockets", "The company has too many open connections.")
        socket = self._sockets[sid] = Socket(sid, path, context, verified.expires_at)
        self._of_company.setdefault(context.company_id, set()).add(sid)
        _sockets.labels(path).inc()
        return socket

    async def _verify(self, token: object, path: str) -> Verified:
        if not isinstance(token, str):
            raise Refused("unauthenticated", "Send an access token or an API key.")
        try:
            verified = await self._runtime.verifier.verify(token)
        except AppError as error:
            raise Refused(error.code, error.detail) from None
        if not _may_read(verified.context, path):
            raise Refused("forbidden", f"{verified.context.authority} may not read {path}.")
        return verified

    async def renew(self, socket: Socket, token: str) -> float:
        """Have a socket go on under a new token of the same user; return when that expires. Raises `Refused`.

        The other namespaces of the connection go on under it, too, as far as it may read them. A socket
        that is refused stays until its token expires.
        """
        verified = await self._verify(token, socket.namespace)
        if _identity(verified.context) != _identity(socket.context):
            raise Refused("forbidden", "The token is of another user or company than the connection.")
        if self.find(socket.sid) is not socket or socket.expires_at <= time():
            raise Refused("token-expired", "The connection's token has expired: connect again.")
        for each in self._of_connection(socket):
            if _identity(each.context) == _identity(socket.context) and _may_read(
                verified.context, each.namespace
            ):
                each.context, each.expires_at = verified.context, verified.expires_at
        return verified.expires_at

    def _of_connection(self, socket: Socket) -> list[Socket]:
        """Return the sockets that share a client's connection, one for each of its namespaces."""
        manager = self._server.manager
        connection = manager.eio_sid_from_sid(socket.sid, socket.namespace)
        sids = (manager.sid_from_eio_sid(connection, path) for path in NAMESPACES_BY_PATH)
        return [each for sid in sids if sid and (each := self.find(sid)) is not None]

    async def _take_seat(self, sid: str, company_id: UUID) -> bool:
        """Tell whether the company may have one more socket, on all replicas; without Redis, on this one."""
        limits = self._runtime.company_limits.of(company_id)
        if limits is None:
            return True
        try:
            return await self._quota.acquire(str(company_id), sid, limits.sockets)
        except (RedisError, OSError) as error:
            log.warning("socket_quota.local_only", error=repr(error))
            return len(self._of_company.get(company_id, ())) < limits.sockets

    async def renew_quota(self) -> None:
        """Say again which sockets are here, so that their places stay taken."""
        try:
            await self._quota.renew({str(company): tuple(sids) for company, sids in self._of_company.items()})
        except (RedisError, OSError) as error:
            log.warning("socket_quota.not_renewed", error=repr(error))

    # --- they go ---

    def remove(self, sid: str) -> Socket | None:
        """Return a socket that is gone; None if it was so before."""
        socket = self._sockets.pop(sid, None)
        if socket is None:
            return None
        _sockets.labels(socket.namespace).dec()
        others = self._of_company[socket.company_id]
        others.discard(sid)
        if not others:
            del self._of_company[socket.company_id]
        self._server.start_background_task(self._give_seat_back, sid, socket.company_id)
        return socket

    async def _give_seat_back(self, sid: str, company_id: UUID) -> None:
        try:
            await self._quota.release(str(company_id), sid)
        except (RedisError, OSError) as error:
            log.warning("socket_quota.not_released", error=repr(error))

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
            *(self.dismiss(sid, self._sockets[sid].namespace) for sid in ended if sid in self._sockets)
        )
        self._hang_up_on_slow()
        await self._dismiss_strangers(now)

    async def dismiss(self, sid: str, path: str) -> None:
        """Disconnect a socket; if it cannot be reached, end its connection."""
        eio_sid = self._server.manager.eio_sid_from_sid(sid, path)
        try:
            async with asyncio.timeout(_GOODBYE_SECONDS):
                await self._server.disconnect(sid, path)
        except Exception as error:
            log.warning("socket.not_disconnected", error=repr(error))
            self._hang_up(eio_sid, "deaf")

    async def _dismiss_strangers(self, now: float) -> None:
        admitted = {
            self._server.manager.eio_sid_from_sid(sid, socket.namespace)
            for sid, socket in self._sockets.items()
        }
        strangers = self._server.environ.keys() - admitted
        self._strangers = {eio_sid: self._strangers.get(eio_sid, now) for eio_sid in strangers}
        late = [eio_sid for eio_sid, since in self._strangers.items() if now - since > ADMISSION_SECONDS]
        await asyncio.gather(*(self._dismiss_stranger(eio_sid) for eio_sid in late))

    async def _dismiss_stranger(self, eio_sid: str) -> None:
        hang_up = self._end_of(eio_sid)
        connection = self._server.eio.sockets.get(eio_sid)
        if connection is not None:
            try:
                async with asyncio.timeout(_GOODBYE_SECONDS):
                    # Not engineio's own `disconnect`: that waits until the client has read everything.
                    await connection.close(wait=False)
            except Exception as error:
                log.warning("socket.not_refused", error=repr(error))
        asyncio.get_running_loop().call_later(_GOODBYE_SECONDS, hang_up)
        _hung_up.labels("stranger").inc()

    def _hang_up_on_slow(self) -> None:
        """Drop a socket with more waiting than it would get at once: it comes back and loads afresh."""
        for eio_sid, connection in list(self._server.eio.sockets.items()):
            if connection.queue.qsize() > self._most_waiting:
                self._hang_up(eio_sid, "slow")

    def hang_up_on(self, socket: Socket, reason: str) -> None:
        """End a socket's connection at once."""
        connection = self._server.manager.eio_sid_from_sid(socket.sid, socket.namespace)
        if connection is not None:
            self._hang_up(connection, reason)

    def _hang_up(self, eio_sid: str, reason: str) -> None:
        self._end_of(eio_sid)()
        _hung_up.labels(reason).inc()

    def _end_of(self, eio_sid: str) -> Callable[[], object]:
        """Return what ends a connection at once."""
        scope = self._server.environ.get(eio_sid, {}).get("asgi.scope", {})
        end: Callable[[], object] = scope.get("state", {}).get(HANG_UP, lambda: None)
        return end


def _may_read(context: TenantContext, path: str) -> bool:
    return context.may(NAMESPACES[NAMESPACES_BY_PATH[path]])


def _identity(context: TenantContext) -> tuple[UUID, UUID, str]:
    return context.company_id, context.user_id, context.kind
