"""What happens with satisfaction without anybody asking."""

from typing import Final

from atende_platform.data.db import Database, now
from atende_platform.data.rounds import Clock, rounds
from chat.satisfaction import following
from chat.updates import service as updates

_COMPANIES: Final = 200


class Satisfaction:
    """Finds who is to be asked and who has answered, and writes to them: a step of each at a time."""

    def __init__(self, database: Database, clock: Clock = now) -> None:
        self._database = database
        self._clock = clock
        self._due = rounds("satisfaction", database, clock, following.due, following.go_on, _COMPANIES)

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
        went_on = await self._due.step()
        return followed or went_on
