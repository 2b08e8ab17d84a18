"""The sender: from orders to attempts, and from their outcomes to the ledger."""

import asyncio
import time
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import Final
from uuid import UUID

import structlog
from prometheus_client import Counter
from redis.exceptions import RedisError
from sqlalchemy.exc import DBAPIError

from atende_contracts.event import ProviderError
from atende_contracts.ids import uuid7
from atende_platform.data.db import now
from atende_platform.data.wakeups import wake
from atende_platform.process.metrics import begin_at_zero
from atende_platform.runtime import Runtime
from gateway.domain.channels import ChannelAccess
from gateway.domain.errors import Treatment
from gateway.domain.sends import (
    STOPPED_RETRY_SECONDS,
    Order,
    Origin,
    Outcome,
    Refused,
    Settlement,
    postpone,
    settle,
)
from gateway.pacing import DailyLimit, Pace, RecipientPace, Slots
from gateway.providers import Providers
from gateway.repository import blocks, ledger, resends
from gateway.repository.blocks import Answer, Portion, Step
from gateway.repository.ledger import Intent
from gateway.sender import refusals
from gateway.sender.batch import Attempt, Batch
from gateway.sender.claims import ClaimBatcher
from gateway.sender.pump import Block, Pump
from gateway.sender.recording import Recorder
from gateway.sender.spans import posting
from gateway.service import channels as channel_service
from gateway.service import delivery, interruptions
from gateway.service.directory import ChannelDirectory
from gateway.service.uploads import NotUploaded, Unusable, Uploads
from gateway.settings import LEASE_MARGIN_SECONDS, Settings

log = structlog.get_logger(__name__)

DUE_PER_CHANNEL: Final = 50
DUE_LIMIT: Final = 200
UPLOAD_WAIT_SECONDS: Final = 1.0
_STALE_SECONDS: Final = 0.03
"""A token that is used later than usual by so much would be used together with later ones."""
_PATIENCE_SECONDS: Final = 1.0
"""What is due waits so long for tokens before it makes way for others."""


_BAD_DATA: Final = "22"  # PostgreSQL's class of errors of the data given

_stopped = Counter("gateway_channels_stopped_total", "Channels that their provider refuses", ["reason"])
begin_at_zero(_stopped, ("channel_setup", "account_blocked", "channel_auth", "channel_permission"))

Claim = Callable[[Sequence[Order]], Awaitable[list[Order]]]


class Sender:
    """Sends orders of all channels through a provider. One per process; calls may overlap."""

    def __init__(self, runtime: Runtime[Settings], providers: Providers, channels: ChannelDirectory) -> None:
        self._settings = runtime.settings
        self._database = runtime.database
        self._redis = runtime.redis
        self._providers = providers
        self._channels = channels
        self._pace = Pace(runtime)
        self._uploads = Uploads(runtime.database)
        self._recorder = Recorder(runtime.database, runtime.settings.record_seconds)
        self._recipients = RecipientPace(runtime.redis)
        self._daily_limit = DailyLimit(runtime.redis)
        self._claims = ClaimBatcher(self._write_claims)
        self._usual_delay = 0.0
        count = runtime.settings.sends_in_flight
        self._slots: dict[Origin, Slots] = {"reply": Slots(count), "campaign": Slots(count)}
        self._recording: set[asyncio.Task[None]] = set()
        self._pumps: defaultdict[UUID, Pump] = defaultdict(self._new_pump)

    def _new_pump(self) -> Pump:
        return Pump(self._pace, self._slots["campaign"], self._channel_of, self._write_advance)

    async def send(self, origin: Origin, orders: Sequence[Order]) -> None:
        """Send orders of one origin. Returns when the fate of each is in the ledger, or was there before.

        Orders that the channel's rate does not let out in time stay in the ledger for `send_due`.
        Raises on an outage, which may have stopped it half-way; ordering the same again is harmless.
        Raises also for an order that cannot be stored; given alone, it is reported as failed before that.
        """
        await self._send(origin, orders, background=False)

    async def begin(self, origin: Origin, orders: Sequence[Order]) -> None:
        """As `send`, but return when each order is in the ledger, and what can leave has been started.

        From then on nothing is sent twice if the same is ordered again. Outcomes follow; see `finish`.
        """
        await self._send(origin, orders, background=True)

    async def finish(self) -> None:
        """Wait until the outcomes of all that was begun are recorded."""
        await asyncio.gather(*self._recording, return_exceptions=True)

    async def _send(self, origin: Origin, orders: Sequence[Order], *, background: bool) -> None:
        distinct = {order.key: order for order in orders}
        # Only what need not be posted before the call returns is claimed before there are tokens for it.
        work = partial(self._send_on_channel, ahead=background and origin == "campaign")
        try:
            await self._on_channels(origin, list(distinct.values()), work, background=background)
        except DBAPIError as error:
            sqlstate = str(getattr(error.orig, "sqlstate", None))
            if len(distinct) == 1 and sqlstate.startswith(_BAD_DATA):
                # It never left. It goes to the dead letters, where those who wait for it do not look.
                async with self._database.worker() as session:
                    await delivery.refuse(session, next(iter(distinct.values())), refusals.UNSTORABLE, now())
            raise

    async def send_due(self) -> int:
        """Make the retries that are due, as far as the rates allow now; return how many were due."""
        async with self._database.worker() as session:
            await delivery.release_stopped(session)
        async with self._database.worker() as session:
            orders = await ledger.due(
                session, per_channel=DUE_PER_CHANNEL, limit=DUE_LIMIT, held=self._providers.held
            )
        again = partial(self._retry_on_channel, claim=self._claim_again)
        for origin in ("reply", "campaign"):
            of_origin = [order for order in orders if order.origin == origin]
            await self._on_channels(origin, of_origin, again)
        return len(orders)

    async def resend_unconfirmed(self) -> int:
        """Send once more what may be (`gateway.repository.resends`); return how many sends that were."""
        async with self._database.worker() as session:
            held = self._providers.held
            orders = await resends.asked(session, limit=DUE_LIMIT, held=held)
            orders += await resends.candidates(session, limit=DUE_LIMIT, held=held)
        if orders:
            log.warning("send.repeated", count=len(orders))
        once_more = partial(self._retry_on_channel, claim=self._claim_resends)
        await self._on_channels("campaign", orders, once_more)
        return len(orders)

    async def _on_channels(
        self,
        origin: Origin,
        orders: Sequence[Order],
        work: Callable[[Batch, Slots, list[Order]], Awaitable[None]],
        *,
        background: bool = False,
    ) -> None:
        by_channel: dict[tuple[UUID, UUID], list[Order]] = defaultdict(list)
        for order in orders:
            by_channel[order.channel_key].append(order)
        if not by_channel:
            return
        slots = self._slots[origin]
        batch = Batch(self._post, self._recorder.record, slots)
        try:
            results = await asyncio.gather(
                *(work(batch, slots, part) for part in by_channel.values()), return_exceptions=True
            )
        finally:
            # Also when a token or a claim failed: what was posted must be recorded.
            if background:
                finishing = asyncio.create_task(batch.finish(), name="finish sends")
                self._recording.add(finishing)
                finishing.add_done_callback(self._on_finished)
            else:
                await batch.finish()
        for result in results:
            if isinstance(result, BaseException):
                raise result

    def _on_finished(self, task: asyncio.Task[None]) -> None:
        self._recording.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            # They stay in ``sending``, and are reported as unconfirmed until the provider reports them.
            log.error("send.outcomes_not_recorded", exc_info=error)

    async def _send_on_channel(self, batch: Batch, slots: Slots, orders: list[Order], *, ahead: bool) -> None:
        origin = orders[0].origin
        channel = await self._channel_of(orders[0])
        if channel is None or channel.status != "active":
            await self._claims.claim([refusals.refused(order, channel) for order in orders])
            return
        if self._providers[channel.provider].held:
            await self._leave_to_holder(orders)
            return
        waiting = deque(
            await self._within_recipients_rate(channel, await self._within_daily_limit(channel, orders))
        )
        give_up_at = time.monotonic() + self._settings.rate_wait_seconds
        if ahead and await self._is_paced(channel, len(waiting)):
            await self._send_ahead(batch, channel, waiting, give_up_at)
            return
        starts: list[asyncio.Task[None]] = []
        try:
            while waiting and not any(start.done() and start.exception() for start in starts):
                granted, wait = await self._acquire(channel, origin, slots, len(waiting))
                if granted:
                    part = [waiting.popleft() for _ in range(granted)]
                    previous = starts[-1:]
                    start = self._claim_and_start(batch, slots, channel, part, self._claim_new, previous)
                    starts.append(asyncio.create_task(start, name="start sends"))
                elif (interrupted := self._pace.is_interrupted(channel.channel_id)) or (
                    time.monotonic() + wait > give_up_at
                ):
                    error = refusals.INTERRUPTED if interrupted else refusals.RATE_LIMITED
                    await self._postpone(channel, waiting, error, wait)
                    return
                if waiting:
                    await asyncio.sleep(wait)
        finally:
            # Also when cancelled: what was claimed must be tried, or it stays unconfirmed.
            for result in await asyncio.gather(*starts, return_exceptions=True):
                if isinstance(result, BaseException):
                    raise result

    async def _leave_to_holder(self, orders: Sequence[Order]) -> None:
        """Write orders into the ledger, due at once, for the process that holds their channel."""
        waiting = [Intent(order, "retryable", refusals.NOT_CONNECTED, 0.0) for order in orders]
        async with self._database.worker() as session:
            await delivery.claim(session, waiting, now(), lease=self._settings.send_lease_seconds)
            await wake(session, ledger.HELD_SENDS)

    async def _is_paced(self, channel: ChannelAccess, count: int) -> bool:
        """Return whether so many of a campaign take so many portions that to claim them ahead is worth it."""
        portion = self._pace.portion(channel, "campaign")
        return count > portion and await self._pace.ahead(channel) > 2 * portion

    async def _send_ahead(
        self, batch: Batch, channel: ChannelAccess, waiting: deque[Order], give_up_at: float
    ) -> None:
        """Claim blocks of orders for the channel's pump, as it has room; what gets none in time waits."""
        pump = self._pumps[channel.channel_id]
        while waiting:
            ahead, rest = await self._pace.ahead(channel), await self._pace.rest(channel, "campaign")
            patience = give_up_at - time.monotonic()
            interrupted = self._pace.is_interrupted(channel.channel_id)
            if not rest and await pump.room(ahead, patience):
                part = [waiting.popleft() for _ in range(min(ahead, len(waiting)))]
                claiming = asyncio.create_task(self._claim_block(batch, channel, part), name="claim block")
                try:
                    await asyncio.shield(claiming)
                except asyncio.CancelledError:
                    await asyncio.wait([claiming])  # What is claimed must be tried.
                    raise
            elif interrupted or not rest or rest > patience:
                error = refusals.INTERRUPTED if interrupted else refusals.RATE_LIMITED
                await self._postpone(channel, waiting, error, rest)
                return
            else:
                await asyncio.sleep(rest)

    async def _claim_block(self, batch: Batch, channel: ChannelAccess, orders: Sequence[Order]) -> None:
        block_id, start_before = uuid7(), self._start_before()
        intents = [Intent(order, block_id=block_id, place=place) for place, order in enumerate(orders, 1)]
        claimed = {order.key for order in await self._claims.claim(intents)}
        attempts = [
            Attempt(intent.order, start_before, place)
            for place, intent in enumerate(intents, 1)
            if intent.order.key in claimed
        ]
        self._pumps[channel.channel_id].add(Block.of(block_id, channel, attempts, batch))

    async def _write_advance(self, portion: Portion, step: Step) -> Answer:
        async with self._database.worker_statement() as session:
            return await blocks.advance(session, portion, step)

    def _start_before(self) -> float:
        """Return until when, on the monotonic clock, what is claimed now may be posted."""
        longest = self._settings.send_total_seconds + LEASE_MARGIN_SECONDS
        return time.monotonic() + self._settings.send_lease_seconds - longest

    async def _postpone(
        self, channel: ChannelAccess, orders: Sequence[Order], error: ProviderError, after: float
    ) -> None:
        log.info("send.postponed", channel=str(channel.channel_id), count=len(orders), why=error.title)
        await self._claims.claim([Intent(order, "retryable", error, after) for order in orders])

    async def _within_daily_limit(self, channel: ChannelAccess, orders: list[Order]) -> list[Order]:
        """Return the orders whose recipients the account may write to today; the others' campaigns stop."""
        admitted = await self._daily_limit.admit(channel, orders)
        refused = [order for order, within in zip(orders, admitted, strict=True) if not within]
        if refused:
            log.warning("channel.daily_limit_reached", channel=str(channel.channel_id), count=len(refused))
            await self._postpone(channel, refused, refusals.DAILY_LIMIT, STOPPED_RETRY_SECONDS)
            async with self._database.worker() as session:
                await delivery.hold_campaigns(session, refused)
        return [order for order, within in zip(orders, admitted, strict=True) if within]

    async def _within_recipients_rate(self, channel: ChannelAccess, orders: list[Order]) -> list[Order]:
        """Return the orders whose recipients can take them now; the others wait in the ledger."""
        turns = await self._recipients.turns(
            channel.channel_id, [(order.send_id, order.person) for order in orders]
        )
        if any(turns):
            late = [(order, wait) for order, wait in zip(orders, turns, strict=True) if wait]
            why = refusals.RECIPIENT_BUSY.title
            log.info("send.postponed", channel=str(channel.channel_id), count=len(late), why=why)
            await self._claims.claim(
                [Intent(order, "retryable", refusals.RECIPIENT_BUSY, wait) for order, wait in late]
            )
        return [order for order, wait in zip(orders, turns, strict=True) if not wait]

    async def _retry_on_channel(
        self, batch: Batch, slots: Slots, orders: list[Order], *, claim: Claim
    ) -> None:
        channel = await self._channel_of(orders[0])
        waiting = deque(orders)
        while channel is not None and channel.status == "active" and waiting:
            try:
                granted, wait = await self._acquire(channel, orders[0].origin, slots, len(waiting))
            except (RedisError, OSError):
                return  # They stay due.
            if granted:
                part = [waiting.popleft() for _ in range(granted)]
                await self._claim_and_start(batch, slots, channel, part, claim)
            elif wait > _PATIENCE_SECONDS:
                return
            if waiting:
                await asyncio.sleep(wait)

    async def _acquire(
        self, channel: ChannelAccess, origin: Origin, slots: Slots, wanted: int
    ) -> tuple[int, float]:
        """Acquire slots and as many tokens; return how many, and the seconds until there may be more.

        Slots come first: a token that then waited for one would be used together with later ones.
        """
        portion = min(wanted, self._pace.portion(channel, origin), slots.count)
        acquired = await slots.acquire(portion)
        granted = 0
        try:
            granted, wait = await self._pace.take(channel, origin, acquired)
        finally:
            slots.release(acquired - granted)
        return granted, wait

    async def _claim_and_start(
        self,
        batch: Batch,
        slots: Slots,
        channel: ChannelAccess,
        orders: Sequence[Order],
        claim: Claim,
        previous: Sequence[asyncio.Task[None]] = (),
    ) -> None:
        """Claim orders and start their POSTs, which have slots and tokens, after those of ``previous``."""
        claimed: list[Order] = []
        taken_at = time.monotonic()
        try:
            start_before = self._start_before()
            claimed = await claim(orders)
        finally:
            slots.release(len(orders) - len(claimed))
        if previous:
            await asyncio.wait(previous)
        delay = time.monotonic() - taken_at
        one_message = 1 / channel.messages_per_second
        is_stale = delay > self._usual_delay + max(_STALE_SECONDS, one_message)
        self._usual_delay = min(delay, self._usual_delay * 1.1 + 0.001)
        attempts = deque(Attempt(order, start_before) for order in claimed)
        while attempts:
            granted = await self._acquire_again(channel, attempts) if is_stale else len(attempts)
            batch.start(channel, [attempts.popleft() for _ in range(granted)])

    async def _acquire_again(self, channel: ChannelAccess, attempts: Sequence[Attempt]) -> int:
        """Acquire tokens for attempts that are claimed; return how many may start.

        All may when it is too late or there are no tokens to be had: they will then not be tried.
        """
        order, start_before = attempts[0].order, attempts[0].start_before
        while time.monotonic() < start_before:
            try:
                granted, wait = await self._pace.take(channel, order.origin, len(attempts))
            except (RedisError, OSError):
                break
            if granted:
                return granted
            await asyncio.sleep(min(wait, _PATIENCE_SECONDS))
        for attempt in attempts:
            attempt.start_before = float("-inf")
        return len(attempts)

    async def _claim_new(self, orders: Sequence[Order]) -> list[Order]:
        return await self._claims.claim([Intent(order) for order in orders])

    async def _write_claims(self, intents: Sequence[Intent]) -> list[Order]:
        async with self._database.worker() as session:
            return await delivery.claim(session, intents, now(), lease=self._settings.send_lease_seconds)

    async def _claim_again(self, orders: Sequence[Order]) -> list[Order]:
        async with self._database.worker() as session:
            return await ledger.reclaim(session, orders, lease=self._settings.send_lease_seconds)

    async def _claim_resends(self, orders: Sequence[Order]) -> list[Order]:
        async with self._database.worker() as session:
            return await resends.claim(session, orders, lease=self._settings.send_lease_seconds)

    async def _channel_of(self, order: Order) -> ChannelAccess | None:
        channel = await self._channels.by_id(order.channel_id)
        return channel if channel is not None and channel.company_id == order.company_id else None

    async def _post(self, channel: ChannelAccess, attempt: Attempt) -> Settlement:
        order = attempt.order
        try:
            with_file = await self._uploads.resolve(order)
        except Unusable:
            return settle(order, Refused(refusals.FILE_UNUSABLE, Treatment.PERMANENT))
        except NotUploaded:
            return postpone(order, refusals.UPLOADING, UPLOAD_WAIT_SECONDS)
        except Exception as error:
            # Nothing has left: it is tried again, with the database back.
            log.warning("send.file_not_found", send=str(order.send_id), error=repr(error))
            return postpone(order, refusals.UPLOADING, UPLOAD_WAIT_SECONDS)
        if time.monotonic() > attempt.start_before:
            return postpone(order, refusals.LATE, 0.0)
        with posting(order, channel.provider) as post:
            try:
                outcome = await self._providers[channel.provider].sending.send(channel, with_file)
            except Exception as error:
                # A fault of ours: we cannot say that nothing left, so it is not tried again.
                log.exception("provider.failed", send=str(order.send_id))
                outcome = refusals.uncertain(error)
            post.ended(outcome)
        if (rest := await self._pace.record(channel, outcome)) is not None:
            await interruptions.show(self._redis, channel.channel_id, rest, now())
        if isinstance(outcome, Refused) and outcome.treatment is Treatment.CHANNEL_STOPPED:
            await self._stop(channel, outcome.error)
        if with_file is not order and await self._is_file_refused(order, outcome):
            return postpone(order, refusals.UPLOADING, UPLOAD_WAIT_SECONDS)
        return settle(post.order, outcome)

    async def _is_file_refused(self, order: Order, outcome: Outcome) -> bool:
        """Return whether the provider has lost an order's file, which is then uploaded again."""
        if not (isinstance(outcome, Refused) and outcome.file_lost):
            return False
        try:
            return await self._uploads.renew(order)
        except Exception as error:
            log.warning("send.file_not_renewed", send=str(order.send_id), error=repr(error))
            return False

    async def _stop(self, channel: ChannelAccess, error: ProviderError) -> None:
        try:
            async with self._database.worker() as session:
                is_new = await channel_service.stop_channel(session, channel, error)
        except Exception:
            # The send's outcome must still be recorded; the next refusal marks the channel.
            log.exception("channel.not_marked_stopped", channel=str(channel.channel_id))
            return
        self._channels.invalidate(channel)
        if is_new:
            _stopped.labels(error.reason).inc()
            log.error("channel.stopped_by_provider", channel=str(channel.channel_id), code=error.code)
