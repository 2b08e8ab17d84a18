"""How fast a process opens sessions: one after the other, so that a restart is no storm of logins."""

import random
from collections.abc import Callable
from typing import Final

_JITTER: Final = 0.25
"""By which part each pause is longer or shorter, so that replicas do not keep in step."""


class Gate:
    """Lets one opening through at a time, at a rate."""

    def __init__(self, per_second: float, clock: Callable[[], float]) -> None:
        self._pause = 1 / per_second
        self._clock = clock
        self._next = clock()

    @property
    def is_open(self) -> bool:
        """Tell whether one may be opened now."""
        return self._clock() >= self._next

    def pass_one(self) -> None:
        """Note that one is opened now."""
        jitter = 1 + random.uniform(-_JITTER, _JITTER)  # noqa: S311 (no secret)
        self._next = self._clock() + self._pause * jitter
