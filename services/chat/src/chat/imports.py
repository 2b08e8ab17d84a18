"""CSV imports of contacts: accepted by the API as they come, done by the worker in chunks.

A chunk is one transaction: its contacts, the events that tell of them, the counts, and how far the
import is. After a crash another worker goes on with the next chunk; a chunk is never done twice.
"""

import asyncio
import csv
import io
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Final
from uuid import UUID

import structlog
from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.event import Party
from atende_contracts.identity import canonical_alias
from atende_platform import audit
from atende_platform.audit import Action
from atende_platform.context import TenantContext
from atende_platform.db import Database, now
from atende_platform.errors import Conflict, InvalidInput, NotFound, TooLarge
from atende_platform.fields import as_one_line
from atende_platform.phones import normalise_phone
from atende_platform.quotas import Quotas
from atende_platform.spreadsheets import plain_cell
from atende_platform.transient import is_transient
from atende_platform.turns import Turns
from chat.domain import TooManyImports
from chat.repository import events
from chat.repository import imports as repository
from chat.repository.imports import Imports
from chat.service.announcements import import_updated
from chat.service.contacts import import_parties, region_of_company, require_room
from chat.settings import Settings

if TYPE_CHECKING:
    from _csv import Reader

    from chat.models import ContactImport

log = structlog.get_logger(__name__)

MAX_FILE_BYTES: Final = 16 * 1024 * 1024
MAX_ERRORS: Final = 100
_MAX_ATTEMPTS: Final = 5
_MAX_NAME_CHARS: Final = 200
_MAX_UNDER_WAY: Final = 10
"""Imports of one company that may wait at a time: their files are kept until they are done."""
_HEAD_CHARS: Final = 10_000
_NAME_COLUMNS: Final = ("name", "nome")
_PHONE_COLUMNS: Final = ("phone", "telefone", "celular", "whatsapp")


# --- the file --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ImportRow:
    """A row of the file: a person, or what is wrong with it."""

    line: int
    name: str | None = None
    phone: str = ""
    problem: tuple[str, str] | None = None
    """Field and message."""
    repeated: bool = False
    """The file named this person in an earlier row."""


class UnreadableFile(ValueError):
    """The file is not a CSV file with the columns that we need; the text is for the user."""


def read_rows(data: bytes, region: str) -> Iterator[ImportRow]:
    """Give the rows of a CSV file, lazily and the same ones every time. Raises `UnreadableFile`.

    Takes what spreadsheets write: UTF-8 with or without a mark, or Latin-1; commas, semicolons or
    tabs; a ``'`` before ``+``. Empty lines are passed over.
    """
    reader, name_column, phone_column = _open(data)
    seen: set[str] = set()
    line = reader.line_num + 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield ImportRow(line, problem=("file", f"This line cannot be read: {error}."))
            line = reader.line_num + 1
            continue
        started, line = line, reader.line_num + 1
        if not any(cell.strip() for cell in cells):
            continue
        yield _row(started, _cell(cells, name_column), _cell(cells, phone_column), region, seen)


def _row(line: int, name: str, phone: str, region: str, seen: set[str]) -> ImportRow:
    if len(name) > _MAX_NAME_CHARS:
        return ImportRow(line, problem=("name", f"The name has more than {_MAX_NAME_CHARS} characters."))
    try:
        normal = normalise_phone(phone, region)
    except ValueError as error:
        return ImportRow(line, problem=("phone", str(error)))
    person = canonical_alias(f"phone:{normal}")
    if person in seen:
        return ImportRow(line, repeated=True)
    seen.add(person)
    return ImportRow(line, name or None, normal)


def _open(data: bytes) -> "tuple[Reader, int | None, int]":
    """Return a reader behind the header, and the columns of name (if any) and phone."""
    if b"\0" in data:
        raise UnreadableFile("This is not a CSV file in UTF-8 or Latin-1.")
    encoding = "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        encoding = "latin-1"
        text = data.decode(encoding)
    head = next((line for line in text[:_HEAD_CHARS].splitlines() if _is_header(line)), "")
    delimiter = max(",", ";", "\t", key=head.count)
    # Decoded as it is read: a file as text would take four times its size, for as long as its import.
    reader = csv.reader(io.TextIOWrapper(io.BytesIO(data), encoding, newline=""), delimiter=delimiter)
    try:
        first = next((cells for cells in reader if _is_header(delimiter.join(cells))), [])
    except csv.Error:
        first = []
    header = [cell.strip().casefold() for cell in first]
    phone = next((header.index(name) for name in _PHONE_COLUMNS if name in header), None)
    if phone is None:
        raise UnreadableFile("The first line must name the columns: name,phone.")
    return reader, next((header.index(name) for name in _NAME_COLUMNS if name in header), None), phone


def _is_header(line: str) -> bool:
    """Tell whether a line at the beginning is the header: not empty, nor Excel's ``sep=;``."""
    return bool(line.strip()) and not line.startswith("sep=")


def _cell(cells: Sequence[str], column: int | None) -> str:
    """Return a cell in one line, without the ``'`` that keeps spreadsheets from running it as a formula."""
    if column is None or column >= len(cells):
        return ""
    return as_one_line(plain_cell(cells[column]))


# --- the API's part --------------------------------------------------------------------------


async def submit(
    session: AsyncSession, actor: TenantContext, data: bytes, max_rows: int, quotas: Quotas
) -> "ContactImport":
    """Queue a file for import.

    Raises when it is too large or has no phones to offer, when too many wait or were sent within the hour, or
    when the company has all the contacts it may.
    """
    if len(data) > MAX_FILE_BYTES:
        raise TooLarge(f"The file may have {MAX_FILE_BYTES} bytes at most.")
    try:
        await asyncio.to_thread(_open, data)
    except UnreadableFile as error:
        raise InvalidInput(str(error), field="file") from None
    if max(data.count(b"\n"), data.count(b"\r")) > max_rows + 1:
        raise InvalidInput(f"The file may have {max_rows} rows at most.", field="file")
    imports = Imports(session, actor.company_id)
    if await imports.under_way() >= _MAX_UNDER_WAY:
        raise TooManyImports(f"{_MAX_UNDER_WAY} imports are under way. Wait for one to finish.")
    await require_room(session, actor.company_id, quotas)
    await quotas.count_import(actor.company_id)
    job = await imports.add(await region_of_company(session, actor.company_id), data)
    await audit.record(session, actor, Action.CONTACT_IMPORT_STARTED, job.id, {"bytes": len(data)})
    return job


async def get(session: AsyncSession, company_id: UUID, import_id: UUID) -> "ContactImport":
    job = await Imports(session, company_id).find(import_id)
    if job is None:
        raise NotFound("There is no such import.")
    return job


# --- the worker's part -----------------------------------------------------------------------


class Importer:
    """Does the imports that wait, those of several companies in turns."""

    def __init__(self, database: Database, settings: Settings, quotas: Quotas) -> None:
        self._database = database
        self._chunk_rows = settings.import_chunk_rows
        self._quotas = quotas
        self._turns = Turns(self._claim)

    async def step(self) -> bool:
        """Do a chunk of an import; return whether to call again at once."""
        return await self._turns.step()

    async def run_due(self) -> None:
        """Do imports until none waits."""
        while await self.step():
            pass

    async def _claim(self, but_not_of: Collection[UUID]) -> "ImportJob | None":
        async with self._database.worker() as session:
            job = await repository.claim_due(session, but_not_of)
            data = await repository.file_of(session, job) if job else b""
        return ImportJob(self._database, self._quotas, job, data, self._chunk_rows) if job else None


class ImportJob:
    """An import that this worker has claimed."""

    def __init__(
        self, database: Database, quotas: Quotas, job: "ContactImport", data: bytes, chunk_rows: int
    ) -> None:
        self._database = database
        self._quotas = quotas
        self._job = job
        self._data = data
        self._chunk_rows = chunk_rows
        self._rows: Iterator[ImportRow] | None = None

    @property
    def company_id(self) -> UUID:
        """Whose import it is."""
        return self._job.company_id

    async def step(self) -> bool:
        """Do the next chunk; return whether there is more to do."""
        job = self._job
        if job.attempts > _MAX_ATTEMPTS:
            log.error("import given up", import_id=str(job.id), company_id=str(job.company_id))
            await self._finish("failed")
            return False
        try:
            return await self._do_chunk()
        except Exception as error:
            if is_transient(error):
                raise
            log.error("import failed", import_id=str(job.id), exc_info=error)
            await self._finish("failed")
            return False

    async def put_back(self) -> None:
        """Leave the rest to whoever claims it next."""
        async with self._database.worker() as session:
            if await repository.lock(session, self._job):
                await repository.release(session, self._job)

    async def _do_chunk(self) -> bool:
        if self._rows is None:
            self._rows = read_rows(self._data, self._job.region)
            # Rows done before a crash are read again, so that repetitions of them are still known.
            await asyncio.to_thread(_skip, self._rows, self._job.next_row)
        chunk = await asyncio.to_thread(_take, self._rows, self._chunk_rows)
        if not chunk:
            await self._finish("finished")
            return False
        async with self._database.worker() as session:
            if not await repository.lock(session, self._job):
                log.warning("import taken over by another worker", import_id=str(self._job.id))
                return False
            try:
                await require_room(session, self.company_id, self._quotas)
            except Conflict as refusal:
                self._job = await _refuse_rest(session, self._job, chunk[0].line, refusal)
            else:
                created = self._job.created
                self._job = await _import_chunk(session, self._job, chunk)
                self._quotas.note(self.company_id, "contacts", self._job.created - created)
                return True
        await self._finish("failed")
        return False

    async def _finish(self, status: str) -> None:
        async with self._database.worker() as session:
            ended = await repository.finish(session, self._job, status, now())
            if ended is not None:
                await events.append(session, [import_updated(ended)])


async def _refuse_rest(
    session: AsyncSession, job: "ContactImport", line: int, refusal: Conflict
) -> "ContactImport":
    """Say from which line on nothing is imported, and why."""
    error = {"line": line, "field": "file", "message": refusal.detail}
    counts = dict.fromkeys(("created", "updated", "duplicates", "invalid"), 0)
    return await repository.advance(session, job, rows=0, counts=counts, errors=[error])


def _skip(rows: Iterator[ImportRow], count: int) -> None:
    next(islice(rows, count, count), None)


def _take(rows: Iterator[ImportRow], count: int) -> list[ImportRow]:
    return list(islice(rows, count))


async def _import_chunk(
    session: AsyncSession, job: "ContactImport", chunk: list[ImportRow]
) -> "ContactImport":
    people = [Party(name=row.name, phone=row.phone) for row in chunk if row.phone]
    created, updated = await import_parties(session, job.company_id, people, now())
    invalid = [(row.line, *row.problem) for row in chunk if row.problem]
    advanced = await repository.advance(
        session,
        job,
        rows=len(chunk),
        counts={
            "created": created,
            "updated": updated,
            "duplicates": len(chunk) - len(invalid) - created - updated,
            "invalid": len(invalid),
        },
        errors=[
            {"line": line, "field": field, "message": message}
            for line, field, message in invalid[: MAX_ERRORS - len(job.errors)]
        ],
    )
    await events.append(session, [import_updated(advanced)])
    return advanced
