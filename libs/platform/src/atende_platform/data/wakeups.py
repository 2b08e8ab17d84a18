"""Wakes the periodic work of a service when there is some, in whatever process it came to be.

A transaction that makes work says `wake`; the workers hear of it when it commits. To poll is still the
guarantee: what nobody was woken for, or what falls due by itself, is found by the next look at the latest.
"""

import asyncio
from typing import Final

import asyncpg
from sqlmodel.ext.asyncio.session import AsyncSession

from atende_platform.data.db import asyncpg_url, execute
from atende_platform.process.progress import Progress
from atende_platform.process.settings import ServiceSettings
from atende_platform.process.tasks import Task

_ANSWER_SECONDS: Final = 10.0
_CHECK_SECONDS: Final = 10.0
_WAKE: Final = "SELECT pg_notify('wake.' || current_schema(), :kind)"


async def wake(session: AsyncSession, kind: str) -> None:
    """Wake what waits for this kind of work, once the session's transaction commits."""
    await execute(session, _WAKE, kind=kind)


class Wakeups:
    """What the workers of one process wait for."""

    def __init__(self, settings: ServiceSettings) -> None:
        self._settings = settings
        self._woken: dict[str, set[asyncio.Event]] = {}
        self._progress = Progress(
            "wakeups", limit=_CHECK_SECONDS + 3 * _ANSWER_SECONDS, step=_CHECK_SECONDS + 2 * _ANSWER_SECONDS
        )

    @property
    def task(self) -> Task:
        """What listens, and shows that it does."""
        return Task("wakeups", self._listen, (self._progress,))

    def of(self, kind: str) -> asyncio.Event:
        """Return an event that is set when there is work of this kind; the one that waits clears it."""
        event = asyncio.Event()
        self._woken.setdefault(kind, set()).add(event)
        return event

    def _wake(self, kind: str) -> None:
        for event in self._woken.get(kind, ()):
            event.set()

    async def _listen(self) -> None:
        """Listen until cancelled. Raises when the connection is lost; the polling goes on."""
        self._progress.due()
        connection = await asyncpg.connect(
            asyncpg_url(self._settings.database_worker_url),
            timeout=_ANSWER_SECONDS,
            command_timeout=_ANSWER_SECONDS,
            server_settings={"application_name": "wakeups"},
        )
        lost = asyncio.Event()
        try:
            connection.add_termination_listener(lambda _: lost.set())
            schema = await connection.fetchval("SELECT current_schema()")
            await connection.add_listener(f"wake.{schema}", lambda *heard: self._wake(str(heard[-1])))
            for kind in self._woken:
                self._wake(kind)  # Nobody was heard until now.
            while not lost.is_set():
                # A server that vanished says nothing, and who only listens would never know.
                await connection.fetchval("SELECT 1")
                self._progress.done()
                self._progress.due()
                await wait(lost, _CHECK_SECONDS)
            raise ConnectionError("the listening connection was lost")
        finally:
            connection.terminate()


async def wait(event: asyncio.Event, seconds: float) -> bool:
    """Wait for an event, so long at most; return whether it is set."""
    try:
        async with asyncio.timeout(seconds):
            await event.wait()
    except TimeoutError:
        return event.is_set()
    return True
