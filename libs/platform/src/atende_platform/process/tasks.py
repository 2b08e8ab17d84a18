"""What runs beside the HTTP server of a process: tasks, and how long each of their steps may take."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from time import monotonic
from typing import Final

from atende_platform.process import tracing
from atende_platform.process.progress import Progress

ROUND_SECONDS: Final = 60.0
"""How long a round of repeated work may take if nothing else is said."""
LONG_ROUND_SECONDS: Final = 600.0
"""The same for what has much to do at once, and keeps nobody waiting."""
IDLE_SECONDS: Final = 5.0
"""How often is looked for work that nobody was woken for."""
_AWAKE_SECONDS: Final = 10.0
"""How long work that there was some of is looked for more often: longer than what failed is put off."""
_LATE_SECONDS: Final = 15.0
"""How much later than its interval and its limit a round may be finished: the machine may be busy."""


@dataclass(frozen=True, slots=True)
class Task:
    """Something that runs beside the HTTP server until it is cancelled. If it fails it is run again.

    It says by ``progress`` that it moves. Only what waits for nobody and finishes nothing has none.
    """

    name: str
    run: Callable[[], Awaitable[None]]
    progress: tuple[Progress, ...] = ()


def every(
    name: str,
    seconds: float,
    work: Callable[[], Awaitable[object]],
    *,
    limit: float = ROUND_SECONDS,
    woken: asyncio.Event | None = None,
) -> Task:
    """Return a task that does ``work`` every ``seconds``; a round that takes longer than ``limit`` fails.

    Work that returns True has more to do, and is called again at once: a round is a step of it, however
    much there is. Health judges when the last round was completed, so that no endless wait can be missed.

    With ``woken`` (`Wakeups.of`) it is done so often only while there is some: for a few seconds after each
    wake-up and after each round that did something (returned a true value). Else it waits to be woken, and
    looks every `IDLE_SECONDS` in any case.
    """
    longest = seconds if woken is None else max(seconds, IDLE_SECONDS)
    progress = Progress(name, limit=longest + limit + _LATE_SECONDS, step=longest + limit)
    rest = _Rest(seconds, woken)

    async def loop() -> None:
        own = asyncio.current_task()
        while True:
            progress.due()
            with tracing.round_of(name):
                async with within(limit, name):
                    more = await work()
            if own is not None and own.cancelling():
                # `asyncio.wait_for`, which redis-py writes with, swallows one in 30 before Python 3.12.
                raise asyncio.CancelledError
            progress.done()
            progress.due()  # The next round.
            await rest.after(more)

    return Task(name, loop, (progress,))


class _Rest:
    """How long a task rests between its rounds."""

    def __init__(self, seconds: float, woken: asyncio.Event | None) -> None:
        self._seconds = seconds
        self._woken = woken
        self._awake_until = 0.0

    async def after(self, found: object) -> None:
        """Rest after a round, whose work returned this."""
        if found:
            self._stay_awake()
        if found is True:
            await asyncio.sleep(0)
        elif self._woken is None or monotonic() < self._awake_until:
            await asyncio.sleep(self._seconds)
        else:
            await wait(self._woken, IDLE_SECONDS)
        if self._woken is not None and self._woken.is_set():
            self._woken.clear()
            self._stay_awake()

    def _stay_awake(self) -> None:
        self._awake_until = monotonic() + _AWAKE_SECONDS


async def wait(event: asyncio.Event, seconds: float) -> None:
    """Wait for an event, but not longer than so many seconds."""
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await event.wait()


@asynccontextmanager
async def within(seconds: float, what: str) -> AsyncIterator[None]:
    """Raise ``TimeoutError``, naming what it was, if the context takes longer."""
    timeout = asyncio.timeout(seconds)
    try:
        async with timeout:
            yield
    except TimeoutError as error:
        if timeout.expired():
            raise TimeoutError(f"{what}: not finished within {seconds:g} s") from error
        raise
