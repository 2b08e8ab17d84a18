"""Sends what Kafka and the retry schedule order: each ``send_id`` at most once.

For each channel of a batch: rate tokens, then the intent is committed (T1), then one POST without any
retry, then the outcome is committed with its event (T2). T1 and T2 are one statement for many sends.
A crash leaves either no row, and Kafka brings the order again, or a row in ``sending``, which nothing
ever sends again: the sweep turns it into ``unknown`` and the provider's status resolves it.

Outcomes are recorded in groups while slower POSTs go on, but a call returns, and the offset commits,
only when all of its own are recorded.
"""

import asyncio
import time
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

import structlog
from prometheus_client import Counter
from redis.exceptions import RedisError
from sqlalchemy.exc import DBAPIError

from atende_contracts.event import ProviderError
from atende_contracts.reasons import ReasonCode
from atende_platform.runtime import Runtime
from atende_platform.transient import is_transient
from gateway.domain.channels import UNUSABLE, ChannelAccess
from gateway.domain.errors import OWN_ERROR, Treatment
from gateway.domain.sends import (
    STOPPED_RETRY_SECONDS,
    Order,
    Origin,
    Refused,
    Settlement,
    Uncertain,
    postpone,
    settle,
)
from gateway.pacing import Pace, Slots
from gateway.providers import Providers
from gateway.repository import ledger
from gateway.repository.ledger import Intent
from gateway.service import channels as channel_service
from gateway.service import delivery, interruptions
from gateway.service.directory import ChannelDirectory
from gateway.settings import LEASE_MARGIN_SECONDS, Settings

log = structlog.get_logger(__name__)

GROUP_SECONDS: Final = 0.2
"""How long finished sends wait for others, so that one statement records them all."""
DUE_PER_CHANNEL: Final = 50
DUE_LIMIT: Final = 200


def _own(title: str, reason: ReasonCode) -> ProviderError:
    return ProviderError(code=OWN_ERROR, title=title, reason=reason)


_DISABLED: Final = _own("The channel is disabled", "channel_disabled")
_STOPPED: Final = _own("The provider refuses this channel", "channel_auth")
_UNREADABLE: Final = _own("The channel's credentials cannot be read", "channel_auth")
_NO_CHANNEL: Final = _own("There is no such channel", "channel_disabled")
_LATE: Final = _own("Not tried: its turn came too late", "too_fast")
_INTERRUPTED: Final = _own("The provider does not answer", "channel_interrupted")
_SLOW: Final = _own("Waits for the channel's rate", "too_fast")
_UNSTORABLE: Final = _own("It contains characters that cannot be stored", "invalid_content")
_BAD_DATA: Final = "22"  # PostgreSQL's class of errors of the data given

_stopped = Counter("gateway_channels_stopped_total", "Channels that their provider refuses", ["reason"])

Claim = Callable[[Sequence[Order]], Awaitable[list[Order]]]


# --- one batch -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Attempt:
    order: Order
    start_before: float
    """Monotonic time after which the POST could outlive the lease and must not begin."""


class _Batch:
    """The attempts of one call: posts them, and records their outcomes in groups."""

    def __init__(
        self,
        post: Callable[[ChannelAccess, _Attempt], Awaitable[Settlement]],
        record: Callable[[Sequence[Settlement]], Awaitable[None]],
        slots: Slots,
    ) -> None:
        self._post = post
        self._record = record
        self._slots = slots
        self._settled: list[Settlement] = []
        self._posts: set[asyncio.Task[None]] = set()
        self._changed = asyncio.Event()
        self._idle = asyncio.Event()
        self._idle.set()
        self._closing = False
        self._recorder = asyncio.create_task(self._record_groups(), name="record outcomes")

    def start(self, channel: ChannelAccess, attempts: Sequence[_Attempt]) -> None:
        """Begin to POST: at once for different recipients, one after the other for the same."""
        chains: dict[str, list[_Attempt]] = defaultdict(list)
        for attempt in attempts:
            chains[attempt.order.recipient.identity()].append(attempt)
        for chain in chains.values():
            self._idle.clear()
            task = asyncio.create_task(self._post_chain(channel, chain), name="post")
            self._posts.add(task)
            task.add_done_callback(self._on_posted)

    async def _post_chain(self, channel: ChannelAccess, chain: Sequence[_Attempt]) -> None:
        slots_held = len(chain)
        blocked: Settlement | None = None
        try:
            for attempt in chain:
                if blocked is not None:
                    # What stands before it is to be tried again, and must not be overtaken.
                    after = (blocked.retry_after or 0.0) + 0.001
                    settlement = postpone(attempt.order, blocked.error, after)
                else:
                    settlement = await self._post(channel, attempt)
                self._settled.append(settlement)
                self._changed.set()
                if settlement.state == "retryable":
                    blocked = settlement
                self._slots.give()
                slots_held -= 1
        finally:
            self._slots.give(slots_held)

    def _on_posted(self, task: asyncio.Task[None]) -> None:
        self._posts.discard(task)
        if not self._posts:
            self._idle.set()
        self._changed.set()
        if not task.cancelled() and task.exception() is not None:
            log.error("a send ended without an outcome", exc_info=task.exception())

    async def finish(self) -> None:
        """Wait until all is posted and recorded. Raises when the outcomes could not be recorded.

        A first cancellation is kept back so long: the answers under way come only once.
        """
        self._closing = True
        self._changed.set()
        try:
            await asyncio.shield(self._recorder)
        except asyncio.CancelledError:
            await asyncio.shield(self._recorder)
            raise

    async def _record_groups(self) -> None:
        while True:
            await self._changed.wait()
            self._changed.clear()
            if self._posts:
                try:
                    async with asyncio.timeout(GROUP_SECONDS):
                        await self._idle.wait()
                except TimeoutError:
                    self._changed.set()  # Some are still on their way: look again.
            settled, self._settled = self._settled, []
            if settled:
                await self._record(settled)
            if self._closing and not self._posts and not self._settled:
                return


# --- the sender ------------------------------------------------------------------------------


class Sender:
    """Sends orders of all channels through a provider. One per process; calls may overlap."""

    def __init__(self, runtime: Runtime[Settings], providers: Providers, channels: ChannelDirectory) -> None:
        self._settings = runtime.settings
        self._database = runtime.database
        self._redis = runtime.redis
        self._providers = providers
        self._channels = channels
        self._pace = Pace(runtime)
        count = runtime.settings.sends_in_flight
        self._slots: dict[Origin, Slots] = {"reply": Slots(count), "campaign": Slots(count)}

    async def send(self, origin: Origin, orders: Sequence[Order]) -> None:
        """Send orders of one origin. Returns when the fate of each is in the ledger, or was there before.

        Orders that the channel's rate does not let out in time stay in the ledger for `send_due`.
        Raises on an outage, which may have stopped it half-way; ordering the same again is harmless.
        Raises also for an order that cannot be stored; given alone, it is told as failed before that.
        """
        distinct = {order.key: order for order in orders}
        try:
            await self._on_channels(origin, list(distinct.values()), self._send_on_channel)
        except DBAPIError as error:
            sqlstate = str(getattr(error.orig, "sqlstate", None))
            if len(distinct) == 1 and sqlstate.startswith(_BAD_DATA):
                # It never left. It goes to the dead letters, where those who wait for it do not look.
                async with self._database.worker() as session:
                    await delivery.refuse(session, next(iter(distinct.values())), _UNSTORABLE)
            raise

    async def send_due(self) -> int:
        """Make the retries that are due, as far as the rates allow now; return how many were due."""
        async with self._database.worker() as session:
            await delivery.release_stopped(session)
        async with self._database.worker() as session:
            orders = await ledger.due(session, per_channel=DUE_PER_CHANNEL, limit=DUE_LIMIT)
        for origin in ("reply", "campaign"):
            mine = [order for order in orders if order.origin == origin]
            await self._on_channels(origin, mine, self._retry_on_channel)
        return len(orders)

    async def _on_channels(
        self,
        origin: Origin,
        orders: Sequence[Order],
        work: Callable[["_Batch", Slots, list[Order]], Awaitable[None]],
    ) -> None:
        by_channel: dict[tuple[UUID, UUID], list[Order]] = defaultdict(list)
        for order in orders:
            by_channel[order.channel_key].append(order)
        if not by_channel:
            return
        slots = self._slots[origin]
        batch = _Batch(self._post, self._record, slots)
        try:
            results = await asyncio.gather(
                *(work(batch, slots, part) for part in by_channel.values()), return_exceptions=True
            )
        finally:
            # Also when a token or a claim failed: what was posted must be recorded.
            await batch.finish()
        for result in results:
            if isinstance(result, BaseException):
                raise result

    async def _send_on_channel(self, batch: _Batch, slots: Slots, orders: list[Order]) -> None:
        origin = orders[0].origin
        channel = await self._channel_of(orders[0])
        if channel is None or channel.status != "active":
            await self._claim([_refused(order, channel) for order in orders])
            return
        waiting = deque(orders)
        give_up_at = time.monotonic() + self._settings.rate_wait_seconds
        while waiting:
            granted, wait = await self._pace.take(channel, origin, min(len(waiting), slots.count))
            if granted:
                part = [waiting.popleft() for _ in range(granted)]
                await self._claim_and_start(batch, slots, channel, part, self._claim_new)
            elif (interrupted := self._pace.is_interrupted(channel.channel_id)) or (
                time.monotonic() + wait > give_up_at
            ):
                error = _INTERRUPTED if interrupted else _SLOW
                log.info("sends wait", channel=str(channel.channel_id), count=len(waiting), why=error.title)
                await self._claim([Intent(order, "retryable", error, wait) for order in waiting])
                return
            else:
                await asyncio.sleep(wait)

    async def _retry_on_channel(self, batch: _Batch, slots: Slots, orders: list[Order]) -> None:
        channel = await self._channel_of(orders[0])
        waiting = deque(orders)
        while channel is not None and channel.status == "active" and waiting:
            try:
                granted, _ = await self._pace.take(channel, orders[0].origin, min(len(waiting), slots.count))
            except (RedisError, OSError):
                return  # They stay due.
            if not granted:
                return
            part = [waiting.popleft() for _ in range(granted)]
            await self._claim_and_start(batch, slots, channel, part, self._claim_again)

    async def _claim_and_start(
        self, batch: _Batch, slots: Slots, channel: ChannelAccess, orders: Sequence[Order], claim: Claim
    ) -> None:
        """T1 and the start of the POSTs; slots come first, so that the lease is not spent on waiting."""
        await slots.take(len(orders))
        mine: list[Order] = []
        try:
            start_before = (
                time.monotonic()
                + self._settings.send_lease_seconds
                - self._settings.send_total_seconds
                - LEASE_MARGIN_SECONDS
            )
            mine = await claim(orders)
        finally:
            slots.give(len(orders) - len(mine))
        batch.start(channel, [_Attempt(order, start_before) for order in mine])

    async def _claim_new(self, orders: Sequence[Order]) -> list[Order]:
        return await self._claim([Intent(order) for order in orders])

    async def _claim(self, intents: Sequence[Intent]) -> list[Order]:
        async with self._database.worker() as session:
            return await delivery.claim(session, intents, lease=self._settings.send_lease_seconds)

    async def _claim_again(self, orders: Sequence[Order]) -> list[Order]:
        async with self._database.worker() as session:
            return await ledger.reclaim(session, orders, lease=self._settings.send_lease_seconds)

    async def _channel_of(self, order: Order) -> ChannelAccess | None:
        channel = await self._channels.by_id(order.channel_id)
        return channel if channel is not None and channel.company_id == order.company_id else None

    async def _post(self, channel: ChannelAccess, attempt: _Attempt) -> Settlement:
        order = attempt.order
        if time.monotonic() > attempt.start_before:
            return postpone(order, _LATE, 0.0)
        try:
            outcome = await self._providers[channel.provider].send(channel, order)
        except Exception as error:
            # A fault of ours: we cannot say that nothing left, so it is not tried again.
            log.exception("provider adapter failed", send=str(order.send_id))
            outcome = Uncertain(
                _own("Internal error", "internal").model_copy(update={"details": repr(error)})
            )
        if (rest := self._pace.heed(order, outcome)) is not None:
            await interruptions.show(self._redis, channel.channel_id, rest)
        if isinstance(outcome, Refused) and outcome.treatment is Treatment.CHANNEL_STOPPED:
            await self._stop(channel, outcome.error)
        return settle(order, outcome)

    async def _stop(self, channel: ChannelAccess, error: ProviderError) -> None:
        try:
            async with self._database.worker() as session:
                told = await channel_service.stop_channel(session, channel, error)
        except Exception:
            # The send's outcome must still be recorded; the next refusal marks the channel.
            log.exception("channel not marked as stopped", channel=str(channel.channel_id))
            return
        self._channels.forget(channel)
        if told:
            _stopped.labels(error.reason).inc()
            log.error("channel stopped by its provider", channel=str(channel.channel_id), code=error.code)

    async def _record(self, settlements: Sequence[Settlement]) -> None:
        """T2, held in memory through a short outage: the provider's answer comes only once."""
        give_up_at = time.monotonic() + self._settings.record_seconds
        delay = 0.1
        while True:
            try:
                async with self._database.worker() as session:
                    await delivery.record(session, settlements)
            except Exception as error:
                if not is_transient(error):
                    break
                if time.monotonic() > give_up_at:
                    raise
                log.warning("outcomes wait for the database", count=len(settlements), error=repr(error))
                await asyncio.sleep(delay)
                delay = min(delay * 2, 5.0)
            else:
                return
        if len(settlements) == 1:
            # Left in ``sending``: it will be told as unconfirmed, which is the truth of our books.
            log.error("outcome cannot be recorded", send=str(settlements[0].order.send_id))
            return
        for settlement in settlements:  # One that cannot be stored must not take the others with it.
            await self._record([settlement])


def _refused(order: Order, channel: ChannelAccess | None) -> Intent:
    """Return what becomes of an order for a channel that cannot send.

    A reply fails at once, so that the agent can act. A campaign's waits in the ledger: its window fills
    up, it stops by itself, and no recipient is burnt.
    """
    if channel is None:
        return Intent(order, "failed", _NO_CHANNEL)
    error = {"disabled": _DISABLED, UNUSABLE: _UNREADABLE}.get(channel.status, _STOPPED)
    if order.origin == "reply":
        return Intent(order, "failed", error)
    return Intent(order, "retryable", error, STOPPED_RETRY_SECONDS)
