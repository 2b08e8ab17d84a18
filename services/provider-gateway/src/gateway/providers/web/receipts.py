"""Read receipts and typing, for the process that holds the channel's session: by Redis, in passing.

Nothing is lost when nobody hears it, or Redis is away: a receipt is best effort, and worthless when late.
"""

from typing import Final
from uuid import UUID

import structlog
from pydantic import BaseModel
from redis.asyncio import Redis
from redis.exceptions import RedisError

from atende_contracts.bounds import ProviderId
from atende_contracts.event import Party
from gateway.domain.channels import ChannelAccess

log = structlog.get_logger(__name__)

_PREFIX: Final = "gateway:session:"


class Signal(BaseModel):
    """What the holder of a session is to show a customer."""

    message_id: ProviderId
    sender: Party
    typing: bool


def signals_of(channel_id: UUID) -> str:
    """Return the Redis channel of the signals for a session."""
    return f"{_PREFIX}{channel_id}"


class WebReceipts:
    """Asks the holder of a channel's session to show them."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    async def mark_read(
        self, channel: ChannelAccess, provider_message_id: str, *, typing: bool, sender: Party | None = None
    ) -> bool:
        """Tell the holder; return whether there is one. A message is found only by who wrote it."""
        if sender is None:
            return False
        signal = Signal(message_id=provider_message_id, sender=sender, typing=typing)
        try:
            heard = await self._redis.publish(
                signals_of(channel.channel_id), signal.model_dump_json(exclude_none=True)
            )
        except (RedisError, OSError) as error:
            log.warning("receipt.not_told", channel=str(channel.channel_id), error=type(error).__name__)
            return False
        return int(heard) > 0
