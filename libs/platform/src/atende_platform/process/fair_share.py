"""A process's scarce places, shared by companies: none takes them all, and those who wait take turns.

Each company has at most so many places at a time, and a caller that finds none free waits in its own
company's line. A place that becomes free goes to the next company, not to the next in one long line: so one
that asks a thousand times delays another by one place at most.
"""

import asyncio
from collections import Counter, deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final
from uuid import UUID

from prometheus_client import Counter as Metric
from prometheus_client import Histogram

from atende_platform.errors import TooManyRequests, Unavailable
from atende_platform.process.metrics import begin_at_zero

_waited = Histogram("fair_share_wait_seconds", "How long a place was waited for", ["of"])
_refused = Metric("fair_share_refusals_total", "Who got no place, by why", ["of", "reason"])

_RETRY_SECONDS: Final = 1.0


class FairShare:
    """Places of one kind (``name``). ``each``: those of one company; ``waiting``: how many of it may wait."""

    def __init__(self, name: str, places: int, *, each: int, waiting: int, seconds: float) -> None:
        self._name = name
        self._free = places
        self._each = each
        self._waiting = waiting
        self._seconds = seconds
        self._held: Counter[UUID] = Counter()
        self._lines: dict[UUID, deque[asyncio.Future[None]]] = {}
        """Who waits, by company; the company whose turn is next comes first."""
        begin_at_zero(_refused, [name], ("line full", "too slow"))

    @asynccontextmanager
    async def place(self, company_id: UUID) -> AsyncIterator[None]:
        """Hold a place. Raises `TooManyRequests` if too many of the company wait already, `Unavailable` if
        none became free in time."""
        await self._take(company_id)
        try:
            yield
        finally:
            self._give_back(company_id)

    async def _take(self, company_id: UUID) -> None:
        if self._free > 0 and self._held[company_id] < self._each:
            self._free -= 1
            self._held[company_id] += 1
            _waited.labels(self._name).observe(0)
            return
        line = self._lines.setdefault(company_id, deque())
        if len(line) >= self._waiting:
            _refused.labels(self._name, "line full").inc()
            raise TooManyRequests("too-many-at-once", retry_after=_RETRY_SECONDS)
        loop = asyncio.get_running_loop()
        turn, since = loop.create_future(), loop.time()
        line.append(turn)
        try:
            async with asyncio.timeout(self._seconds):
                await turn
        except BaseException as error:
            self._leave(company_id, turn)
            if not isinstance(error, TimeoutError):
                raise
            _refused.labels(self._name, "too slow").inc()
            raise Unavailable("busy", retry_after=_RETRY_SECONDS) from None
        finally:
            _waited.labels(self._name).observe(loop.time() - since)

    def _leave(self, company_id: UUID, turn: "asyncio.Future[None]") -> None:
        if turn.done() and not turn.cancelled():
            self._give_back(company_id)  # It was given the place in the moment in which it gave up.
            return
        line = self._lines.get(company_id)
        if line is None or turn not in line:
            return  # `_give_back` has passed it over.
        line.remove(turn)
        if not line:
            del self._lines[company_id]

    def _give_back(self, company_id: UUID) -> None:
        self._free += 1
        self._held[company_id] -= 1
        if not self._held[company_id]:
            del self._held[company_id]
        while True:
            next_company = next((one for one in self._lines if self._held[one] < self._each), None)
            if next_company is None:
                return
            line = self._lines.pop(next_company)
            turn = line.popleft()
            if line:
                self._lines[next_company] = line  # Last: the others have their turn first.
            if not turn.done():  # Else it has given up, and has not left the line yet.
                self._free -= 1
                self._held[next_company] += 1
                turn.set_result(None)
                return
