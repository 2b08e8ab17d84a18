"""A bounded number of places, counted over all replicas: per key one sorted set in Redis.

A place is held for a while and then held again, so that those of a replica that died come free by
themselves. Times are Redis's own.
"""

from collections.abc import Collection, Mapping
from typing import Final

from redis.asyncio import Redis

HELD_SECONDS: Final = 30
"""How long a place is held without being held again."""

# KEYS[1] the places; ARGV: seconds held, most places, who takes one. Returns 1 if there was one.
_ACQUIRE: Final = """
local now = tonumber(redis.call('TIME')[1])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now)
if redis.call('ZCARD', KEYS[1]) >= tonumber(ARGV[2]) then
  return 0
end
redis.call('ZADD', KEYS[1], now + tonumber(ARGV[1]), ARGV[3])
redis.call('EXPIRE', KEYS[1], ARGV[1])
return 1
"""

# KEYS[1] the places; ARGV: seconds held, then who holds one.
_RENEW: Final = """
local until_ = tonumber(redis.call('TIME')[1]) + tonumber(ARGV[1])
for i = 2, #ARGV do
  redis.call('ZADD', KEYS[1], until_, ARGV[i])
end
redis.call('EXPIRE', KEYS[1], ARGV[1])
"""


class ConcurrencyQuota:
    """Places by key, of one kind (``name``). The caller decides what happens when Redis is away."""

    def __init__(self, redis: Redis, name: str) -> None:
        self._redis = redis
        self._name = name
        self._acquire = redis.register_script(_ACQUIRE)
        self._renew = redis.register_script(_RENEW)

    async def acquire(self, key: str, holder: str, most: int) -> bool:
        """Take a place unless ``most`` are taken. Raises `RedisError`."""
        return bool(await self._acquire(keys=[self._key(key)], args=[HELD_SECONDS, most, holder]))

    async def renew(self, holders: Mapping[str, Collection[str]]) -> None:
        """Hold the places by key for longer, also those that Redis lost. Raises `RedisError`."""
        for key, names in holders.items():
            await self._renew(keys=[self._key(key)], args=[HELD_SECONDS, *names])

    async def release(self, key: str, holder: str) -> None:
        """Free a place. Raises `RedisError`."""
        await self._redis.zrem(self._key(key), holder)

    def _key(self, key: str) -> str:
        return f"seats:{self._name}:{key}"
