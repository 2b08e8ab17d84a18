"""Jobs that workers lease, one of a company at a time: a table's rows, each with how far its job is.

A table of jobs has ``company_id``, ``id``, ``status``, ``attempts``, ``leased_until``, and progress.
A job waits while it is ``queued`` or ``running`` and no lease on it is in force.
"""

from collections.abc import Collection
from typing import Any, Final, Generic, TypeVar
from uuid import UUID

from sqlmodel import SQLModel
from sqlmodel.ext.asyncio.session import AsyncSession

from atende_platform.data import batch
from atende_platform.data.db import execute

LEASE_SECONDS: Final = 60
M = TypeVar("M", bound=SQLModel)


class Leases(Generic[M]):
    """The jobs of one table; ``done`` is the column that tells how far a job is."""

    def __init__(self, model: type[M], *, done: str) -> None:
        table = model.__tablename__
        self._model: Final = model
        self._done: Final = done
        self.claim_sql: Final = f"""
UPDATE {table} AS job
SET status = 'running', attempts = job.attempts + 1, leased_until = now() + make_interval(secs => :lease)
FROM (SELECT company_id, id FROM {table} AS waiting
      WHERE status IN ('queued', 'running') AND leased_until <= now()
        AND company_id <> ALL (CAST(:but_not_of AS uuid[]))
        AND NOT EXISTS (SELECT FROM {table} AS other WHERE other.company_id = waiting.company_id
                        AND other.status = 'running' AND other.leased_until > now())
      ORDER BY leased_until LIMIT 1 FOR UPDATE SKIP LOCKED) AS due
WHERE job.company_id = due.company_id AND job.id = due.id
RETURNING job.*
"""  # noqa: S608 (made of the model)
        self.lock_sql: Final = f"""
SELECT 1 FROM {table}
WHERE company_id = :company_id AND id = :id AND {done} = :done AND status = 'running'
FOR UPDATE
"""  # noqa: S608 (made of the model)
        self.release_sql: Final = f"""
UPDATE {table} SET leased_until = now() WHERE company_id = :company_id AND id = :id
"""  # noqa: S608 (made of the model)

    async def claim(self, session: AsyncSession, but_not_of: Collection[UUID] = ()) -> M | None:
        """Take the job that waits longest, for `LEASE_SECONDS`; None when there is none.

        Passed over are the companies given, and those of which a worker has a job in hand.
        """
        claimed = await batch.fetch(
            session, self._model, self.claim_sql, lease=LEASE_SECONDS, but_not_of=list(but_not_of)
        )
        return claimed[0] if claimed else None

    async def lock(self, session: AsyncSession, job: Any) -> bool:
        """Hold a job until the transaction ends; False when another worker has it or has ended it."""
        result = await execute(
            session, self.lock_sql, company_id=job.company_id, id=job.id, done=getattr(job, self._done)
        )
        return result.first() is not None

    async def release(self, session: AsyncSession, job: Any) -> None:
        """Let a job be claimed, behind those that wait. One that was claimed must be locked before."""
        await execute(session, self.release_sql, company_id=job.company_id, id=job.id)
