"""How many requests are open at a time."""

import asyncio


class Slots:
    """A bound on open POSTs. Several are taken by one caller at a time, so that none wait for each other."""

    def __init__(self, count: int) -> None:
        self.count = count
        self._free = asyncio.Semaphore(count)
        self._gathering = asyncio.Lock()

    async def acquire(self, wanted: int) -> None:
        """Wait for ``wanted`` slots, at most ``count``."""
        async with self._gathering:
            for taken in range(wanted):
                try:
                    await self._free.acquire()
                except asyncio.CancelledError:
                    self.release(taken)
                    raise

    def release(self, count: int = 1) -> None:
        """Release slots."""
        for _ in range(count):
            self._free.release()
