"""How a process is: its version, the delay of its event loop, its database connections."""

import asyncio
from collections.abc import Mapping
from typing import Final

from prometheus_client import Gauge, Histogram, disable_created_metrics
from sqlalchemy.pool import QueuePool

from atende_platform.process.tasks import Task
from atende_platform.version import REVISION, VERSION

_EVERY_SECONDS: Final = 0.5
_DELAYS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)

# A second series for each counter and histogram, of when it began: nothing here asks for it.
disable_created_metrics()  # type: ignore[no-untyped-call]

_build = Gauge(
    "atende_build_info", "1, for the version that runs", ["service", "version", "revision", "roles"]
)
_delay = Histogram(
    "event_loop_delay_seconds", "How much later than it asked for a task was called", buckets=_DELAYS
)
_connections = Gauge(
    "database_pool_connections", "Database connections of this process by use", ["pool", "state"]
)
_size = Gauge("database_pool_size", "Database connections that this process may hold", ["pool"])


def show_build(service: str, roles: frozenset[str]) -> None:
    """Show which version runs here, and as what."""
    _build.clear()
    _build.labels(service, VERSION, REVISION, ",".join(sorted(roles))).set(1)


def show_pools(pools: Mapping[str, QueuePool]) -> None:
    """Show from now on how many connections these pools hold, by name, and how many of them are in use."""
    for name, pool in pools.items():
        _size.labels(name).set(pool.size())
        _connections.labels(name, "in use").set_function(pool.checkedout)
        _connections.labels(name, "idle").set_function(pool.checkedin)


async def _measure_delay() -> None:
    loop = asyncio.get_running_loop()
    while True:
        due = loop.time() + _EVERY_SECONDS
        await asyncio.sleep(_EVERY_SECONDS)
        _delay.observe(max(0.0, loop.time() - due))


EVENT_LOOP: Final = Task("event loop delay", _measure_delay)
"""Measures how long what is ready waits for this thread. It finishes nothing, so it has no progress."""
