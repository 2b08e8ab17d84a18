"""Wakes the periodic work of a service when there is some, in whatever process it came to be.

A transaction that makes work says `wake`; the workers hear of it when it commits. To poll is still the
guarantee: what nobody was woken for, or what falls due by itself, is found by the next look at the latest.
"""

import asyncio
from typing import Final

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_platform.data.db import execute
from atende_platform.data.listening import listener
from atende_platform.process.settings import ServiceSettings
from atende_platform.process.tasks import Task

_WAKE: Final = "SELECT pg_notify('wake.' || current_schema(), :kind)"


async def wake(session: AsyncSession, kind: str) -> None:
    """Wake what waits for this kind of work, once the session's transaction commits."""
    await execute(session, _WAKE, kind=kind)


class Wakeups:
    """What the workers of one process wait for; ``task`` listens for it."""

    def __init__(self, settings: ServiceSettings, name: str = "wakeups") -> None:
        self._woken: dict[str, set[asyncio.Event]] = {}
        self.task: Final[Task] = listener(
            name, settings.database_worker_url, {"wake": self._wake}, begun=self._wake_all
        )

    def of(self, kind: str) -> asyncio.Event:
        """Return an event that is set when there is work of this kind; the one that waits clears it."""
        event = asyncio.Event()
        self._woken.setdefault(kind, set()).add(event)
        return event

    def _wake(self, kind: str) -> None:
        for event in self._woken.get(kind, ()):
            event.set()

    def _wake_all(self) -> None:
        for kind in self._woken:
            self._wake(kind)
