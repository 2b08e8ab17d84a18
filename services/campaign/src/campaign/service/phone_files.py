"""Files of phones: what spreadsheets write, read row by row."""

import csv
from codecs import getincrementaldecoder
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO, TextIOWrapper
from typing import TYPE_CHECKING, Final

from atende_contracts.identity import canonical_alias
from atende_platform.fields import as_one_line
from atende_platform.phones import normalise_phone
from atende_platform.spreadsheets import plain_cell
from campaign.repository.imports import FileRow

if TYPE_CHECKING:
    from _csv import Reader

MAX_NAME_CHARS: Final = 200
_MAX_COLUMNS: Final = 50
_MAX_COLUMN_CHARS: Final = 100
_MAX_CELL_CHARS: Final = 1000
_HEAD_CHARS: Final = 10_000
_PIECE: Final = 256 * 1024
_NAME_COLUMNS: Final = ("name", "nome")
_PHONE_COLUMNS: Final = ("phone", "telefone", "celular", "whatsapp")


class UnreadableFile(ValueError):
    """The file is not a CSV file with the columns that we need; the text is for the user."""


@dataclass(frozen=True, slots=True)
class Table:
    """A file whose header was read: its rows are next, and where their cells belong."""

    reader: "Reader"
    phone: int
    name: int | None
    variables: dict[str, int]


def open_table(data: bytes) -> Table:
    """Read a file's header. Raises `UnreadableFile`.

    Takes what spreadsheets write: UTF-8 with or without a mark, or Latin-1; commas, semicolons or tabs.
    """
    if b"\0" in data:
        raise UnreadableFile("This is not a CSV file in UTF-8 or Latin-1.")
    encoding = "utf-8-sig" if _is_utf_8(data) else "latin-1"
    with TextIOWrapper(BytesIO(data), encoding) as text:
        lines = text.read(_HEAD_CHARS).splitlines()
    head = next((line for line in lines if _is_header(line)), "")
    delimiter = max(",", ";", "\t", key=head.count)
    # Decoded as it is read: a file as text would take four times its size.
    reader = csv.reader(TextIOWrapper(BytesIO(data), encoding, newline=""), delimiter=delimiter)
    try:
        first = next((cells for cells in reader if _is_header(delimiter.join(cells))), [])
    except csv.Error:
        first = []
    return _table(reader, [cell.strip() for cell in first])


def _table(reader: "Reader", header: list[str]) -> Table:
    folded = [name.casefold() for name in header]
    phone = next((folded.index(name) for name in _PHONE_COLUMNS if name in folded), None)
    if phone is None:
        raise UnreadableFile("The first line must name the columns, and one of them phone.")
    if len(header) > _MAX_COLUMNS:
        raise UnreadableFile(f"The file may have {_MAX_COLUMNS} columns at most.")
    name = next((folded.index(name) for name in _NAME_COLUMNS if name in folded), None)
    variables: dict[str, int] = {}
    for position, column in enumerate(header):
        if not column or position in (phone, name):
            continue
        if len(column) > _MAX_COLUMN_CHARS or not set("{}|").isdisjoint(column):
            raise UnreadableFile(
                f"The name of a column has {_MAX_COLUMN_CHARS} characters at most, without braces and bars."
            )
        if column in variables:
            raise UnreadableFile(f"Two columns have the name {column}.")
        variables[column] = position
    return Table(reader, phone, name, variables)


def read_rows(data: bytes, region: str) -> Iterator[FileRow]:
    """Give the rows of a file, lazily and the same ones every time. Raises `UnreadableFile`.

    Empty lines are passed over. Whether a number was there before is not looked at.
    """
    table = open_table(data)
    reader = table.reader
    line = reader.line_num + 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield FileRow(line, field="file", problem=f"This line cannot be read: {error}.")
            line = reader.line_num + 1
            continue
        started, line = line, reader.line_num + 1
        if any(cell.strip() for cell in cells):
            yield _row(started, cells, table, region)


def _row(line: int, cells: Sequence[str], table: Table, region: str) -> FileRow:
    name = _cell(cells, table.name)
    if len(name) > MAX_NAME_CHARS:
        return FileRow(line, field="name", problem=f"This has more than {MAX_NAME_CHARS} characters.")
    variables = {column: _cell(cells, position) for column, position in table.variables.items()}
    for column, value in variables.items():
        if len(value) > _MAX_CELL_CHARS:
            return FileRow(line, field=column, problem=f"This has more than {_MAX_CELL_CHARS} characters.")
    try:
        phone = normalise_phone(_cell(cells, table.phone), region)
    except ValueError as error:
        return FileRow(line, field="phone", problem=str(error))
    given = {column: value for column, value in variables.items() if value}
    return FileRow(line, phone, canonical_alias(f"phone:{phone}"), name or None, given)


def _is_utf_8(data: bytes) -> bool:
    decoder = getincrementaldecoder("utf-8")()
    whole = memoryview(data)
    try:
        for start in range(0, len(data), _PIECE):
            decoder.decode(whole[start : start + _PIECE])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _is_header(line: str) -> bool:
    """Tell whether a line at the beginning is the header: not empty, nor Excel's ``sep=;``."""
    return bool(line.strip()) and not line.startswith("sep=")


def _cell(cells: Sequence[str], column: int | None) -> str:
    """Return a cell in one line, without the ``'`` that keeps spreadsheets from running it as a formula."""
    if column is None or column >= len(cells):
        return ""
    return as_one_line(plain_cell(cells[column]))
