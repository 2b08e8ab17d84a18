"""Imports of files, done by workers in chunks and in turns: nobody's large file keeps the others waiting.

A chunk is one transaction: its rows, the counts, and how far the import is. After a crash another worker goes
on with the next chunk; a chunk is never done twice.
"""

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Collection, Iterator, Sequence
from itertools import islice
from typing import Final, Generic, TypeVar
from uuid import UUID

import structlog

from atende_platform.process.turns import Turns
from atende_platform.transient import is_transient

log = structlog.get_logger(__name__)

MAX_ATTEMPTS: Final = 5
MAX_WAITING: Final = 10
"""Imports of one company that may wait at a time: their files are kept until they are done."""
RowT = TypeVar("RowT")


class ImportJob(ABC, Generic[RowT]):
    """An import that this worker has claimed."""

    def __init__(self, company_id: UUID, import_id: UUID, attempts: int, chunk_rows: int) -> None:
        self._company_id = company_id
        self._import_id = import_id
        self._attempts = attempts
        self._chunk_rows = chunk_rows
        self._rows: Iterator[RowT] | None = None
        self._ahead: asyncio.Future[list[RowT]] | None = None
        """The next chunk, read while the one before is stored."""

    @property
    def company_id(self) -> UUID:
        """Whose import it is."""
        return self._company_id

    async def step(self) -> bool:
        """Do the next chunk; return whether there is more to do."""
        if self._attempts > MAX_ATTEMPTS:
            log.error("import.given_up", import_id=str(self._import_id), company_id=str(self._company_id))
            await self.finish("failed")
            return False
        try:
            return await self._do_chunk()
        except Exception as error:
            if is_transient(error):
                raise
            log.error("import.failed", import_id=str(self._import_id), exc_info=error)
            await self.finish("failed")
            return False

    async def _do_chunk(self) -> bool:
        if self._rows is None:
            self._rows = await asyncio.to_thread(self.open)
            # Rows done before a crash are read again, so that repetitions of them are still known.
            await asyncio.to_thread(_take, self._rows, self.rows_done())
        chunk = await (self._ahead or self._read(self._rows))
        if not chunk:
            await self.finish("finished")
            return False
        self._ahead = asyncio.ensure_future(self._read(self._rows))
        if await self.store(chunk):
            self._attempts = 0
            return True
        log.warning("import.lease_lost", import_id=str(self._import_id))
        return False

    async def _read(self, rows: Iterator[RowT]) -> list[RowT]:
        return await asyncio.to_thread(_take, rows, self._chunk_rows)

    @abstractmethod
    def open(self) -> Iterator[RowT]:
        """Return the rows of the file from its beginning, the same ones every time. In a thread."""

    @abstractmethod
    def rows_done(self) -> int:
        """Return how many of them are stored."""

    @abstractmethod
    async def store(self, chunk: Sequence[RowT]) -> bool:
        """Store a chunk, the counts and how far the import is; False if it is another worker's by now."""

    @abstractmethod
    async def finish(self, status: str) -> None:
        """End the import, unless another worker has."""

    @abstractmethod
    async def put_back(self) -> None:
        """Leave the rest to the next worker that claims it."""


def _take(rows: Iterator[RowT], count: int) -> list[RowT]:
    return list(islice(rows, count))


class Importer:
    """Does the imports that wait; ``claim`` takes the one that waits longest, but of no company given."""

    def __init__(self, claim: Callable[[Collection[UUID]], Awaitable[ImportJob | None]]) -> None:
        self._turns = Turns(claim)

    async def step(self) -> bool:
        """Do a chunk of an import; return whether to call again at once."""
        return await self._turns.step()

    async def run_due(self) -> None:
        """Do imports until none waits."""
        while await self.step():
            pass
