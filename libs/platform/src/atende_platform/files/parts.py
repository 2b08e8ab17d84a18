"""Large files made part by part: CSV and workbooks (XLSX) whose parts are kept apart until they are read.

Each part is compressed by itself. A worker that ends between two loses nothing, and another goes on behind
the last one; a file of any size takes the memory of one part. Put behind each other, the parts of a workbook
are the compressed sheet of its ZIP archive as they are. Texts never run as formulas; numbers stay numbers.
"""

import re
import struct
import zlib
from collections.abc import AsyncIterator, Sequence
from typing import Final, Literal, NamedTuple
from xml.sax.saxutils import escape

from atende_platform.files.spreadsheets import CsvStyle, csv_rows, safe_cell

Format = Literal["csv", "xlsx"]
MAX_SHEET_ROWS: Final = 1_048_575
"""Below the header: no spreadsheet program reads more."""
_MAX_CELL: Final = 32_767
_RAW: Final = -15
"""Of zlib: no header, as ZIP has it."""
_LEVEL: Final = 3
_LAST: Final = b"\x03\x00"
"""The empty block that ends what is compressed."""
_NOT_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_HEAD: Final = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetViews>'
    '<sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
    "</sheetView></sheetViews><sheetData>"
)
_TAIL: Final = "</sheetData></worksheet>"
_MAIN: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_RELATION: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_MEMBERS: Final = {
    "[Content_Types].xml": (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_MAIN}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_MAIN}.worksheet+xml"/></Types>'
    ),
    "_rels/.rels": (
        f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_RELATION}/officeDocument" Target="xl/workbook.xml"/>'
        "</Relationships>"
    ),
    "xl/workbook.xml": (
        '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
        f' xmlns:r="{_RELATION}"><sheets><sheet name="Atendechat" sheetId="1" r:id="rId1"/></sheets>'
        "</workbook>"
    ),
    "xl/_rels/workbook.xml.rels": (
        f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_RELATION}/worksheet" Target="worksheets/sheet1.xml"/>'
        "</Relationships>"
    ),
}
_SHEET: Final = "xl/worksheets/sheet1.xml"
_XML: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_STORED, _DEFLATED = 0, 8
_EPOCH: Final = 0x21
"""The first day that ZIP knows: the same rows make the same file."""


class Extent(NamedTuple):
    """How large a file is without compression, and its CRC-32."""

    size: int = 0
    checksum: int = 0


class Part(NamedTuple):
    """A part, compressed, and the extent of the file with it."""

    data: bytes
    extent: Extent


class Writer:
    """Makes the parts of one file, one after the other."""

    def __init__(self, file_format: Format, style: CsvStyle) -> None:
        self._format = file_format
        self._style = style

    def begin(self, header: Sequence[str], rows: Sequence[Sequence[object]]) -> Part:
        """Return the first part: the header, and rows below it."""
        if self._format == "csv":
            text = csv_rows([header], self._style, first=True) + csv_rows(rows, self._style)
            return _part(text, Extent())
        return _part(_HEAD + "".join(map(_row, [header, *rows])), Extent())

    def go_on(self, before: Extent, rows: Sequence[Sequence[object]]) -> Part:
        """Return the next part."""
        text = csv_rows(rows, self._style) if self._format == "csv" else "".join(map(_row, rows))
        return _part(text, before)

    def finish(self, before: Extent) -> Part:
        """Return the last part, without which the file cannot be read."""
        return _part("" if self._format == "csv" else _TAIL, before)


def _part(text: str, before: Extent) -> Part:
    data = text.encode("utf-8", "replace")
    compressor = zlib.compressobj(_LEVEL, zlib.DEFLATED, _RAW)
    compressed = compressor.compress(data) + compressor.flush(zlib.Z_FULL_FLUSH)
    return Part(compressed, Extent(before.size + len(data), zlib.crc32(data, before.checksum)))


def _row(cells: Sequence[object]) -> str:
    return f"<row>{''.join(map(_cell, cells))}</row>"


def _cell(value: object) -> str:
    if value is None or value == "":
        return "<c/>"
    if isinstance(value, int | float) and not isinstance(value, bool):
        return f"<c><v>{value}</v></c>"
    text = escape(_NOT_XML.sub("", safe_cell(value))[:_MAX_CELL])
    return f'<c t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'


async def read_csv(parts: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """Yield a CSV file of its parts."""
    async for part in parts:
        yield zlib.decompressobj(_RAW).decompress(part)


async def read_workbook(
    parts: AsyncIterator[bytes], *, compressed: int, extent: Extent
) -> AsyncIterator[bytes]:
    """Yield a workbook of its parts, which take ``compressed`` bytes together."""
    before, after = _around(compressed, extent)
    yield before
    async for part in parts:
        yield part
    yield after


def _around(compressed: int, extent: Extent) -> tuple[bytes, bytes]:
    """Return what stands before and behind the compressed sheet in its archive."""
    before, entries = b"", b""
    for name, text in _MEMBERS.items():
        data = (_XML + text).encode()
        header = _header(name, _STORED, zlib.crc32(data), len(data), len(data))
        entries += _entry(header, name, len(before))
        before += header.local + data
    sheet = _header(_SHEET, _DEFLATED, extent.checksum, compressed + len(_LAST), extent.size)
    entries += _entry(sheet, _SHEET, len(before))
    before += sheet.local
    count, start = len(_MEMBERS) + 1, len(before) + compressed + len(_LAST)
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, count, count, len(entries), start, 0)
    return before, _LAST + entries + end


class _Header(NamedTuple):
    local: bytes
    fields: bytes
    """What stands both before the file and in the directory at the end."""


def _header(name: str, method: int, checksum: int, compressed: int, size: int) -> _Header:
    # Version 2.0, names in UTF-8.
    fields = struct.pack(
        "<5H3L2H", 20, 0x800, method, 0, _EPOCH, checksum, compressed, size, len(name.encode()), 0
    )
    return _Header(b"PK\x03\x04" + fields + name.encode(), fields)


def _entry(header: _Header, name: str, position: int) -> bytes:
    rest = struct.pack("<3H2L", 0, 0, 0, 0, position)
    return b"PK\x01\x02" + struct.pack("<H", 20) + header.fields + rest + name.encode()


def whole_file(
    file_format: Format, style: CsvStyle, header: Sequence[str], rows: Sequence[Sequence[object]]
) -> bytes:
    """Return a small file as a whole."""
    if file_format == "csv":
        return (csv_rows([header], style, first=True) + csv_rows(rows, style)).encode("utf-8", "replace")
    writer = Writer(file_format, style)
    first = writer.begin(header, rows)
    last = writer.finish(first.extent)
    sheet = first.data + last.data
    before, after = _around(len(sheet), last.extent)
    return before + sheet + after
