"""How many requests are let in: so many a minute from each user, and so many of each company.

A user is who a valid token speaks for, or an API key. Requests without a valid token count for the address
that they come from, so that colleagues behind one address do not use up each other's allowance.

Both answer 429 with ``Retry-After``, and tell on every answer what is left (``RateLimit-Limit`` and
``RateLimit-Remaining``, of whichever is nearer). While Redis is away nothing is
limited: no service would be worse.
"""

from collections.abc import Callable
from typing import Final
from uuid import UUID

import structlog
from redis.exceptions import RedisError
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from atende_platform.addresses import prefix
from atende_platform.errors import TooManyRequests
from atende_platform.http.problems import problem
from atende_platform.identity.company_limits import Limits
from atende_platform.identity.sender import known_sender
from atende_platform.limits.ratelimit import RateLimiter

log = structlog.get_logger(__name__)

_ALLOWANCE: Final = "allowance"
"""In the request's state: the limit that is nearest, and what is left of it."""


class UserRateLimit:
    """Counts requests by user or, without a valid token, by address; all but those to ``exempt`` paths."""

    def __init__(
        self,
        app: ASGIApp,
        limiter: Callable[[], RateLimiter],
        service: str,
        per_minute: int,
        exempt: tuple[str, ...] = (),
    ) -> None:
        self._app = app
        self._limiter = limiter
        self._service = service
        self._per_minute = per_minute
        self._exempt = ("/health", "/metrics", *exempt)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"].startswith(self._exempt):
            await self._app(scope, receive, send)
            return

        async def send_with_allowance(message: Message) -> None:
            allowance = scope["state"].get(_ALLOWANCE)
            if message["type"] == "http.response.start" and allowance is not None:
                limit, left = allowance
                message.setdefault("headers", []).extend(
                    [(b"ratelimit-limit", b"%d" % limit), (b"ratelimit-remaining", b"%d" % left)]
                )
            await send(message)

        sender = known_sender(scope)
        if sender is not None:
            key, refusal_text = f"user:{self._service}:{sender.user_id}", "too-many-requests-of-user"
        else:
            address = prefix(scope["client"][0]) if scope.get("client") else "unknown"
            key, refusal_text = f"address:{self._service}:{address}", "too-many-requests-of-address"
        try:
            await _count(scope, self._limiter(), key, self._per_minute, refusal=refusal_text)
        except TooManyRequests as refusal:
            await problem(refusal, scope)(scope, receive, send_with_allowance)
            return
        await self._app(scope, receive, send_with_allowance)


async def count_for_company(
    scope: Scope, limiter: RateLimiter, company_id: UUID, limits: Limits | None
) -> None:
    """Count a request, whose company is now known, against its limit. Raises `TooManyRequests`."""
    if limits is not None:
        await _count(
            scope,
            limiter,
            f"company:{company_id}",
            limits.requests_per_minute,
            refusal="too-many-requests-of-company",
        )


async def _count(scope: Scope, limiter: RateLimiter, key: str, per_minute: int, *, refusal: str) -> None:
    try:
        grant = await limiter.take(key, per_second=per_minute / 60, burst=per_minute)
    except (RedisError, OSError) as error:
        log.warning("rate_limiter.unavailable", error=repr(error))
        return
    state = scope.setdefault("state", {})
    if _ALLOWANCE not in state or grant.left < state[_ALLOWANCE][1]:
        state[_ALLOWANCE] = (per_minute, grant.left)
    if not grant.granted:
        raise TooManyRequests(refusal, retry_after=grant.wait + 0.5)
