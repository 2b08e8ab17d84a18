"""What happens with service levels without anybody asking."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_platform.data.db import Database, now
from chat.directory.domain import FIRST_COMPANY
from chat.sla import following, repository
from chat.updates import service as updates

_KEPT: Final = timedelta(days=90)


class ServiceLevels:
    """Follows tickets, publishes what is due, and has tickets show it: a step of each at a time."""

    def __init__(self, database: Database, clock: Callable[[], datetime] = now) -> None:
        self._database = database
        self._clock = clock
        self._behind = FIRST_COMPANY

    async def step(self) -> bool:
        """Do a part of each; tell whether there may be more. One statement while no company uses it."""
        async with self._database.worker_statement() as session:
            if not await updates.is_followed(session, following.KIND):
                return False
        followed = await updates.read_on(
            self._database,
            following.KIND,
            lambda session, companies: following.follow(session, self._clock(), companies),
            self._clock,
            following.COMPANIES,
        )
        async with self._database.worker() as session:
            last, more = await following.notice(session, self._behind, self._clock())
        self._behind = last or FIRST_COMPANY
        async with self._database.worker() as session:
            shown = await following.show(session)
        return followed or shown or more or last is not None


async def purge(session: AsyncSession, at: datetime) -> None:
    """Delete the clocks of tickets with which nothing has happened for long."""
    await repository.purge(session, at - _KEPT)
