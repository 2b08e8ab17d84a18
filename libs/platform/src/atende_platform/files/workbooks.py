"""Workbooks (XLSX) made CSV as they come in: of the first sheet with anything in it, the values.

They are compressed XML: what they say of their size is bounded, and no more than that is read.
"""

import csv
import io
import warnings
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from typing import Any, Final
from zipfile import BadZipFile, ZipFile

from atende_contracts.field_errors import Invalid

LINE_IN_CELL: Final = "\u2028"
"""Stands for the end of a line within a cell."""
_ZIP: Final = b"PK\x03\x04"
_SHEETS: Final = "xl/workbook.xml"
_STRINGS: Final = "xl/sharedStrings.xml"
_MAX_BYTES: Final = 64 * 1024 * 1024
"""Of all parts together when they are unpacked."""
_MAX_TEXT_BYTES: Final = 24 * 1024 * 1024
"""Of a workbook's texts, which are in memory all at once."""
_MAX_PARTS: Final = 1000
_MAX_SHEET_ROWS: Final = 1_048_576
"""Excel's own."""
_MAX_CELLS: Final = 20_000_000
"""With empty ones between others."""
_LARGEST_WHOLE: Final = 10**15
"""Up to here Excel keeps every digit of a number."""


class UnreadableFile(Invalid):
    """A file is no table that we can read, by a code of `atende_contracts.field_errors`."""


def is_workbook(data: bytes) -> bool:
    """Tell whether a file is an archive, as XLSX is."""
    return data.startswith(_ZIP)


def csv_of_workbook(data: bytes, *, max_rows: int, max_columns: int) -> bytes:
    """Return the first sheet that is not empty as CSV in UTF-8; row 5 is line 5. Raises `UnreadableFile`.

    It takes several times the unpacked size of memory, and seconds of a processor.
    """
    _require_bounds(data)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Of styles and extensions that openpyxl does not know.
            return _first_sheet(data, max_rows, max_columns)
    except UnreadableFile:
        raise
    except Exception as error:  # A damaged workbook fails anywhere, in zipfile, expat or openpyxl.
        raise UnreadableFile("workbook_damaged") from error


def _require_bounds(data: bytes) -> None:
    try:
        with ZipFile(io.BytesIO(data)) as archive:
            sizes = {part.filename: part.file_size for part in archive.infolist()}
            parts = len(archive.infolist())
    except (BadZipFile, NotImplementedError, ValueError, OSError):
        raise UnreadableFile("workbook_damaged") from None
    if _SHEETS not in sizes:
        raise UnreadableFile("workbook_damaged")
    if parts > _MAX_PARTS or sum(sizes.values()) > _MAX_BYTES or sizes.get(_STRINGS, 0) > _MAX_TEXT_BYTES:
        raise UnreadableFile("workbook_too_large")


def _first_sheet(data: bytes, max_rows: int, max_columns: int) -> bytes:
    # A twentieth of a process's start, and few ever see a workbook.
    from openpyxl import load_workbook  # type: ignore[import-untyped]  # noqa: PLC0415

    book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    try:
        for sheet in (each for each in book.worksheets if each.sheet_state == "visible"):
            page = io.StringIO()
            writer = csv.writer(page)
            rows = 0
            for cells in _rows_of(sheet, max_columns):
                writer.writerow(cells)
                rows += any(cells)
                if rows > max_rows:
                    raise UnreadableFile("workbook_too_many_rows")
            if rows:
                return page.getvalue().encode()
    finally:
        book.close()
    return b""


def _rows_of(sheet: Any, max_columns: int) -> Iterator[Sequence[str]]:
    sheet.reset_dimensions()  # What it says of them may be anything, and rows would be filled up to there.
    left = _MAX_CELLS
    for values in sheet.iter_rows(max_row=_MAX_SHEET_ROWS, values_only=True):
        left -= len(values)
        if left < 0:
            raise UnreadableFile("workbook_too_large")
        cells = [_text_of(value) for value in values]
        while cells and not cells[-1]:
            cells.pop()
        if len(cells) > max_columns:
            raise UnreadableFile("workbook_too_many_columns")
        yield cells


def _text_of(value: object) -> str:
    match value:
        case None:
            return ""
        case str():
            # Or the lines of the file would not be the sheet's rows.
            return LINE_IN_CELL.join(value.splitlines())
        case bool():
            return str(value).upper()
        case float() if value.is_integer() and abs(value) < _LARGEST_WHOLE:
            return str(int(value))
        case datetime() if value.time() == time():
            return value.date().isoformat()
        case datetime() | date() | time():
            return value.isoformat()
    return str(value)
