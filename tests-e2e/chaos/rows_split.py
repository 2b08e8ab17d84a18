"""The row "split roles": each role is a process of its own, and each of them is killed."""

import asyncio
from collections.abc import AsyncIterator
from typing import Final

import pytest_asyncio
from chaos.settings import MARKS
from conftest import LONGER, a_system
from system import System
from under_load import at_work

from atende_sandbox.roles import all_parts

REPLICAS: Final = 1
"""Of each role. With two nobody misses one that is killed: `make rolling-restart` does that."""

pytestmark = MARKS


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def system() -> AsyncIterator[System]:
    async with a_system(split=REPLICAS, bare=True, **LONGER) as running:
        yield running


async def test_each_role_is_killed(system: System, seed: int) -> None:
    """While it comes back the others go on, and nothing of what it did is done twice."""
    parts = [part.name for part in all_parts(REPLICAS)]
    async with at_work(system, "split roles", seed, len(parts), unknown=True) as run:
        run.chance.shuffle(parts)
        for part in parts:
            await run.under_way()
            await asyncio.sleep(run.chance.uniform(0, 1))
            await run.kill(part)
