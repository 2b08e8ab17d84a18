"""Which socket gets which update: what happens in a ticket goes to those who may see the ticket.

Tickets are seen by `chat.policies.scope.Scope`. What a socket sees is looked up when it comes, and again
when a queue or the company's rules have changed; then it loads the current state (`resync`). Where a ticket
belongs stands in `ticket.updated` itself, and is looked up for other updates, which have its id alone.
A socket that no longer sees a ticket gets `ticket.removed` in place of its new state.
"""

from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any, Final, Protocol
from uuid import UUID

import socketio
from opentelemetry.trace import Span, SpanKind
from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.permissions import Role
from atende_platform.identity.context import TenantContext
from atende_platform.process import tracing
from chat.policies import scope as scopes
from chat.policies.events import PoliciesUpdated
from chat.policies.scope import Scope
from chat.queues.events import QueueUpdated
from chat.realtime import rooms
from chat.realtime.attendance import Attendances
from chat.realtime.domain import ticket_of
from chat.realtime.schemas import Resync
from chat.realtime.sockets import Socket, Sockets
from chat.tickets.audience import Audience, audiences
from chat.tickets.events import TicketRemoved, TicketUpdated
from chat.updates.domain import CHAT
from chat.updates.schemas import EventRead

if TYPE_CHECKING:
    from chat.updates.models import LoggedEvent

_PATH: Final = f"/{CHAT}"
DECIDES_WHO_SEES: Final = frozenset({QueueUpdated.TYPE, PoliciesUpdated.TYPE})
_MOST_REMEMBERED: Final = 50_000
"""Tickets of all companies, some 300 bytes each."""


class Delivery:
    """Sends updates to the sockets of this replica that may see them."""

    def __init__(self, server: socketio.AsyncServer, sockets: Sockets, attendances: Attendances) -> None:
        self._server = server
        self._sockets = sockets
        self._attendances = attendances
        self._last = _Remembered()
        """Where tickets belonged by their last `ticket.updated`."""
        self._looked_up = _Remembered()
        """Where others belong, of which none was sent since. They may have moved before that."""

    # --- who sees what ---

    async def admit(self, session: AsyncSession, socket: Socket) -> None:
        """Look up what a socket sees."""
        if socket.namespace == _PATH:
            socket.scope = await scopes.scope_of(session, socket.context)

    async def enter(self, socket: Socket) -> None:
        """Let a socket hear the news."""
        company_id = socket.company_id
        own = {rooms.of_company(company_id), rooms.of_user(company_id, socket.user_id)}
        if socket.scope is not None:
            own |= rooms.of_scope(company_id, socket.scope)
        for room in own:
            await self._sockets.enter(socket, room)

    async def look_again(
        self, session: AsyncSession, company_id: UUID, position: int, some: Iterable[Socket] | None = None
    ) -> None:
        """Look up again what sockets see; those that see something else from now on load it."""
        own = self._of_chat(company_id) if some is None else [*some]
        found: dict[tuple[UUID, Role], Scope] = {}
        for socket in own:
            user = socket.user_id, socket.context.role
            if (scope := found.get(user)) is None:
                scope = found[user] = await scopes.scope_of(session, socket.context)
            before = socket.scope
            if before is None or self._sockets.find(socket.sid) is not socket:
                continue
            socket.scope = scope
            old, new = rooms.of_scope(company_id, before), rooms.of_scope(company_id, scope)
            if old == new:
                continue
            for room in old - new:
                await self._server.leave_room(socket.sid, room, namespace=_PATH)
            for room in new - old:
                await self._sockets.enter(socket, room)
            await self._attendances.leave_ticket(socket)
            await self._send(Resync.TYPE, Resync(last_event_id=position).model_dump(), [socket.sid])

    def _of_chat(self, company_id: UUID) -> list[Socket]:
        own = self._sockets.of(company_id)
        return [socket for socket in own if socket.namespace == _PATH and socket.scope is not None]

    # --- updates ---

    async def replay(self, session: AsyncSession, socket: Socket, rows: "Sequence[LoggedEvent]") -> None:
        """Send a socket what it missed, as far as it may see it now."""
        own = [row for row in rows if f"/{row.namespace}" == socket.namespace]
        scope = socket.scope or scopes.EVERYTHING
        seen = await as_seen(session, socket.company_id, scope, own)
        for row, shown in zip(own, seen, strict=True):
            if shown is not None:
                type_, payload = shown
                with continued(row, again=True):
                    await self._server.emit(
                        type_, {**payload, "id": row.seq}, to=socket.sid, namespace=socket.namespace
                    )

    def batch(self, session: AsyncSession, company_id: UUID, rows: "Sequence[LoggedEvent]") -> "Batch":
        """Return what sends these rows, one after the other."""
        return Batch(self, session, company_id, rows)

    async def send_ticket(
        self, company_id: UUID, ticket_id: UUID, row: "LoggedEvent", payload: dict[str, Any]
    ) -> None:
        """Send a ticket to those who see it, and tell those who no longer do."""
        audience = Audience.of_payload(row.payload["ticket"])
        before = self._forget((company_id, ticket_id))
        self._last.keep((company_id, ticket_id), audience)
        to = rooms.of_audience(company_id, audience)
        await self._send(row.type, payload, to)
        if before == audience or row.payload["ticket"]["revision"] == 1:
            return
        formerly = rooms.of_company(company_id) if before is None else rooms.of_audience(company_id, before)
        gone = self._in(formerly) - self._in(to)
        if gone:
            removed = TicketRemoved(ticket_id=ticket_id).model_dump(mode="json")
            await self._send(TicketRemoved.TYPE, {**removed, "id": row.seq}, [*gone])
            for sid in gone:
                socket = self._sockets.find(sid)
                if socket is not None and socket.viewing == ticket_id:
                    await self._attendances.leave_ticket(socket)

    async def send_of_ticket(
        self, company_id: UUID, audience: Audience | None, row: "LoggedEvent", payload: dict[str, Any]
    ) -> None:
        """Send what happened in a ticket; one that is gone (None) only those see who see everything."""
        to = (
            [rooms.of_all_tickets(company_id)]
            if audience is None
            else rooms.of_audience(company_id, audience)
        )
        await self._send(row.type, payload, to)

    async def send_all(self, company_id: UUID, row: "LoggedEvent", payload: dict[str, Any]) -> None:
        """Send an update to the whole company."""
        if row.type == TicketUpdated.TYPE:  # Who sees it is not followed as long as all do.
            self._forget((company_id, UUID(row.payload["ticket"]["id"])))
        to = rooms.of_company(company_id)
        await self._server.emit(row.type, payload, room=to, namespace=f"/{row.namespace}")

    def all_see_everything(self, company_id: UUID) -> bool:
        """Tell whether no socket here sees a part of the tickets only."""
        return all(socket.scope is None or socket.scope.everything for socket in self._of_chat(company_id))

    async def audience(
        self, session: AsyncSession, company_id: UUID, ticket_id: UUID, others: Callable[[], Iterable[UUID]]
    ) -> Audience | None:
        """Return who sees a ticket; None if it is gone. What is not known is looked up, with ``others``."""
        key = company_id, ticket_id
        known = self._last.get(key) or self._looked_up.get(key)
        if known is not None:
            return known
        wanted = {ticket_id, *(id_ for id_ in others() if (company_id, id_) not in self._last)}
        for id_, audience in (await audiences(session, company_id, wanted)).items():
            self._looked_up.keep((company_id, id_), audience)
        return self._looked_up.get(key)

    def _forget(self, key: tuple[UUID, UUID]) -> Audience | None:
        """Return where a ticket belonged by its last `ticket.updated`, and forget what is known of it."""
        self._looked_up.pop(key, None)
        return self._last.pop(key, None)

    def _in(self, names: str | list[str]) -> set[str]:
        return {sid for sid, _ in self._server.manager.get_participants(_PATH, names)}

    async def _send(self, type_: str, payload: dict[str, Any], to: list[str]) -> None:
        await self._server.emit(type_, payload, room=to, namespace=_PATH)


class _Remembered(OrderedDict[tuple[UUID, UUID], Audience]):
    """Audiences by company and ticket, of those tickets that were of interest last."""

    def keep(self, key: tuple[UUID, UUID], audience: Audience) -> None:
        self[key] = audience
        self.move_to_end(key)
        while len(self) > _MOST_REMEMBERED:
            self.popitem(last=False)


class Batch:
    """Rows of one company's log on their way to its sockets."""

    def __init__(
        self, delivery: Delivery, session: AsyncSession, company_id: UUID, rows: "Sequence[LoggedEvent]"
    ) -> None:
        self._delivery = delivery
        self._session = session
        self._company_id = company_id
        self._rows = rows
        # A socket that comes waits until a batch is done.
        self._is_open = delivery.all_see_everything(company_id)

    async def send(self, row: "LoggedEvent") -> None:
        """Send a row to those who may see it. They are to be sent in their order."""
        payload = {**row.payload, "id": row.seq}
        ticket_id = ticket_of(row.payload) if row.namespace == CHAT else None
        if ticket_id is None or self._is_open:
            await self._delivery.send_all(self._company_id, row, payload)
        elif row.type == TicketUpdated.TYPE:
            await self._delivery.send_ticket(self._company_id, ticket_id, row, payload)
        else:
            audience = await self._delivery.audience(
                self._session, self._company_id, ticket_id, self._tickets
            )
            await self._delivery.send_of_ticket(self._company_id, audience, row, payload)
        if row.type in DECIDES_WHO_SEES:
            await self._delivery.look_again(self._session, self._company_id, row.seq)
            self._is_open = self._delivery.all_see_everything(self._company_id)

    def _tickets(self) -> Iterable[UUID]:
        return (id_ for row in self._rows if (id_ := ticket_of(row.payload)) is not None)


def continued(row: "LoggedEvent", *, again: bool = False) -> AbstractContextManager[Span]:
    """Be in the trace of an update while it is sent; ``again`` to a socket that was away."""
    told = {"messaging.destination.name": row.namespace, "atende.seq": row.seq}
    name = f"{row.type} emit again" if again else f"{row.type} emit"
    return tracing.continued(name, row.traceparent, SpanKind.PRODUCER, told)


class _Stored(Protocol):
    """An entry of the log, of whatever class."""

    @property
    def namespace(self) -> str: ...
    @property
    def type(self) -> str: ...
    @property
    def payload(self) -> dict[str, Any]: ...


async def as_seen(
    session: AsyncSession, company_id: UUID, scope: Scope, rows: Sequence[_Stored]
) -> list[tuple[str, dict[str, Any]] | None]:
    """Return the type and payload of updates as a user sees them now; None for those that they do not see.

    A ticket that they do not see is removed for them.
    """
    tickets = [ticket_of(row.payload) if row.namespace == CHAT else None for row in rows]
    wanted = set() if scope.everything else {id_ for id_ in tickets if id_ is not None}
    known = await audiences(session, company_id, wanted)
    seen: list[tuple[str, dict[str, Any]] | None] = []
    for row, ticket_id in zip(rows, tickets, strict=True):
        if (
            ticket_id is None
            or scope.everything
            or (ticket_id in known and known[ticket_id].is_seen_by(scope))
        ):
            seen.append((row.type, row.payload))
        elif row.type == TicketUpdated.TYPE:
            seen.append((TicketRemoved.TYPE, TicketRemoved(ticket_id=ticket_id).model_dump(mode="json")))
        else:
            seen.append(None)
    return seen


async def visible(
    session: AsyncSession, actor: TenantContext, events: Sequence[EventRead]
) -> list[EventRead]:
    """Return entries of the log as the actor sees them now, without those that they do not see."""
    seen = await as_seen(session, actor.company_id, await scopes.scope_of(session, actor), events)
    return [
        event.model_copy(update={"type": shown[0], "payload": shown[1]})
        for event, shown in zip(events, seen, strict=True)
        if shown is not None
    ]
