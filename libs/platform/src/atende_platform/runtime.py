"""Processes: a service is a set of roles, and a process runs one of them, or all.

    SERVICE = Service(name="chat", title="…", settings=Settings, roles={"api": api, "worker": worker})

`atende_platform.command.run(SERVICE)` is its command line.

A role is a function that gets the app and the process's resources, adds routes to the one, and
returns the background tasks to run beside it. Every process, also a worker's, serves health and
metrics over HTTP.
"""

import asyncio
import random
import sys
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Generic, Protocol, TypeVar

import structlog
from redis.asyncio import BlockingConnectionPool, Redis

from atende_contracts.topics import ServiceName
from atende_platform.api_keys import ApiKeys
from atende_platform.bodies import BodyMemory
from atende_platform.company_limits import CompanyLimits
from atende_platform.db import Database
from atende_platform.http import App
from atende_platform.progress import Progress
from atende_platform.quotas import Quotas
from atende_platform.ratelimit import RateLimiter
from atende_platform.refusals import Refusals
from atende_platform.revocation import Revocations
from atende_platform.schema import Schema
from atende_platform.security import KeySet, TokenVerifier
from atende_platform.settings import ServiceSettings
from atende_platform.tasks import LONG_ROUND_SECONDS as LONG_ROUND_SECONDS
from atende_platform.tasks import ROUND_SECONDS as ROUND_SECONDS
from atende_platform.tasks import Task as Task
from atende_platform.tasks import every as every
from atende_platform.tasks import within as within
from atende_platform.transient import is_transient

log = structlog.get_logger(__name__)

S = TypeVar("S", bound=ServiceSettings)

_RESTART_FIRST_SECONDS: Final = 0.5
_RESTART_LONGEST_SECONDS: Final = 15.0
_OUTAGE_LONGEST_SECONDS: Final = 2.0
"""Who waits for a server is there again soon after it is, also after its third outage within a minute."""
_STOP_AGAIN_SECONDS: Final = 30.0
"""Longer than any task takes to finish what it has at hand."""
_REVOCATIONS_SECONDS: Final = 1.0
_LIMITS_SECONDS: Final = 2.0
_REDIS_CONNECTIONS: Final = 16
_REDIS_SECONDS: Final = 2.0
"""How long Redis may take, and how long a call may wait for its turn; then Redis counts as away."""
_USES_SECONDS: Final = 5.0
_REDIS_ROUND_SECONDS: Final = 10.0
"""Several calls of Redis, each of which takes `_REDIS_SECONDS` at most."""


class Runtime(Generic[S]):
    """The resources of one process. Everything in it is shared by all its roles."""

    def __init__(self, name: ServiceName, settings: S, roles: frozenset[str]) -> None:
        self.name = name
        self.settings = settings
        self.roles = roles
        self.database = Database(settings)
        # A wave of requests takes turns instead of opening a connection each.
        tls = {"ssl_ca_certs": settings.redis_ca_file} if settings.redis_ca_file else {}
        self.redis: Redis = Redis.from_pool(
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
        self.limiter = RateLimiter(self.redis, name)
        self.keys = KeySet(settings.jwks_url)
        self.revocations = Revocations(self.redis)
        self.company_limits = CompanyLimits(self.redis, self.keys)
        self.quotas = Quotas(self.company_limits, self.limiter)
        self.api_keys = ApiKeys(self.redis, self.keys)
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


class Role(Protocol[S]):
    """What a role adds to a process."""

    def __call__(self, app: App, runtime: Runtime[S]) -> Sequence[Task]: ...


@dataclass(frozen=True)
class Service(Generic[S]):
    """A service as its command line takes it.

    ``body_limits``: others than 1 MiB, by path prefix; ``streamed_paths``: where bodies are passed on as they
    come, and are not held in memory.
    """

    name: ServiceName
    title: str
    settings: type[S]
    package: str
    roles: dict[str, Callable[[App, Runtime[S]], Sequence[Task]]]
    body_limits: dict[str, int] = field(default_factory=dict)
    streamed_paths: tuple[str, ...] = ()
    unlimited_paths: tuple[str, ...] = ()
    commands: dict[str, Callable[[S, list[str]], int]] = field(default_factory=dict)
    """Further commands of ``python -m <service>``, such as key rotation."""
    tags: dict[str, str] = field(default_factory=dict)
    """What groups of operations of its API are about, by the first part of their ids."""


async def _forever(task: Task, runtime: Runtime[Any]) -> None:
    """Run a task until it is cancelled; when it fails, say so, wait, and run it again."""
    delay = _RESTART_FIRST_SECONDS
    own = asyncio.current_task()
    while True:
        started, longest = asyncio.get_running_loop().time(), _RESTART_LONGEST_SECONDS
        try:
            await task.run()
            log.warning("task.ended", task=task.name)
        except Exception as error:
            log.error("task.failed", task=task.name, error=repr(error), exc_info=error)
            runtime.failing[task.name] = repr(error)
            longest = _OUTAGE_LONGEST_SECONDS if is_transient(error) else _RESTART_LONGEST_SECONDS
        for progress in task.progress:
            progress.turned()
        if own is not None and own.cancelling():
            return  # A library swallowed the cancellation.
        if asyncio.get_running_loop().time() - started > 60:
            delay = _RESTART_FIRST_SECONDS
        delay = min(delay, longest)
        await asyncio.sleep(delay * random.uniform(0.5, 1.0))  # noqa: S311 (jitter, not a secret)
        delay *= 2
        runtime.failing.pop(task.name, None)


@asynccontextmanager
async def running_tasks(tasks: Sequence[Task], runtime: Runtime[Any]) -> AsyncIterator[None]:
    """Run tasks for the time of the context; on leaving, each is cancelled and waited for."""
    for progress in (each for task in tasks for each in task.progress):
        runtime.progress[progress.name] = progress
        progress.publish()
    started = [asyncio.create_task(_forever(task, runtime), name=task.name) for task in tasks]
    try:
        yield
    finally:
        for progress in (each for task in tasks for each in task.progress):
            runtime.progress.pop(progress.name, None)
        running = set(started)
        while running:
            # Again and again: a library that swallows a cancellation would keep the process for ever.
            for task in running:
                task.cancel()
            _, running = await asyncio.wait(running, timeout=_STOP_AGAIN_SECONDS)
            if running:
                log.warning("task.not_stopping", tasks=sorted(task.get_name() for task in running))


def migrations_dir(service: Service[Any]) -> Path:
    """Return where a service's migrations are: in its package, so that the wheel carries them."""
    module = sys.modules[service.package]
    return Path(str(module.__file__)).parent / "migrations"
