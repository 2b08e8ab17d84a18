"""Outcomes into the ledger, held in memory through a short outage: a provider's answer comes only once."""

import asyncio
import time
from collections.abc import Sequence

import structlog

from atende_platform.data.db import Database, now
from atende_platform.transient import is_transient
from gateway.domain.sends import Settlement
from gateway.service import delivery

log = structlog.get_logger(__name__)


class Recorder:
    """Records outcomes of attempts; tries for so many seconds while the database is away."""

    def __init__(self, database: Database, seconds: float) -> None:
        self._database = database
        self._seconds = seconds

    async def record(self, settlements: Sequence[Settlement]) -> None:
        """T2. Raises when the database does not come back in time."""
        give_up_at = time.monotonic() + self._seconds
        delay = 0.1
        while True:
            try:
                async with self._database.worker() as session:
                    await delivery.record(session, settlements, now())
            except Exception as error:
                if not is_transient(error):
                    break
                if time.monotonic() > give_up_at:
                    raise
                log.warning("send.outcomes_waiting", count=len(settlements), error=repr(error))
                await asyncio.sleep(delay)
                delay = min(delay * 2, 5.0)
            else:
                return
        if len(settlements) == 1:
            # Left in ``sending``: it will be reported as unconfirmed, which is the truth.
            log.error("send.outcome_not_recordable", send=str(settlements[0].order.send_id))
            return
        for settlement in settlements:  # One that cannot be stored must not take the others with it.
            await self.record([settlement])
