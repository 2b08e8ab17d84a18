"""Work that is looked for in all companies, round after round: none whose work fails keeps others waiting.

Companies are gone through in their order, some at a time. When the work of some fails they are gone through
one by one, and one that fails alone is passed over for a while: for longer each time it fails again.
"""

from collections.abc import Awaitable, Callable, Collection, Sequence
from datetime import datetime
from time import monotonic
from typing import Final
from uuid import UUID

import structlog
from prometheus_client import Counter, Gauge
from sqlmodel.ext.asyncio.session import AsyncSession

from atende_platform.data.db import Database
from atende_platform.transient import is_contention, is_transient

log = structlog.get_logger(__name__)

FIRST_PAUSE_SECONDS: Final = 30.0
LONGEST_PAUSE_SECONDS: Final = 1800.0
_MOST_NOTED: Final = 10_000
"""Companies of which is kept that they failed; beyond that the first ones are tried again early."""
_BEGIN: Final = UUID(int=0)

_failed = Counter("company_work_failures_total", "Rounds in which the work of a company failed", ["task"])
_passed_over = Gauge("company_work_passed_over", "Companies whose work failed when last tried", ["task"])

Clock = Callable[[], datetime]
Companies = Sequence[UUID]
Find = Callable[[AsyncSession, UUID, int, datetime], Awaitable[Companies]]
"""Returns so many companies at most behind one, in their order, that may have something to do now."""
Work = Callable[[AsyncSession, Companies, datetime], Awaitable[bool]]
"""Does some of what is to be done in these companies; tells whether there may be more."""


class Rounds:
    """One worker's rounds of one kind of work, named as its task.

    ``find`` and ``work`` are as `Find` and `Work`, but open sessions themselves: see `rounds`.
    """

    def __init__(
        self,
        task: str,
        find: Callable[[UUID, int], Awaitable[Companies]],
        work: Callable[[Companies], Awaitable[bool]],
        companies: int,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        self._task = task
        self._find = find
        self._work = work
        self._companies = companies
        self._clock = clock
        self._after = _BEGIN
        self._alone = 0
        """How many of the next companies are done one by one."""
        self._has_done = False
        """In the present round."""
        self._found: set[UUID] = set()
        """Who had something to do in the present round."""
        self._failures: dict[UUID, tuple[int, float]] = {}
        """How often in a row the work of companies failed, and when each is tried again."""

    async def step(self) -> bool:
        """Work for the next companies; tell whether there may be more to do at once."""
        most = 1 if self._alone else self._companies
        found = await self._find(self._after, most)
        self._found.update(found)
        due = [company for company in found if not self._is_passed_over(company)]
        if due:
            try:
                self._has_done |= await self._work(due)
            except BaseException as error:
                is_outage = is_transient(error) and not is_contention(error)
                self._note_failure(due, error, is_outage=is_outage)
                if is_outage or not isinstance(error, Exception):
                    raise
                return True
            self._note_done(due)
        if self._alone:
            self._alone -= 1
        if len(found) == most:
            self._after = found[-1]
            return True
        # What failed may have gone since, with a contact that was deleted, say.
        self._note_done(self._failures.keys() - self._found)
        self._found.clear()
        again, self._has_done, self._after = self._has_done, False, _BEGIN
        return again

    def _note_failure(self, due: Companies, error: BaseException, *, is_outage: bool) -> None:
        if len(due) > 1:
            self._alone = self._companies
            if not is_outage:
                log.warning("company_work.one_by_one", task=self._task, error=repr(error))
        elif not is_outage:  # That of one which takes longer than a round may is cancelled.
            self._pass_over(due[0], error)

    def _pass_over(self, company: UUID, error: BaseException) -> None:
        count = self._failures.pop(company, (0, 0.0))[0] + 1
        pause = min(FIRST_PAUSE_SECONDS * 2 ** min(count - 1, 20), LONGEST_PAUSE_SECONDS)
        while len(self._failures) >= _MOST_NOTED:
            self._failures.pop(next(iter(self._failures)))
        self._failures[company] = count, self._clock() + pause
        self._after = company
        self._alone -= self._alone > 0
        _failed.labels(self._task).inc()
        _passed_over.labels(self._task).set(len(self._failures))
        log.error(
            "company_work.failed",
            task=self._task,
            company_id=str(company),
            failures=count,
            pause=pause,
            exc_info=error,
        )

    def _is_passed_over(self, company: UUID) -> bool:
        return company in self._failures and self._clock() < self._failures[company][1]

    def _note_done(self, companies: Collection[UUID]) -> None:
        if [company for company in companies if self._failures.pop(company, None)]:
            _passed_over.labels(self._task).set(len(self._failures))


def rounds(task: str, database: Database, clock: Clock, find: Find, work: Work, companies: int) -> Rounds:
    """Return rounds in which the work of so many companies at most is one transaction."""

    async def work_in_transaction(due: Companies) -> bool:
        async with database.worker() as session:
            return await work(session, due, clock())

    return Rounds(task, finding(database, clock, find), work_in_transaction, companies)


def finding(database: Database, clock: Clock, find: Find) -> Callable[[UUID, int], Awaitable[Companies]]:
    """Return what finds companies by a statement of its own, for `Rounds`."""

    async def found(after: UUID, most: int) -> Companies:
        async with database.worker_statement() as session:
            return await find(session, after, most, clock())

    return found
