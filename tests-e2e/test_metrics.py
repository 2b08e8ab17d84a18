"""Everything that rules and dashboards ask for is served by the running system, and bounded."""

import re
from collections import defaultdict
from typing import Final

import httpx
import pytest_asyncio
from system import System, eventually

from atende_platform.testing.alerts import problems, queries_of_dashboards, queries_of_rules, served_by
from atende_sandbox.observability import targets

_ID: Final = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-|\d{9,}(?=\")|\w@\w")
_MOST_SERIES: Final = 20_000
"""Of one process: what Prometheus holds of it, however many companies there are."""


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def pages(system: System) -> dict[str, str]:
    """What each process serves, once what is measured now and then has been."""
    addresses = [(each["labels"]["job"], *each["targets"]) for each in targets(system.world.state())]
    found: dict[str, str] = {}

    async def read() -> None:
        async with httpx.AsyncClient() as http:
            for job, address in addresses:
                answer = await http.get(f"http://{address}/metrics")
                assert answer.status_code == 200, job
                found[address] = answer.text
        together = "".join(found.values())
        assert "kafka_consumer_group_lag{" in together
        assert "outbox_oldest_age_seconds{" in together

    await eventually(read, timeout=60, every=1)
    return found


async def test_all_metrics_and_labels_of_rules_and_dashboards_are_served(pages: dict[str, str]) -> None:
    queries = queries_of_rules() + queries_of_dashboards()
    assert len(queries) > 60
    assert [*problems(queries, served_by(*pages.values()))] == []


async def test_no_id_is_in_a_label(pages: dict[str, str]) -> None:
    """Labels are bounded: there are as many series for a thousand companies as for one."""
    ids = {found for page in pages.values() for found in _ID.findall(page)}
    assert ids == set()


async def test_a_process_serves_no_more_series_than_prometheus_can_hold(pages: dict[str, str]) -> None:
    counts: dict[str, int] = defaultdict(int)
    for address, page in pages.items():
        counts[address] = sum(not line.startswith("#") for line in page.splitlines())
    assert max(counts.values()) < _MOST_SERIES, counts
