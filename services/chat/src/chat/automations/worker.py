"""What automations do without anybody asking."""

from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

import structlog
from sqlmodel.ext.asyncio.session import AsyncSession

from atende_platform.data.db import Database, now
from chat.automations import engine, repository
from chat.updates import service as updates

log = structlog.get_logger(__name__)

_TRIES: Final = 3
_MOST_NOTED: Final = 1000
_KEPT: Final = timedelta(days=30)
_KEPT_EACH: Final = 1000
"""Runs of one automation."""
_RECENT: Final = timedelta(hours=24)
"""Runs that are kept in any case: by them its own changes are known again."""


class Automations:
    """Follows what happens in companies that have automations: a step of one company at a time."""

    def __init__(self, database: Database, clock: Callable[[], datetime] = now) -> None:
        self._database = database
        self._clock = clock
        self._failures: Counter[engine.Place] = Counter()

    async def step(self) -> bool:
        """Act on the next entry; tell whether there may be more.

        One that fails for a reason of our own is tried again, and given up after a few times: what comes
        behind it must not wait for ever.
        """
        async with self._database.worker_statement() as session:
            if not await updates.is_followed(session, engine.KIND):
                return False
        given_up = [place for place, count in self._failures.items() if count >= _TRIES]
        try:
            async with self._database.worker() as session:
                return await engine.step(session, self._clock(), given_up)
        except engine.Failed as error:
            if len(self._failures) >= _MOST_NOTED:
                self._failures.clear()
            self._failures[error.place] += 1
            log.exception("automation.failed", company_id=str(error.place.company_id), seq=error.place.seq)
            async with self._database.worker() as session:
                await engine.postpone(session, error, self._clock())
            return False


async def purge_old(session: AsyncSession, limit: int) -> int:
    """Delete some old runs; return how many."""
    return await repository.purge_old(session, now() - _KEPT, limit)


async def purge_many(session: AsyncSession, limit: int) -> int:
    """Delete some of each automation's runs beyond the newest; return how many."""
    return await repository.purge_many(session, now() - _RECENT, _KEPT_EACH, limit)
