"""CSV imports of contacts: accepted by the API as they come, done by the worker in chunks.

A chunk is one transaction: its contacts, the events that tell of them, the counts, and how far the
import is. After a crash another worker goes on with the next chunk; a chunk is never done twice.
"""

import asyncio
import csv
import io
from collections.abc import Iterator, Sequence
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
from atende_platform.errors import InvalidInput, NotFound, TooLarge
from atende_platform.fields import as_one_line
from atende_platform.phones import normalise_phone
from atende_platform.spreadsheets import plain_cell
from atende_platform.transient import is_transient
from chat.domain import TooManyImports
from chat.repository import events
from chat.repository import imports as repository
from chat.repository.imports import Imports
from chat.service.announcements import import_updated
from chat.service.contacts import import_parties, region_of_company
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
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("latin-1")
    head = next((line for line in text[:_HEAD_CHARS].splitlines() if _is_header(line)), "")
    delimiter = max(",", ";", "\t", key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
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


async def submit(session: AsyncSession, actor: TenantContext, data: bytes, max_rows: int) -> "ContactImport":
    """Queue a file for import. Raises when it is too large or has no phones to offer, or too many wait."""
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
    """Does the imports that wait, one at a time per worker."""

    def __init__(self, database: Database, settings: Settings) -> None:
        self._database = database
        self._chunk_rows = settings.import_chunk_rows

    async def run_due(self) -> None:
        """Do imports until none waits. An outage ends it; the lease then runs out and one goes on."""
        while True:
            async with self._database.worker() as session:
                job = await repository.claim_due(session)
                data = await repository.file_of(session, job) if job else b""
            if job is None:
                return
            if job.attempts > _MAX_ATTEMPTS:
                log.error("import given up", import_id=str(job.id), company_id=str(job.company_id))
                await self._finish(job, "failed")
                continue
            try:
                await self._import(job, data)
            except Exception as error:
                if is_transient(error):
                    raise
                log.error("import failed", import_id=str(job.id), exc_info=error)
                await self._finish(job, "failed")

    async def _import(self, job: "ContactImport", data: bytes) -> None:
        rows = read_rows(data, job.region)
        # Rows done before a crash are read again, so that repetitions of them are still known.
        await asyncio.to_thread(_skip, rows, job.next_row)
        while chunk := await asyncio.to_thread(_take, rows, self._chunk_rows):
            async with self._database.worker() as session:
                if not await repository.lock(session, job):
                    log.warning("import taken over by another worker", import_id=str(job.id))
                    return
                job = await _import_chunk(session, job, chunk)
        await self._finish(job, "finished")

    async def _finish(self, job: "ContactImport", status: str) -> None:
        async with self._database.worker() as session:
            ended = await repository.finish(session, job, status, now())
            if ended is not None:
                await events.append(session, [import_updated(ended)])


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
