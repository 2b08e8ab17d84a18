"""How PostgreSQL finds sends in the ledger: by key, also with plans that it made while there were few."""

import re
from typing import Final

import pytest

from atende_platform.data.db import Database, execute
from gateway.repository import blocks, ledger, resends, statuses

HOT: Final = {
    "claim": ledger._CLAIM,
    "record": ledger._RECORD,
    "reclaim": ledger._RECLAIM,
    "find": statuses._FIND,
    "move": statuses._MOVE.sql,
    "advance": blocks._ADVANCE,
}
SWEEPS: Final = {
    "due": (ledger._DUE, "ix_sends_next_attempt_at"),
    "due on one channel": (ledger._DUE_ON, "ix_sends_next_attempt_at"),
    "unconfirmed": (ledger._END_LEASES, "ix_sends_lease_until"),
    "outdated": (ledger._FAIL_OUTDATED, "ix_sends_next_attempt_at"),
    "stopped": (ledger._RELEASE, "ix_sends_next_attempt_at"),
    "unknown": (resends._CANDIDATES, "ix_sends_unknown"),
    "unknown, counted": (ledger._COUNT_UNCONFIRMED, "ix_sends_unknown"),
}
_NAMED: Final = re.compile(r"(?<!:):(\w+)")


@pytest.mark.parametrize("name", HOT)
async def test_the_ledger_is_never_read_as_a_whole(database: Database, name: str) -> None:
    """Nor is one of its indexes. Here it is all but empty, which made the planner read all of it."""
    plan = await _plan(database, HOT[name])
    assert not [line for line in plan if "Seq Scan" in line], "\n".join(plan)
    scans = [place for place, line in enumerate(plan) if "Scan using" in line or "Scan on pk_" in line]
    assert scans
    for place in scans:
        assert "Index Cond" in plan[place + 1], "\n".join(plan)


@pytest.mark.parametrize("name", HOT)
async def test_no_list_is_compared_with_each_item_of_another(database: Database, name: str) -> None:
    """Without hashes, two lists that have no index are joined like that: 400 outcomes took 120 ms, not 10."""
    plan = await _plan(database, HOT[name])
    assert not [line for line in plan if "Join Filter" in line], "\n".join(plan)


@pytest.mark.parametrize("name", SWEEPS)
async def test_what_waits_is_found_among_what_waits(database: Database, name: str) -> None:
    """The indexes say so without the state, which would make each status of a send write them all."""
    statement, index = SWEEPS[name]
    plan = "\n".join(await _plan(database, statement))
    assert index in plan, plan
    assert "Seq Scan on sends" not in plan, plan


async def test_no_index_of_the_ledger_knows_of_the_state(database: Database) -> None:
    async with database.worker() as session:
        rows = await execute(session, "SELECT indexdef FROM pg_indexes WHERE tablename = 'sends'")
        definitions = [row.indexdef for row in rows]
    assert len(definitions) == 6
    assert not [each for each in definitions if "state" in each]


async def _plan(database: Database, named: str) -> list[str]:
    names = list(dict.fromkeys(_NAMED.findall(named)))
    statement = _NAMED.sub(lambda found: f"${names.index(found[1]) + 1}", named)
    arguments = f"({', '.join(['NULL'] * len(names))})" if names else ""
    async with database.worker() as session:
        connection = await (await session.connection()).get_raw_connection()
        driver = connection.driver_connection
        assert driver is not None
        await execute(session, "SET LOCAL plan_cache_mode = force_generic_plan")
        await driver.execute(f"PREPARE planned AS {statement}")
        try:
            return [row[0] for row in await driver.fetch(f"EXPLAIN EXECUTE planned{arguments}")]
        finally:
            await driver.execute("DEALLOCATE planned")
