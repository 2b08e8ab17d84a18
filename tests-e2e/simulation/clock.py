"""Virtual time: an event loop whose clock jumps to the next timer, and the clocks that the code reads."""

import asyncio
import random
import selectors
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any, Final
from uuid import UUID

from atende_contracts import event as contracts_event
from atende_contracts import ids
from atende_platform.data import db
from simulation.nodes import Node, current

EPOCH: Final = datetime(2030, 1, 7, 12, tzinfo=UTC)


class NothingHappens(Exception):
    """Everybody waits, and no timer is set: a deadlock."""


class _NoSockets(selectors.SelectSelector):
    """Where a loop would wait for the network, time passes."""

    def __init__(self, clock: "Clock") -> None:
        super().__init__()
        self._clock = clock

    def select(self, timeout: float | None = None) -> list[Any]:
        if timeout is None:
            raise NothingHappens
        self._clock.seconds += max(0.0, timeout)
        return []


class Clock:
    """The time of the simulated world. Each node's wall clock may be wrong; the monotonic one never is."""

    def __init__(self) -> None:
        self.seconds = 0.0

    @property
    def now(self) -> datetime:
        """The servers' time."""
        return EPOCH + timedelta(seconds=self.seconds)

    def of(self, node: Node | None) -> datetime:
        """Return what a node takes for the time."""
        return self.now + timedelta(seconds=node.clock_error if node else 0.0)


class Loop(asyncio.SelectorEventLoop):
    """A loop that lives in the time of a clock."""

    def __init__(self, clock: Clock) -> None:
        super().__init__(_NoSockets(clock))
        self._clock = clock

    def time(self) -> float:
        return self._clock.seconds


@contextmanager
def simulated(clock: Clock, chance: random.Random) -> Iterator[None]:
    """Have all code of this process read this clock, and draw its ids from this chance."""

    class Wall(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> "Wall":
            return clock.of(current.get())  # type: ignore[return-value]

    def monotonic() -> float:
        return clock.seconds

    made = 0

    def next_id() -> UUID:
        nonlocal made
        made += 1  # In their order, as those are that it stands for.
        milliseconds = int(clock.now.timestamp() * 1000)
        return UUID(int=milliseconds << 80 | 7 << 76 | 2 << 62 | made << 32 | chance.getrandbits(32))

    places: list[tuple[Any, str, Any]] = [
        (db, "datetime", Wall),
        (contracts_event, "datetime", Wall),
        (time, "monotonic", monotonic),
        (ids, "_uuid7", next_id),
    ]
    kept = [getattr(place, name) for place, name, _ in places]
    for place, name, value in places:
        setattr(place, name, value)
    try:
        yield
    finally:
        for (place, name, _), value in zip(places, kept, strict=True):
            setattr(place, name, value)
