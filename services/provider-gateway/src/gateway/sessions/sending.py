"""Sends what the ledger has for the sessions that this process holds: one message at a time each, paced.

Nothing is claimed unless a session is open and held. The claim (under the ledger's fence) is committed before
anything is written, and its outcome after; a process that dies in between leaves a send of which nobody says
more than that it is unconfirmed, and which nobody sends again. Replies come before campaigns.
"""

import asyncio
import math
import random
import time
from collections.abc import Callable, Collection, Coroutine, Sequence
from contextlib import AsyncExitStack
from dataclasses import replace
from typing import Any, Final
from uuid import UUID

import structlog
from prometheus_client import Counter
from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.content import InteractiveContent
from atende_contracts.event import ProviderError, TextContent
from atende_contracts.messages import ProviderStatusReportedV1
from atende_platform.data.db import now
from atende_platform.process import tracing
from atende_platform.runtime import Runtime
from atende_platform.transient import is_transient
from gateway.bridge.protocol import Ack, Timelock
from gateway.bridge.protocol import Limits as BridgeLimits
from gateway.domain.channels import WHATSAPP_WEB
from gateway.domain.errors import Treatment
from gateway.domain.sends import Order, Outcome, Refused, Settlement, settle
from gateway.providers.web.content import refused_content
from gateway.providers.web.errors import own_refusal, refusal_of
from gateway.providers.web.ids import send_id_of
from gateway.providers.web.sending import ACK_SECONDS, Prepared, WebSending
from gateway.repository import ledger, session_sends
from gateway.repository.session_sends import Standing
from gateway.repository.sessions import Lease, LeaseLost
from gateway.sender import refusals
from gateway.sender.recording import Recorder
from gateway.sender.spans import posting
from gateway.service import delivery
from gateway.service import sessions as service
from gateway.sessions.addresses import is_cold
from gateway.sessions.cold_stops import stopped_until
from gateway.sessions.held import Held
from gateway.sessions.nameless import nameless
from gateway.sessions.paces import Paces
from gateway.sessions.pacing import Limits, Pace, typing_seconds
from gateway.sessions.wire import NotAnswered, Wire
from gateway.settings import LEASE_MARGIN_SECONDS, Settings

log = structlog.get_logger(__name__)

LOOKED_AT: Final = 50
"""Sends of a session that are looked at for one that may leave now."""
LOOK_SECONDS: Final = 1.0
"""How long what waits for its pace may keep a reply, which has come meanwhile, from being seen."""
NOT_CLAIMED_SECONDS: Final = 0.5
DRAIN_SECONDS: Final = 8.0
"""How long what is under way may take when the process ends. What takes longer stays unconfirmed: other
sessions of the process are not kept open for it."""
RECORD_SECONDS: Final = 1.0
"""How long it may take to write that down, once the sessions are closed."""

_outcomes = Counter("gateway_session_sends_total", "Messages on WhatsApp Web sessions", ["outcome"])

HeldSessions = Callable[[], Collection[Held]]
"""Returns the sessions that this process holds and that are open."""


class SessionSender:
    """The sender of a process that holds sessions. `step` is called over and over; `drain` ends it."""

    def __init__(
        self,
        runtime: Runtime[Settings],
        held: HeldSessions,
        sending: WebSending,
        limits: Limits,
        *,
        chance: Callable[[], float] = random.random,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._database = runtime.database
        self._held = held
        self._sending = sending
        self._limits = limits
        self._paces = Paces(runtime.redis, limits)
        self._recorder = Recorder(runtime.database, runtime.settings.record_seconds)
        self._chance = chance
        self._clock = clock
        self._draining = asyncio.Event()
        self._serving: dict[UUID, asyncio.Task[None]] = {}
        self._noting: set[asyncio.Task[None]] = set()

    async def step(self) -> bool:
        """Begin to serve the sessions for which there is something; tell whether there was any."""
        idle = {
            one.lease.channel_id: one
            for one in self._held()
            if one.lease.channel_id not in self._serving and one.may_write
        }
        if not idle or self._draining.is_set():
            return False
        async with self._database.worker_statement() as session:
            waiting = await session_sends.waiting(session, [one.lease for one in idle.values()])
        for channel_id in waiting:
            self._serve(idle[channel_id])
        return bool(waiting)

    async def drain(self, seconds: float = DRAIN_SECONDS) -> None:
        """Begin nothing more, and wait so long until the outcome of what is under way is recorded."""
        self._draining.set()
        if tasks := [*self._serving.values(), *self._noting]:
            _, late = await asyncio.wait(tasks, timeout=seconds)
            if late:
                log.warning("sends.not_drained", count=len(late))

    async def stop(self) -> None:
        """Have it recorded what the sessions that are closed now leave unconfirmed; wait for nothing else."""
        await self.drain(RECORD_SECONDS)
        tasks = [*self._serving.values(), *self._noting]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    # --- one session ----------------------------------------------------------------------------

    def _serve(self, held: Held) -> None:
        channel_id = held.lease.channel_id
        task = asyncio.create_task(self._send_all(held), name="send on session", context=tracing.apart())
        self._serving[channel_id] = task

        def ended(task: asyncio.Task[None]) -> None:
            del self._serving[channel_id]
            if not task.cancelled() and (error := task.exception()) is not None:
                log.error("session.sending_failed", channel=str(channel_id), exc_info=error)

        task.add_done_callback(ended)

    async def _send_all(self, held: Held) -> None:
        """Send until nothing is due, or the session cannot."""
        wire = Wire(held)
        try:
            while wire.may_write() and not self._draining.is_set():
                rest = await self._send_next(wire)
                if rest is None:
                    return
                if rest:
                    await self._sleep(min(rest, LOOK_SECONDS))
        except LeaseLost:
            log.warning("session.lost_while_sending", channel=str(wire.channel_id))
        except Exception as error:
            if not is_transient(error):
                raise
            log.warning("session.sending_interrupted", channel=str(wire.channel_id), error=repr(error))

    async def _sleep(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self._draining.wait()
        except TimeoutError:
            return

    async def _send_next(self, wire: Wire) -> float | None:
        """Send one message that may leave now; return for how long none may. None: there is none."""
        lease = wire.lease
        async with self._database.worker_statement() as session:
            standing = await session_sends.standing(session, lease)
            if standing is None:
                return None
            due = await self._due(session, lease)
        if not due:
            return None
        at = self._clock()
        pace = await self._paces.of(lease.channel_id, at)
        rests = pace.wait(self._limits, at, cold=True) > pace.wait(self._limits, at, cold=False)
        if rests and len(due) == LOOKED_AT and all(cold is not None for _, cold in due):
            # So many new people wait that those who have written before are not among what was looked at.
            async with self._database.worker_statement() as session:
                due = await self._due(session, lease, warm=True) or due
        shortest = math.inf
        for order, cold in due:
            refused = self._refusal(order, standing, pace, at, cold)
            if refused is not None:
                return await self._refuse(wire, order, refused)
            wait = pace.wait(self._limits, at, cold=cold is not None)
            if wait <= 0:
                return await self._send(wire, order, pace, cold)
            shortest = min(shortest, wait)
        return shortest

    async def _due(
        self, session: AsyncSession, lease: Lease, *, warm: bool = False
    ) -> list[tuple[Order, str | None]]:
        """Return what may be sent, each with its person if they have never written."""
        orders = await ledger.due_on(session, lease.company_id, lease.channel_id, limit=LOOKED_AT, warm=warm)
        if not orders:
            return []
        aliases = {alias for order in orders for alias in order.recipient_keys}
        chats = await session_sends.chats(session, lease.company_id, lease.channel_id, aliases)
        return [
            (order, nameless(lease.channel_id, order.person) if is_cold(order, chats) else None)
            for order in orders
        ]

    def _refusal(
        self, order: Order, standing: Standing, pace: Pace, at: float, cold: str | None
    ) -> Refused | None:
        """Return why an order may not leave at all today, or ever."""
        if order.origin == "campaign" and not standing.campaigns:
            return Refused(refusals.CAMPAIGNS_OFF, Treatment.HELD)
        if cold is not None and standing.cold_stopped:
            return Refused(refusals.NEW_CHATS_STOPPED, Treatment.HELD)
        if cold is not None and not pace.admits(self._limits, at, cold):
            return Refused(refusals.NEW_CHATS_LIMIT, Treatment.HELD)
        return refused_content(order.content)

    async def _refuse(self, wire: Wire, order: Order, refused: Refused) -> float:
        claimed = await self._claim(wire, order, ACK_SECONDS)
        if claimed is None:
            return NOT_CLAIMED_SECONDS
        await self._record(claimed, refused)
        return 0.0

    async def _send(self, wire: Wire, order: Order, pace: Pace, cold: str | None) -> float:
        async with AsyncExitStack() as files:
            prepared = await self._prepare(wire, order, files)
            if self._draining.is_set():
                return 0.0  # Meanwhile: a file waits for its room.
            if isinstance(prepared, Refused):
                return await self._refuse(wire, order, prepared)
            await self._show_typing(wire, prepared)
            claimed = await self._claim(wire, order, prepared.write_seconds + ACK_SECONDS)
            if claimed is None:
                return NOT_CLAIMED_SECONDS
            after = pace.sent(self._limits, self._clock(), self._chance, cold=cold)
            await self._paces.keep(wire.channel_id, after)
            with posting(claimed, WHATSAPP_WEB) as post:
                outcome = await self._deliver(wire, replace(prepared, order=claimed))
                post.ended(outcome)
        await self._record(post.order, outcome)
        if isinstance(outcome, Refused) and outcome.treatment is Treatment.THROTTLED:
            await self._paces.keep(wire.channel_id, after.rested(self._limits, self._clock()))
        if isinstance(outcome, Refused) and outcome.treatment is Treatment.COLD_LIMITED:
            await self._stop_cold(wire.lease, outcome.error.code)
        return 0.0

    async def _prepare(self, wire: Wire, order: Order, files: AsyncExitStack) -> Prepared | Refused:
        """Bring a message into its final form; one that has none must not keep the others from leaving."""
        try:
            file = await files.enter_async_context(self._sending.file(order))
            return file if isinstance(file, Refused) else await self._sending.prepare(wire, order, file)
        except Exception as error:
            if is_transient(error):
                raise
            log.exception("message.not_prepared", send=str(order.send_id))
            details = type(error).__name__
            return own_refusal("The message could not be prepared", "invalid_content", details=details)

    async def _deliver(self, wire: Wire, prepared: Prepared) -> Outcome:
        try:
            return await self._sending.deliver(wire, prepared)
        except Exception as error:
            # A fault of ours: we cannot say that nothing left, so it is not tried again.
            log.exception("provider.failed", send=str(prepared.order.send_id))
            return refusals.uncertain(error)

    async def _claim(self, wire: Wire, order: Order, seconds: float) -> Order | None:
        """Claim an order for as long as its attempt may take; None: it, or the session, is another's now."""
        async with self._database.worker() as session:
            if await session_sends.standing(session, wire.lease, lock=True) is None:
                raise LeaseLost(str(wire.channel_id))
            claimed = await ledger.reclaim(session, [order], lease=seconds + LEASE_MARGIN_SECONDS)
        return claimed[0] if claimed else None

    async def _record(self, order: Order, outcome: Outcome) -> None:
        settlement: Settlement = settle(order, outcome)
        _outcomes.labels(settlement.state).inc()
        await self._recorder.record([settlement])

    async def _show_typing(self, wire: Wire, prepared: Prepared) -> None:
        """Be seen reading what is answered, and typing text for as long as a person might."""
        content = prepared.order.content
        if prepared.order.origin != "reply":
            return
        await wire.read_all(prepared.to)
        if not isinstance(content, TextContent | InteractiveContent):
            return
        await wire.show(prepared.to, "composing")
        await self._sleep(typing_seconds(len(content.body), self._limits, self._chance))

    async def _stop_cold(self, lease: Lease, code: int, timelock: Timelock | None = None) -> None:
        """Write to nobody new for as long as WhatsApp says; the others are not affected."""
        limits = BridgeLimits(timelock=timelock)
        wire = next((Wire(held) for held in self._held() if held.lease == lease), None)
        try:
            if wire is not None:
                limits = await wire.limits()
        except NotAnswered as error:
            log.warning("session.limits_unknown", channel=str(lease.channel_id), error=str(error))
        until = stopped_until(code, limits, now())
        log.error("session.new_chats_stopped", channel=str(lease.channel_id), until=until.isoformat())
        async with self._database.worker() as session:
            await service.changed(
                session, lease.company_id, lease.channel_id, lambda life: life, lease=lease, cold_until=until
            )

    # --- acks that come late --------------------------------------------------------------------

    def on_late_ack(self, lease: Lease, ack: Ack) -> None:
        """Take what WhatsApp's server says of a message for which nobody waits any more."""
        send_id = send_id_of(ack.message_id)
        if send_id is None:
            return  # Of a message that the account sent from elsewhere.
        refused = None if ack.error is None else refusal_of(ack.error)
        error: ProviderError | None = None if refused is None else refused.error
        status = ProviderStatusReportedV1(
            company_id=lease.company_id,
            channel_id=lease.channel_id,
            provider_message_id=ack.message_id,
            send_id=send_id,
            state="sent" if error is None else "failed",
            errors=[] if error is None else [error],
            at=now(),
        )
        self._note(self._apply([status]))
        if refused is not None and refused.treatment is Treatment.COLD_LIMITED:
            self._note(self._stop_cold_late(lease, refused.error.code, ack.timelock))

    def _note(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work, name="note ack")
        self._noting.add(task)
        task.add_done_callback(self._noting.discard)

    async def _stop_cold_late(self, lease: Lease, code: int, timelock: Timelock | None) -> None:
        try:
            await self._stop_cold(lease, code, timelock)
        except Exception as error:
            # The next new conversation is refused as well, and that stops them.
            log.warning("session.new_chats_not_stopped", channel=str(lease.channel_id), error=repr(error))

    async def _apply(self, statuses: Sequence[ProviderStatusReportedV1]) -> None:
        try:
            async with self._database.worker() as session:
                await delivery.apply_statuses(session, statuses)
        except Exception as error:
            # The send stays unconfirmed until the recipient's own receipt comes.
            log.warning("session.ack_not_recorded", error=repr(error))
