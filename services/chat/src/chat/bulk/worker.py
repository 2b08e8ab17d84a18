"""Bulk actions as they are done: in portions, those of several companies in turns."""

from collections.abc import Collection
from typing import TYPE_CHECKING, Final

import structlog

from atende_platform.data.db import Database, now
from atende_platform.files.rejects import as_stored
from atende_platform.process.turns import Turns
from atende_platform.transient import is_transient
from chat.bulk import repository
from chat.bulk.action import Work
from chat.bulk.domain import MAX_ERRORS, SHOWN_ONE_BY_ONE, Done, Portion
from chat.bulk.events import bulk_updated
from chat.bulk.registry import ACTIONS
from chat.bulk.service import actor_of
from chat.directory import service as directory
from chat.directory.domain import User
from chat.updates import service as updates

if TYPE_CHECKING:
    from uuid import UUID

    from sqlmodel.ext.asyncio.session import AsyncSession

    from chat.bulk.models import BulkJob

log = structlog.get_logger(__name__)
MAX_ATTEMPTS: Final = 5


class BulkWorker:
    """Does the jobs that wait, those of several companies in turns."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._turns = Turns(self._claim)

    async def _claim(self, but_not_of: "Collection[UUID]") -> "_Claimed | None":
        async with self._database.worker() as session:
            job = await repository.LEASES.claim(session, but_not_of)
        return _Claimed(self._database, job) if job else None

    async def step(self) -> bool:
        """Do a portion of a job; return whether to call again at once."""
        return await self._turns.step()

    async def run_due(self) -> None:
        """Do jobs until none waits."""
        while await self.step():
            pass


class _Claimed:
    """A job that this worker has claimed. A portion is one transaction, and never done twice."""

    def __init__(self, database: Database, job: "BulkJob") -> None:
        self._database = database
        self._job = job

    @property
    def company_id(self) -> "UUID":
        return self._job.company_id

    async def step(self) -> bool:
        if self._job.attempts > MAX_ATTEMPTS:
            log.error("bulk.given_up", bulk_id=str(self._job.id), company_id=str(self.company_id))
            await self._end("failed")
            return False
        try:
            return await self._do_portion()
        except Exception as error:
            if is_transient(error):
                raise
            log.error("bulk.failed", bulk_id=str(self._job.id), exc_info=error)
            await self._end("failed")
            return False

    async def _do_portion(self) -> bool:
        job = self._job
        async with self._database.worker() as finder:
            # A user who is disabled meanwhile does nothing any more.
            if await directory.is_disabled(finder, User(job.company_id, job.created_by)):
                portion = None
            else:
                portion = await self._next(finder)
        if portion is None or self._is_done(portion):
            await self._end("failed" if portion is None else "finished")
            return False
        action = ACTIONS[job.subject][job.action]  # type: ignore[index]  # as `submit` stored them
        async with self._database.tenant(job.company_id) as session:
            if not await repository.LEASES.lock(session, job):
                log.info("bulk.taken_or_cancelled", bulk_id=str(job.id))
                return False
            work = Work(
                session,
                actor_of(job),
                job.id,
                job.next_row,
                job.total is not None and job.total <= SHOWN_ONE_BY_ONE,
                job.parameters,
                portion,
                now(),
            )
            done = await action.apply(work)
            advanced = await repository.advance(
                session,
                job,
                rows=len(portion.ids),
                counts={
                    "changed": done.count("changed"),
                    "unchanged": done.count("unchanged"),
                    "failed": len(done.errors()),
                },
                errors=_errors(done, MAX_ERRORS - len(job.errors)),
                position=portion.position,
            )
            await updates.append(session, [bulk_updated(advanced)])
        self._job = advanced
        if job.ids is None and portion.position is None:
            await self._end("finished")
            return False
        return True

    def _is_done(self, portion: Portion) -> bool:
        """Tell whether nothing is left: of things that a filter finds the last portion may be empty."""
        return not portion.ids and (self._job.ids is not None or portion.position is None)

    async def _next(self, finder: "AsyncSession") -> Portion:
        job = self._job
        action = ACTIONS[job.subject][job.action]  # type: ignore[index]  # as `submit` stored them
        if job.ids is not None:
            return Portion(job.ids[job.next_row : job.next_row + action.portion])
        return await action.find(finder, job.company_id, job.filter or {}, job.position, job.created_at)

    async def put_back(self) -> None:
        """Leave the rest to the next worker that claims it."""
        async with self._database.worker() as session:
            if await repository.LEASES.lock(session, self._job):
                await repository.LEASES.release(session, self._job)

    async def _end(self, status: str) -> None:
        async with self._database.worker() as session:
            ended = await repository.end(session, self._job, status, now())
            if ended is not None:
                await updates.append(session, [bulk_updated(ended)])


def _errors(done: Done, most: int) -> list[dict[str, object]]:
    return [
        {
            "id": str(id_),
            "field": error.field,
            "message": error.words.en,
            "pt": error.words.pt,
            **as_stored(error),
        }
        for id_, error in done.errors()[: max(most, 0)]
    ]
