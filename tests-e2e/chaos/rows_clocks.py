"""Rows of clocks: over leases and turns decide the database's time and a process's own elapsed time."""

import asyncio
import signal
from pathlib import Path
from typing import Final

from chaos.settings import FAULTS, MARKS
from system import System
from under_load import at_work
from workers import Workers

WRONG_BY: Final = "300"
"""Seconds: far more than a lease, a token of a rate, or a session of a consumer lasts."""

pytestmark = MARKS


async def test_a_clock_jumps(system: System, seed: int) -> None:
    """Row 22. Workers of gateway and campaign whose clocks are five minutes fast, then slow, then fast."""
    launcher = (str(Path(__file__).with_name("wrong_clock.py")), WRONG_BY)
    async with at_work(system, "22 clock jump", seed, FAULTS) as run:
        workers = Workers(run.world, launcher)
        try:
            await workers.become(3)
            await workers.share(system)
            # The first ones may be over by now.
            await asyncio.gather(*(tenant.start_another() for tenant in run.tenants))
            for _ in range(FAULTS):
                await run.under_way()
                for process in (*workers.of("gateway"), *workers.of("campaign")):
                    process.signal(signal.SIGUSR1)
                run.fault()
                await asyncio.sleep(run.chance.uniform(0.5, 2))
            wrong = [*workers.of("gateway"), *workers.of("campaign")]
            assert [one.tail() for one in wrong if one.exit_code() is not None] == []
        finally:
            await workers.become(1)
