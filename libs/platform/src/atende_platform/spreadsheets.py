"""CSV files that a spreadsheet shows as they are: no cell runs as a formula, whatever is written in it."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Final

# The signs that a formula begins with, and their full-width, small, raised and lowered forms.
_SIGNS: Final = "=+\\-@＝＋－＠﹦﹢﹣﹫⁼⁺⁻₌₊₋−"
_PASSED_OVER: Final = "\\s\"'\\x00-\\x1f\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u2069\\ufeff"
"""What may stand before a sign and not be seen."""
_BEGINS_AS_FORMULA: Final = re.compile(rf"[\t\r\n]|[{_PASSED_OVER}]*[{_SIGNS}]")
# Where Excel's list separator is a semicolon, as in Brazil, it splits our cells there, quoted or not.
_GOES_ON_AS_FORMULA: Final = re.compile(rf"([;\t\r\n][{_PASSED_OVER}]*)(?=[{_SIGNS}])")
_SEPARATOR: Final = re.compile(r"[;\t\r\n]")
_QUOTED: Final = re.compile(rf"'[{_PASSED_OVER}]*[{_SIGNS}]")


def csv_rows(rows: Iterable[Sequence[object]]) -> str:
    """Return rows as CSV (RFC 4180); nothing in them runs as a formula, not even split at semicolons."""
    page = io.StringIO()
    csv.writer(page).writerows([safe_cell(value) for value in row] for row in rows)
    return page.getvalue()


def safe_cell(value: object) -> str:
    """Return a value as a spreadsheet may have it: a ``'`` makes text of what would run as a formula."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if not isinstance(value, str):
        return str(value)
    if not value or (value[0].isalnum() and not _SEPARATOR.search(value)):
        return value  # Most are, and an export has millions.
    text = _GOES_ON_AS_FORMULA.sub(r"\1'", value)
    return f"'{text}" if _BEGINS_AS_FORMULA.match(text) else text


def plain_cell(text: str) -> str:
    """Return a cell of somebody's file without the ``'`` that keeps spreadsheets from running it."""
    text = text.strip()
    return text[1:].strip() if _QUOTED.match(text) else text
