"""What runs beside the HTTP server of a process: tasks, and how long each of their steps may take."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Final

from atende_platform.process.progress import Progress

ROUND_SECONDS: Final = 60.0
"""How long a round of repeated work may take if nothing else is said."""
LONG_ROUND_SECONDS: Final = 600.0
"""The same for what has much to do at once, and keeps nobody waiting."""
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
    name: str, seconds: float, work: Callable[[], Awaitable[object]], *, limit: float = ROUND_SECONDS
) -> Task:
    """Return a task that does ``work`` every ``seconds``; a round that takes longer than ``limit`` fails.

    Work that returns True has more to do, and is called again at once: a round is a step of it, however
    much there is. Health judges when the last round was completed, so that no endless wait can be missed.
    """
    progress = Progress(name, limit=seconds + limit + _LATE_SECONDS, step=seconds + limit)

    async def loop() -> None:
        own = asyncio.current_task()
        while True:
            progress.due()
            async with within(limit, name):
                more = await work()
            if own is not None and own.cancelling():
                # `asyncio.wait_for`, which redis-py writes with, swallows one in 30 before Python 3.12.
                raise asyncio.CancelledError
            progress.done()
            progress.due()  # The next round.
            await asyncio.sleep(0 if more is True else seconds)

    return Task(name, loop, (progress,))


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
