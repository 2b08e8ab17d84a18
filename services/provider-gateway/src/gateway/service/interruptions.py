"""Which channels do not answer, for people to see: written by the senders, read by the API.

Kept in Redis, each entry for as long as its channel is not tried. It is a picture only: every sender
decides by itself what to try, and while Redis is away the picture is empty.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

import structlog
from prometheus_client import Counter
from redis.asyncio import Redis
from redis.exceptions import RedisError

log = structlog.get_logger(__name__)

_changes = Counter("gateway_circuit_changes_total", "Channels given a rest, or found to work again", ["to"])


async def show(redis: Redis, channel_id: UUID, seconds: float, now: datetime) -> None:
    """Show that a channel is not tried for ``seconds``; 0: that it works again."""
    _changes.labels("opened" if seconds else "closed").inc()
    log.warning("channel.interrupted" if seconds else "channel.recovered", channel=str(channel_id))
    try:
        if seconds:
            until = now + timedelta(seconds=seconds)
            await redis.set(_key(channel_id), until.isoformat(), px=round(seconds * 1000))
        else:
            await redis.delete(_key(channel_id))
    except (RedisError, OSError) as error:
        log.warning("channel.interruption_not_shared", channel=str(channel_id), error=repr(error))


async def interrupted_until(redis: Redis, channel_ids: Sequence[UUID]) -> dict[UUID, datetime]:
    """Return when the channels that do not answer are tried again; the others are left out."""
    if not channel_ids:
        return {}
    try:
        found = await redis.mget([_key(id_) for id_ in channel_ids])
    except (RedisError, OSError) as error:
        log.warning("channel.interruptions_not_read", error=repr(error))
        return {}
    return {
        id_: datetime.fromisoformat(value if isinstance(value, str) else value.decode())
        for id_, value in zip(channel_ids, found, strict=True)
        if value is not None
    }


def _key(channel_id: UUID) -> str:
    return f"gateway:interrupted:{channel_id}"
