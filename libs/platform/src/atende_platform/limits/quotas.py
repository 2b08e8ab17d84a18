"""How much a company may keep: what goes beyond its limit is refused, and counted by kind.

The limits are those of `atende_platform.identity.company_limits`; what a company holds, its service counts.
"""

from collections.abc import Awaitable, Callable
from time import monotonic
from typing import Final
from uuid import UUID

import structlog
from prometheus_client import Counter
from redis.exceptions import RedisError
from sqlmodel.ext.asyncio.session import AsyncSession

from atende_platform.data.db import execute
from atende_platform.errors import Conflict, TooManyRequests
from atende_platform.identity.company_limits import CompanyLimits
from atende_platform.limits.ratelimit import RateLimiter

log = structlog.get_logger(__name__)

_refused = Counter("company_quota_refusals_total", "Refusals because a company holds all it may", ["quota"])

_LOCK: Final = "SELECT pg_advisory_xact_lock(hashtextextended(:key, 0))"
_COUNTED_SECONDS: Final = 60.0
"""How long what was counted is added up before it is counted again."""
_MOST_COUNTED: Final = 10_000

Count = Callable[[], Awaitable[float]]


class Quotas:
    """What companies may keep, as far as this process knows. While it knows no limits it refuses nothing."""

    def __init__(self, limits: CompanyLimits, limiter: RateLimiter) -> None:
        self._limits = limits
        self._limiter = limiter
        self._held: dict[tuple[UUID, str], tuple[float, float]] = {}
        """By company and kind: how much there was, and when that was counted."""

    def most(self, company_id: UUID, kind: str) -> float:
        """Return how much a company may have of a kind, which is a name of `Limits`."""
        limits = self._limits.of(company_id)
        return float("inf") if limits is None else float(getattr(limits, kind))

    async def require_room(self, session: AsyncSession, company_id: UUID, kind: str, count: Count) -> None:
        """Raise `Conflict` if one more of a kind exceeds what the company may have. It takes turns."""
        most = self.most(company_id, kind)
        if most == float("inf"):
            return
        await take_turns(session, company_id, kind)
        require_room(kind, await count(), most)

    async def require_room_about(self, company_id: UUID, kind: str, count: Count, *, more: float = 1) -> None:
        """Like `require_room`, for what takes long to count: it is counted once a minute in each process.

        What is added meanwhile is to be noted (`note`); what is deleted makes room within the minute.
        """
        most = self.most(company_id, kind)
        if most == float("inf"):
            return
        held, at = self._held.get((company_id, kind), (0.0, float("-inf")))
        if at < monotonic() - _COUNTED_SECONDS:
            held, at = await count(), monotonic()
        if len(self._held) >= _MOST_COUNTED:
            self._held.clear()
        self._held[company_id, kind] = held, at
        require_room(kind, held, most, more=more)

    def note(self, company_id: UUID, kind: str, more: float) -> None:
        """Add to what was counted."""
        held, at = self._held.get((company_id, kind), (0.0, float("-inf")))
        self._held[company_id, kind] = held + more, at

    async def count_import(self, company_id: UUID) -> None:
        """Count an uploaded file. Raises `TooManyRequests` beyond an hour's; not while Redis is away."""
        limits = self._limits.of(company_id)
        if limits is None:
            return
        hourly = limits.imports_per_hour
        try:
            grant = await self._limiter.take(
                f"company:imports:{company_id}", per_second=hourly / 3600, burst=hourly
            )
        except (RedisError, OSError) as error:
            log.warning("rate_limiter.unavailable", error=repr(error))
            return
        if not grant.granted:
            _refused.labels("imports_per_hour").inc()
            raise TooManyRequests("imports-per-hour", per_hour=hourly, retry_after=grant.wait + 0.5)


async def take_turns(session: AsyncSession, company_id: UUID, kind: str) -> None:
    """Have transactions of a company that add the same kind take turns from here on.

    What is counted behind this is still true when the transaction commits: two of them do not exceed a limit
    together.
    """
    await execute(session, _LOCK, key=f"quota:{kind}:{company_id}")


def require_room(kind: str, held: float, most: float, *, more: float = 1) -> None:
    """Raise `Conflict` if a company holds so much of a kind that ``more`` would exceed the ``most`` it may.

    ``kind`` is a name of `Limits`.
    """
    if held + more <= most:
        return
    _refused.labels(kind).inc()
    raise Conflict(f"too-many-{kind.replace('_', '-')}", limit=most)
