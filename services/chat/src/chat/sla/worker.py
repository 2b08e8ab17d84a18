"""What happens with service levels without anybody asking."""

from datetime import timedelta
from typing import Final

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_platform.data.db import Database, now
from atende_platform.data.rounds import Clock, rounds
from chat.sla import following, repository
from chat.updates import service as updates

_KEPT: Final = timedelta(days=90)
_COMPANIES_DUE: Final = 200
_COMPANIES_SHOWN: Final = 10


class ServiceLevels:
    """Follows tickets, publishes what is due, and has tickets show it: a step of each at a time."""

    def __init__(self, database: Database, clock: Clock = now) -> None:
        self._database = database
        self._clock = clock
        self._due = rounds("sla", database, clock, following.due, following.notice, _COMPANIES_DUE)
        self._not_shown = rounds(
            "sla shown", database, clock, following.not_shown, following.show, _COMPANIES_SHOWN
        )

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
        noticed = await self._due.step()
        shown = await self._not_shown.step()
        return followed or noticed or shown


async def purge(session: AsyncSession, limit: int) -> int:
    """Delete some clocks of tickets with which nothing has happened for long; return how many."""
    return await repository.purge(session, now() - _KEPT, limit)
