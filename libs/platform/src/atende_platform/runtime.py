"""The resources of a process: what its roles share, from the database to the limits."""

from collections.abc import Sequence
from typing import Final, Generic, TypeVar

import structlog
from redis.asyncio import BlockingConnectionPool, Redis

from atende_contracts.topics import ServiceName
from atende_platform.data.db import Database
from atende_platform.data.fence import SERVING, Fence
from atende_platform.data.schema import Schema
from atende_platform.identity.api_keys import ApiKeys
from atende_platform.identity.company_limits import CompanyLimits
from atende_platform.identity.downloads import DownloadLinks
from atende_platform.identity.refusals import Refusals
from atende_platform.identity.revocation import Revocations
from atende_platform.identity.tokens import KeySet, TokenVerifier
from atende_platform.limits.body_memory import BodyMemory
from atende_platform.limits.quotas import Quotas
from atende_platform.limits.ratelimit import RateLimiter
from atende_platform.process.progress import Progress
from atende_platform.process.settings import ServiceSettings
from atende_platform.process.tasks import Task, every

log = structlog.get_logger(__name__)

S = TypeVar("S", bound=ServiceSettings)
_REVOCATIONS_SECONDS: Final = 1.0
_LIMITS_SECONDS: Final = 2.0
_REDIS_CONNECTIONS: Final = 16
_REDIS_SECONDS: Final = 2.0
"""How long Redis may take, and how long a call may wait for its turn; then Redis counts as away."""
_USES_SECONDS: Final = 5.0
_REDIS_ROUND_SECONDS: Final = 10.0
"""Several calls of Redis, each of which takes `_REDIS_SECONDS` at most."""


def make_redis(settings: ServiceSettings) -> Redis:
    """Return Redis, which connects when it is first used. The caller closes it."""
    # A wave of requests takes turns instead of opening a connection each.
    encrypted = settings.redis_url.startswith("rediss://")
    tls = {"ssl_ca_certs": settings.redis_ca_file} if encrypted and settings.redis_ca_file else {}
    return Redis.from_pool(
        BlockingConnectionPool.from_url(
            settings.redis_url,
            **tls,
            max_connections=_REDIS_CONNECTIONS,
            timeout=_REDIS_SECONDS,
            socket_timeout=_REDIS_SECONDS,
            socket_connect_timeout=_REDIS_SECONDS,
            decode_responses=False,
        )
    )


class Runtime(Generic[S]):
    """The resources of one process. Everything in it is shared by all its roles."""

    def __init__(self, name: ServiceName, settings: S, roles: frozenset[str]) -> None:
        self.name = name
        self.settings = settings
        self.roles = roles
        self.database = Database(settings)
        self.redis: Redis = make_redis(settings)
        self.limiter = RateLimiter(self.redis, name)
        self.keys = KeySet(settings.jwks_url)
        self.revocations = Revocations(self.redis)
        self.company_limits = CompanyLimits(self.redis, self.keys)
        self.quotas = Quotas(self.company_limits, self.limiter)
        self.api_keys = ApiKeys(self.redis, self.keys)
        self.downloads = DownloadLinks(self.redis, name)
        self.body_memory = BodyMemory()
        self.verifier = TokenVerifier(
            self.keys,
            issuer=settings.jwt_issuer,
            audience=settings.jwt_audience,
            revocations=self.revocations,
            api_keys=self.api_keys,
            company_limits=self.company_limits,
        )
        self.refusals = Refusals()
        self.failing: dict[str, str] = {}
        """Tasks that are waiting to be run again, with their last error."""
        self.schema: Schema | None = None
        self.fence = Fence(self.database, name) if roles - SERVING else None
        """What holds up the tasks of workers while the database may be a restored one."""
        self.is_running = False
        """Whether all was started, and nothing is being stopped."""
        self.progress: dict[str, Progress] = {}
        """What runs beside the HTTP server, by name."""

    def tasks(self) -> Sequence[Task]:
        """Return what runs in every process, whatever its roles."""
        return [
            every(name, seconds, work, limit=_REDIS_ROUND_SECONDS)
            for name, seconds, work in (
                ("revoked sessions", _REVOCATIONS_SECONDS, self.revocations.refresh),
                ("company limits", _LIMITS_SECONDS, self.company_limits.refresh),
                ("uses of API keys", _USES_SECONDS, self.api_keys.note_uses),
            )
        ] + [self.refusals.task(self.database, self.settings.refusals_seconds)]

    def late(self) -> dict[str, float]:
        """Return what should have been finished by now, and for how many seconds each is due."""
        return {name: round(each.age, 1) for name, each in self.progress.items() if each.is_late}

    def hanging(self) -> list[str]:
        """Return what neither finishes anything nor fails: only a new process would help."""
        return sorted(name for name, each in self.progress.items() if each.hangs)

    async def check_tasks(self) -> None:
        """Raise when a background task is failing, or is late."""
        if self.failing:
            raise RuntimeError(f"failing: {', '.join(sorted(self.failing))}")
        if late := self.late():
            raise RuntimeError(f"late: {', '.join(sorted(late))}")

    async def close(self) -> None:
        """Release everything."""
        await self.keys.close()
        await self.redis.aclose()
        await self.database.close()
