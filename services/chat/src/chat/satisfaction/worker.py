"""What happens with satisfaction without anybody asking."""

from collections.abc import Callable
from datetime import datetime

from atende_platform.data.db import Database, now
from chat.directory.domain import FIRST_COMPANY
from chat.satisfaction import following
from chat.updates import service as updates


class Satisfaction:
    """Finds who is to be asked and who has answered, and writes to them: a step of each at a time."""

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
            last, more = await following.go_on(session, self._behind, self._clock())
        self._behind = last or FIRST_COMPANY
        return followed or more or last is not None
