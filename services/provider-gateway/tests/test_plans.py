"""How PostgreSQL finds sends in the ledger: by key, also with plans that it made while there were few."""

import re
from typing import Final

import pytest

from atende_platform.data.db import Database, execute
from gateway.repository import ledger, statuses

HOT: Final = {
    "claim": ledger._CLAIM,
    "record": ledger._RECORD,
    "reclaim": ledger._RECLAIM,
    "find": statuses._FIND,
    "move": statuses._MOVE.sql,
}
_NAMED: Final = re.compile(r"(?<!:):(\w+)")


@pytest.mark.parametrize("name", HOT)
async def test_the_ledger_is_never_read_as_a_whole(database: Database, name: str) -> None:
    """Nor is one of its indexes. Here it is all but empty, which made the planner read all of it."""
    names = list(dict.fromkeys(_NAMED.findall(HOT[name])))
    statement = _NAMED.sub(lambda found: f"${names.index(found[1]) + 1}", HOT[name])
    plan = await _plan(database, statement, len(names))
    assert not [line for line in plan if "Seq Scan" in line], "\n".join(plan)
    scans = [place for place, line in enumerate(plan) if "Scan using" in line or "Scan on pk_" in line]
    assert scans
    for place in scans:
        assert "Index Cond" in plan[place + 1], "\n".join(plan)


async def _plan(database: Database, statement: str, parameters: int) -> list[str]:
    nulls = ", ".join(["NULL"] * parameters)
    async with database.worker() as session:
        connection = await (await session.connection()).get_raw_connection()
        driver = connection.driver_connection
        assert driver is not None
        await execute(session, "SET LOCAL plan_cache_mode = force_generic_plan")
        await driver.execute(f"PREPARE planned AS {statement}")
        try:
            return [row[0] for row in await driver.fetch(f"EXPLAIN EXECUTE planned({nulls})")]
        finally:
            await driver.execute("DEALLOCATE planned")
