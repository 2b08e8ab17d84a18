"""Which agents are here and what they do in tickets, over all replicas (docs/adr/0041).

A replica reports its own agents to Redis when something has changed, and every so often; it compares
versions several times a second, reads what has changed, and sends the difference to its sockets. So changes
are bundled, a missed one is found the next time, and those of a replica that died end by themselves.
"""

import asyncio
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from time import monotonic
from typing import Final
from uuid import UUID

import socketio
from redis.exceptions import RedisError

from atende_contracts.permissions import Permission
from atende_platform.errors import NotFound
from atende_platform.identity.revocation import Outage
from atende_platform.process.tasks import within
from atende_platform.runtime import Runtime
from chat.presence.domain import (
    HELD_SECONDS,
    REPORTED_SECONDS,
    TYPING_SECONDS,
    Attendance,
    Known,
    Mark,
    Status,
)
from chat.presence.events import presence_updated, ticket_attended
from chat.presence.service import Presence
from chat.realtime import rooms
from chat.realtime.domain import Allowances, Rate
from chat.realtime.sockets import Refused, Socket, Sockets
from chat.settings import Settings
from chat.tickets.audience import audiences
from chat.updates.domain import CHAT
from chat.updates.schemas import Notice

STEP_SECONDS: Final = 0.25
_PATH: Final = f"/{CHAT}"
_LOOKED_UP_AT_A_TIME: Final = 2
"""Tickets, each of which takes a connection of the database; the others are for news."""
_LOOK_UP_SECONDS: Final = 5.0
_LOOK_UPS: Final = Rate(per_second=20, burst=200)
"""Tickets that the sockets of one company may begin to view."""


@dataclass(slots=True)
class _Seen:
    """What this replica's sockets of a company have got."""

    version: bytes | None = None
    statuses: dict[UUID, Status] = field(default_factory=dict)
    attendances: dict[UUID, Attendance] = field(default_factory=dict)
    ends_at: float = float("inf")
    """When to look again, since something of it ends."""
    reported_at: float = float("-inf")
    allowances: Allowances = field(default_factory=Allowances)


class Attendances:
    """What the agents who are connected to this replica do, and what they see of others."""

    def __init__(self, runtime: Runtime[Settings], server: socketio.AsyncServer, sockets: Sockets) -> None:
        self._database = runtime.database
        self._server = server
        self._sockets = sockets
        self._presence = Presence(runtime.redis)
        self._replica = secrets.token_hex(8)
        self._seen: dict[UUID, _Seen] = {}
        self._changed: dict[UUID, bool] = {}
        """Companies to be reported, and whether others must see what has changed."""
        self._clock = 0.0
        """Redis' time when our own clock (`monotonic`) was 0."""
        self._turns = asyncio.Semaphore(_LOOKED_UP_AT_A_TIME)
        self._outage = Outage("agents' presence cannot be followed")

    def statuses(self, company_id: UUID) -> Mapping[UUID, Status]:
        """Return the status of everybody of a company who is not offline, as its sockets here got it."""
        seen = self._seen.get(company_id)
        return seen.statuses if seen is not None else {}

    # --- what sockets do ---

    async def joined(self, socket: Socket) -> None:
        """A socket hears the news from now on: tell it who is here."""
        if socket.namespace != _PATH:
            return
        self._changed.setdefault(socket.company_id, False)
        seen = self._seen.setdefault(socket.company_id, _Seen())
        if seen.statuses:
            await self._send(presence_updated(seen.statuses), socket.sid)

    def left(self, socket: Socket) -> None:
        """A socket is gone. Its user stays for a while: most come back."""
        if socket.viewing is not None:
            self._changed[socket.company_id] = True

    async def view(self, socket: Socket, ticket_id: UUID | None) -> None:
        """A socket shows this ticket from now on; None: none. Raises `Refused` and `NotFound`."""
        if socket.context.kind != "user":
            raise Refused("forbidden", "An API key looks at no ticket.")
        if ticket_id == socket.viewing:
            return
        if ticket_id is not None:
            await self._require_visible(socket, ticket_id)
        if self._sockets.find(socket.sid) is not socket:
            return
        await self.leave_ticket(socket)
        if ticket_id is None:
            return
        socket.viewing = ticket_id
        self._changed[socket.company_id] = True
        await self._sockets.enter(socket, rooms.at_ticket(socket.company_id, ticket_id))
        seen = self._seen.get(socket.company_id)
        if seen is not None and (attendance := seen.attendances.get(ticket_id)) is not None:
            await self._send(ticket_attended(ticket_id, attendance), socket.sid)

    async def leave_ticket(self, socket: Socket) -> None:
        """A socket no longer shows the ticket that it showed, if any."""
        if socket.viewing is None:
            return
        room = rooms.at_ticket(socket.company_id, socket.viewing)
        socket.viewing, socket.typing_until = None, 0.0
        self._changed[socket.company_id] = True
        await self._server.leave_room(socket.sid, room, namespace=_PATH)

    def type(self, socket: Socket, ticket_id: UUID, *, is_typing: bool) -> None:
        """An agent types in the ticket that their socket shows, or no longer does. Raises `Refused`."""
        if not socket.context.may(Permission.TICKETS_WRITE):
            raise Refused("forbidden", f"{socket.context.authority} may not write in tickets.")
        if socket.viewing != ticket_id:
            raise Refused("conflict", "Send `view` for the ticket first.")
        now = monotonic()
        is_news = is_typing != (socket.typing_until > now)
        socket.typing_until = now + TYPING_SECONDS if is_typing else 0.0
        self._changed[socket.company_id] = self._changed.get(socket.company_id, False) or is_news

    async def _require_visible(self, socket: Socket, ticket_id: UUID) -> None:
        company = self._seen.setdefault(socket.company_id, _Seen())
        if not company.allowances.take("view", _LOOK_UPS, monotonic()):
            raise Refused("too-many-requests", "Too many requests. Try again shortly.")
        async with (
            within(_LOOK_UP_SECONDS, "look-up of a ticket"),
            self._turns,
            self._database.tenant(socket.company_id) as session,
        ):
            found = await audiences(session, socket.company_id, [ticket_id])
        scope = socket.scope
        if scope is None or ticket_id not in found or not found[ticket_id].is_seen_by(scope):
            raise NotFound("ticket-not-found")

    # --- what is seen of it ---

    async def step(self) -> None:
        """Report what has changed here, and send what has changed anywhere. Redis may be away."""
        try:
            await self._step()
        except (RedisError, OSError) as error:
            self._outage.begins(error)
        else:
            self._outage.ends()

    async def _step(self) -> None:
        here = self._sockets.companies()
        for gone in self._seen.keys() - here - self._changed.keys():
            del self._seen[gone]
        companies = [*here | self._changed.keys()]
        if not companies:
            return
        now, versions = await self._presence.versions(companies)
        self._clock = now - monotonic()
        for company_id in companies:
            seen = self._seen.setdefault(company_id, _Seen())
            version = versions[company_id]
            if company_id in self._changed or version is None or now - seen.reported_at >= REPORTED_SECONDS:
                await self._report(company_id, seen, now)
                await self._read(company_id, seen, now)
            elif version != seen.version or seen.ends_at <= now:
                await self._read(company_id, seen, now)

    async def _report(self, company_id: UUID, seen: _Seen, now: float) -> None:
        is_news = self._changed.pop(company_id, False)
        own = [socket for socket in self._sockets.of(company_id) if socket.namespace == _PATH]
        agents = {
            socket.user_id
            for socket in own
            if socket.context.kind == "user" and socket.context.may(Permission.TICKETS_WRITE)
        }
        marks = {mark[:3]: mark for mark in sorted(self._marks(own, now), key=lambda mark: mark.until)}
        try:
            await self._presence.report(
                company_id, self._replica, agents, marks.values(), until=now + HELD_SECONDS, is_news=is_news
            )
        except BaseException:
            self._changed[company_id] = self._changed.get(company_id, False) or is_news
            raise
        seen.reported_at = now

    def _marks(self, own: Iterable[Socket], now: float) -> Iterable[Mark]:
        for socket in own:
            if socket.viewing is not None:
                yield Mark(socket.viewing, socket.user_id, False, now + HELD_SECONDS)
                if (until := self._clock + socket.typing_until) > now:
                    yield Mark(socket.viewing, socket.user_id, True, until)

    async def _read(self, company_id: UUID, seen: _Seen, now: float) -> None:
        version, known = await self._presence.read(company_id)
        seen.version, seen.ends_at = version, known.ends_at(now)
        await self._send_differences(company_id, seen, known, now)

    async def _send_differences(self, company_id: UUID, seen: _Seen, known: Known, now: float) -> None:
        statuses, attendances = known.statuses(now), known.attendances(now)
        changed = {
            user: statuses.get(user, Status.OFFLINE)
            for user in statuses.keys() | seen.statuses.keys()
            if statuses.get(user) != seen.statuses.get(user)
        }
        shown = {socket.viewing for socket in self._sockets.of(company_id)} - {None}
        attended = {
            ticket: attendances.get(ticket, Attendance())
            for ticket in attendances.keys() | seen.attendances.keys()
            if ticket in shown and attendances.get(ticket) != seen.attendances.get(ticket)
        }
        seen.statuses, seen.attendances = statuses, attendances
        if changed:
            await self._send(presence_updated(changed), rooms.of_company(company_id))
        for ticket_id, attendance in attended.items():
            await self._send(ticket_attended(ticket_id, attendance), rooms.at_ticket(company_id, ticket_id))

    async def _send(self, notice: Notice, room: str) -> None:
        await self._server.emit(notice.TYPE, notice.model_dump(mode="json"), room=room, namespace=_PATH)
