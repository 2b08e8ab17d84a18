"""Live figures: what stands now in a company, pushed to those sockets that watch.

Whatever happens in a company, it is counted at most once a second, once for all who watch it here; nothing is
counted where nobody watches. What a socket is shown is then summed up from that, once for all that are shown
the same, and sent if it differs from before, and every so often in any case: so a screen that hears nothing
knows that what it shows is old. A client that does not read gets the newest only, once it reads again.
"""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from time import monotonic
from typing import Any, Final
from uuid import UUID

import socketio
import structlog

from atende_contracts.permissions import Permission
from atende_platform.process.tasks import Task, every, within
from atende_platform.runtime import Runtime
from chat.live.events import LiveChanged
from chat.live.service import COUNT_SECONDS, Figures, Live, View, is_limited, view_of
from chat.policies.scope import EVERYTHING
from chat.presence.domain import Status
from chat.realtime.attendance import Attendances
from chat.realtime.sockets import Refused, Socket, Sockets, Watched
from chat.settings import Settings
from chat.updates.domain import CHAT

log = structlog.get_logger(__name__)

STEP_SECONDS: Final = 0.25
SECONDS: Final = 1.0
"""Between two counts of a company."""
REPEATED_SECONDS: Final = 10.0
"""How often it is counted and sent even if nothing is known to have changed."""
_SHARE: Final = 20
"""So many times as long as a count took there is no other: those of large companies come less often."""
_AT_A_TIME: Final = 2
"""Companies that are counted, each of which takes a connection of the database."""
_STEP_LIMIT_SECONDS: Final = 10.0
_SEND_SECONDS: Final = 10.0
"""How long figures may take to be handed to a company's sockets."""
_PATH: Final = f"/{CHAT}"


@dataclass(slots=True)
class _Company:
    has_changed: bool = True
    next_at: float = 0.0
    """By our own clock (`monotonic`)."""
    repeated_at: float = 0.0
    """When it is counted in any case."""
    figures: Figures | None = None
    statuses: Mapping[UUID, Status] = field(default_factory=dict)
    """Who was here when it was last counted."""
    sent: dict[str, dict[str, Any]] = field(default_factory=dict)
    """By socket, what it last got, without the time."""


class Watching:
    """Counts what stands in those companies that somebody watches here, and sends what has changed."""

    def __init__(
        self,
        runtime: Runtime[Settings],
        server: socketio.AsyncServer,
        sockets: Sockets,
        attendances: Attendances,
        clock: Callable[[], datetime],
    ) -> None:
        self._database = runtime.database
        self._server = server
        self._sockets = sockets
        self._attendances = attendances
        self._clock = clock
        self._live = Live()
        self._companies: dict[UUID, _Company] = {}
        self._showing: dict[UUID, asyncio.Task[None]] = {}
        self._turns = asyncio.Semaphore(_AT_A_TIME)

    def task(self) -> Task:
        """Return the task that counts and sends."""
        steps = every("live figures", STEP_SECONDS, self.step, limit=_STEP_LIMIT_SECONDS)

        async def run() -> None:
            try:
                await steps.run()
            finally:
                showing = [*self._showing.values()]
                for each in showing:
                    each.cancel()
                await asyncio.gather(*showing, return_exceptions=True)

        return replace(steps, run=run)

    # --- what sockets do ---

    def watch(self, socket: Socket, watched: Watched) -> None:
        """Send a socket what stands now, from now on. Raises `Refused`."""
        if not socket.context.may(Permission.REPORTS_READ):
            raise Refused("forbidden", f"{socket.context.authority} may not read reports.")
        socket.watched = watched
        self._companies.setdefault(socket.company_id, _Company()).sent.pop(socket.sid, None)

    def leave(self, socket: Socket) -> None:
        """Send a socket nothing any more."""
        socket.watched = None

    # --- what they get ---

    def changed(self, company_id: UUID) -> None:
        """Something has happened in a company that counts, or somebody sees something else of it."""
        if (company := self._companies.get(company_id)) is not None:
            company.has_changed = True

    async def step(self) -> None:
        """Count where something has changed, unless that was done a moment ago; show it to who has come."""
        for company_id in [each for each in self._companies if not self._watchers(each)]:
            del self._companies[company_id]
        for company_id, company in self._companies.items():
            if company_id not in self._showing and (
                self._is_due(company_id, company) or self._newcomers(company_id, company)
            ):
                # Each by itself: a company whose count takes long keeps no other waiting.
                showing = asyncio.create_task(self._show(company_id, company), name="show live figures")
                self._showing[company_id] = showing
                showing.add_done_callback(partial(self._on_shown, company_id))

    def _on_shown(self, company_id: UUID, showing: asyncio.Task[None]) -> None:
        del self._showing[company_id]
        if not showing.cancelled() and (error := showing.exception()) is not None:
            log.warning("live.not_shown", error=repr(error))

    def _watchers(self, company_id: UUID) -> list[Socket]:
        return [
            socket
            for socket in self._sockets.of(company_id)
            if socket.watched is not None
            and socket.scope is not None
            and socket.context.may(Permission.REPORTS_READ)
        ]

    def _newcomers(self, company_id: UUID, company: _Company) -> list[Socket]:
        """Return who has got nothing yet of what there is."""
        if company.figures is None:
            return []
        return [
            each
            for each in self._watchers(company_id)
            if each.sid not in company.sent and not self._sockets.is_behind(each)
        ]

    def _is_due(self, company_id: UUID, company: _Company) -> bool:
        time = monotonic()
        has_changed = company.has_changed or self._attendances.statuses(company_id) != company.statuses
        return company.next_at <= time and (has_changed or company.repeated_at <= time)

    async def _show(self, company_id: UUID, company: _Company) -> None:
        if company.figures is not None:
            newcomers = self._newcomers(company_id, company)
            await self._send(company, company.figures, newcomers, is_repeated=False)
        if self._is_due(company_id, company):
            await self._count(company_id, company)

    async def _count(self, company_id: UUID, company: _Company) -> None:
        async with self._turns:
            begun = monotonic()
            company.has_changed = False
            company.statuses = dict(self._attendances.statuses(company_id))
            try:
                async with (
                    within(COUNT_SECONDS, "live figures"),
                    self._database.tenant(company_id) as session,
                ):
                    figures = await self._live.figures(session, company_id, self._clock())
            except Exception as error:  # Others are counted all the same, and this one again.
                log.warning("live.not_counted", error=repr(error))
                company.has_changed = True
                company.next_at = monotonic() + max(COUNT_SECONDS, _SHARE * (monotonic() - begun))
                return
        is_repeated = company.repeated_at <= begun
        if is_repeated:
            company.repeated_at = begun + REPEATED_SECONDS
        company.figures = figures
        own = self._watchers(company_id)
        company.sent = {sid: company.sent[sid] for sid in company.sent.keys() & {each.sid for each in own}}
        company.next_at = monotonic() + max(SECONDS, _SHARE * (monotonic() - begun))
        await self._send(company, figures, own, is_repeated=is_repeated)

    async def _send(
        self, company: _Company, figures: Figures, own: list[Socket], *, is_repeated: bool
    ) -> None:
        async with within(_SEND_SECONDS, "sending of live figures"):
            await self._emit(company, figures, own, is_repeated=is_repeated)

    async def _emit(
        self, company: _Company, figures: Figures, own: list[Socket], *, is_repeated: bool
    ) -> None:
        of_views: dict[View, dict[str, Any]] = {}
        for socket in own:
            watched, scope = socket.watched, socket.scope
            if watched is None or scope is None or self._sockets.is_behind(socket):
                continue
            view = view_of(
                socket.context,
                scope if is_limited(socket.context) else EVERYTHING,
                channel_id=watched.channel_id,
                queue_id=watched.queue_id,
            )
            if view not in of_views:
                of_views[view] = figures.of(view, company.statuses).model_dump(mode="json")
                await asyncio.sleep(0)  # Others have their turn in between.
            payload = of_views[view]
            shown = {name: value for name, value in payload.items() if name != "at"}
            if is_repeated or company.sent.get(socket.sid) != shown:
                company.sent[socket.sid] = shown
                await self._server.emit(LiveChanged.TYPE, payload, to=socket.sid, namespace=_PATH)
