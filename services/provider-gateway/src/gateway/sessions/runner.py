"""Which sessions this process holds: it claims them, opens them, and gives them back.

A session is here from its claim until it is released or lost. Three rules keep two sockets from running on
the same credentials: its lease is renewed long before it ends; if that fails the socket is closed before it
ends; and what a holder writes under an older fence is refused.

Rounds (`look`, `renew`, `open_due`, `watch`) are repeated by the role; what happens to one session is done in
its lanes, in order (`gateway.sessions.life`).
"""

import asyncio
import time
from collections.abc import Callable, Coroutine, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID, uuid4

import structlog
from sqlmodel.ext.asyncio.session import AsyncSession

from atende_platform.data.db import Database, now
from atende_platform.data.wakeups import wake
from atende_platform.errors import NotFound
from atende_platform.process import tracing
from atende_platform.process.progress import Progress
from gateway.bridge.bridges import Bridge, Bridges
from gateway.bridge.protocol import Answer, Connection, Hello, Up
from gateway.domain.sessions import ALARMING_ATTEMPTS
from gateway.repository import session_leases
from gateway.repository.sessions import SESSIONS, Lease, LeaseLost
from gateway.sessions import metrics
from gateway.sessions.closing import LOG_OUT_SECONDS, Closings, fence
from gateway.sessions.gate import Gate
from gateway.sessions.held import Held, Intent
from gateway.sessions.lane import Lane, Overrun, Step
from gateway.sessions.steps import Steps
from gateway.settings import Settings

if TYPE_CHECKING:
    from gateway.models import WebSession

log = structlog.get_logger(__name__)

CLOSE_SECONDS: Final = 13.0
"""How long a bridge may take to close a session, before it is ended with all others that it has: it waits
10 s for what the session received to be stored, and a second for WhatsApp to close the socket."""
LEASE_MARGIN_SECONDS: Final = 9.0
"""So long before its lease ends a session is closed that could not be renewed: `closing.DROP_SECONDS`, and
what it takes to end a bridge."""
DRAIN_SECONDS: Final = 14.0
"""How long all sessions may take to be closed and released when the process ends, and then what they brought
to be stored."""
OUTLAST_SECONDS: Final = 120.0
"""How long what a session has brought may wait for the database after the session was given up."""
STEP_SECONDS: Final = 60.0
"""How long a step of a session may take until health says so."""
_LATE_SECONDS: Final = 5.0
_DRAIN_STEP_SECONDS: Final = 0.05
_REFUSALS: Final = 2
"""Of how many sessions WhatsApp has to refuse the version for all others to be stopped."""
_RENEWALS_OF_LOCKED: Final = 4
_LOCKED_SECONDS: Final = 0.25


class Runner:
    """The sessions of one process. ``build`` names what its bridges run."""

    def __init__(
        self,
        settings: Settings,
        database: Database,
        bridges: Bridges,
        make_steps: Callable[["Runner"], Steps],
        build: str,
    ) -> None:
        self.owner: Final = uuid4()
        self.build: Final = build
        self._database = database
        self._bridges = bridges
        self._steps = make_steps(self)
        self._lease_seconds = settings.whatsapp_web_lease_seconds
        self._capacity = settings.whatsapp_web_bridges * settings.whatsapp_web_sessions_per_bridge
        self._gate = Gate(settings.whatsapp_web_opens_per_second, self.clock)
        self._held: dict[UUID, Held] = {}
        self._readers: dict[Bridge, asyncio.Task[None]] = {}
        self._closings: Final = Closings()
        self._background: set[asyncio.Task[None]] = set()
        self._outlasting: set[Lane] = set()
        self._refused: set[UUID] = set()
        """Sessions whose version WhatsApp refused, since it last took one."""
        self._is_outdated = False
        self._draining = False
        self.progress: Final = Progress("session steps", limit=_LATE_SECONDS, step=STEP_SECONDS)
        """Whether what happens to sessions is done: late when a step of one takes too long."""

    @property
    def held(self) -> Mapping[UUID, Held]:
        """The sessions that are held, by channel."""
        return self._held

    def clock(self) -> float:
        """Return the time by which leases end: one that nobody sets."""
        return time.monotonic()

    # --- rounds --------------------------------------------------------------------------------

    async def look(self) -> bool:
        """Do what is newly wanted of held sessions, and claim further ones; tell whether any were."""
        if self._draining:
            return False
        leases = [held.lease for held in self._held.values()]
        began = self.clock()
        async with self._database.worker() as session:
            rows = await session_leases.read(session, self.owner, leases) if leases else []
            deleted = await self._deleted(session, leases, rows)
            room = self._capacity - len(self._held)
            claimed = crowded = None
            if room > 0:
                claimed = await session_leases.claim(
                    session,
                    self.owner,
                    build=self.build,
                    asked=self._is_outdated,
                    most=room,
                    seconds=self._lease_seconds,
                )
            elif not any(held.intent == "give_back" for held in self._held.values()):
                crowded = await session_leases.company_with_most(
                    session, self.owner, build=self.build, asked=self._is_outdated
                )
            waiting = await session_leases.count_waiting(session, build=self.build, asked=False)
        metrics.waiting.set(waiting)
        self._heed(leases, rows, deleted)
        for row in claimed or ():
            self._take(row, began + self._lease_seconds)
        if crowded is not None:
            self._give_one_back(crowded)
        return bool(claimed)

    async def renew(self) -> None:
        """Renew all leases by one statement; what is not ours any more is closed at once.

        A session whose row is locked is tried again soon, and closed before its lease ends (`watch`).
        """
        leases = [held.lease for held in self._held.values()]
        if not leases:
            return
        for attempt in range(_RENEWALS_OF_LOCKED):
            if attempt:
                await asyncio.sleep(_LOCKED_SECONDS)
            leases = await self._renew(leases)
            if not leases:
                return
        log.warning("sessions.locked", count=len(leases))

    async def _renew(self, leases: Sequence[Lease]) -> list[Lease]:
        """Renew leases; return those that are still ours, but whose rows are locked."""
        began = self.clock()
        async with self._database.worker() as session:
            renewed = await session_leases.renew(session, self.owner, leases, seconds=self._lease_seconds)
            ids = {row.channel_id for row in renewed}
            rest = [lease for lease in leases if lease.channel_id not in ids]
            locked = await session_leases.read(session, self.owner, rest) if rest else []
            deleted = await self._deleted(session, rest, locked)
        for row in renewed:
            held = self._held.get(row.channel_id)
            if held is not None and held.generation == row.fence:
                held.expires_at = began + self._lease_seconds
        self._heed(leases, [*renewed, *locked], deleted)
        ids = {row.channel_id for row in locked}
        return [lease for lease in rest if lease.channel_id in ids]

    async def open_due(self) -> None:
        """Open sessions whose time has come: those being paired at once, others at the gate's rate."""
        if self._draining:
            return
        at = now()
        due = [
            held
            for held in self._held.values()
            if not held.has_socket and not held.is_opening and held.waits(at, self.build)
        ]
        due.sort(key=lambda held: (held.life.pairing is None, held.life.retry_at or held.life.since))
        for held in due:
            if held.life.pairing is None:
                if not self._gate.is_open:
                    return
                self._gate.pass_one()
            held.is_opening = True
            self.add(held, partial(self._steps.open, held))

    async def watch(self) -> None:
        """Close what could not be renewed before its lease ends, and end what takes too long."""
        at = self.clock()
        for held in list(self._held.values()):
            if at >= held.expires_at - LEASE_MARGIN_SECONDS:
                self.drop(held, "not_renewed")
            elif held.due is not None and at >= held.due:
                self._overdue(held)
        self._watch_steps()
        metrics.show_held(held.row.state for held in self._held.values())
        failing = [held for held in self._held.values() if held.row.attempts >= ALARMING_ATTEMPTS]
        metrics.failing.set(sum(not held.socket_open for held in failing))

    async def drain(self) -> None:
        """Close all sockets, let what was said of keys and messages be stored, and release the leases."""
        self._draining = True
        try:
            async with asyncio.timeout(DRAIN_SECONDS):
                while self._held:
                    for held in list(self._held.values()):
                        self._begin_giving_back(held)
                    await asyncio.sleep(_DRAIN_STEP_SECONDS)
                for lane in list(self._outlasting):
                    await lane.finished()
        except TimeoutError:
            log.warning("sessions.not_drained", count=len(self._held), outlasting=len(self._outlasting))
        finally:
            for held in list(self._held.values()):
                held.abandon()
                held.received.close()
            await self._bridges.close()
            rest = [*self._background, *self._readers.values()]
            for task in rest:
                task.cancel()
            await asyncio.gather(*rest, return_exceptions=True)

    # --- what sessions and their steps ask for ---------------------------------------------------

    async def bridge(self, held: Held) -> Bridge:
        """Return a bridge with room. Raises `BridgeNotStarted`. It is to be given back (`Bridges`)."""
        bridge = await self._bridges.take(held.breakdowns)
        if bridge not in self._readers:
            reading, name = self._read(bridge), f"lines of {bridge.pid}"
            self._readers[bridge] = asyncio.create_task(reading, name=name, context=tracing.apart())
        return bridge

    def give_back(self, bridge: Bridge) -> None:
        """Say that a session is no longer on a bridge."""
        self._bridges.give_back(bridge)

    def add(self, held: Held, step: Step, *, store: bool = False) -> None:
        """Do something about a session behind what waits; close a session of which too much waits."""
        try:
            (held.stores if store else held.events).add(step)
        except Overrun:
            log.error("session.overrun", channel=str(held.channel_id))
            self.drop(held, "overrun")

    def receive(self, held: Held, step: Step) -> None:
        """Keep what a session has brought. It needs no lease, and outlasts one (`_outlast`)."""
        try:
            held.received.add(step)
        except Overrun:
            log.error("session.overrun", channel=str(held.channel_id))
            self.drop(held, "overrun")

    def close(self, held: Held, intent: Intent) -> None:
        """Have a session's socket closed, and do with it then what is intended."""
        if held.intent is not None and intent not in ("give_back", "failed"):
            return
        is_logout = intent == "log_out"
        held.intent = intent
        held.due = self.clock() + (LOG_OUT_SECONDS if is_logout else CLOSE_SECONDS)
        self.soon(held.log_out() if is_logout else held.close())

    def drop(self, held: Held, why: str) -> None:
        """Give a session up that is not ours any more, or soon will not be: nothing of it is written."""
        if self._held.get(held.channel_id) is not held:
            return
        log.warning("session.given_up", channel=str(held.channel_id), why=why)
        metrics.lost.labels(why).inc()
        self.forget(held)
        was_open = held.socket_open
        unanswered = tuple(held.unanswered)
        bridge = held.went_down()
        if bridge is not None:
            self.give_back(bridge)
            # Of a channel that was deleted the phone is not to show a device for ever.
            log_out = why == "deleted" and was_open
            self.soon(self._closings.close(bridge, held.lease, unanswered, log_out=log_out))

    def forget(self, held: Held) -> None:
        """Note that a session is held no more."""
        held.abandon()
        self._outlast(held)
        if self._held.get(held.channel_id) is held:
            del self._held[held.channel_id]

    def _outlast(self, held: Held) -> None:
        """Go on keeping what a session has brought, though it is held no more.

        WhatsApp will not give it out again. Its events have the same ids wherever they are made, and of a
        customer's addresses the latest counts.
        """
        if not len(held.received) or held.received in self._outlasting:
            return
        self._outlasting.add(held.received)

        async def keep() -> None:
            try:
                async with asyncio.timeout(OUTLAST_SECONDS):
                    await held.received.finished()
            except TimeoutError:
                metrics.failed_lines.labels("outlasting").inc(len(held.received))
                log.error("session.received_lost", channel=str(held.channel_id), count=len(held.received))
            finally:
                held.received.close()
                self._outlasting.discard(held.received)

        self.soon(keep())

    async def release(self, held: Held) -> None:
        """Let others have a session that has no socket any more."""
        await held.stores.finished()
        async with self._database.worker() as session:
            await session_leases.release(session, self.owner, [held.lease])
            await wake(session, SESSIONS)
        self.forget(held)

    def became_outdated(self, held: Held) -> None:
        """Note that WhatsApp refused this version of the bridge; stop all sessions if not just of this one.

        What is open goes on: only new connections are refused.
        """
        self._refused.add(held.channel_id)
        if len(self._refused) < _REFUSALS <= len(self._held):
            log.warning("session.outdated", build=self.build, channel=str(held.channel_id))
            return
        if not self._is_outdated:
            log.error("sessions.outdated", build=self.build, channel=str(held.channel_id))
        self._is_outdated = True
        metrics.outdated.set(1)
        for other in list(self._held.values()):
            if other is held or other.socket_open:
                continue
            if other.has_socket:
                self.close(other, "outdated")
            else:
                self.add(other, partial(self._steps.outdate, other))

    def opened(self) -> None:
        """Note that WhatsApp takes this version of the bridge."""
        self._refused.clear()
        self._is_outdated = False
        metrics.outdated.set(0)

    def soon(self, work: Coroutine[Any, Any, None]) -> None:
        """Do something beside all else, until the process ends."""
        task = asyncio.create_task(work)
        self._background.add(task)
        task.add_done_callback(self._background.discard)

    # --- claims --------------------------------------------------------------------------------

    def _take(self, row: "WebSession", expires_at: float) -> None:
        lease = Lease(row.company_id, row.channel_id, self.owner, row.fence)
        if (before := self._held.get(row.channel_id)) is not None:
            self.drop(before, "claimed_anew")
        held = Held(lease, row, expires_at, lambda error: self._failed(held, error))
        self._held[row.channel_id] = held
        log.info("session.claimed", channel=str(row.channel_id), fence=row.fence, state=row.state)

    def _give_one_back(self, company_id: UUID) -> None:
        """Make room for another company's session."""
        own = [one for one in self._held.values() if one.company_id == company_id and one.intent is None]
        if not own:
            return
        held = min(own, key=lambda one: (one.is_open, one.life.since))
        log.info("session.makes_room", channel=str(held.channel_id))
        self._begin_giving_back(held)

    def _begin_giving_back(self, held: Held) -> None:
        if held.has_socket:
            if held.intent != "give_back":
                self.close(held, "give_back")
        elif not len(held.events):
            self.add(held, partial(self._steps.give_back, held))

    async def _deleted(
        self, session: AsyncSession, leases: Sequence[Lease], rows: "Sequence[WebSession]"
    ) -> set[UUID]:
        found = {row.channel_id for row in rows}
        missing = [lease for lease in leases if lease.channel_id not in found]
        return await session_leases.deleted(session, missing) if missing else set()

    def _heed(self, leases: Sequence[Lease], rows: "Sequence[WebSession]", deleted: set[UUID]) -> None:
        """Do what is wanted of sessions whose rows were read; what has none is lost, or was deleted."""
        found = {row.channel_id: row for row in rows}
        for lease in leases:
            held = self._held.get(lease.channel_id)
            if held is None or held.lease != lease:
                continue
            row = found.get(lease.channel_id)
            if row is None:
                self.drop(held, "deleted" if lease.channel_id in deleted else "lost")
                continue
            groups = held.row.groups
            held.update(row)
            self._follow(held, regroup=held.row.groups != groups)

    def _follow(self, held: Held, *, regroup: bool) -> None:
        if held.intent is not None:
            return
        life = held.life
        if not held.has_socket:
            if life.desired == "closed" and not held.is_opening:
                self.add(held, partial(self._steps.give_back, held))
        elif life.desired == "closed":
            self.close(held, "give_back")
        elif life.desired == "logged_out" and held.socket_open:
            self.close(held, "log_out")
        elif life.desired == "logged_out" and life.state in ("qr", "pair_code"):
            self.close(held, "failed")  # No device is there yet that could be removed.
        elif life.state == "idle" or regroup:
            self.close(held, "restart")  # Somebody wants to link another phone, or to have it open otherwise.

    def _watch_steps(self) -> None:
        """Let health say so when a session's step does not end; it goes on by itself when it can."""
        self.progress.turned()
        lanes = [lane for held in self._held.values() for lane in (held.events, held.stores, held.received)]
        if any(lane.age > STEP_SECONDS for lane in lanes):
            self.progress.due()
        else:
            self.progress.done()

    def _overdue(self, held: Held) -> None:
        """A socket was not opened or not closed in time."""
        if held.intent is None:
            log.warning("session.opening_takes_too_long", channel=str(held.channel_id))
            self.close(held, "failed")
        elif held.intent == "log_out":
            self.close(held, "failed")
        elif held.bridge is not None:
            log.error("bridge.closes_nothing", channel=str(held.channel_id))
            held.due = None
            self.soon(held.bridge.end())

    def _failed(self, held: Held, error: Exception) -> None:
        """A step cannot be done. Any process may claim the session once its lease has ended."""
        if isinstance(error, LeaseLost | NotFound):
            self.drop(held, "lost")
            return
        log.error("session.failed", channel=str(held.channel_id), error=repr(error), exc_info=error)
        self.drop(held, "failed")
        self.soon(self._steps.note_failure(held))

    # --- bridges -------------------------------------------------------------------------------

    async def _read(self, bridge: Bridge) -> None:
        """Bring a bridge's lines to its sessions, until it ends."""
        try:
            async for line in bridge.line:
                self._hear(bridge, line)
        finally:
            self._readers.pop(bridge, None)
            for held in [one for one in self._held.values() if one.bridge is bridge]:
                log.warning("session.bridge_ended", channel=str(held.channel_id))
                self._steps.connection_ended(held, None)

    def _hear(self, bridge: Bridge, line: Up) -> None:
        if isinstance(line, Hello | Answer):
            return
        held = self._held.get(line.session)
        if held is not None and held.bridge is bridge and held.generation == line.generation:
            held.heard(line)
            self._steps.hear(held, line)
            return
        if isinstance(line, Connection):
            self._closings.heard(line)
        elif (number := getattr(line, "id", None)) is not None:
            # The bridge goes on with a session that was given up: it is to stop.
            self.soon(fence(bridge, line.session, line.generation, number))
