"""How many files of people a company downloads at once, over all replicas."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Final
from uuid import UUID, uuid4

import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError

from atende_platform.errors import TooManyRequests
from atende_platform.limits.concurrency_quota import HELD_SECONDS, ConcurrencyQuota
from chat.personal_data.domain import MOST_DOWNLOADED

log = structlog.get_logger(__name__)

_RETRY_SECONDS: Final = 30


class Downloads:
    """Places for downloads. While Redis is away there is no limit."""

    def __init__(self, redis: Redis) -> None:
        self._quota = ConcurrencyQuota(redis, "contact-exports")

    async def begin(self, company_id: UUID) -> "Download":
        """Take a place. Raises `TooManyRequests`."""
        download = Download(self._quota, str(company_id))
        if not await download.acquire():
            raise TooManyRequests("too-many-downloads", most=MOST_DOWNLOADED, retry_after=_RETRY_SECONDS)
        return download


class Download:
    """A place that was taken. One that is never read comes free by itself."""

    def __init__(self, quota: ConcurrencyQuota, company: str) -> None:
        self._quota = quota
        self._company = company
        self._holder = uuid4().hex

    async def acquire(self) -> bool:
        """Take the place, if there is one."""
        try:
            return await self._quota.acquire(self._company, self._holder, MOST_DOWNLOADED)
        except (RedisError, OSError) as error:
            log.warning("contact_export.not_limited", error=repr(error))
            return True

    async def of(self, content: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
        """Pass the bytes of a file on, and free the place when it was read, or is read no more."""
        renewing = asyncio.create_task(self._renew(), name="download of a contact")
        try:
            async for chunk in content:
                yield chunk
        finally:
            renewing.cancel()
            with suppress(RedisError, OSError):
                await self._quota.release(self._company, self._holder)

    async def _renew(self) -> None:
        while True:
            await asyncio.sleep(HELD_SECONDS / 3)
            with suppress(RedisError, OSError):
                await self._quota.renew({self._company: [self._holder]})
