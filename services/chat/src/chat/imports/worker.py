"""Imports as they are done: in chunks, those of several companies in turns."""

from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING, Final
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.field_errors import FieldError
from atende_platform.data.db import Database, now
from atende_platform.errors import Conflict
from atende_platform.files import import_jobs
from atende_platform.files.columns import Reading
from atende_platform.files.rejects import RejectedRow, as_stored, rejected
from atende_platform.limits.quotas import Quotas
from chat.contacts.service import require_room
from chat.imports import repository
from chat.imports.domain import OnExisting
from chat.imports.events import import_updated
from chat.imports.files import ImportRow, read_rows
from chat.imports.people import import_people
from chat.settings import Settings
from chat.updates import service as updates

if TYPE_CHECKING:
    from chat.imports.models import ContactImport


MAX_ERRORS: Final = 100


class Importer(import_jobs.Importer):
    """Does the imports that wait, those of several companies in turns."""

    def __init__(self, database: Database, settings: Settings, quotas: Quotas) -> None:
        super().__init__(self._claim)
        self._database = database
        self._chunk_rows = settings.import_chunk_rows
        self._quotas = quotas

    async def _claim(self, but_not_of: Collection[UUID]) -> "ImportJob | None":
        async with self._database.worker() as session:
            job = await repository.LEASES.claim(session, but_not_of)
            data = await repository.file_of(session, job) if job else b""
        return ImportJob(self._database, self._quotas, job, data, self._chunk_rows) if job else None


class ImportJob(import_jobs.ImportJob[ImportRow]):
    """An import that this worker has claimed."""

    def __init__(
        self, database: Database, quotas: Quotas, job: "ContactImport", data: bytes, chunk_rows: int
    ) -> None:
        super().__init__(job.company_id, job.id, job.attempts, chunk_rows)
        self._database = database
        self._quotas = quotas
        self._job = job
        self._data = data

    def open(self) -> Iterator[ImportRow]:
        return read_rows(self._data, self._job.region, Reading.of(self._job.reading))

    def rows_done(self) -> int:
        return self._job.next_row

    async def store(self, chunk: Sequence[ImportRow]) -> bool:
        async with self._database.worker() as session:
            if not await repository.LEASES.lock(session, self._job):
                return False
            created = self._job.created
            self._job = await self._store(session, chunk)
            self._quotas.note(self.company_id, "contacts", self._job.created - created)
        return True

    async def _store(self, session: AsyncSession, chunk: Sequence[ImportRow]) -> "ContactImport":
        """Store a chunk; every row counts once, as what it did."""
        counts = dict.fromkeys(("created", "updated", "duplicates", "invalid"), 0)
        refused = [rejected(row.person, row.person.problem) for row in chunk if row.person.problem]
        counts["duplicates"] = sum(row.repeated for row in chunk)
        people = [row.person for row in chunk if not row.repeated and not row.person.problem]
        try:
            await require_room(session, self.company_id, self._quotas)
        except Conflict as refusal:
            refused += [rejected(row, refusal.at("file")) for row in people]
        else:
            on_existing: OnExisting = self._job.on_existing  # type: ignore[assignment]  # checked by the table
            outcomes = await import_people(session, self.company_id, people, on_existing, now())
            for row, outcome in zip(people, outcomes, strict=True):
                if isinstance(outcome, FieldError):
                    refused.append(rejected(row, outcome))
                else:
                    counts[outcome] += 1
        counts["invalid"] = len(refused)
        refused.sort(key=lambda row: row.line)
        return await self._advance(session, len(chunk), counts, refused)

    async def _advance(
        self, session: AsyncSession, rows: int, counts: dict[str, int], refused: Sequence[RejectedRow]
    ) -> "ContactImport":
        await repository.REJECTS.add(session, self.company_id, self._job.id, refused)
        advanced = await repository.advance(
            session,
            self._job,
            rows=rows,
            counts=counts,
            errors=[
                {
                    "line": row.line,
                    "field": row.error.field,
                    "message": row.error.words.en,
                    "pt": row.error.words.pt,
                    **as_stored(row.error),
                }
                for row in refused[: MAX_ERRORS - len(self._job.errors)]
            ],
        )
        await updates.append(session, [import_updated(advanced)])
        return advanced

    async def put_back(self) -> None:
        async with self._database.worker() as session:
            if await repository.LEASES.lock(session, self._job):
                await repository.LEASES.release(session, self._job)

    async def finish(self, status: str) -> None:
        async with self._database.worker() as session:
            ended = await repository.finish(session, self._job, status, now())
            if ended is not None:
                await updates.append(session, [import_updated(ended)])
