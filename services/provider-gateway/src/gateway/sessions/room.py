"""How much of a disk all files take that are about to be sent: so much at a time, and one of each company."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final
from uuid import UUID
from weakref import WeakValueDictionary

COPIES: Final = 2
"""A file lies there twice: as it is, and encrypted for its upload."""


class FileRoom:
    """Room for so many bytes. Companies get it in the order in which their first file waits for it."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._taken = 0
        self._companies: WeakValueDictionary[UUID, asyncio.Lock] = WeakValueDictionary()
        self._turn = asyncio.Lock()
        self._freed = asyncio.Event()

    @asynccontextmanager
    async def of(self, company_id: UUID, size: int) -> AsyncIterator[None]:
        """Wait for room for a company's file, and keep it for as long as the context lasts.

        One that is larger than all the room gets it when nothing else lies there.
        """
        need = min(size * COPIES, self._most)
        company = self._companies.setdefault(company_id, asyncio.Lock())
        async with company:
            async with self._turn:
                while self._taken + need > self._most:
                    self._freed.clear()
                    await self._freed.wait()
                self._taken += need
            try:
                yield
            finally:
                self._taken -= need
                self._freed.set()
