"""What chat does behind the restore fence: no message goes out twice, and agents see which may have gone."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Final

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_platform.data.db import Database
from chat.scheduled import due
from chat.tickets import deliveries

_AT_A_TIME: Final = 50
_ON_THE_WAY: Final = timedelta(days=1)
"""For how long before a backup messages may have been on their way: a reply is given up after an hour."""


async def fence(
    database: Database, *, since: datetime, until: datetime, at: datetime, orders_are_known: bool
) -> dict[str, int]:
    """Mark what may have been sent ``since`` the backup, ``until`` the old system stopped; it is ``at`` now.

    Scheduled messages whose time has come by then fail, and their tickets are unread again. Messages that
    were on their way become unconfirmed, unless the gateway reads their orders again (``orders_are_known``).
    Return what was marked, in numbers. Each step is a transaction, and all of it can be done again.
    """

    async def fail(session: AsyncSession) -> int:
        return await due.fail_due_by(session, until, at, limit=_AT_A_TIME)

    async def doubt(session: AsyncSession) -> int:
        return await deliveries.doubt_queued(session, since - _ON_THE_WAY, until, at, limit=_AT_A_TIME)

    return {
        "scheduled messages that may have been sent": await _all(database, fail),
        "messages marked as unconfirmed": 0 if orders_are_known else await _all(database, doubt),
    }


async def _all(database: Database, some: Callable[[AsyncSession], Awaitable[int]]) -> int:
    """Do a step in transactions of its own until there is nothing left; return how many there were."""
    total = 0
    while True:
        async with database.worker() as session:
            done = await some(session)
        if not done:
            return total
        total += done
