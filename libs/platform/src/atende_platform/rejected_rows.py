"""Rows of a file that were not taken, as a file: with the reason in front, to be corrected and sent again."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from atende_contracts.reasons import Words
from atende_platform.languages import Language, in_language
from atende_platform.people_files import MAX_CELL_CHARS, PersonRow
from atende_platform.spreadsheets import CsvStyle, csv_rows
from atende_platform.tables import MAX_COLUMNS

_MAX_KEPT: Final = 2 * MAX_CELL_CHARS
_MAX_ROW: Final = 50_000


class RejectedRow(NamedTuple):
    """A row that was not taken, and why."""

    line: int
    field: str
    words: Words
    cells: Sequence[str]
    """As they were in the file; long ones cut."""


def rejected(row: PersonRow, where: str, words: Words) -> RejectedRow:
    """Return a row as it is kept."""
    return RejectedRow(row.line, where[:MAX_CELL_CHARS], words, kept_cells(row))


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
        yield (row.line, row.field, in_language(row.words, language), *row.cells)
