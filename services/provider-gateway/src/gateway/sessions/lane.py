"""Work on one session, in the order in which it came, one step at a time.

A step is tried until it succeeds or the lane is closed: while PostgreSQL or the storage is away the bridge
gets no answer, and asks no more. A step must therefore be safe to repeat.
"""

import asyncio
import time
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Final

import structlog

from atende_platform.process import tracing
from atende_platform.transient import is_transient

log = structlog.get_logger(__name__)

Step = Callable[[], Awaitable[None]]

_FIRST_PAUSE: Final = 0.1
_LONGEST_PAUSE: Final = 2.0


class Overrun(Exception):
    """More steps wait than a session can have at a time if its bridge keeps to what was agreed."""


class Lane:
    """Steps of one session. ``failed`` is called with what no further try would mend.

    ``passes`` says whether an error may be gone at a further try.
    """

    def __init__(
        self,
        name: str,
        most: int,
        failed: Callable[[Exception], None],
        *,
        passes: Callable[[Exception], bool] = is_transient,
    ) -> None:
        self._name = name
        self._most = most
        self._failed = failed
        self._passes = passes
        self._steps: deque[Step] = deque()
        self._idle = asyncio.Event()
        self._idle.set()
        self._task: asyncio.Task[None] | None = None
        self._closed = False
        self._began_at: float | None = None

    @property
    def age(self) -> float:
        """How many seconds its current step takes already; 0: there is none."""
        return 0.0 if self._began_at is None else time.monotonic() - self._began_at

    def __len__(self) -> int:
        return len(self._steps)

    def add(self, step: Step) -> None:
        """Do a step behind those that wait. Raises `Overrun`. In a closed lane nothing is done any more."""
        if self._closed:
            return
        if len(self._steps) >= self._most:
            raise Overrun(self._name)
        self._steps.append(step)
        self._idle.clear()
        if self._task is None:
            self._task = asyncio.create_task(self._run(), name=self._name, context=tracing.apart())

    async def finished(self) -> None:
        """Wait until nothing waits."""
        await self._idle.wait()

    def close(self) -> None:
        """Do nothing more; what is being done breaks off, unless it is this that closes the lane."""
        self._closed = True
        self._steps.clear()
        if self._task is not None and self._task is not asyncio.current_task():
            self._task.cancel()
        self._idle.set()

    async def _run(self) -> None:
        try:
            while self._steps and not self._closed:
                await self._do(self._steps[0])
                if self._steps:
                    self._steps.popleft()
        finally:
            self._task = self._began_at = None
            if not self._steps:
                self._idle.set()

    async def _do(self, step: Step) -> None:
        pause, self._began_at = _FIRST_PAUSE, time.monotonic()
        while not self._closed:
            try:
                return await step()
            except Exception as error:
                if not self._passes(error):
                    self._failed(error)
                    return None
                log.warning("session.step_waits", lane=self._name, error=repr(error))
            await asyncio.sleep(pause)
            pause = min(pause * 2, _LONGEST_PAUSE)
        return None
