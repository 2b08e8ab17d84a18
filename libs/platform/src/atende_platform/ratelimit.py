"""Rate limits shared by all replicas: GCRA in Redis, one round trip for any number of tokens.

GCRA gives a rolling window without a background drip: per key Redis keeps one time, the
"theoretical arrival time" of the next token.
"""

from dataclasses import dataclass
from typing import Final

from redis.asyncio import Redis

# KEYS[1] bucket; ARGV: seconds per token, burst, tokens wanted. Returns {granted, wait in µs, left}.
_SCRIPT: Final = """
local now_parts = redis.call('TIME')
local now = tonumber(now_parts[1]) + tonumber(now_parts[2]) / 1e6
local period, burst, wanted = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local tat = math.max(tonumber(redis.call('GET', KEYS[1]) or '0'), now)
local free = math.floor((now + burst * period - tat) / period + 1e-6)
local granted = math.max(0, math.min(free, wanted))
if granted > 0 then
  tat = tat + granted * period
  redis.call('SET', KEYS[1], string.format('%.6f', tat), 'PX', math.ceil((tat - now) * 1000) + 1000)
end
local wait = 0
if granted < wanted then
  wait = math.max(0, tat + period - burst * period - now)
end
return {granted, math.ceil(wait * 1e6), math.max(0, free - granted)}
"""


@dataclass(frozen=True, slots=True)
class Grant:
    """How many tokens were given, when the next one comes (seconds), how many are left now."""

    granted: int
    wait: float
    left: int


class RateLimiter:
    """Token buckets by key. The caller decides what happens when Redis is away (it raises)."""

    def __init__(self, redis: "Redis") -> None:
        self._script = redis.register_script(_SCRIPT)

    async def take(self, key: str, *, per_second: float, burst: int, wanted: int = 1) -> Grant:
        """Take up to ``wanted`` tokens from the bucket of ``key`` (at most ``burst`` at once)."""
        granted, wait, left = await self._script(
            keys=[f"rate:{key}"], args=[f"{1 / per_second:.9f}", burst, wanted]
        )
        return Grant(granted=int(granted), wait=int(wait) / 1e6, left=int(left))
