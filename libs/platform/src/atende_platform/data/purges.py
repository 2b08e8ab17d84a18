"""What is old is deleted in batches, each in a transaction of its own, until nothing of it is left.

However much has become old, no transaction holds many rows, and none of the kinds keeps the others waiting.
"""

from collections.abc import Awaitable, Callable, Mapping
from typing import Final

import structlog
from sqlmodel.ext.asyncio.session import AsyncSession

from atende_platform.data.db import Database
from atende_platform.process.tasks import LONG_ROUND_SECONDS, Task, every
from atende_platform.transient import is_transient

log = structlog.get_logger(__name__)

BATCH: Final = 5_000
_EXPIRY_SECONDS: Final = 3600.0

Purge = Callable[[AsyncSession, int], Awaitable[int]]
"""Deletes so many rows at most that are old; returns how many."""


def deleting(table: str, condition: str, order: str) -> str:
    """Return SQL that deletes up to ``:limit`` rows of a table for which a condition holds, in an order.

    An index of that order spares the look at all others.
    """
    return f"""
DELETE FROM {table} WHERE ctid = ANY (ARRAY(
    SELECT ctid FROM {table} WHERE {condition} ORDER BY {order} LIMIT :limit FOR UPDATE SKIP LOCKED
))
"""  # noqa: S608 (our own SQL)


class Purges:
    """What a service deletes, by name."""

    def __init__(self, database: Database, purges: Mapping[str, Purge], batch: int = BATCH) -> None:
        self._database = database
        self._purges = purges
        self._batch = batch
        self._left: Mapping[str, Purge] = {}
        """Of which there may be more in this round."""

    async def step(self) -> bool:
        """Delete a batch of each kind; tell whether there may be more of one.

        One that fails waits for the next round.
        """
        wanted, self._left = self._left or self._purges, {}
        left: dict[str, Purge] = {}
        for name, purge in wanted.items():
            try:
                async with self._database.worker() as session:
                    count = await purge(session, self._batch)
            except Exception as error:
                if is_transient(error):
                    raise
                log.exception("purge.failed", of=name)
                continue
            if count >= self._batch:
                left[name] = purge
        self._left = left
        return bool(left)


def expiry(database: Database, purges: Mapping[str, Purge]) -> Task:
    """Return the task of a worker that deletes what is old, once an hour."""
    return every("expiry", _EXPIRY_SECONDS, Purges(database, purges).step, limit=LONG_ROUND_SECONDS)
