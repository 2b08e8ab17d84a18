"""Codes to link a phone with, on their way to those who may pair: by Redis alone, as long as they are good.

A code opens an account. It is in no log, no event and no table. While Redis is away nobody sees it, the API
says so, and sessions that are open go on.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError

from atende_contracts.pairing import NEWS, Pairing, PairingNews, key_of

log = structlog.get_logger(__name__)

_LEAST_SECONDS: Final = 1
"""What is good for less is not worth being shown."""


@dataclass(frozen=True, slots=True)
class _Unshown:
    company_id: UUID
    pairing: Pairing | None


class Pairings:
    """Shows codes and takes them back. What Redis did not take is tried again by `step`."""

    def __init__(self, redis: "Redis") -> None:
        self._redis = redis
        self._unshown: dict[UUID, _Unshown] = {}

    async def show(self, company_id: UUID, channel_id: UUID, pairing: Pairing, now: datetime) -> None:
        """Show a code in place of the one before."""
        await self._try(channel_id, _Unshown(company_id, pairing), now)

    async def clear(self, company_id: UUID, channel_id: UUID, now: datetime) -> None:
        """Say that there is none any more."""
        await self._try(channel_id, _Unshown(company_id, None), now)

    async def step(self, now: datetime) -> None:
        """Try again what Redis did not take."""
        for channel_id, unshown in list(self._unshown.items()):
            await self._try(channel_id, unshown, now)

    async def _try(self, channel_id: UUID, unshown: _Unshown, now: datetime) -> None:
        self._unshown[channel_id] = unshown
        pairing = unshown.pairing
        seconds = int((pairing.expires_at - now).total_seconds()) if pairing else 0
        if pairing and seconds < _LEAST_SECONDS:
            del self._unshown[channel_id]
            return
        news = PairingNews(company_id=unshown.company_id, channel_id=channel_id, pairing=pairing)
        try:
            if pairing:
                await self._redis.set(key_of(channel_id), pairing.model_dump_json(), ex=seconds)
            else:
                await self._redis.delete(key_of(channel_id))
            await self._redis.publish(NEWS, news.model_dump_json())
        except (RedisError, OSError) as error:
            log.warning("pairing.not_shown", channel=str(channel_id), error=type(error).__name__)
            return
        if self._unshown.get(channel_id) is unshown:
            del self._unshown[channel_id]
