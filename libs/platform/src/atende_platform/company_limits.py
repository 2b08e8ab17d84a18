"""What a company may use at most, known to every process within seconds.

Auth owns the limits: the installation's defaults, and what companies chose. Its worker publishes them
again and again into one hash in Redis, which each process reads every other second (`CompanyLimits`,
run by the platform), so that no request waits for them. What was read stays in force while Redis is
away; a process that has never read any limits nothing.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import astuple, dataclass
from typing import Any, Final
from uuid import UUID

from redis.asyncio import Redis
from redis.exceptions import RedisError

from atende_platform.revocation import Outage

_KEY: Final = "company-limits"

_telling = Outage("company limits cannot be told")


@dataclass(frozen=True, slots=True)
class Limits:
    """A company's limits, each over all services and replicas."""

    sockets: int
    """Open realtime connections."""
    requests_per_minute: int
    """Of all its users and API keys."""
    messages_per_second: float
    """Sent over all its channels."""


async def publish(redis: Redis, default: Limits, companies: Mapping[UUID, Limits]) -> None:
    """Tell every process the default, and the companies whose limits are others. Redis may be away."""
    body = json.dumps(
        [astuple(default), {company.hex: astuple(limits) for company, limits in sorted(companies.items())}]
    )
    version = hashlib.sha256(body.encode()).digest()
    try:
        if await redis.hget(_KEY, "version") != version:
            await redis.hset(_KEY, mapping={"version": version, "body": body})
    except (RedisError, OSError) as error:
        _telling.begins(error)
    else:
        _telling.ends()


class CompanyLimits:
    """The limits that this process knows of. `refresh` is to be called every second or two."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        self._outage = Outage("company limits cannot be read; those known stay in force")
        self._version: bytes | str | None = None
        self._default: Limits | None = None
        self._companies: dict[UUID, Limits] = {}

    def of(self, company_id: UUID) -> Limits | None:
        """Return a company's limits; None if auth has not told us of any yet."""
        return self._companies.get(company_id, self._default)

    async def refresh(self) -> None:
        """Learn what was published: a few bytes if nothing changed. Redis may be away, or empty."""
        version, body = self._version, None
        try:
            told: Any = await self._redis.hget(_KEY, "version")
            if told not in (None, self._version):
                version, body = await self._redis.hmget(_KEY, ["version", "body"])
        except (RedisError, OSError) as error:
            self._outage.begins(error)
            return
        self._outage.ends()
        if body is not None:
            default, companies = json.loads(body)
            self._default = Limits(*default)
            self._companies = {UUID(company): Limits(*limits) for company, limits in companies.items()}
            self._version = version
