"""The paces of numbers, kept in Redis: a restart, or another process that holds a session, goes on with them.

While Redis is away each process goes on with what it knows.
"""

import json
from typing import Final
from uuid import UUID

import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError

from gateway.sessions.pacing import DAY, Limits, Pace

log = structlog.get_logger(__name__)

_KEPT_SECONDS: Final = int(DAY) + 3600


class Paces:
    """The paces of the sessions that this process holds."""

    def __init__(self, redis: Redis, limits: Limits) -> None:
        self._redis = redis
        self._limits = limits
        self._known: dict[UUID, Pace] = {}

    async def of(self, channel_id: UUID, now: float) -> Pace:
        """Return a number's pace."""
        try:
            kept = await self._redis.get(_key(channel_id))
            document = json.loads(kept) if kept is not None else None
        except (RedisError, OSError, ValueError) as error:
            log.warning("pace.from_memory", channel=str(channel_id), error=type(error).__name__)
            return self._known.get(channel_id, Pace())
        return Pace.read(document, now, self._limits)

    async def keep(self, channel_id: UUID, pace: Pace) -> None:
        """Keep a number's pace, before the message leaves that made it this one."""
        self._known[channel_id] = pace
        try:
            await self._redis.set(_key(channel_id), json.dumps(pace.document()), ex=_KEPT_SECONDS)
        except (RedisError, OSError) as error:
            log.warning("pace.not_shared", channel=str(channel_id), error=type(error).__name__)

    def forget(self, channel_id: UUID) -> None:
        """Forget what this process knows of a number: it holds its session no more."""
        self._known.pop(channel_id, None)


def _key(channel_id: UUID) -> str:
    return f"gateway:pace:{channel_id}"
