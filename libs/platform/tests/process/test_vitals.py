"""A process shows its version, how late its event loop is, and what its database connections do."""

import asyncio
import time

import httpx
from prometheus_client import REGISTRY

from atende_platform.data.db import Database
from atende_platform.process import vitals
from atende_platform.testing.plugin import Installation
from atende_platform.version import REVISION, VERSION


def delays(above: str) -> float:
    slower = REGISTRY.get_sample_value("event_loop_delay_seconds_count") or 0.0
    return slower - (REGISTRY.get_sample_value("event_loop_delay_seconds_bucket", {"le": above}) or 0.0)


async def test_code_that_holds_the_thread_is_seen_as_delay() -> None:
    before = delays("0.25")
    measuring = asyncio.create_task(vitals.EVENT_LOOP.run())
    await asyncio.sleep(0.1)
    time.sleep(1.0)  # noqa: ASYNC251 (what must not happen)
    await asyncio.sleep(0.1)
    measuring.cancel()
    await asyncio.gather(measuring, return_exceptions=True)
    assert delays("0.25") >= before + 1  # More on a busy machine.


async def test_connections_are_counted_as_they_are_used(
    installation: Installation,
    database: Database,  # noqa: ARG001 (it is there)
) -> None:
    own = Database(installation.settings)  # Of which no task has a connection.
    vitals.show_pools(own.pools)

    def in_use() -> float | None:
        return REGISTRY.get_sample_value("database_pool_connections", {"pool": "worker", "state": "in use"})

    assert in_use() == 0
    async with own.worker() as session:
        await session.connection()
        assert in_use() == 1
    assert in_use() == 0
    await own.close()
    size = installation.settings.database_pool_size
    assert REGISTRY.get_sample_value("database_pool_size", {"pool": "app"}) == size


async def test_the_version_is_served_and_no_series_of_beginnings(client: httpx.AsyncClient) -> None:
    page = (await client.get("/metrics")).text
    [shown] = [line for line in page.splitlines() if line.startswith("atende_build_info{")]
    assert f'revision="{REVISION}"' in shown
    assert f'version="{VERSION}"' in shown
    assert "_created" not in page
