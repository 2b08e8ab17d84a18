"""Posts what is claimed ahead of a channel's rate, as its tokens come.

What one statement claimed is a block, of which portions are posted one after the other. Before each, it is
committed how far the block may have been posted (`gateway.repository.blocks`), and asked which campaigns were
stopped and who opted out meanwhile; then tokens are drawn, and the POSTs begin at once. So no token waits for
the database, none is lost while the next batch comes from Kafka, and a worker that is killed leaves little of
which it is not known whether it left.
"""

import asyncio
import time
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final
from uuid import UUID

import structlog
from redis.exceptions import RedisError

from atende_contracts.event import ProviderError
from atende_platform.process import tracing
from atende_platform.transient import is_transient
from gateway.domain.channels import ChannelAccess
from gateway.domain.sends import Order, postpone
from gateway.pacing import Pace, Slots
from gateway.repository.blocks import Answer, Portion, Step
from gateway.sender.batch import Attempt, Batch
from gateway.sender.refusals import INTERRUPTED, LATE, RATE_LIMITED, refused

log = structlog.get_logger(__name__)

_FRESH_SECONDS: Final = 0.5
"""What was asked longer ago, because tokens did not come, is asked again before the POST."""
_REDIS_SECONDS: Final = 0.5
_FAILED_SECONDS: Final = 1.0

ChannelOf = Callable[[Order], Awaitable[ChannelAccess | None]]
Write = Callable[[Portion, Step], Awaitable[Answer]]


@dataclass(slots=True)
class Block:
    """Attempts that one statement claimed."""

    block_id: UUID
    channel_id: UUID
    waiting: deque[Attempt]
    """They were not posted, and their worker may die."""
    batch: Batch
    ready: deque[Attempt]
    """It is committed that they may have been posted."""
    asked_at: float = 0.0

    @classmethod
    def of(cls, block_id: UUID, channel: ChannelAccess, attempts: Sequence[Attempt], batch: Batch) -> "Block":
        """Return a block of which nothing was posted; the batch waits for its outcomes."""
        batch.hold(len(attempts))
        return cls(block_id, channel.channel_id, deque(attempts), batch, deque())

    def __len__(self) -> int:
        return len(self.waiting) + len(self.ready)

    @property
    def first(self) -> Attempt:
        return self.ready[0] if self.ready else self.waiting[0]


class Pump:
    """The blocks of one channel, posted in their order. It runs while there are any."""

    def __init__(self, pace: Pace, slots: Slots, channel_of: ChannelOf, write: Write) -> None:
        self._pace = pace
        self._slots = slots
        self._channel_of = channel_of
        self._write = write
        self._blocks: deque[Block] = deque()
        self._moved = asyncio.Event()
        self._running: asyncio.Task[None] | None = None
        self._outage: Exception | None = None

    def __len__(self) -> int:
        return sum(map(len, self._blocks))

    def add(self, block: Block) -> None:
        """Post a block behind those that are here."""
        if not len(block):
            return
        self._blocks.append(block)
        if self._running is None:
            self._running = asyncio.create_task(self._run(), name="pump", context=tracing.apart())

    async def room(self, most: int, seconds: float) -> bool:
        """Wait until at most so many wait here; False if that takes too long. Raises if Redis is away."""
        give_up_at = time.monotonic() + seconds
        while len(self) > most:
            self._moved.clear()
            try:
                async with asyncio.timeout(give_up_at - time.monotonic()):
                    await self._moved.wait()
            except TimeoutError:
                if self._outage is not None:
                    raise self._outage from None
                return False
        return True

    async def _run(self) -> None:
        try:
            while self._blocks:
                await self._work(self._blocks[0])
                while self._blocks and not len(self._blocks[0]):
                    self._blocks.popleft()
                self._moved.set()
        except Exception as error:
            # None of it has left, and it is tried again, with the database back.
            log.warning(
                "pump.interrupted",
                count=len(self),
                error=repr(error),
                exc_info=None if is_transient(error) else error,
            )
            self._put_back_all(None, _FAILED_SECONDS)
        finally:
            self._running = None

    async def _work(self, block: Block) -> None:
        """Do the next step of a block that is not empty; wait for tokens if there were too few."""
        order = block.first.order
        channel = await self._channel_of(order)
        if channel is None or channel.status != "active":
            intent = refused(order, channel)
            self._put_back_all(intent.error, intent.retry_after or _FAILED_SECONDS)
            return
        if time.monotonic() > block.first.start_before:
            self._put_back(block, LATE, 0.0)
            return
        if not block.ready:
            await self._make_ready(channel, block)
            return
        granted, wait = await self._acquire(channel, len(block.ready))
        if granted:
            await self._post(channel, block, granted)
        elif (interrupted := self._pace.is_interrupted(channel.channel_id)) or (
            time.monotonic() + wait > block.first.start_before
        ):
            self._put_back_all(INTERRUPTED if interrupted else RATE_LIMITED, wait)
            return
        if granted < self._portion(channel):
            await asyncio.sleep(wait)  # Tokens gather meanwhile: to ask for each few costs more than they do.

    def _portion(self, channel: ChannelAccess) -> int:
        return self._pace.portion(channel, "campaign", promptly=True)

    async def _acquire(self, channel: ChannelAccess, wanted: int) -> tuple[int, float]:
        """Acquire slots and tokens as `Sender` does; without Redis wait for it."""
        acquired, granted = await self._slots.acquire(min(wanted, self._slots.count)), 0
        try:
            granted, wait = await self._pace.take(channel, "campaign", acquired, promptly=True)
        except (RedisError, OSError) as error:
            self._outage = error
            return 0, _REDIS_SECONDS
        finally:
            self._slots.release(acquired - granted)
        self._outage = None
        return granted, wait

    async def _post(self, channel: ChannelAccess, block: Block, granted: int) -> None:
        """Begin POSTs of what is ready; each holds one of the slots that were granted."""
        begun: list[Attempt] = []
        try:
            if time.monotonic() - block.asked_at > _FRESH_SECONDS:
                attempts = list(block.ready)
                self._keep_ready(block, attempts, await self._ask(channel, block, attempts, "none"))
            begun = [block.ready.popleft() for _ in range(min(granted, len(block.ready)))]
        finally:
            self._slots.release(granted - len(begun))
        block.batch.start(channel, begun)
        block.batch.release(len(begun))

    async def _make_ready(self, channel: ChannelAccess, block: Block) -> None:
        """Write that the next portion of a block may leave; what may not is put back."""
        portion = list(islice(block.waiting, self._portion(channel)))
        is_last = len(portion) == len(block.waiting)
        answer = await self._ask(channel, block, portion, "last" if is_last else "next")
        if not answer.is_open:
            # Its lease ended, and another worker has it now; or its company is erased, and its rows go.
            log.warning("pump.block_lost", channel=str(block.channel_id), count=len(block.waiting))
            block.batch.release(len(block.waiting))
            block.waiting.clear()
            return
        for _ in portion:
            block.waiting.popleft()
        self._keep_ready(block, portion, answer)

    def _keep_ready(self, block: Block, attempts: Sequence[Attempt], answer: Answer) -> None:
        block.ready = deque(each for each in attempts if answer.allows(each.order))
        stopped = [postpone(each.order, None, 0.0) for each in attempts if not answer.allows(each.order)]
        if stopped:
            block.batch.settle(stopped)

    async def _ask(
        self, channel: ChannelAccess, block: Block, attempts: Sequence[Attempt], step: Step
    ) -> Answer:
        orders = [attempt.order for attempt in attempts]
        portion = Portion(
            channel.company_id,
            channel.channel_id,
            block.block_id,
            posted=attempts[-1].place,
            campaign_ids={order.campaign_id for order in orders if order.campaign_id is not None},
            identities={name for order in orders for name in order.recipient_keys},
        )
        block.asked_at = time.monotonic()
        return await self._write(portion, step)

    def _put_back(self, block: Block, error: ProviderError | None, after: float) -> None:
        """Have the ledger try a block again: nothing of what is here was posted."""
        settlements = [postpone(each.order, error, after) for each in (*block.ready, *block.waiting)]
        block.ready.clear()
        block.waiting.clear()
        block.batch.settle(settlements)

    def _put_back_all(self, error: ProviderError | None, after: float) -> None:
        if self._blocks:
            channel, why = self._blocks[0].channel_id, error.title if error else None
            log.info("send.postponed", channel=str(channel), count=len(self), why=why)
        for block in self._blocks:
            self._put_back(block, error, after)
        self._blocks.clear()
        self._moved.set()
