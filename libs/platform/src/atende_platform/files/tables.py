"""Tables as people's programs write them: the one reader of files of contacts, audiences and opt-outs.

`as_stored` makes CSV of every kind of file; `open_table` reads that lazily, the same rows every time.
Every line of a file is a part of a row that is given out, with its problem if it has one: a line in another
encoding and a stray quote cost one row each, never the rows behind them.
"""

import codecs
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import Final, Literal, NamedTuple

from atende_platform.files.workbooks import UnreadableFile, csv_of_workbook, is_workbook

__all__ = [
    "MAX_COLUMNS", "Encoding", "Header", "Table", "TableRow", "UnreadableFile", "as_stored", "encoding_of",
    "open_table",
]  # fmt: skip

Encoding = Literal["utf-8", "utf-16", "windows-1252"]
Header = Literal["understood", "any", "none"]
"""Whether a file must have a header that is understood; any first row will do where none is; or the first row
is one of data, as the user said, and columns are called by their numbers."""
MAX_COLUMNS: Final = 500
MAX_HEADER_ROW: Final = 30
"""Among so many rows is the header, behind titles and the like."""
MAX_RECORD_CHARS: Final = 20_000
_MAX_RECORD_LINES: Final = 100
"""So much may stand between quotes; what is longer has a quote too many."""
_DELIMITERS: Final = (";", ",", "\t", "|")
_UTF_16: Final = ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_OLD_EXCEL: Final = b"\xd0\xcf\x11\xe0"
_LINE: Final = re.compile(rb"[^\r\n]*(?:\r\n?|\n|\Z)")
_SEPARATOR_LINE: Final = re.compile(r"sep=(.)\s*", re.IGNORECASE)
_INSIDE_QUOTES: Final = re.compile(r'(?:[^"]|"")*+')
_OPENING_QUOTE: Final = re.compile(r' *"')
_AFTER_QUOTE: Final = re.compile(" *")
_PHONE: Final = re.compile(r"[0-9](?:[ ().-]{0,3}[0-9]){6}")
"""What a row of people has, and a line of a longer text hardly."""


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of a table that is not empty, or what is wrong with it."""

    line: int
    cells: Sequence[str] = ()
    problem: str | None = None
    """A code of `atende_contracts.field_errors`."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose header was found: its columns, and the rows below, which can be read once."""

    header: Sequence[str]
    rows: Iterator[TableRow] = field(repr=False)
    delimiter: str = ","
    line: int = 1
    """That of the header; 0 if there is none."""


def as_stored(data: bytes, max_rows: int) -> bytes:
    """Return a file as CSV in one of the encodings that `open_table` reads.

    Takes CSV in UTF-8, UTF-16 and Windows-1252, and XLSX. Raises `UnreadableFile`.
    """
    if is_workbook(data):
        return csv_of_workbook(data, max_rows=max_rows + MAX_HEADER_ROW, max_columns=MAX_COLUMNS)
    if data.startswith(_OLD_EXCEL):
        raise UnreadableFile("file_of_old_excel")
    data = _without_utf_16(data)
    if b"\0" in data:
        raise UnreadableFile("file_not_a_table")
    if max(data.count(b"\n"), data.count(b"\r")) > max_rows + MAX_HEADER_ROW:
        raise UnreadableFile("too_many_rows", most=max_rows)
    return data


def _without_utf_16(data: bytes) -> bytes:
    encoding = _utf_16_of(data)
    if encoding is None:
        return data
    try:
        return data.decode(encoding).encode()
    except UnicodeDecodeError:
        raise UnreadableFile("file_not_a_table") from None


def _utf_16_of(data: bytes) -> str | None:
    encoding = next((name for mark, name in _UTF_16 if data.startswith(mark)), None)
    if encoding is None and b"\0" in data[:200]:
        # Without a mark: in Western languages every other byte is 0.
        encoding = "utf-16-le" if data[1:2] == b"\0" else "utf-16-be"
    return encoding


def encoding_of(data: bytes) -> Encoding:
    """Return the encoding of a CSV file as it was sent."""
    if _utf_16_of(data):
        return "utf-16"
    return "utf-8" if _encoding_of(data) == "utf-8" else "windows-1252"


def open_table(data: bytes, rate: Callable[[Sequence[str]], int], header: Header = "understood") -> Table:
    """Find the header of a stored file. Raises `UnreadableFile`.

    ``rate`` says how much of a header the cells of a row are, 0 for none. The best of the first rows
    is it, split by the delimiter that makes the best one. ``header`` says what is done where none is
    understood: see `Header`.
    """
    encoding = _encoding_of(data)
    best: tuple[int, int, str, int] = (0, 0, "", 0)
    for delimiter in _delimiters(data, encoding):
        records = _Records(data, encoding, delimiter)
        for number, row in enumerate(islice(records, MAX_HEADER_ROW)):
            found = rate(row.cells) if row.problem is None else 0
            if found and (found, len(row.cells)) > best[:2]:
                best = (found, len(row.cells), delimiter, number)
    rating, _, delimiter, number = best
    if header == "none" or (not rating and header == "any"):
        delimiter, number = _evenest(data, encoding), 0
    elif not rating:
        raise UnreadableFile("header_missing")
    records = _Records(data, encoding, delimiter)
    first = next(islice(records, number, None), None)
    if first is None:
        raise UnreadableFile("file_empty")
    cells = first.cells
    if len(_trimmed(cells)) > MAX_COLUMNS:
        raise UnreadableFile("too_many_columns", most=MAX_COLUMNS)
    records.width = len(cells)
    rows = _rows_of(records, len(cells))
    if header == "none":
        names = [str(position + 1) for position in range(len(cells))]
        return Table(names, chain([first], rows), delimiter, 0)
    return Table(cells, rows, delimiter, first.line)


def _evenest(data: bytes, encoding: str) -> str:
    """Return the delimiter by which most of the first rows have as many cells, and more than one."""
    best: tuple[int, int, str] = (0, 0, ",")
    for delimiter in _delimiters(data, encoding):
        rows = islice(_Records(data, encoding, delimiter), MAX_HEADER_ROW)
        widths = Counter(len(row.cells) for row in rows if row.problem is None)
        width, times = max(widths.items(), key=lambda each: (each[0] > 1, each[1]), default=(0, 0))
        if width > 1 and (times, width) > best[:2]:
            best = (times, width, delimiter)
    return best[2]


def _rows_of(records: "_Records", width: int) -> Iterator[TableRow]:
    for row in records:
        if row.problem is None and len(_trimmed(row.cells)) > width:
            yield TableRow(row.line, row.cells, "too_many_cells")
        else:
            yield row


def _trimmed(cells: Sequence[str]) -> Sequence[str]:
    """Return cells without the empty ones at the end."""
    end = len(cells)
    while end and not cells[end - 1].strip():
        end -= 1
    return cells[:end]


def _delimiters(data: bytes, encoding: str) -> Sequence[str]:
    """Return what may separate the cells: what Excel's ``sep=;`` in the first line says, or any."""
    first = _Lines(data, encoding).next()
    said = _SEPARATOR_LINE.fullmatch(first.text) if first is not None and first.text else None
    return (said[1],) if said else _DELIMITERS


def _encoding_of(data: bytes) -> str:
    """Return the encoding of most lines: UTF-8, or what Windows in the West writes."""
    if data.isascii() or data.startswith(codecs.BOM_UTF8):
        return "utf-8"
    lines = [_is_utf_8(line) for line in _split_lines(data) if not line.isascii()]
    return "utf-8" if 2 * sum(lines) >= len(lines) else "cp1252"


def _split_lines(data: bytes) -> Iterator[bytes]:
    return (match[0] for match in _LINE.finditer(data))


def _is_utf_8(line: bytes) -> bool:
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True


# --- lines and records -----------------------------------------------------------------------


class _Line(NamedTuple):
    number: int
    text: str | None
    """None: in another encoding."""
    raw: bytes


class _Lines:
    """The lines of a file, decoded one by one; a position can be returned to."""

    def __init__(self, data: bytes, encoding: str) -> None:
        self._data = data
        self._encoding = encoding
        self.position = (0, 0)
        """The byte and the number of the line before it."""
        while data.startswith(codecs.BOM_UTF8, self.position[0]):
            self.position = (self.position[0] + len(codecs.BOM_UTF8), 0)

    def next(self) -> _Line | None:
        start, number = self.position
        if start >= len(self._data):
            return None
        match = _LINE.match(self._data, start)
        if match is None:
            raise AssertionError("any bytes begin with a line")
        self.position = (match.end(), number + 1)
        raw = match[0].rstrip(b"\r\n")
        return _Line(number + 1, self._decoded(raw), raw)

    def _decoded(self, raw: bytes) -> str | None:
        if raw.isascii():
            return raw.decode("ascii")
        if self._encoding != "utf-8" and _is_utf_8(raw):
            return None
        try:
            return raw.decode(self._encoding)
        except UnicodeDecodeError:
            return None


class _StrayQuoteError(Exception):
    """A quote is where none may be, or is never closed."""


class _Records:
    """The rows of a file that are not empty, split at a delimiter."""

    def __init__(self, data: bytes, encoding: str, delimiter: str) -> None:
        self._lines = _Lines(data, encoding)
        self._delimiter = delimiter
        self.width = 0
        """How many cells a row has, once the header is known."""

    def __iter__(self) -> "_Records":
        return self

    def __next__(self) -> TableRow:
        while True:
            line = self._lines.next()
            if line is None:
                raise StopIteration
            if line.text is None:
                cells = line.raw.decode("cp1252", errors="replace").split(self._delimiter)
                return TableRow(line.number, cells, "line_of_other_encoding")
            if _SEPARATOR_LINE.fullmatch(line.text) and line.number == 1:
                continue
            row = self._row(line.number, line.text)
            if row.problem is not None or any(cell.strip() for cell in row.cells):
                return row

    def _row(self, number: int, text: str) -> TableRow:
        if '"' not in text:
            return TableRow(number, text.split(self._delimiter))
        after_first = self._lines.position
        try:
            return TableRow(number, self._quoted(text))
        except _StrayQuoteError:
            # The next row may be in the next line, whatever stood between the quotes.
            self._lines.position = after_first
            return TableRow(number, text.split(self._delimiter), "stray_quote")

    def _quoted(self, text: str) -> list[str]:
        cells, open_cell = self._split(text, None)
        swallowed: list[str] = []
        chars = len(text)
        while open_cell is not None:
            line = self._lines.next()
            if line is None or line.text is None:
                raise _StrayQuoteError
            swallowed.append(line.text)
            chars += len(line.text)
            if chars > MAX_RECORD_CHARS or len(swallowed) > _MAX_RECORD_LINES:
                raise _StrayQuoteError
            more, open_cell = self._split(line.text, open_cell)
            cells += more
        if self._holds_rows(swallowed, complete=len(cells) == self.width):
            raise _StrayQuoteError
        return cells

    def _holds_rows(self, swallowed: Sequence[str], *, complete: bool) -> bool:
        """Tell whether lines between two quotes look like rows: the first quote had no pair then."""
        if self.width < 2:
            return False
        inside = swallowed[:-1] if complete else swallowed
        return any(line.count(self._delimiter) + 1 == self.width and _PHONE.search(line) for line in inside)

    def _split(self, text: str, open_cell: str | None) -> tuple[list[str], str | None]:
        """Split a line; ``open_cell`` is the part of a cell between quotes that began before it.

        Returns the part of the cell that goes on behind the line, too. Raises `_StrayQuoteError`.
        """
        cells: list[str] = []
        at = 0
        while True:
            opening = _OPENING_QUOTE.match(text, at)
            if open_cell is None and opening is None:
                end = text.find(self._delimiter, at)
                cells.append(text[at:] if end < 0 else text[at:end])
            else:
                start = at if open_cell is not None or opening is None else opening.end()
                inside = _INSIDE_QUOTES.match(text, start)
                before = open_cell or ""
                content = before + (inside[0].replace('""', '"') if inside else "")
                closing = inside.end() if inside else start
                if closing == len(text):
                    return cells, f"{content}\n"
                cells.append(content)
                open_cell = None
                after = _AFTER_QUOTE.match(text, closing + 1)
                end = after.end() if after else closing + 1
                if end == len(text):
                    return cells, None
                if text[end] != self._delimiter:
                    raise _StrayQuoteError
            if end < 0:
                return cells, None
            at = end + 1
