"""How much a socket may ask for. Pure: callers pass the time."""

from dataclasses import dataclass, field
from typing import Final


@dataclass(frozen=True, slots=True)
class Rate:
    """So many in a second, and ``burst`` of them at once."""

    per_second: float
    burst: int


EVENTS: Final = Rate(per_second=20, burst=200)
"""Events of any kind that a client may send. One that sends more is hung up on."""


@dataclass(slots=True)
class Allowances:
    """What one socket, or one company, has left of each rate."""

    _left: dict[str, tuple[float, float]] = field(default_factory=dict)
    """By what is asked for: how many were left, and when."""

    def take(self, what: str, rate: Rate, now: float) -> bool:
        """Take one; tell whether there was one. ``now`` is in seconds, by a clock that never goes back."""
        left, at = self._left.get(what, (rate.burst, now))
        left = min(rate.burst, left + (now - at) * rate.per_second)
        is_enough = left >= 1
        self._left[what] = (left - 1 if is_enough else left, now)
        return is_enough
