"""Uploads are bounded, counted, and read by turns of companies."""

import asyncio
import io
import threading
from collections.abc import Iterator
from uuid import UUID

import pytest
from openpyxl import Workbook  # type: ignore[import-untyped]

from atende_contracts.ids import uuid7
from atende_platform.errors import InvalidFields, TooLarge, TooManyRequests
from atende_platform.files.people_files import PeopleFile
from atende_platform.files.uploads import Upload, read_upload
from atende_platform.limits.quotas import Quotas
from atende_platform.testing.plugin import Installation

CSV = b"phone\n11987654321\n"
MAX_BYTES = 100_000


@pytest.fixture
def quotas(installation: Installation) -> Quotas:
    return installation.runtime.quotas


def workbook() -> bytes:
    book, page = Workbook(), io.BytesIO()
    book.active.append(["phone"])
    book.active.append(["11987654321"])
    book.save(page)
    return page.getvalue()


class SlowFiles:
    """Files whose reading keeps a thread until the test lets it go."""

    def __init__(self) -> None:
        self.begun, self.go_on = threading.Event(), threading.Event()
        self.reading = 0

    def read(self, stored: bytes) -> PeopleFile:
        self.reading += 1
        self.begun.set()
        self.go_on.wait(60)
        return PeopleFile(stored)


@pytest.fixture
def slow() -> Iterator[SlowFiles]:
    files = SlowFiles()
    yield files
    files.go_on.set()


async def upload(company_id: UUID, quotas: Quotas, data: bytes = CSV) -> Upload[PeopleFile]:
    return await read_upload(company_id, data, quotas, PeopleFile, max_bytes=MAX_BYTES, max_rows=1000)


async def test_an_upload_is_stored_as_csv_and_has_the_size_that_was_sent(quotas: Quotas) -> None:
    book = workbook()
    size, stored, file = await upload(uuid7(), quotas, book)
    assert (size, stored.split(), file.header) == (len(book), CSV.split(), ["phone"])


async def test_an_upload_is_refused_by_field(quotas: Quotas) -> None:
    with pytest.raises(TooLarge):
        await upload(uuid7(), quotas, CSV + b"1" * MAX_BYTES)
    with pytest.raises(InvalidFields) as refused:
        await upload(uuid7(), quotas, b"name\nAna\n")
    assert [(each.field, each.code) for each in refused.value.errors] == [("file", "header_missing")]


async def test_many_files_of_one_company_leave_threads_to_others(
    quotas: Quotas, slow: SlowFiles, company_id: UUID
) -> None:
    many = 40  # More than there are threads.

    async def upload_slow() -> None:
        await read_upload(company_id, CSV, quotas, slow.read, max_bytes=MAX_BYTES, max_rows=1000)

    uploads = [asyncio.create_task(upload_slow()) for _ in range(many)]
    assert await asyncio.to_thread(slow.begun.wait, 20)
    others = [await asyncio.wait_for(upload(uuid7(), quotas), 20) for _ in range(5)]
    assert [other.file.header for other in others] == [["phone"]] * 5
    assert slow.reading == 1

    slow.go_on.set()
    answers = await asyncio.gather(*uploads, return_exceptions=True)
    assert {type(answer) for answer in answers} == {type(None), TooManyRequests}
    assert slow.reading == sum(answer is None for answer in answers)


async def test_workbooks_are_read_one_at_a_time_and_by_turns_of_companies(
    quotas: Quotas, slow: SlowFiles, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def not_counted(_company_id: UUID) -> None:
        pass

    # Else the order in which uploads come to the line is that of the counter's answers.
    monkeypatch.setattr(quotas, "count_import", not_counted)
    book, done = workbook(), list[UUID]()
    ours, theirs = uuid7(), uuid7()

    async def upload_book(company_id: UUID) -> None:
        await read_upload(company_id, book, quotas, slow.read, max_bytes=MAX_BYTES, max_rows=1000)
        done.append(company_id)

    uploads = [asyncio.create_task(upload_book(company_id)) for company_id in (ours, ours, ours, theirs)]
    assert await asyncio.to_thread(slow.begun.wait, 20)
    with pytest.raises(TooManyRequests):
        await upload_book(ours)
    assert slow.reading == 1

    slow.go_on.set()
    await asyncio.gather(*uploads)
    assert done == [ours, ours, theirs, ours]
