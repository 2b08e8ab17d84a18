"""Who is here and what they do, in Redis: nothing that may not be lost.

By company there are four keys, with the company as their hash tag: ``here``, a sorted set of the connected
users with until when each is; ``chosen``, a hash of the statuses that users chose; ``marks``, a hash in which
each replica keeps what its agents do in tickets; ``version``, another one after each change. Replicas compare
versions, and read what has changed: nothing is published, so that nothing can be missed, and what Redis has
lost the replicas write again. Times are Redis' own.
"""

import secrets
from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from redis.asyncio import Redis

from chat.directory.domain import User
from chat.presence.domain import Known, Mark, pack, unpack

_CHOSEN_SECONDS: Final = 30 * 86_400
_STORED_SECONDS: Final = 120
"""How long is kept what no replica reports again."""
_MOST: Final = 5000
"""Users of a company that are read: more than may have a socket."""
_AT_ONCE: Final = 500

# KEYS: versions. Returns the time in ms, then each version or false.
_VERSIONS: Final = """
local time = redis.call('TIME')
local found = {time[1] * 1000 + math.floor(time[2] / 1000)}
for i, version in ipairs(redis.call('MGET', unpack(KEYS))) do
  found[i + 1] = version
end
return found
"""

# KEYS: here, marks, version. ARGV: the replica, its marks, the version, seconds that all is kept, whether
# something has changed that others must see, until when (s), then who is here by then.
_REPORT: Final = """
local now = tonumber(redis.call('TIME')[1])
local changed = ARGV[5] == '1' or redis.call('EXISTS', KEYS[3]) == 0
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now)
for i = 7, #ARGV do
  if redis.call('ZADD', KEYS[1], 'GT', ARGV[6], ARGV[i]) == 1 then
    changed = true
  end
end
if ARGV[2] == '' then
  redis.call('HDEL', KEYS[2], ARGV[1])
else
  redis.call('HSET', KEYS[2], ARGV[1], ARGV[2])
end
redis.call('EXPIRE', KEYS[1], ARGV[4])
redis.call('EXPIRE', KEYS[2], ARGV[4])
if changed then
  redis.call('SET', KEYS[3], ARGV[3])
end
redis.call('EXPIRE', KEYS[3], ARGV[4])
"""

# KEYS: here, marks, version, chosen. ARGV: most users. Returns the version, who is here with until when, what
# those chose, and the marks of all replicas.
_READ: Final = """
local here = redis.call('ZREVRANGEBYSCORE', KEYS[1], '+inf', '-inf', 'WITHSCORES', 'LIMIT', 0, ARGV[1])
local chosen = {}
for i = 1, #here, 2 do
  chosen[(i + 1) / 2] = redis.call('HGET', KEYS[4], here[i])
end
return {redis.call('GET', KEYS[3]), here, chosen, redis.call('HVALS', KEYS[2])}
"""


def _key(company_id: UUID, name: str) -> str:
    return f"chat:presence:{{{company_id}}}:{name}"


class Presence:
    """The agents of companies in Redis. All raise `RedisError` while it is away."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        self._versions = redis.register_script(_VERSIONS)
        self._report = redis.register_script(_REPORT)
        self._read = redis.register_script(_READ)

    async def versions(self, companies: Sequence[UUID]) -> tuple[float, dict[UUID, bytes | None]]:
        """Return the time, and by company which version of it is stored, if any is."""
        found: dict[UUID, bytes | None] = {}
        now = 0.0
        for start in range(0, max(len(companies), 1), _AT_ONCE):
            some = companies[start : start + _AT_ONCE]
            if not some:
                break
            time, *versions = await self._versions(keys=[_key(each, "version") for each in some])
            now = int(time) / 1000
            found |= dict(zip(some, (version or None for version in versions), strict=True))
        return now, found

    async def report(
        self,
        company_id: UUID,
        replica: str,
        users: Collection[UUID],
        marks: Collection[Mark],
        *,
        until: float,
        is_news: bool,
    ) -> None:
        """Store who is here by one replica, until when, and what they do; ``is_news``: others must see it."""
        keys = [_key(company_id, name) for name in ("here", "marks", "version")]
        arguments: list[Any] = [replica, pack(marks), _new_version(), _STORED_SECONDS, int(is_news), until]
        await self._report(keys=keys, args=[*arguments, *(user.bytes for user in users)])

    async def read(self, company_id: UUID) -> tuple[bytes | None, Known]:
        """Return what is stored of a company, and its version."""
        keys = [_key(company_id, name) for name in ("here", "marks", "version", "chosen")]
        version, here, chosen, marks = await self._read(keys=keys, args=[_MOST])
        users = [UUID(bytes=user) for user in here[::2]]
        return version, Known(
            here=dict(zip(users, map(float, here[1::2]), strict=True)),
            chosen={user: each.decode() for user, each in zip(users, chosen, strict=True) if each},
            marks=tuple(mark for packed in marks for mark in unpack(packed)),
        )

    async def choose(self, user: User, status: str) -> bool:
        """Store what a user chose; tell whether they are here."""
        chosen = _key(user.company_id, "chosen")
        async with self._redis.pipeline(transaction=True) as pipeline:
            pipeline.hset(chosen, user.id.bytes, status)
            pipeline.expire(chosen, _CHOSEN_SECONDS)
            pipeline.set(_key(user.company_id, "version"), _new_version(), ex=_STORED_SECONDS)
            pipeline.time()
            pipeline.zscore(_key(user.company_id, "here"), user.id.bytes)
            *_, time, until = await pipeline.execute()
        return until is not None and until > time[0]

    async def find(self, users: Mapping[UUID, Sequence[UUID]]) -> dict[User, tuple[str | None, bool]]:
        """Return what users chose, and whether each is here: one round trip for all companies."""
        if not users:
            return {}
        async with self._redis.pipeline(transaction=False) as pipeline:
            pipeline.time()
            for company_id, ids in users.items():
                names = [id_.bytes for id_ in ids]
                pipeline.execute_command("ZMSCORE", _key(company_id, "here"), *names)
                pipeline.hmget(_key(company_id, "chosen"), names)
            (now, _), *found = await pipeline.execute()
        answers: dict[User, tuple[str | None, bool]] = {}
        for (company_id, ids), ends, chosen in zip(users.items(), found[::2], found[1::2], strict=True):
            for id_, until, status in zip(ids, ends, chosen, strict=True):
                is_here = until is not None and until > now
                answers[User(company_id, id_)] = (status.decode() if status else None, is_here)
        return answers


def _new_version() -> bytes:
    # By chance, and no count: after a flush a count would come by a number that a reader has seen.
    return secrets.token_bytes(8)
