"""The restore fence: a database that was restored is recognised, and workers do not simply go on with it.

A restored database does not know what was done after its backup. Workers that simply went on would do it
again, and above all send messages twice. Each service keeps in its database which database it is (the
table `installation.fences`, which `atende_platform.data.provision` makes). A copy, a dump that was loaded
elsewhere and one that was wound back to a point in time each show as another one. Then the tasks of
workers wait until ``atende restore fence`` has dealt with what was done since the backup.

A standby that takes over shows as another one, too (a new timeline). Workers that run meanwhile are
witnesses of what was committed before: if their last mark is there, nothing is missing, and they go on.
Before one of them accepts it for all, every other one has had the time to look. One that misses its mark
objects, also where a disk was wound back beneath it: it writes that down, and all end and wait.
APIs and sockets are not held up: webhooks have to be taken.
"""

import signal
import time
from asyncio import Event
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import structlog
from prometheus_client import Gauge
from sqlalchemy.exc import ProgrammingError
from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.topics import ServiceName
from atende_platform.data.db import Database, execute
from atende_platform.process.tasks import Task, every, wait

log = structlog.get_logger(__name__)

MARK_SECONDS: Final = 10.0
"""How often a worker marks that it is at work; so precisely is known how old a restored database is."""
_OBJECTION_SECONDS: Final = MARK_SECONDS + 2.0
"""For how long others may object to a standby that took over: each looks once in that time."""
_OBJECTED: Final = -1
"""Written down as the timeline, which is none that a database can have, by a worker that objects."""
_LOOK_SECONDS: Final = 2.0
"""How often is looked whether the fence was opened."""
_REMIND_SECONDS: Final = 60.0
SERVING: Final = frozenset({"api", "realtime"})
"""Roles that answer others. They do nothing by themselves that could be done twice."""


_closed = Gauge("restore_fence_closed", "1 while a worker waits, since its database was restored")


class NotProvisioned(Exception):
    """The database was not prepared for this version: ``provision`` is to be run first."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Which database it is. A dump that was loaded, or a copy, differs in one of the first three, also
    where it was loaded in place of what was there; a database that was wound back differs in the last.
    """

    cluster: int
    database: int
    relation: int
    """The number of the table of fences itself, which is made anew by whatever loads a dump."""
    timeline: int

    @property
    def place(self) -> tuple[int, int, int]:
        return self.cluster, self.database, self.relation


@dataclass(frozen=True, slots=True)
class Kept:
    """What a service has written down of its database."""

    identity: Identity
    mark: int
    seen_at: datetime
    """When a worker was last at work. In a restored database: just before its backup."""
    cut_at: datetime | None = None
    """What was ordered before this, and this database does not know, may have been done before a restore."""
    fenced_at: datetime | None = None
    """When somebody opened the fence last."""


@dataclass(frozen=True, slots=True)
class Look:
    """The database as it is, and as it was written down; None: no worker has been at work in it."""

    found: Identity
    kept: Kept | None

    @property
    def is_restored(self) -> bool:
        return self.kept is not None and self.kept.identity != self.found


_FOUND: Final = """
SELECT (SELECT system_identifier FROM pg_control_system()) AS cluster,
    (SELECT CAST(oid AS bigint) FROM pg_database WHERE datname = current_database()) AS database,
    CAST(CAST(to_regclass('installation.fences') AS oid) AS bigint) AS relation,
    CAST(CAST('x' || left(pg_walfile_name(pg_current_wal_insert_lsn()), 8) AS bit(32)) AS integer) AS timeline
"""
_KEPT: Final = """
SELECT cluster, database, relation, timeline, mark, seen_at, cut_at, fenced_at
FROM installation.fences WHERE service = :service
"""
_ENROL: Final = """
INSERT INTO installation.fences (service, cluster, database, relation, timeline, mark, seen_at)
VALUES (:service, :cluster, :database, :relation, :timeline, 1, clock_timestamp())
ON CONFLICT (service) DO NOTHING
"""
_MARK: Final = """
UPDATE installation.fences SET mark = mark + 1, seen_at = clock_timestamp(), timeline = :timeline
WHERE service = :service AND cluster = :cluster AND database = :database AND relation = :relation
    AND timeline <> :objected
RETURNING mark
"""
_OBJECT: Final = """
UPDATE installation.fences SET timeline = :objected
WHERE service = :service AND cluster = :cluster AND database = :database AND relation = :relation
    AND mark < :mark
"""
_OPEN: Final = """
INSERT INTO installation.fences
    (service, cluster, database, relation, timeline, mark, seen_at, cut_at, fenced_at, fenced_by, reason)
VALUES (:service, :cluster, :database, :relation, :timeline, 1, clock_timestamp(), :cut_at, clock_timestamp(),
    :by, :reason)
ON CONFLICT (service) DO UPDATE SET cluster = excluded.cluster, database = excluded.database,
    relation = excluded.relation, timeline = excluded.timeline,
    mark = fences.mark + 1, seen_at = excluded.seen_at,
    cut_at = coalesce(greatest(excluded.cut_at, fences.cut_at), fences.cut_at),
    fenced_at = excluded.fenced_at, fenced_by = excluded.fenced_by, reason = excluded.reason
"""


async def look(session: AsyncSession, service: ServiceName) -> Look:
    """Return which database it is, and which one the service has worked with. Raises `NotProvisioned`."""
    found = (await execute(session, _FOUND)).one()
    try:
        row = (await execute(session, _KEPT, service=service)).one_or_none()
    except ProgrammingError as error:
        raise NotProvisioned(
            "installation.fences is missing: run `python -m atende_platform provision` of this version"
        ) from error
    return Look(_identity(found), None if row is None else _kept(row))


async def open_fence(
    session: AsyncSession, service: ServiceName, *, cut_at: datetime | None, by: str, reason: str
) -> None:
    """Accept the database as the one to work with, when what it does not know has been dealt with.

    ``cut_at``: until when the service may have worked with the database that this one takes the place of;
    None: not after the backup.
    """
    found = (await look(session, service)).found
    await execute(
        session, _OPEN, service=service, **_columns(found), cut_at=cut_at, by=by[:200], reason=reason[:200]
    )


class Fence:
    """One worker process's view of the fence: open, or closed with a reason."""

    def __init__(self, database: Database, service: ServiceName) -> None:
        self._database = database
        self._service = service
        self._opened = Event()
        self._mark = 0
        self._fenced_at: datetime | None = None
        self._taking_over: tuple[int, float] | None = None
        self.problem: str | None = "not looked at yet"
        """Why the fence is closed, in words; None: it is open."""
        self.cut_at: datetime | None = None
        """As `Kept.cut_at` says."""

    @property
    def is_open(self) -> bool:
        return self._opened.is_set()

    @property
    def task(self) -> Task:
        """What looks at the database, and marks that we are at work."""
        return every("restore fence", MARK_SECONDS, self.step)

    async def step(self) -> None:
        """Look once; while the fence is closed, look until it is open or the round is over."""
        reminded = False
        for _ in range(int(_REMIND_SECONDS / _LOOK_SECONDS) - 5):
            await self.check()
            if self.is_open:
                return
            if not reminded:
                log.error("restore.fence_closed", service=self._service, reason=self.problem)
                reminded = True
            await wait(self._opened, _LOOK_SECONDS)

    async def check(self) -> None:
        """Open the fence if it is the database that we know; mark that we work with it.

        If it turns out, while we work, to be another one that lacks what we know of, this process ends.
        """
        mark = self._mark
        try:
            async with self._database.worker() as session:
                seen = await look(session, self._service)
                problem = self._problem_of(seen)
                if problem is not None:
                    await self._object(session, seen)
                elif not self._is_to_wait(seen):
                    mark = await self._write(session, seen)
            self._mark = mark  # What was not committed is nobody's witness.
        except NotProvisioned as error:
            problem, seen = str(error), None
        self.problem = problem
        _closed.set(problem is not None)
        if seen is not None and seen.kept is not None:
            self.cut_at = seen.kept.cut_at
            if problem is None:
                self._fenced_at = seen.kept.fenced_at
        if problem is None:
            self._opened.set()
        elif self._opened.is_set():
            log.critical("restore.database_replaced", service=self._service, reason=problem)
            self._opened.clear()
            signal.raise_signal(signal.SIGTERM)

    def _problem_of(self, seen: Look) -> str | None:
        kept = seen.kept
        if kept is None or (not seen.is_restored and kept.mark >= self._mark):
            return None
        if kept.identity.place == seen.found.place:
            if self._mark and kept.mark >= self._mark and kept.identity.timeline != _OBJECTED:
                return None
            what = "was wound back, or a standby took its place"
        else:
            what = "was loaded from a backup, or is a copy of the one that was worked with"
        return (
            f"the database {what}, and was last worked with at {kept.seen_at:%Y-%m-%d %H:%M:%S} UTC."
            " What was sent since would be sent again: run"
            f" `atende restore fence --service {self._service}` first"
        )

    def _is_to_wait(self, seen: Look) -> bool:
        """Tell whether others may still object to a standby that took over and has all that we know of."""
        if not seen.is_restored:
            self._taking_over = None
            return False
        now = time.monotonic()
        if self._taking_over is None or self._taking_over[0] != seen.found.timeline:
            self._taking_over = seen.found.timeline, now
        if now - self._taking_over[1] < _OBJECTION_SECONDS:
            return True
        log.warning("restore.standby_took_over", service=self._service, timeline=seen.found.timeline)
        return False

    async def _object(self, session: AsyncSession, seen: Look) -> None:
        """Write down that something is missing which we know of; all wait then until the fence is opened."""
        kept = seen.kept
        if kept is None or kept.mark >= self._mark or kept.identity.place != seen.found.place:
            return
        if kept.fenced_at is not None and (self._fenced_at is None or kept.fenced_at > self._fenced_at):
            return  # Somebody has dealt with it since.
        await execute(session, _OBJECT, {**self._columns(seen), "mark": self._mark})

    async def _write(self, session: AsyncSession, seen: Look) -> int:
        columns = self._columns(seen)
        if seen.kept is None:
            await execute(session, _ENROL, columns)
        marked = (await execute(session, _MARK, columns)).one_or_none()
        return marked.mark if marked is not None else 0

    def _columns(self, seen: Look) -> dict[str, int | str]:
        return {"service": self._service, "objected": _OBJECTED, **_columns(seen.found)}

    def holding(self, task: Task) -> Task:
        """Return the task, which begins when the fence is open."""

        async def run() -> None:
            await self._opened.wait()
            await task.run()

        return Task(task.name, run, task.progress)


def _identity(row: Any) -> Identity:
    return Identity(row.cluster, row.database, row.relation or 0, row.timeline)


def _kept(row: Any) -> Kept:
    return Kept(_identity(row), row.mark, row.seen_at, row.cut_at, row.fenced_at)


def _columns(found: Identity) -> dict[str, int]:
    return {
        "cluster": found.cluster,
        "database": found.database,
        "relation": found.relation,
        "timeline": found.timeline,
    }
