"""Making sums anew where a company's time zone has changed, beside the summing of all others.

A recount takes as long as the company is large: seconds for most, for the largest longer than any round of
the worker may take. So it has no limit as a whole, but each of its steps has, and health judges by these.
Companies are gone through in their order, round after round; several workers recount different ones.
"""

import asyncio
from typing import Final
from uuid import UUID

from atende_platform.data.db import Database
from atende_platform.data.rounds import Companies, Rounds
from atende_platform.process.progress import Progress
from atende_platform.process.tasks import Task
from reporting.repository import sums
from reporting.service.periods import DEFAULT_TIME_ZONE
from reporting.service.summing import follow_zone, of_one_company

_SECONDS: Final = 15.0
_STEP_SECONDS: Final = 180.0
"""For a page of facts: it is read, counted and added, and a statement is given up after a minute."""
_LATE_SECONDS: Final = 15.0


class Recounts:
    """The task of one worker that recounts companies whose time zone has changed, one after the other."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._rounds = Rounds("recounts", self._find, self._recount, 1)
        self._progress = Progress(
            "recounts", limit=_SECONDS + _STEP_SECONDS + _LATE_SECONDS, step=_SECONDS + _STEP_SECONDS
        )
        self.task: Final = Task("recounts", self._run, (self._progress,))

    async def step(self) -> bool:
        """Recount the next company; tell whether there may be more to do at once."""
        return await self._rounds.step()

    async def _run(self) -> None:
        self._progress.due()
        while True:
            more = await self.step()
            self._moves()
            await asyncio.sleep(0 if more else _SECONDS)

    def _moves(self) -> None:
        """Note that a step is done, and the next one is due."""
        self._progress.done()
        self._progress.due()

    async def _find(self, after: UUID, most: int) -> Companies:
        async with self._database.worker_statement() as session:
            return await sums.moved(session, after, most, DEFAULT_TIME_ZONE)

    async def _recount(self, companies: Companies) -> bool:
        has_recounted = False
        for company_id in companies:
            with of_one_company(company_id):
                has_recounted |= await follow_zone(self._database, company_id, self._moves)
        return has_recounted
