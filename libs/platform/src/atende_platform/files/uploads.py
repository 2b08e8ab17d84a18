"""Files that companies upload, read while their sender waits: within bounds, and by turns of companies.

A thread reads for seconds what a sender's machine sends in one. Companies therefore take turns, so that one
that sends many large files at a time delays another by one file, and leaves threads for all else.
"""

import asyncio
from collections.abc import Callable
from typing import Final, Generic, NamedTuple, TypeVar
from uuid import UUID

from atende_platform.errors import InvalidFields, TooLarge
from atende_platform.files.tables import as_stored
from atende_platform.files.workbooks import UnreadableFile, is_workbook
from atende_platform.limits.quotas import Quotas
from atende_platform.process.fair_share import FairShare

_WORKBOOKS: Final = FairShare("workbooks", 1, each=1, waiting=2, seconds=20)
"""One at a time in a process, for the memory that each takes."""
_TEXTS: Final = FairShare("csv_files", 2, each=1, waiting=10, seconds=20)
FileT = TypeVar("FileT")


class Upload(NamedTuple, Generic[FileT]):
    """A file that was read, at least as far as its header."""

    size: int
    """As it was sent, in bytes."""
    stored: bytes
    """As CSV."""
    file: FileT


async def read_upload(
    company_id: UUID,
    data: bytes,
    quotas: Quotas,
    read: Callable[[bytes], FileT],
    *,
    max_bytes: int,
    max_rows: int,
) -> Upload[FileT]:
    """Return a company's upload as it is stored, and what ``read`` makes of that in a thread.

    It may take and wait for seconds: hold no session meanwhile. A file counts also if it cannot be read:
    that costs the same. Raises `TooLarge`, `InvalidInput` for the field ``file``, and `TooManyRequests` or
    `Unavailable` beyond the files of an hour or when too many wait.
    """
    if len(data) > max_bytes:
        raise TooLarge("file-too-large", most=max_bytes)
    await quotas.count_import(company_id)

    def both() -> Upload[FileT]:
        stored = as_stored(data, max_rows)
        return Upload(len(data), stored, read(stored))

    return await _in_turn(_WORKBOOKS if is_workbook(data) else _TEXTS, company_id, both)


async def read_stored(company_id: UUID, read: Callable[[], FileT]) -> FileT:
    """Return what ``read`` makes in a thread of a company's file that was stored. Raises like `read_upload`.

    It counts as none of the files of an hour. Hold no session meanwhile.
    """
    return await _in_turn(_TEXTS, company_id, read)


async def _in_turn(share: FairShare, company_id: UUID, read: Callable[[], FileT]) -> FileT:
    try:
        async with share.place(company_id):
            return await asyncio.to_thread(read)
    except UnreadableFile as error:
        raise InvalidFields([error.at("file")]) from None
