"""Rows of a file that were not taken, as a file: with the reason in front, to be corrected and sent again."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Annotated, Any, Final, NamedTuple

from atende_contracts.field_errors import FIELD_ERRORS, FieldError
from atende_contracts.problems import PROBLEMS
from atende_contracts.words import OTHER, Reason, Sentences, Words, fill
from atende_platform.files.people_files import MAX_CELL_CHARS, PersonRow
from atende_platform.files.spreadsheets import CsvStyle, csv_rows
from atende_platform.files.tables import MAX_COLUMNS
from atende_platform.http.fields import one_of
from atende_platform.languages import Language, in_language

_MAX_KEPT: Final = 2 * MAX_CELL_CHARS
_MAX_ROW: Final = 50_000


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
