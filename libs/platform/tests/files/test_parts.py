"""Files made part by part, read back by others' readers."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook  # type: ignore[import-untyped]

from atende_platform.files.parts import Extent, Part, Writer, read_csv, read_workbook, whole_file
from atende_platform.files.spreadsheets import COMMAS, CsvStyle, safe_cell

_NAMESPACE = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def cells(file: bytes) -> list[list[str]]:
    """Return what a workbook has in its only sheet."""
    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        assert archive.testzip() is None, "every checksum is right"
        for name in archive.namelist():
            ElementTree.fromstring(archive.read(name))  # noqa: S314 (our own)
        sheet = ElementTree.fromstring(archive.read("xl/worksheets/sheet1.xml"))  # noqa: S314
    return [["".join(cell.itertext()) for cell in row] for row in sheet.iter(f"{_NAMESPACE}row")]


async def whole(chunks: AsyncIterator[bytes]) -> bytes:
    return b"".join([chunk async for chunk in chunks])


def parts_of(writer: Writer, pages: Sequence[Sequence[Sequence[object]]]) -> list[Part]:
    parts = [writer.begin(["id", "name"], pages[0] if pages else [])]
    for page in pages[1:]:
        parts.append(writer.go_on(parts[-1].extent, page))
    return [*parts, writer.finish(parts[-1].extent)]


async def stored(parts: Sequence[Part]) -> AsyncIterator[bytes]:
    for part in parts:
        yield part.data


_rows = st.lists(st.tuples(st.integers(), st.text()).map(list), max_size=5)


@given(st.lists(_rows, max_size=5))
async def test_parts_make_one_workbook_whatever_is_in_it(pages: list[list[list[object]]]) -> None:
    parts = parts_of(Writer("xlsx", COMMAS), pages)
    size = sum(len(part.data) for part in parts)
    file = await whole(read_workbook(stored(parts), compressed=size, extent=parts[-1].extent))
    found = cells(file)
    assert found[0] == ["id", "name"]
    assert [row[0] for row in found[1:]] == [str(number) for page in pages for number, _ in page]


async def test_parts_make_one_csv_file() -> None:
    style = CsvStyle(";", ",", mark=True)
    parts = parts_of(Writer("csv", style), [[[1, "Olá"]], [[2.5, "=1+1"], [3, "a;b"]]])
    text = (await whole(read_csv(stored(parts)))).decode()
    assert text.startswith("\ufeffid;name")
    assert list(csv.reader(io.StringIO(text[1:]), delimiter=";")) == [
        ["id", "name"],
        ["1", "Olá"],
        ["2,5", "'=1+1"],
        ["3", "a;b"],
    ]


@pytest.mark.parametrize("evil", ["=HYPERLINK(1)", "+1", "@x", "<b>&", "\x00\x0b]]>", "\ud800"])
def test_no_text_of_a_workbook_runs_or_breaks_it(evil: str) -> None:
    at = datetime(2026, 11, 27, 15, tzinfo=UTC)
    file = whole_file("xlsx", COMMAS, ["a", "b", "c", "d"], [[evil, None, 2.5, at]])
    [_, row] = cells(file)
    assert row[1:] == ["", "2.5", "2026-11-27T15:00:00Z"]
    assert row[0] == safe_cell(evil).replace("\x00", "").replace("\x0b", "").replace("\ud800", "")
    assert b"<f>" not in file


def test_other_programs_read_it() -> None:
    rows = [[1, "Olá"], [2.5, "x"]]
    sheet = load_workbook(io.BytesIO(whole_file("xlsx", COMMAS, ["a", "b"], rows))).active
    assert [list(row) for row in sheet.iter_rows(values_only=True)] == [["a", "b"], *rows]


def test_a_small_csv_file_is_made_at_once() -> None:
    assert whole_file("csv", COMMAS, ["a"], [[1]]) == b"a\r\n1\r\n"
    assert Extent() == (0, 0)
