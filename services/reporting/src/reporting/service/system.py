"""The whole system's health."""

import asyncio
import time
from collections.abc import Callable
from typing import Any, Final

from atende_platform.errors import NotFound
from atende_platform.service.health import system_health


class SystemHealth:
    """The whole system's health, asked for at most once a second however many look at it."""

    _KEPT_SECONDS: Final = 1.0

    def __init__(self, urls: dict[str, str], clock: Callable[[], float] = time.monotonic) -> None:
        self._urls = urls
        self._clock = clock
        self._asking = asyncio.Lock()
        self._asked_at = float("-inf")
        self._report: tuple[int, dict[str, Any]] = (503, {})

    async def report(self) -> tuple[int, dict[str, Any]]:
        """Return the HTTP status and the report. Raises `NotFound` when no services are configured."""
        if not self._urls:
            raise NotFound("services-unknown")
        async with self._asking:
            if self._clock() - self._asked_at > self._KEPT_SECONDS:
                self._report = await system_health(self._urls)
                self._asked_at = self._clock()
            return self._report
