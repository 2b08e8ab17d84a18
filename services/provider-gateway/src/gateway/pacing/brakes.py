"""What a provider asks to slow down, known to all processes through Redis within half a second.

A hold stops a channel's campaigns for a time. A slower rate is for everything the channel sends: it falls
at once, by a factor, and comes back step by step. While Redis is away each process knows its own.
"""

import time
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError

log = structlog.get_logger(__name__)

CUT: Final = 0.7
SLOWEST_PER_SECOND: Final = 10.0
STEP: Final = 0.05
STEP_SECONDS: Final = 10.0
"""After a cut the rate grows by so much of the full one, each time so many seconds have passed."""
ONCE_SECONDS: Final = 2.0
"""Refusals of what was in flight together are one."""
_FRESH_SECONDS: Final = 0.5

# The share of the rate that is left now: KEYS[1] holds "share:time of the cut", by Redis' clock.
_SHARE: Final = """
local now_parts = redis.call('TIME')
local now = tonumber(now_parts[1]) + tonumber(now_parts[2]) / 1e6
local kept = redis.call('GET', KEYS[1])
local share, at = 1, 0
if kept then
  local divider = string.find(kept, ':')
  share, at = tonumber(string.sub(kept, 1, divider - 1)), tonumber(string.sub(kept, divider + 1))
  share = math.min(1, share + tonumber(ARGV[1]) * math.floor((now - at) / tonumber(ARGV[2])))
end
"""
_READ: Final = f"{_SHARE} return {{tostring(share), redis.call('PTTL', KEYS[2])}}"
_CUT: Final = f"""{_SHARE}
if now - at < tonumber(ARGV[3]) then return tostring(share) end
share = math.min(1, math.max(share * tonumber(ARGV[4]), tonumber(ARGV[5])))
local steps = math.ceil((1 - share) / tonumber(ARGV[1])) + 1
redis.call('SET', KEYS[1], string.format('%.6f:%.6f', share, now), 'PX',
  math.ceil(steps * tonumber(ARGV[2]) * 1000))
return tostring(share)
"""


@dataclass(slots=True)
class _Brake:
    """What is known of a channel; times are monotonic."""

    read_at: float = float("-inf")
    held_until: float = 0.0
    share: float = 1.0


class Brakes:
    """The holds and the slower rates of all channels."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        self._read_script = redis.register_script(_READ)
        self._cut_script = redis.register_script(_CUT)
        self._known: dict[UUID, _Brake] = {}

    async def of(self, channel_id: UUID) -> tuple[float, float]:
        """Return for how many seconds campaigns are held, and which share of its rate a channel has."""
        brake, now = self._brake(channel_id), time.monotonic()
        if now - brake.read_at > _FRESH_SECONDS:
            brake.read_at = now
            try:
                share, hold_ms = await self._read_script(
                    keys=self._keys(channel_id), args=[STEP, STEP_SECONDS]
                )
            except (RedisError, OSError) as error:
                log.warning("brake.not_read", error=repr(error))
            else:
                brake.share = float(share)
                brake.held_until = now + max(0.0, hold_ms / 1000)
        return max(0.0, brake.held_until - now), brake.share

    def is_held(self, channel_id: UUID) -> bool:
        """Tell whether this process knows of a hold."""
        return self._brake(channel_id).held_until > time.monotonic()

    async def hold(self, channel_id: UUID, seconds: float) -> None:
        """Stop a channel's campaigns for so long, at least."""
        brake, milliseconds = self._brake(channel_id), round(seconds * 1000)
        brake.held_until = max(brake.held_until, time.monotonic() + seconds)
        try:
            key = self._keys(channel_id)[1]
            if not await self._redis.set(key, 1, px=milliseconds, nx=True):
                await self._redis.pexpire(key, milliseconds, gt=True)
        except (RedisError, OSError) as error:
            log.warning("brake.not_shared", error=repr(error))

    async def slow_down(self, channel_id: UUID, full_rate: float) -> None:
        """Cut a channel's rate, once for all refusals that belong together."""
        brake = self._brake(channel_id)
        lowest = min(1.0, SLOWEST_PER_SECOND / full_rate)
        try:
            share: Any = await self._cut_script(
                keys=self._keys(channel_id)[:1], args=[STEP, STEP_SECONDS, ONCE_SECONDS, CUT, lowest]
            )
        except (RedisError, OSError) as error:
            log.warning("rate.not_shared", error=repr(error))
            brake.share = max(brake.share * CUT, lowest)
        else:
            brake.share = float(share)

    def _brake(self, channel_id: UUID) -> _Brake:
        return self._known.setdefault(channel_id, _Brake())

    @staticmethod
    def _keys(channel_id: UUID) -> list[str]:
        return [f"gateway:slow:{channel_id}", f"gateway:hold:{channel_id}"]
