"""Workbooks (XLSX) made page by page: the same memory for any number of rows.

A workbook is whole before its first byte can leave. One is made at a time in a process: it takes up to 300 MB
of ``/tmp``, and 15 MB until it has been downloaded. Texts that look like formulas or links stay texts.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import Any, Final
from uuid import UUID
from weakref import WeakKeyDictionary, finalize

from starlette.responses import StreamingResponse
from xlsxwriter import Workbook  # type: ignore[import-untyped]

from atende_platform.errors import TooManyRequests, Unavailable

MAX_ROWS: Final = 200_000
"""A larger one would not be ready before the edge gives up waiting."""
MAX_WORKBOOKS_EACH: Final = 2
MAX_WORKBOOKS: Final = 8
"""In a process at a time, from their beginning until they are downloaded or given up."""
MEDIA_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_CHUNK: Final = 64 * 1024


class _Directory:
    """A folder that is removed with its last reference, also when the file is not downloaded."""

    def __init__(self) -> None:
        self.path = Path(mkdtemp(prefix="export-"))
        self.remove = finalize(self, rmtree, self.path, ignore_errors=True)


_WORKBOOKS: Final[WeakKeyDictionary[_Directory, UUID]] = WeakKeyDictionary()
"""Whose they are; each is forgotten with its folder."""
_MAKING: Final = asyncio.Lock()


async def make_workbook(
    company_id: UUID, pages: AsyncIterator[Sequence[Sequence[str]]]
) -> AsyncIterator[bytes]:
    """Make a company's workbook of pages of rows; return its bytes in chunks.

    Raises `TooManyRequests` and `Unavailable` while so many of the company, or of all, are under way.
    """
    if sum(owner == company_id for owner in _WORKBOOKS.values()) >= MAX_WORKBOOKS_EACH:
        raise TooManyRequests("too-many-workbooks", retry_after=10)
    if len(_WORKBOOKS) >= MAX_WORKBOOKS:
        raise Unavailable("busy-with-workbooks", retry_after=10)
    directory = _Directory()  # Removed with the last chunk, or with an error.
    _WORKBOOKS[directory] = company_id
    try:
        path = directory.path / "export.xlsx"
        async with _MAKING:
            await _write(path, pages)
    except BaseException:
        directory.remove()
        raise
    return _chunks(path, directory)


def workbook_response(file: AsyncIterator[bytes], name: str) -> StreamingResponse:
    """Return a workbook for download."""
    return StreamingResponse(
        file, media_type=MEDIA_TYPE, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


async def _write(path: Path, pages: AsyncIterator[Sequence[Sequence[str]]]) -> None:
    # Its rows go to a file as they come.
    book = Workbook(str(path), {"constant_memory": True, "tmpdir": str(path.parent)})
    sheet = book.add_worksheet()
    rows = 0
    try:
        async for page in pages:
            await asyncio.to_thread(_write_rows, sheet, rows, page)
            rows += len(page)
    finally:
        await asyncio.to_thread(book.close)


def _write_rows(sheet: Any, first: int, rows: Sequence[Sequence[str]]) -> None:
    for number, row in enumerate(rows, first):
        for column, value in enumerate(row):
            if value:
                sheet.write_string(number, column, value)


async def _chunks(path: Path, directory: _Directory) -> AsyncIterator[bytes]:
    try:
        with path.open("rb") as file:
            while chunk := await asyncio.to_thread(file.read, _CHUNK):
                yield chunk
    finally:
        directory.remove()
