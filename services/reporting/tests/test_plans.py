"""How PostgreSQL reads sums: of a year the months, and not the days that they consist of."""

from collections.abc import Iterator
from datetime import date
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from atende_platform.data.db import Database, execute
from reporting.domain.filters import Filter
from reporting.domain.measures import NOBODY
from reporting.domain.periods import Period
from reporting.domain.sums import Level, View
from reporting.repository import measures

YEAR: Final = Period(date(2025, 11, 30), date(2026, 11, 30), ZoneInfo("UTC"))
AGENTS: Final = 20
_FILL: Final = f"""
INSERT INTO measure_sums (company_id, view, tag_id, level, start, channel_id, queue_id, agent_id, opened)
SELECT CAST(:company_id AS uuid), {View.AGENT.value}, CAST('{NOBODY}' AS uuid), level, start,
    CAST('{NOBODY}' AS uuid), CAST('{NOBODY}' AS uuid), gen_random_uuid(), 1
FROM generate_series(1, {AGENTS}), (
    SELECT {Level.DAY.value} AS level, CAST(:first AS timestamptz) + day * interval '1 day' AS start
    FROM generate_series(0, 365) AS day
    UNION ALL
    SELECT {Level.MONTH.value}, CAST(:first AS timestamptz) + interval '1 day' + month * interval '1 month'
    FROM generate_series(0, 11) AS month
) AS times
"""  # noqa: S608 (our own constants)


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for part in plan.get("Plans", []):
        yield from nodes(part)


@pytest.mark.parametrize("statement", [measures._BY_AGENT, measures._TOTALS], ids=["by agent", "in total"])
async def test_of_a_year_only_its_pieces_are_read(
    database: Database, company_id: UUID, statement: str
) -> None:
    given = measures._parameters(company_id, ["opened"], YEAR, Filter()) | measures._pieces(YEAR)
    assert len(given["levels"]) < 4
    async with database.worker() as session:
        await execute(session, _FILL, company_id=company_id, first=YEAR.start)
        explained = f"EXPLAIN (ANALYZE, FORMAT JSON) {statement}"
        [[plan]] = await execute(session, explained, given | {"view": View.AGENT.value})
    scans = [node for node in nodes(plan[0]["Plan"]) if node.get("Relation Name") == "measure_sums"]
    # The months of each agent, and a day or two.
    assert sum(node["Actual Rows"] * node["Actual Loops"] for node in scans) <= AGENTS * (12 + 2)
    assert sum(node.get("Rows Removed by Filter", 0) for node in scans) == 0
