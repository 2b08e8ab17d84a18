"""CSV files that a spreadsheet shows as they are: no cell runs as a formula, whatever is written in it.

`plain_cell` gives back what `safe_cell` was given, so that what was taken away can be brought back unchanged.
"""

import csv
import io
import re
from collections.abc import AsyncIterator, Iterable, Sequence
from datetime import UTC, datetime
from typing import Annotated, Any, Final, Literal, NamedTuple

from fastapi import Depends, Query
from fastapi.responses import StreamingResponse

# The signs that a formula begins with, and their full-width, small, raised and lowered forms.
_SIGNS: Final = "=+\\-@＝＋－＠﹦﹢﹣﹫⁼⁺⁻₌₊₋−"
_PASSED_OVER: Final = "\\s\"'\\x00-\\x1f\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u2069\\ufeff"
"""What may stand before a sign and not be seen."""
_BEGINS_AS_FORMULA: Final = re.compile(rf"[ ']*[\t\r\n]|[{_PASSED_OVER}]*[{_SIGNS}]")
# Where Excel's list separator is not ours, it splits our cells there, quoted or not.
_GOES_ON_AS_FORMULA: Final = re.compile(rf"([;,\t\r\n][{_PASSED_OVER}]*)(?=[{_SIGNS}])")
_MADE_TEXT: Final = re.compile(rf"([;,\t\r\n][{_PASSED_OVER}]*)'(?=[{_SIGNS}])")
_SEPARATOR: Final = re.compile(r"[;,\t\r\n]")
_QUOTED: Final = re.compile(rf"'(?:[ ']*[\t\r\n]|[{_PASSED_OVER}]*[{_SIGNS}])")

BYTE_ORDER_MARK: Final = "\ufeff"
Separator = Literal["comma", "semicolon", "tab"]
_SIGN_OF: Final[dict[Separator, str]] = {"comma": ",", "semicolon": ";", "tab": "\t"}
_DECIMAL_POINT: Final = ("en", "es-MX", "ja", "zh", "he", "th", "ko")
"""Languages, and countries of others, where numbers have a point; Excel separates by commas there."""


class CsvStyle(NamedTuple):
    """How a CSV file is written."""

    separator: str = ","
    decimal: str = "."
    mark: bool = False
    """A byte order mark in front, without which Excel takes UTF-8 for the encoding of its country."""


COMMAS: Final = CsvStyle()


class AskedStyle(NamedTuple):
    """What a request asks for; None: as a company's country has it."""

    separator: Separator | None = None
    mark: bool | None = None


def _asked(
    separator: Annotated[
        Separator | None,
        Query(description="Between cells; absent: as spreadsheets in the company's country have it"),
    ] = None,
    bom: Annotated[
        bool | None, Query(description="Whether a byte order mark is in front, as Excel needs; absent: yes")
    ] = None,
) -> AskedStyle:
    return AskedStyle(separator, bom)


Style = Annotated[AskedStyle, Depends(_asked)]


def style_of(locale: str | None, asked: AskedStyle) -> CsvStyle:
    """Return how a file is written for a company of a locale: Brazil's Excel separates by semicolons."""
    has_point = (locale or "pt-BR").replace("_", "-").startswith(_DECIMAL_POINT)
    separator = _SIGN_OF[asked.separator or ("comma" if has_point else "semicolon")]
    return CsvStyle(separator, "." if separator == "," else ",", asked.mark is not False)


CSV_ANSWER: Final[dict[int | str, dict[str, Any]]] = {
    200: {"description": "The file", "content": {"text/csv": {"schema": {"type": "string"}}}}
}
"""A route's answer in the API document."""


def csv_response(file: AsyncIterator[str], name: str) -> StreamingResponse:
    """Return a file for download."""
    return StreamingResponse(
        file,
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def csv_rows(rows: Iterable[Sequence[object]], style: CsvStyle = COMMAS, *, first: bool = False) -> str:
    """Return rows as CSV (RFC 4180); nothing in them runs as a formula, not even split at semicolons.

    ``first`` rows have the byte order mark in front, if the style has one.
    """
    page = io.StringIO()
    if first and style.mark:
        page.write(BYTE_ORDER_MARK)
    writer = csv.writer(page, delimiter=style.separator)
    writer.writerows([safe_cell(value, style.decimal) for value in row] for row in rows)
    return page.getvalue()


def safe_cell(value: object, decimal: str = ".") -> str:
    """Return a value as a spreadsheet may have it: a ``'`` makes text of what would run as a formula."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, float):
        return str(value).replace(".", decimal)
    if not isinstance(value, str):
        return str(value)
    if not value or (value[0].isalnum() and not _SEPARATOR.search(value)):
        return value  # Most are, and an export has millions.
    text = _GOES_ON_AS_FORMULA.sub(r"\1'", value)
    return f"'{text}" if _BEGINS_AS_FORMULA.match(text) else text


def plain_cell(text: str) -> str:
    """Return a cell of somebody's file without each ``'`` that keeps spreadsheets from running it."""
    if "'" not in text:
        return text.strip()
    text = text.lstrip(" ")
    if _QUOTED.match(text):
        text = text[1:]
    return _MADE_TEXT.sub(r"\1", text).strip()
