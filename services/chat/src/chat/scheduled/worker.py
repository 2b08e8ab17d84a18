"""Sends scheduled messages when their time has come."""

from datetime import timedelta
from typing import TYPE_CHECKING, Final

import structlog
from sqlmodel.ext.asyncio.session import AsyncSession

from atende_platform.data.db import Database, now
from atende_platform.errors import AppError, Unavailable
from chat.scheduled import repository
from chat.scheduled.domain import KEPT, ScheduledOver
from chat.scheduled.due import Failure, deliver, fail

if TYPE_CHECKING:
    from chat.scheduled.models import ScheduledMessage

log = structlog.get_logger(__name__)

LEASE: Final = timedelta(seconds=30)
"""For a round: what a worker that died has claimed is sent by another after this."""
_EACH: Final = 5
"""Of a company in a round."""
_AT_A_TIME: Final = 50
_MOST_ATTEMPTS: Final = 20
"""With a lease between them these are ten minutes."""


class Sender:
    """Sends what is due, a few of each company at a time, each in a transaction of its own."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def step(self) -> bool:
        """Send some; tell whether there may be more."""
        begun = now()
        async with self._database.worker() as session:
            due = await repository.claim(session, begun, lease=LEASE, each=_EACH, limit=_AT_A_TIME)
        for row in due:
            if now() - begun > LEASE / 2:  # The rest is another round's: nothing is sent without its lease.
                return True
            await self._send(row)
        return bool(due)

    async def _send(self, row: "ScheduledMessage") -> None:
        try:
            async with self._database.worker() as session:
                await deliver(session, row, now())
        except ScheduledOver:
            return  # It was changed, cancelled or sent meanwhile.
        except AppError as error:
            await self._fail(row, error)
        except Exception:
            # Its lease passes, and it is tried again; others do not wait for it.
            log.exception("scheduled_message.not_sent", scheduled=str(row.id), attempts=row.attempts)
            if row.attempts >= _MOST_ATTEMPTS:
                await self._fail(row, Unavailable())

    async def _fail(self, row: "ScheduledMessage", error: AppError) -> None:
        log.info("scheduled_message.failed", scheduled=str(row.id), code=error.reason)
        try:
            async with self._database.worker() as session:
                await fail(session, row, Failure.of(error), now())
        except ScheduledOver:
            return
        except Exception:
            # Likewise: it is the first of all that are due again, and must not stop what comes behind it.
            log.exception("scheduled_message.not_failed", scheduled=str(row.id), attempts=row.attempts)


async def purge(session: AsyncSession, limit: int) -> int:
    """Remove some that have been over for long; return how many."""
    return await repository.purge(session, now() - KEPT, limit)
