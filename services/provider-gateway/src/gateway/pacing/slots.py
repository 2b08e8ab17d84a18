"""How many requests are open at a time."""

import asyncio


class Slots:
    """A bound on open POSTs. Callers take turns, and each gets several at a time."""

    def __init__(self, count: int) -> None:
        self.count = count
        self._free = count
        self._released = asyncio.Event()
        self._turn = asyncio.Lock()

    async def acquire(self, wanted: int) -> int:
        """Acquire up to ``wanted`` slots, of which there are so many; return how many, a quarter at least.

        Not all that are wanted are waited for: the last POSTs of a portion would be waited out each time.
        """
        async with self._turn:
            while self._free < -(-wanted // 4):
                self._released.clear()
                await self._released.wait()
            granted = min(wanted, self._free)
            self._free -= granted
            return granted

    def release(self, count: int = 1) -> None:
        """Release slots."""
        self._free += count
        self._released.set()
