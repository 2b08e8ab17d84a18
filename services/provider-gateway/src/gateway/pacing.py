"""How fast we send: the rate of each channel, and how many requests are open at a time."""

import asyncio
import time
from collections import defaultdict
from typing import Final
from uuid import UUID

import structlog
from redis.exceptions import RedisError

from atende_contracts.event import ProviderError
from atende_platform.runtime import Runtime
from gateway.domain.channels import ChannelAccess
from gateway.domain.circuit import Circuit
from gateway.domain.errors import Treatment
from gateway.domain.sends import HOLD_SECONDS, Accepted, Order, Origin, Outcome, Refused
from gateway.settings import Settings

log = structlog.get_logger(__name__)

LONGEST_BACK_OFF_SECONDS: Final = 60.0


class Pace:
    """The rate of every channel: tokens from Redis, shared by all processes.

    Campaigns and replies draw from one bucket per channel, but replies may draw deeper, so that a
    running campaign never makes an agent wait. While Redis is away campaigns stop (`RedisError` is
    raised), and replies go on with this process's small share.

    What the provider asks to slow down is held here, in this process: a channel's campaigns when it is
    too fast or its recipients complain. So is whether a channel answers at all (`Circuit`).
    """

    _LOCAL_SHARE: Final = 0.25

    def __init__(self, runtime: Runtime[Settings]) -> None:
        self._limiter = runtime.limiter
        self._held_until: dict[UUID, float] = {}  # by channel, monotonic
        self._circuits: dict[UUID, Circuit] = defaultdict(Circuit)
        self._back_off: dict[UUID, float] = {}
        self._local: dict[UUID, float] = {}

    def hold_of(self, channel_id: UUID) -> float:
        """Return for how many seconds a channel's campaigns must not send."""
        return max(0.0, self._held_until.get(channel_id, 0.0) - time.monotonic())

    def is_interrupted(self, channel_id: UUID) -> bool:
        """Tell whether the channel does not answer, so that nothing should wait for its turn."""
        return self._circuits[channel_id].is_open

    async def take(self, channel: ChannelAccess, origin: Origin, wanted: int) -> tuple[int, float]:
        """Take up to ``wanted`` tokens; return how many, and the seconds until there may be more."""
        rate = channel.messages_per_second
        circuit = self._circuits[channel.channel_id]
        rest = circuit.wait(origin, time.monotonic())
        if rest:
            return 0, rest
        hold = self.hold_of(channel.channel_id)
        if hold and origin == "campaign":
            return 0, hold
        # Small bursts: within any second the provider sees little more than the rate.
        burst = max(1, round(rate * 0.05)) + (max(2, round(rate * 0.1)) if origin == "reply" else 0)
        try:
            grant = await self._limiter.take(
                f"channel:{channel.channel_id}", per_second=rate, burst=burst, wanted=min(wanted, burst)
            )
        except (RedisError, OSError) as error:
            if origin == "campaign":
                raise
            log.warning("rate limiter away: replies use the local share", error=repr(error))
            granted, wait = self._take_locally(channel.channel_id, rate * self._LOCAL_SHARE)
        else:
            granted, wait = grant.granted, grant.wait
        return circuit.admit(granted, time.monotonic()), wait

    def _take_locally(self, channel_id: UUID, rate: float) -> tuple[int, float]:
        now = time.monotonic()
        at = self._local.get(channel_id, 0.0)
        if at > now:
            return 0, at - now
        self._local[channel_id] = now + 1 / rate
        return 1, 1 / rate

    def heed(self, order: Order, outcome: Outcome) -> float | None:
        """Slow down or pause when the provider says so; be quick again when it takes messages.

        Returns the seconds for which the channel is not tried now, 0 when it works again, else None.
        """
        match outcome:
            case Refused(_, Treatment.THROTTLED) if not self.hold_of(order.channel_id):
                # Once for all that were in flight together.
                seconds = min(self._back_off.get(order.channel_id, 0.5) * 2, LONGEST_BACK_OFF_SECONDS)
                self._back_off[order.channel_id] = seconds
                self._hold(order.channel_id, seconds, outcome.error)
            case Refused(_, Treatment.SPAM_LIMITED):
                self._hold(order.channel_id, HOLD_SECONDS, outcome.error)
            case Accepted():
                self._back_off.pop(order.channel_id, None)
        return self._circuits[order.channel_id].heed(outcome, time.monotonic())

    def _hold(self, channel_id: UUID, seconds: float, error: ProviderError) -> None:
        self._held_until[channel_id] = time.monotonic() + seconds
        log.warning("paused by the provider", channel=str(channel_id), seconds=seconds, code=error.code)


class Slots:
    """A bound on open POSTs. Several are taken by one caller at a time, so that none wait for each other."""

    def __init__(self, count: int) -> None:
        self.count = count
        self._free = asyncio.Semaphore(count)
        self._gathering = asyncio.Lock()

    async def take(self, wanted: int) -> None:
        """Wait for ``wanted`` slots, at most ``count``."""
        async with self._gathering:
            for taken in range(wanted):
                try:
                    await self._free.acquire()
                except asyncio.CancelledError:
                    self.give(taken)
                    raise

    def give(self, count: int = 1) -> None:
        """Give slots back."""
        for _ in range(count):
            self._free.release()
