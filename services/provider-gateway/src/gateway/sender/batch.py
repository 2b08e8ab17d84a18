"""The attempts of one call: they are posted, and their outcomes recorded in groups."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

import structlog

from gateway.domain.channels import ChannelAccess
from gateway.domain.sends import Order, Settlement, postpone
from gateway.pacing import Slots

log = structlog.get_logger(__name__)

GROUP_SECONDS: Final = 0.2
"""How long finished sends wait for others, so that one statement records them all."""


@dataclass(slots=True)
class Attempt:
    order: Order
    start_before: float
    """Monotonic time after which the POST could outlive the lease and must not begin."""
    place: int = 0
    """In its block, from 1, if it is claimed ahead of the rate."""


class Batch:
    """One call's attempts: posts them, and records their outcomes in groups."""

    def __init__(
        self,
        post: Callable[[ChannelAccess, Attempt], Awaitable[Settlement]],
        record: Callable[[Sequence[Settlement]], Awaitable[None]],
        slots: Slots,
    ) -> None:
        self._post = post
        self._record = record
        self._slots = slots
        self._settled: list[Settlement] = []
        self._posts: set[asyncio.Task[None]] = set()
        self._chains: dict[tuple[UUID, str], deque[Attempt]] = {}
        self._blocked: dict[tuple[UUID, str], Settlement] = {}
        self._changed = asyncio.Event()
        self._idle = asyncio.Event()
        self._idle.set()
        self._closing = False
        self._held = 0
        self._recorder = asyncio.create_task(self._record_groups(), name="record outcomes")

    def start(self, channel: ChannelAccess, attempts: Sequence[Attempt]) -> None:
        """Begin to POST: at once for different recipients, one after the other for the same.

        Each attempt holds one of the slots, and releases it.
        """
        for attempt in attempts:
            key = channel.channel_id, attempt.order.person
            if (chain := self._chains.get(key)) is not None:
                chain.append(attempt)
                continue
            chain = self._chains[key] = deque([attempt])
            self._idle.clear()
            task = asyncio.create_task(self._post_chain(channel, key, chain), name="post")
            self._posts.add(task)
            task.add_done_callback(self._on_posted)

    def hold(self, count: int) -> None:
        """Have `finish` wait for so many attempts more, which are then started and released, or settled."""
        self._held += count

    def release(self, count: int) -> None:
        """Wait for so many of those no more."""
        self._held -= count
        self._changed.set()

    def settle(self, settlements: Sequence[Settlement]) -> None:
        """Record these of those that were held: they are not posted."""
        self._settled += settlements
        self.release(len(settlements))

    async def _post_chain(self, channel: ChannelAccess, key: tuple[UUID, str], chain: deque[Attempt]) -> None:
        try:
            while chain:
                if (blocked := self._blocked.get(key)) is not None:
                    # What stands before it is to be tried again, and must not be overtaken.
                    after = (blocked.retry_after or 0.0) + 0.001
                    settlement = postpone(chain[0].order, blocked.error, after)
                else:
                    settlement = await self._post(channel, chain[0])
                chain.popleft()
                self._slots.release()
                self._settled.append(settlement)
                self._changed.set()
                if settlement.state == "retryable":
                    self._blocked[key] = settlement
        finally:
            del self._chains[key]
            self._slots.release(len(chain))

    def _on_posted(self, task: asyncio.Task[None]) -> None:
        self._posts.discard(task)
        if not self._posts:
            self._idle.set()
        self._changed.set()
        if not task.cancelled() and task.exception() is not None:
            log.error("send.without_outcome", exc_info=task.exception())

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
            if self._closing and not (self._posts or self._settled or self._held):
                return
