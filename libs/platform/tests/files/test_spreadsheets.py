"""What somebody wrote into a cell stays text, however a spreadsheet splits the file."""

import csv
import io
import unicodedata
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from atende_platform.files.spreadsheets import csv_rows, plain_cell, safe_cell

INVISIBLE = ' \t\r\n\xa0\u200b\u2028\u202e\u3000\ufeff\x00"'
PIECES = st.sampled_from(
    [*"=+-@;,\t\r\n\"' ", "＝", "＋", "－", "＠", "﹦", "\ufeff", "\u2028", "a", "1+1", "cmd|"]
)
CELLS = st.lists(PIECES, max_size=12).map("".join)


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (None, ""),
        ("=HYPERLINK(1)", "'=HYPERLINK(1)"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@SUM", "'@SUM"),
        ("＝1+1", "'＝1+1"),
        ("  =1+1", "'  =1+1"),
        ("\u3000＋1", "'\u3000＋1"),
        ("\tx", "'\tx"),
        ("\rx", "'\rx"),
        ("Ana;=1+1", "Ana;'=1+1"),
        ("Ana\n=1+1", "Ana\n'=1+1"),
        ('Ana;"=1+1"', 'Ana;"\'=1+1"'),
        (-1, "-1"),
        ("Ana-Maria + Zé", "Ana-Maria + Zé"),
        ("Message undeliverable", "Message undeliverable"),
        (datetime(2026, 11, 27, 15, tzinfo=UTC), "2026-11-27T15:00:00Z"),
    ],
)
def test_a_cell_never_runs_as_a_formula(value: object, cell: str) -> None:
    assert safe_cell(value) == cell


def test_rows_are_quoted_where_they_must_be() -> None:
    assert csv_rows([["a,b", 'say "hi"', None, 1]]) == '"a,b","say ""hi""",,1\r\n'


@given(st.lists(CELLS, min_size=1, max_size=4))
def test_no_separator_makes_a_formula_of_a_part(row: list[str]) -> None:
    file = csv_rows([row])
    for separator in ",;\t":
        for cells in csv.reader(io.StringIO(file, newline=""), delimiter=separator):
            for cell in cells:
                seen = unicodedata.normalize("NFKC", cell.lstrip(INVISIBLE))
                assert not seen.startswith(("=", "+", "-", "@")), (separator, cell)


@given(CELLS)
def test_a_cell_is_read_as_it_was(text: str) -> None:
    [[cell]] = csv.reader(io.StringIO(csv_rows([[text]]), newline=""))
    if not any(f"{separator}" in text for separator in ";\t\r\n"):
        assert plain_cell(cell) == text.strip()


@pytest.mark.parametrize("text", ["'=1", "'+5511987654321", "'＝1"])
def test_what_keeps_a_cell_from_running_is_taken_away(text: str) -> None:
    assert plain_cell(text) == text[1:]
