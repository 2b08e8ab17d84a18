"""Imports of contacts: files are accepted by the API as they come, and done by the worker in chunks."""

from collections.abc import AsyncIterator, Callable, Collection, Iterable, Iterator, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.identity import aliases
from atende_contracts.reasons import Words
from atende_platform import audit, import_jobs
from atende_platform.audit import Action
from atende_platform.columns import ColumnUse
from atende_platform.context import TenantContext
from atende_platform.db import Database, now
from atende_platform.errors import Conflict, NotFound, TooLarge
from atende_platform.import_jobs import MAX_WAITING
from atende_platform.languages import Language
from atende_platform.people_files import PeopleFile, PersonRow, Problem
from atende_platform.quotas import Quotas
from atende_platform.rejected_rows import RejectedRow, rejected, rejected_header, rejected_lines
from atende_platform.spreadsheets import AskedStyle, style_of
from atende_platform.tables import read_upload
from chat.domain import TooManyImports
from chat.repository import events
from chat.repository import imports as repository
from chat.repository.imports import Imports
from chat.repository.projections import find_company
from chat.schemas import MAX_CUSTOM_FIELDS, MAX_FIELD_NAME
from chat.service.announcements import import_updated
from chat.service.contacts import region_of_company, require_room
from chat.service.imports import OnExisting, import_people
from chat.settings import Settings

if TYPE_CHECKING:
    from chat.models import ContactImport

MAX_FILE_BYTES: Final = 16 * 1024 * 1024
MAX_ERRORS: Final = 100
_PAGE: Final = 1000
_TOO_MANY_FIELDS: Final = Words(
    f"Um contato pode ter no máximo {MAX_CUSTOM_FIELDS} campos personalizados.",
    f"A contact may have {MAX_CUSTOM_FIELDS} custom fields at most.",
)
OpenSession = Callable[[UUID], AbstractAsyncContextManager[AsyncSession]]


# --- the file --------------------------------------------------------------------------------


class ImportRow(NamedTuple):
    """A row of a file."""

    person: PersonRow
    repeated: bool = False
    """The file named this person in an earlier row."""


def read_rows(data: bytes, region: str) -> Iterator[ImportRow]:
    """Give the rows of a stored file, lazily and the same ones every time. Raises `UnreadableFile`."""
    return _noting_repeats(PeopleFile(data).rows(region))


def _noting_repeats(rows: Iterable[PersonRow]) -> Iterator[ImportRow]:
    seen: set[str] = set()
    for row in rows:
        names = [] if row.problem else aliases(row.party)
        repeated = not seen.isdisjoint(names)
        seen.update(names)
        yield ImportRow(row if row.problem else _with_custom_fields(row), repeated)


def _with_custom_fields(row: PersonRow) -> PersonRow:
    fields = {name: value for name, value in row.fields.items() if len(name) <= MAX_FIELD_NAME}
    if len(fields) > MAX_CUSTOM_FIELDS:
        return PersonRow(row.line, row.cells, problem=Problem("customFields", _TOO_MANY_FIELDS))
    return row if fields == row.fields else replace(row, fields=fields)


def _uses_of(file: PeopleFile) -> list[ColumnUse]:
    """Return what the columns are used for here: fields with long names, and ids of channels, are ignored."""
    return [
        use._replace(use="ignored")
        if (use.use == "field" and len(use.column) > MAX_FIELD_NAME) or use.use == "channelId"
        else use
        for use in file.uses.values()
    ]


# --- the API's part --------------------------------------------------------------------------


class Upload(NamedTuple):
    """A file that was read as far as its header."""

    size: int
    stored: bytes
    file: PeopleFile


async def read(company_id: UUID, data: bytes, max_rows: int, quotas: Quotas) -> Upload:
    """Read an upload, which counts also if it cannot be read: that costs the same. Hold no session meanwhile.

    Raises when it is too large or has no phones to offer, or when too many were sent within the hour.
    """
    if len(data) > MAX_FILE_BYTES:
        raise TooLarge(f"The file may have {MAX_FILE_BYTES} bytes at most.")
    await quotas.count_import(company_id)
    return Upload(len(data), *await read_upload(company_id, data, max_rows, PeopleFile))


async def submit(
    session: AsyncSession, actor: TenantContext, upload: Upload, on_existing: OnExisting, quotas: Quotas
) -> "ContactImport":
    """Queue a file for import. Raises when too many wait, or when the company has all the contacts it may."""
    imports = Imports(session, actor.company_id)
    if await imports.under_way() >= MAX_WAITING:
        raise TooManyImports(f"{MAX_WAITING} imports are under way. Wait for one to finish.")
    await require_room(session, actor.company_id, quotas)
    job = await imports.add(
        upload.stored,
        region=await region_of_company(session, actor.company_id),
        on_existing=on_existing,
        header=list(upload.file.header),
        columns=[use._asdict() for use in _uses_of(upload.file)],
    )
    await audit.record(session, actor, Action.CONTACT_IMPORT_STARTED, job.id, {"bytes": upload.size})
    return job


async def get(session: AsyncSession, company_id: UUID, import_id: UUID) -> "ContactImport":
    job = await Imports(session, company_id).find(import_id)
    if job is None:
        raise NotFound("There is no such import.")
    return job


async def rejected_csv(
    open_session: OpenSession, job: "ContactImport", asked: AskedStyle, language: Language
) -> AsyncIterator[str]:
    """Yield the rows that were refused, as a file; each page has a transaction of its own."""
    company_id, import_id, header = job.company_id, job.id, job.header
    async with open_session(company_id) as session:
        company = await find_company(session, company_id)
    style = style_of(company.locale if company else None, asked)
    yield rejected_header(header, style, language)
    after = 0
    while True:
        async with open_session(company_id) as session:
            page = await Imports(session, company_id).rejected(import_id, after, _PAGE)
        if page:
            yield rejected_lines(page, style, language)
            after = page[-1].line
        if len(page) < _PAGE:
            return


# --- the worker's part -----------------------------------------------------------------------


class Importer(import_jobs.Importer):
    """Does the imports that wait, those of several companies in turns."""

    def __init__(self, database: Database, settings: Settings, quotas: Quotas) -> None:
        super().__init__(self._claim)
        self._database = database
        self._chunk_rows = settings.import_chunk_rows
        self._quotas = quotas

    async def _claim(self, but_not_of: Collection[UUID]) -> "ImportJob | None":
        async with self._database.worker() as session:
            job = await repository.claim_due(session, but_not_of)
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
        return read_rows(self._data, self._job.region)

    def rows_done(self) -> int:
        return self._job.next_row

    async def store(self, chunk: Sequence[ImportRow]) -> bool:
        async with self._database.worker() as session:
            if not await repository.lock(session, self._job):
                return False
            created = self._job.created
            self._job = await self._store(session, chunk)
            self._quotas.note(self.company_id, "contacts", self._job.created - created)
        return True

    async def _store(self, session: AsyncSession, chunk: Sequence[ImportRow]) -> "ContactImport":
        """Store a chunk; every row counts once, as what it did."""
        counts = dict.fromkeys(("created", "updated", "duplicates", "invalid"), 0)
        refused = [rejected(row.person, *row.person.problem) for row in chunk if row.person.problem]
        counts["duplicates"] = sum(row.repeated for row in chunk)
        people = [row.person for row in chunk if not row.repeated and not row.person.problem]
        try:
            await require_room(session, self.company_id, self._quotas)
        except Conflict as refusal:
            words = refusal.words or Words(refusal.detail, refusal.detail)
            refused += [rejected(row, "file", words) for row in people]
        else:
            on_existing: OnExisting = self._job.on_existing  # type: ignore[assignment]  # checked by the table
            outcomes = await import_people(session, self.company_id, people, on_existing, now())
            for row, outcome in zip(people, outcomes, strict=True):
                if isinstance(outcome, Words):
                    refused.append(rejected(row, "customFields", outcome))
                else:
                    counts[outcome] += 1
        counts["invalid"] = len(refused)
        refused.sort(key=lambda row: row.line)
        return await self._advance(session, len(chunk), counts, refused)

    async def _advance(
        self, session: AsyncSession, rows: int, counts: dict[str, int], refused: Sequence[RejectedRow]
    ) -> "ContactImport":
        await repository.keep_rejected(session, self._job, refused)
        advanced = await repository.advance(
            session,
            self._job,
            rows=rows,
            counts=counts,
            errors=[
                {"line": row.line, "field": row.field, "message": row.words.en, "pt": row.words.pt}
                for row in refused[: MAX_ERRORS - len(self._job.errors)]
            ],
        )
        await events.append(session, [import_updated(advanced)])
        return advanced

    async def put_back(self) -> None:
        async with self._database.worker() as session:
            if await repository.lock(session, self._job):
                await repository.release(session, self._job)

    async def finish(self, status: str) -> None:
        async with self._database.worker() as session:
            ended = await repository.finish(session, self._job, status, now())
            if ended is not None:
                await events.append(session, [import_updated(ended)])
