"""Rows of files that imports refused: as they are kept, as a service's tables have them, and as a file.

They are kept for some weeks, of a company's newest imports. A table of them has the key of its import
(``company_id``, ``import_id``), and ``line``, ``field``, ``message``, ``message_pt``, ``reason`` and
``cells``; the table of imports has ``company_id``, ``id`` and ``created_at``. As a file they have the reason
in front, to be corrected and sent again.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Annotated, Any, Final, Generic, NamedTuple, TypeVar
from uuid import UUID

from sqlmodel import SQLModel
from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.field_errors import FIELD_ERRORS, FieldError
from atende_contracts.problems import PROBLEMS
from atende_contracts.words import OTHER, Reason, Sentences, Words, fill
from atende_platform.data import batch
from atende_platform.data.db import execute
from atende_platform.data.purges import deleting
from atende_platform.files.people_files import MAX_CELL_CHARS, PersonRow
from atende_platform.files.spreadsheets import CsvStyle, csv_rows
from atende_platform.files.tables import MAX_COLUMNS
from atende_platform.http.fields import one_of
from atende_platform.languages import Language, in_language

KEPT: Final = 20
"""Imports of a company whose refused rows are kept, at most: each may be as large as its file."""
_MAX_KEPT: Final = 8_000
"""Of a cell: more than any may have."""
_MAX_ROW: Final = 50_000
M = TypeVar("M", bound=SQLModel)


# --- a row -----------------------------------------------------------------------------------------


class RejectedRow(NamedTuple):
    """A row that was not taken, and why."""

    line: int
    error: FieldError
    cells: Sequence[str]
    """As they were in the file; long ones cut."""


def rejected(row: PersonRow, error: FieldError) -> RejectedRow:
    """Return a row as it is kept."""
    return RejectedRow(row.line, replace(error, field=error.field[:MAX_CELL_CHARS]), kept_cells(row))


def as_stored(error: FieldError) -> dict[str, Any]:
    """Return an error as a column of JSON has it, beside its field."""
    return {"code": error.code, "params": dict(error.params)}


def stored_error(
    field: str, reason: Mapping[str, Any] | None, *, en: str, pt: str | None = None
) -> FieldError:
    """Return why a stored row was not taken.

    From before there were codes there are only its words, ``en`` and ``pt``, which go with the next version.
    """
    stored = Reason(reason["code"], reason["params"]) if reason is not None else _SENTENCES.reason(en)
    if stored is None:
        return FieldError(field, OTHER, {"text": en}, Words(pt or en, en))
    problem = PROBLEMS.get(stored.code)
    words = problem.words if problem else FIELD_ERRORS.get(stored.code, Words(pt or en, en))
    return FieldError(field, stored.code, stored.params, fill(words, stored.params))


_SENTENCES: Final = Sentences(FIELD_ERRORS)

RowCode = Annotated[str, one_of([*FIELD_ERRORS, "too-many-contacts", OTHER])]
"""Why a row was not taken, in answers; of the errors of whole requests only that of a full company."""


def kept_cells(row: PersonRow) -> list[str]:
    """Return the cells of a row as they are kept: none of one so long that it can hardly be a row."""
    if len(row.cells) > MAX_COLUMNS or sum(map(len, row.cells)) > _MAX_ROW:
        return []
    return [_kept(cell.replace("\0", "\ufffd")) for cell in row.cells]


def _kept(cell: str) -> str:
    # One that is cut is still too long when it is sent again.
    return cell if len(cell) <= _MAX_KEPT else f"{cell[:_MAX_KEPT]}…"


# --- in a service's tables -------------------------------------------------------------------------


class Rejects(Generic[M]):
    """The refused rows of one table, and the table of the imports that refused them.

    ``with_imports``: an import is kept for its refused rows only, and deleted with them.
    """

    def __init__(self, rows: type[M], imports: type[SQLModel], *, with_imports: bool = False) -> None:
        table = str(imports.__tablename__ if with_imports else rows.__tablename__)
        import_id = "id" if with_imports else "import_id"
        self._rows: Final = rows
        self._insert: Final = batch.insert(rows, dict)
        self.page_sql: Final = f"""
SELECT * FROM {rows.__tablename__}
WHERE company_id = :company_id AND import_id = :import_id AND line > :after
ORDER BY line LIMIT :limit
"""  # noqa: S608 (made of the model)
        self.trim_sql: Final = f"""
DELETE FROM {table} WHERE company_id = :company_id AND {import_id} NOT IN (
    SELECT id FROM {imports.__tablename__} WHERE company_id = :company_id ORDER BY id DESC LIMIT :kept)
"""  # noqa: S608 (made of the model)
        is_old = "created_at < now() - make_interval(days => :days)"
        self.purge_sql: Final = f"""
DELETE FROM {rows.__tablename__} WHERE ctid = ANY (ARRAY(
    SELECT refused.ctid FROM {imports.__tablename__} i JOIN {rows.__tablename__} refused
      ON refused.company_id = i.company_id AND refused.import_id = i.id
    WHERE i.{is_old} LIMIT :limit
))
"""  # noqa: S608 (made of the model)
        self.purge_imports_sql: Final = deleting(table, is_old, "created_at") if with_imports else None

    async def add(
        self, session: AsyncSession, company_id: UUID, import_id: UUID, rows: Sequence[RejectedRow]
    ) -> None:
        """Keep rows that an import refused."""
        await self._insert.run(session, [_stored(company_id, import_id, row) for row in rows])

    async def page(
        self, session: AsyncSession, company_id: UUID, import_id: UUID, *, after: int, limit: int
    ) -> list[RejectedRow]:
        """Return rows that an import refused, after a line, in the order of their lines."""
        named = {"company_id": company_id, "import_id": import_id, "after": after, "limit": limit}
        found: Sequence[Any] = await batch.fetch(session, self._rows, self.page_sql, **named)
        return [
            RejectedRow(
                row.line, stored_error(row.field, row.reason, en=row.message, pt=row.message_pt), row.cells
            )
            for row in found
        ]

    async def make_room(self, session: AsyncSession, company_id: UUID) -> None:
        """Delete what a company's earlier imports refused, so that with the next one `KEPT` have rows."""
        await execute(session, self.trim_sql, company_id=company_id, kept=KEPT - 1)

    async def purge(self, session: AsyncSession, limit: int, *, days: int) -> int:
        """Delete some rows of imports that began so long ago; return how many.

        They are people's data that nobody uses any more.
        """
        count = (await execute(session, self.purge_sql, days=days, limit=limit)).rowcount
        if count < limit and self.purge_imports_sql is not None:
            count = max(
                count, (await execute(session, self.purge_imports_sql, days=days, limit=limit)).rowcount
            )
        return count


def _stored(company_id: UUID, import_id: UUID, row: RejectedRow) -> dict[str, Any]:
    return {
        "company_id": company_id,
        "import_id": import_id,
        "line": row.line,
        "field": row.error.field,
        "message": row.error.words.en,
        "message_pt": row.error.words.pt,
        "reason": as_stored(row.error),
        "cells": list(row.cells),
    }


# --- as a file -------------------------------------------------------------------------------------


def rejected_header(columns: Sequence[str], style: CsvStyle, language: Language) -> str:
    """Return the first line of the file. Columns that begin with ``#`` are not read when it is sent again."""
    own = ("#linha", "#campo", "#problema") if language == "pt" else ("#line", "#field", "#problem")
    return csv_rows([(*own, *columns)], style, first=True)


def rejected_lines(rows: Iterable[RejectedRow], style: CsvStyle, language: Language) -> str:
    """Return the lines of rows."""
    return csv_rows(_lines(rows, language), style)


def _lines(rows: Iterable[RejectedRow], language: Language) -> Iterator[Sequence[object]]:
    for row in rows:
        yield (row.line, row.error.field, in_language(row.error.words, language), *row.cells)
