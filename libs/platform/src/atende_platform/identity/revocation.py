"""Sessions and roles that ended before their access tokens expire, known to every process within seconds.

Tokens are verified offline, so a process must learn which ones were revoked. Auth calls
`announce`, which puts them into one sorted set in Redis; each process reads it about every second
(`Revocations`, run by the platform) and looks a session up in its own memory, so no request waits for
Redis. What was read stays known while Redis is away, and auth announces again and again from its
database, so a Redis that lost everything is soon told again.
"""

import secrets
import time
from collections.abc import Mapping
from datetime import datetime
from heapq import nlargest
from itertools import islice
from math import ceil
from typing import Any, Final
from uuid import UUID

import structlog
from prometheus_client import Gauge
from redis.asyncio import Redis
from redis.exceptions import RedisError

log = structlog.get_logger(__name__)

MOST_KNOWN: Final = 100_000
"""Sessions remembered at most, in Redis and in each process (about 20 MB); the soonest to expire go first."""
_KEPT_LONGER_SECONDS: Final = 60
"""Kept past the expiry of its last token: clocks differ, and verifiers allow for that."""
_PER_CALL: Final = 1000

# One hash tag, so that both are on one node of a cluster.
_KEYS: Final = ("{revoked}:sessions", "{revoked}:version")

# ARGV: the next version, most kept, then an expiry and a session for each. A version is random, not a
# count: after a flush counting would come by a number again that a reader has already seen.
_ANNOUNCE: Final = """
local now = tonumber(redis.call('TIME')[1])
local changed = 0
for i = 3, #ARGV, 2 do
  if tonumber(ARGV[i]) > now then
    changed = changed + redis.call('ZADD', KEYS[1], 'GT', 'CH', ARGV[i], ARGV[i + 1])
  end
end
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now)
redis.call('ZREMRANGEBYRANK', KEYS[1], 0, -1 - tonumber(ARGV[2]))
if changed > 0 then
  redis.call('SET', KEYS[2], ARGV[1])
  local last = redis.call('ZRANGE', KEYS[1], -1, -1, 'WITHSCORES')[2]
  redis.call('EXPIREAT', KEYS[1], last)
  redis.call('EXPIREAT', KEYS[2], last)
end
"""

# ARGV: the version that the reader has. Returns nothing if it is the current one, else the version,
# all sessions in one string (16 bytes each) and their expiries in another: a list of thousands of
# small strings would take the client a hundred times longer to parse.
_READ: Final = """
local version = redis.call('GET', KEYS[2]) or ''
if version == ARGV[1] then
  return nil
end
local sessions, expiries = {}, {}
local rows = redis.call('ZRANGE', KEYS[1], 0, -1, 'WITHSCORES')
for i = 1, #rows, 2 do
  sessions[#sessions + 1] = rows[i]
  expiries[#expiries + 1] = rows[i + 1]
end
return {version, table.concat(sessions), table.concat(expiries, ' ')}
"""

_read_at = Gauge("revocations_read_timestamp_seconds", "When the revoked sessions were last read from Redis")


class Outage:
    """Says once that Redis is away, and once that it is back."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._lasts = False

    def begins(self, error: Exception) -> None:
        if not self._lasts:
            log.warning("redis.unavailable", what=self._what, error=repr(error))
        self._lasts = True

    def ends(self) -> None:
        if self._lasts:
            log.warning("redis.recovered", what=self._what)
        self._lasts = False


_announcing = Outage("revoked sessions cannot be announced")


async def announce(redis: Redis, sessions: Mapping[UUID, datetime]) -> None:
    """Tell every process that these sessions are over; each with when its last access token expires.

    Saying it again costs little and changes nothing. While Redis is away nothing is raised: who
    ended a session has done so in the database, and auth's worker says it again from there.
    """
    rest = iter(sessions.items())
    script = redis.register_script(_ANNOUNCE)
    try:
        while chunk := list(islice(rest, _PER_CALL)):
            arguments: list[str | int | bytes] = [secrets.token_hex(8), MOST_KNOWN]
            for session_id, expires_at in chunk:
                arguments += [ceil(expires_at.timestamp()) + _KEPT_LONGER_SECONDS, session_id.bytes]
            await script(keys=_KEYS, args=arguments)
    except (RedisError, OSError) as error:
        _announcing.begins(error)
    else:
        _announcing.ends()


class Revocations:
    """The revoked sessions that this process knows of. `refresh` is to be called every second or so."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        self._version: bytes = b""
        self._expiries: dict[bytes, float] = {}
        """By session id (as its 16 bytes), in seconds since the epoch."""
        self._outage = Outage("revoked sessions cannot be read; those known stay refused")

    def is_revoked(self, id_: UUID) -> bool:
        """Tell whether a session, key or generation of rights was ended before its tokens expire."""
        return id_.bytes in self._expiries

    def __len__(self) -> int:
        return len(self._expiries)

    async def refresh(self) -> None:
        """Learn what was announced: one round trip, a few bytes if nothing changed. Redis may be away."""
        try:
            # Not registered: with EVALSHA one must have the right to write, which only auth has.
            news: Any = await self._redis.eval_ro(_READ, len(_KEYS), *_KEYS, self._version)
        except (RedisError, OSError) as error:
            self._outage.begins(error)
            return
        self._outage.ends()
        _read_at.set_to_current_time()
        if news is not None:
            self._version, sessions, expiries = news
            self._learn(sessions, expiries)

    def _learn(self, sessions: bytes, expiries: bytes) -> None:
        """Add to what is known, instead of replacing it: Redis may have been emptied meanwhile."""
        now = time.time()
        known = {session: expiry for session, expiry in self._expiries.items() if expiry > now}
        known.update(
            (sessions[16 * index : 16 * index + 16], float(expiry))
            for index, expiry in enumerate(expiries.split())
        )
        if len(known) > MOST_KNOWN:
            known = dict(nlargest(MOST_KNOWN, known.items(), key=lambda item: item[1]))
        self._expiries = known
