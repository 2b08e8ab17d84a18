"""The rate of every channel and company."""

import time
from collections import defaultdict
from typing import Final
from uuid import UUID

import structlog
from redis.exceptions import RedisError

from atende_contracts.event import ProviderError
from atende_platform.limits.ratelimit import Bucket
from atende_platform.runtime import Runtime
from gateway.domain.channels import ChannelAccess
from gateway.domain.circuit import Circuit
from gateway.domain.errors import Treatment
from gateway.domain.sends import HOLD_SECONDS, Accepted, Origin, Outcome, Refused
from gateway.pacing.brakes import Brakes
from gateway.settings import Settings

log = structlog.get_logger(__name__)

FIRST_BACK_OFF_SECONDS: Final = 1.0
LONGEST_BACK_OFF_SECONDS: Final = 60.0

# In no second may the provider see more than 1.05 of the rate. A bucket lets through its rate and, once,
# its burst; and what takes long from its token to its request meets what takes 30 ms less.
_RATE_SHARE: Final = 0.97
_PROMPT_RATE_SHARE: Final = 0.99
"""Of the rate, for tokens between which and the requests stands nothing that takes time."""
_BURST_SHARE: Final[dict[Origin, float]] = {"campaign": 0.04, "reply": 0.05}
_COMPANY_BURST_SHARE: Final[dict[Origin, float]] = {"campaign": 0.05, "reply": 0.15}
_PORTION: Final = 0.6
"""Of a burst: so much is let gather before it is taken, and the rest gathers meanwhile."""
_PROMPT_PORTION: Final = 0.5
_AHEAD_SECONDS: Final = 0.25
_AHEAD_MOST: Final = 250


class Pace:
    """How much may be sent now: tokens from Redis, shared by all processes.

    Campaigns and replies draw from one bucket per channel, and one per company where auth has told its
    limit; replies may draw deeper, and while some wait here, campaigns do. While Redis is away campaigns
    stop (`RedisError` is raised), and replies go on with this process's small share.

    What the provider asks to slow down is shared too (`Brakes`). Whether a channel answers at all, each
    process finds out by itself (`Circuit`).
    """

    _LOCAL_SHARE: Final = 0.25

    def __init__(self, runtime: Runtime[Settings]) -> None:
        self._limiter = runtime.limiter
        self._company_limits = runtime.company_limits
        self._brakes = Brakes(runtime.redis)
        self._circuits: dict[UUID, Circuit] = defaultdict(Circuit)
        self._back_off: dict[UUID, float] = {}
        self._local: dict[UUID, float] = {}
        self._replies_until: dict[UUID, float] = {}

    def is_interrupted(self, channel_id: UUID) -> bool:
        """Tell whether the channel does not answer, so that nothing should wait for its turn."""
        return self._circuits[channel_id].is_open

    @staticmethod
    def portion(channel: ChannelAccess, origin: Origin, *, promptly: bool = False) -> int:
        """Return how many can be taken at once."""
        return _burst(channel.messages_per_second, "reply" if promptly else origin)

    async def ahead(self, channel: ChannelAccess) -> int:
        """Return how many of a campaign's sends may be claimed before there are tokens for them."""
        _, share = await self._brakes.of(channel.channel_id)
        rate = channel.messages_per_second * share
        if limits := self._company_limits.of(channel.company_id):
            rate = min(rate, limits.messages_per_second)
        return max(1, min(_AHEAD_MOST, int(rate * _AHEAD_SECONDS)))

    async def rest(self, channel: ChannelAccess, origin: Origin) -> float:
        """Return for how many seconds nothing may be sent, whatever the rate is; 0: something may."""
        hold, _ = await self._brakes.of(channel.channel_id)
        return self._rest(channel.channel_id, origin, hold, time.monotonic())

    def _rest(self, channel_id: UUID, origin: Origin, hold: float, now: float) -> float:
        rest = self._circuits[channel_id].wait(origin, now)
        if origin == "campaign":
            rest = max(rest, hold, self._replies_until.get(channel_id, 0.0) - now)
        return max(0.0, rest)

    async def take(
        self, channel: ChannelAccess, origin: Origin, wanted: int, *, promptly: bool = False
    ) -> tuple[int, float]:
        """Take up to ``wanted`` tokens; return how many, and the seconds until there may be more.

        Who uses them ``promptly``, with nothing between them and the requests, gets nearer to the rate, and
        as deep as replies; if one of those then waits, it comes first.
        """
        channel_id, now = channel.channel_id, time.monotonic()
        circuit = self._circuits[channel_id]
        hold, share = await self._brakes.of(channel_id)
        if (rest := self._rest(channel_id, origin, hold, now)) > 0:
            return 0, rest
        rate = channel.messages_per_second * share
        burst = _burst(rate, "reply" if promptly else origin)
        rate *= _PROMPT_RATE_SHARE if promptly else _RATE_SHARE
        buckets = [Bucket(f"channel:{channel_id}", rate, burst)]
        if limits := self._company_limits.of(channel.company_id):
            of_company = limits.messages_per_second
            depth = max(1, int(of_company * _COMPANY_BURST_SHARE[origin]))
            buckets.append(Bucket(f"company-sends:{channel.company_id}", of_company, depth))
        try:
            grant = await self._limiter.take_from(buckets, min(wanted, burst))
        except (RedisError, OSError) as error:
            if origin == "campaign":
                raise
            log.warning("rate_limiter.local_only", error=repr(error))
            granted, wait = self._take_locally(channel_id, rate * self._LOCAL_SHARE)
        else:
            portion = _PROMPT_PORTION if promptly else _PORTION
            granted, wait = grant.granted, max(grant.wait, portion * burst / rate)
        if origin == "reply":
            if granted < wanted:
                self._replies_until[channel_id] = now + wait + 0.05
            else:
                self._replies_until.pop(channel_id, None)
        return circuit.admit(granted, now), wait

    def _take_locally(self, channel_id: UUID, rate: float) -> tuple[int, float]:
        now = time.monotonic()
        at = self._local.get(channel_id, 0.0)
        if at > now:
            return 0, at - now
        self._local[channel_id] = now + 1 / rate
        return 1, 1 / rate

    async def record(self, channel: ChannelAccess, outcome: Outcome) -> float | None:
        """Slow down or pause when the provider says so; be quick again when it takes messages.

        Returns the seconds for which the channel is not tried now, 0 when it works again, else None.
        """
        channel_id = channel.channel_id
        match outcome:
            case Accepted():
                self._back_off.pop(channel_id, None)
            case Refused(error, Treatment.THROTTLED):
                if error.reason == "too_fast":
                    await self._brakes.slow_down(channel_id, channel.messages_per_second)
                if not self._brakes.is_held(channel_id):  # Once for all that were in flight together.
                    seconds = self._back_off.get(channel_id, FIRST_BACK_OFF_SECONDS)
                    self._back_off[channel_id] = min(seconds * 2, LONGEST_BACK_OFF_SECONDS)
                    await self._hold(channel_id, seconds, error)
            case Refused(error, Treatment.SPAM_LIMITED):
                await self._hold(channel_id, HOLD_SECONDS, error)
        return self._circuits[channel_id].record(outcome, time.monotonic())

    async def _hold(self, channel_id: UUID, seconds: float, error: ProviderError) -> None:
        log.warning("channel.paused_by_provider", channel=str(channel_id), seconds=seconds, code=error.code)
        await self._brakes.hold(channel_id, seconds)


def _burst(rate: float, origin: Origin) -> int:
    deepest = max(1, int(rate * _BURST_SHARE["reply"]))
    # Of less than two, whatever comes a moment late would be lost for ever.
    return max(min(deepest, 2), int(rate * _BURST_SHARE[origin]))
