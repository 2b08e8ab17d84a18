"""Rate limits shared by all replicas: GCRA in Redis, one round trip for any number of tokens and buckets.

GCRA gives a rolling window without a background drip: per key Redis keeps one time, the
"theoretical arrival time" of the next token.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from redis.asyncio import Redis

# KEYS: the buckets; ARGV: tokens wanted, then for each bucket seconds per token and burst. All give the
# same number, which is what the scarcest has. Returns {granted, wait in µs, left in the scarcest}.
_SCRIPT: Final = """
local now_parts = redis.call('TIME')
local now = tonumber(now_parts[1]) + tonumber(now_parts[2]) / 1e6
local wanted = tonumber(ARGV[1])
local tats, free = {}, math.huge
for i = 1, #KEYS do
  local period, burst = tonumber(ARGV[2 * i]), tonumber(ARGV[2 * i + 1])
  tats[i] = math.max(tonumber(redis.call('GET', KEYS[i]) or '0'), now)
  -- Differences of times first: added to one, a period loses the digits that make a whole token.
  free = math.min(free, math.floor(burst - (tats[i] - now) / period + 1e-6))
end
free = math.max(0, free)
local granted, wait = math.min(free, wanted), 0
for i = 1, #KEYS do
  local period, burst = tonumber(ARGV[2 * i]), tonumber(ARGV[2 * i + 1])
  if granted > 0 then
    tats[i] = tats[i] + granted * period
    local kept = math.ceil((tats[i] - now) * 1000) + 1000
    redis.call('SET', KEYS[i], string.format('%.6f', tats[i]), 'PX', kept)
  end
  if granted < wanted then
    wait = math.max(wait, tats[i] + period - burst * period - now)
  end
end
return {granted, math.ceil(wait * 1e6), free - granted}
"""


_EVERYBODYS: Final = "company:"


@dataclass(frozen=True, slots=True)
class Bucket:
    """What may be taken under a key: so many tokens per second, and ``burst`` of them at once."""

    key: str
    per_second: float
    burst: int


@dataclass(frozen=True, slots=True)
class Grant:
    """How many tokens were given, when the next one comes (seconds), how many are left now."""

    granted: int
    wait: float
    left: int


class RateLimiter:
    """Token buckets by key. The caller decides what happens when Redis is away (it raises).

    They are ``owner``'s, a service's, which alone may use them (`atende_platform.data.redis_acl`); but all
    services take from those whose key begins with ``company:``.
    """

    def __init__(self, redis: "Redis", owner: str) -> None:
        self._owner = owner
        self._script = redis.register_script(_SCRIPT)

    async def take(self, key: str, *, per_second: float, burst: int, wanted: int = 1) -> Grant:
        """Take up to ``wanted`` tokens from the bucket of ``key`` (at most ``burst`` at once)."""
        return await self.take_from([Bucket(key, per_second, burst)], wanted)

    async def take_from(self, buckets: Sequence[Bucket], wanted: int = 1) -> Grant:
        """Take up to ``wanted`` tokens from each bucket, the same number from all."""
        arguments: list[str | int] = [wanted]
        for bucket in buckets:
            arguments += [f"{1 / bucket.per_second:.9f}", bucket.burst]
        granted, wait, left = await self._script(
            keys=[self._name(bucket.key) for bucket in buckets], args=arguments
        )
        return Grant(granted=int(granted), wait=int(wait) / 1e6, left=int(left))

    def _name(self, key: str) -> str:
        return f"rate:{key}" if key.startswith(_EVERYBODYS) else f"rate:{self._owner}:{key}"
