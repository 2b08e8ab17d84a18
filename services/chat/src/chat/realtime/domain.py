"""How much a socket may ask for, and what an update is about. Pure: callers pass the time."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID


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


def ticket_of(payload: Mapping[str, Any]) -> UUID | None:
    """Return the ticket that an update is about; None if it is about none.

    Any update counts that has a ``ticket``, or a ``ticketId`` by itself or in one of its parts.
    """
    if isinstance(ticket := payload.get("ticket"), Mapping):
        return UUID(ticket["id"])
    for part in (payload, *payload.values()):
        if isinstance(part, Mapping) and isinstance(id_ := part.get("ticketId"), str):
            return UUID(id_)
    return None
