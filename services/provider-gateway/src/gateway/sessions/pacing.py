"""How fast a number may write without looking like a machine: the rules, over times that are given.

WhatsApp names no rates. What is known of numbers that were restricted: they wrote in bursts, and to many
people who had never written to them. So messages have a pause between them that is never the same, and *cold*
ones, to people who never wrote to the number, a much longer one and a daily limit of people.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any, Final

from gateway.settings import Settings

MINUTE: Final = 60.0
DAY: Final = 24 * 3600.0
_MOST_PEOPLE: Final = 10_000

Chance = Callable[[], float]
"""Returns a number from 0 to 1."""


@dataclass(frozen=True, slots=True)
class Limits:
    """The pauses, in seconds, and how many there may be."""

    pause: tuple[float, float] = (1.0, 3.0)
    per_minute: int = 20
    cold_pause: tuple[float, float] = (30.0, 60.0)
    cold_per_day: int = 20
    """People who never wrote to the number, to whom it may write in 24 hours."""
    rest: float = 60.0
    """After WhatsApp itself said that it was too fast."""

    @classmethod
    def of(cls, settings: Settings) -> "Limits":
        """Return what the settings say."""
        pause, cold = settings.whatsapp_web_pause_seconds, settings.whatsapp_web_cold_pause_seconds
        return cls(
            pause=(pause, 3 * pause),
            per_minute=settings.whatsapp_web_messages_per_minute,
            cold_pause=(cold, 2 * cold),
            cold_per_day=settings.whatsapp_web_cold_per_day,
        )


@dataclass(frozen=True, slots=True)
class Pace:
    """What a number has sent lately, in seconds since 1970, and when it may send again."""

    next_at: float = 0.0
    next_cold_at: float = 0.0
    recent: tuple[float, ...] = ()
    """Its messages of the last minute."""
    cold: dict[str, float] = field(default_factory=dict)
    """The people of the last day who had never written to it, and when it wrote to them last."""

    def wait(self, limits: Limits, now: float, *, cold: bool) -> float:
        """Return for how many seconds no such message may be sent; 0: one may."""
        ready = self.next_at
        within = [at for at in self.recent if at > now - MINUTE]
        if len(within) >= limits.per_minute:
            ready = max(ready, sorted(within)[-limits.per_minute] + MINUTE)
        if cold:
            ready = max(ready, self.next_cold_at)
        return max(0.0, ready - now)

    def admits(self, limits: Limits, now: float, person: str) -> bool:
        """Tell whether today's limit has room for a person who never wrote to the number."""
        today = [one for one, at in self.cold.items() if at > now - DAY]
        return person in today or len(today) < limits.cold_per_day

    def sent(self, limits: Limits, now: float, chance: Chance, *, cold: str | None) -> "Pace":
        """Return the pace after a message; ``cold``: the person, if they never wrote to the number."""
        after = replace(
            self,
            next_at=now + _between(limits.pause, chance),
            recent=(*(at for at in self.recent if at > now - MINUTE), now)[-limits.per_minute :],
            cold={one: at for one, at in self.cold.items() if at > now - DAY},
        )
        if cold is None:
            return after
        people = dict(list({**after.cold, cold: now}.items())[-_MOST_PEOPLE:])
        return replace(after, next_cold_at=now + _between(limits.cold_pause, chance), cold=people)

    def rested(self, limits: Limits, now: float) -> "Pace":
        """Return the pace after WhatsApp said that it was too fast."""
        return replace(self, next_at=max(self.next_at, now + limits.rest))

    # --- kept ---------------------------------------------------------------------------------

    def document(self) -> dict[str, Any]:
        """Return what `read` makes it of again."""
        return {
            "next": self.next_at,
            "next_cold": self.next_cold_at,
            "recent": list(self.recent),
            "cold": self.cold,
        }

    @classmethod
    def read(cls, document: Any, now: float, limits: Limits) -> "Pace":
        """Return what was kept; what cannot be, as times of another clock, counts as a moment ago."""
        if not isinstance(document, dict):
            return cls()
        latest = now + max(limits.pause[1], limits.rest)
        cold = document.get("cold")
        recent = document.get("recent")
        return cls(
            next_at=min(_time(document.get("next")), latest),
            next_cold_at=min(_time(document.get("next_cold")), now + limits.cold_pause[1]),
            recent=tuple(min(_time(at), now) for at in recent) if isinstance(recent, list) else (),
            cold={str(one): min(_time(at), now) for one, at in cold.items()}
            if isinstance(cold, dict)
            else {},
        )


def typing_seconds(length: int, limits: Limits, chance: Chance) -> float:
    """Return for how long to be seen typing before a text of so many characters: no longer than a pause."""
    return min(limits.pause[1], (0.4 + 0.02 * length) * (0.8 + 0.4 * chance()))


def _between(bounds: tuple[float, float], chance: Chance) -> float:
    least, most = bounds
    return least + (most - least) * chance()


def _time(value: Any) -> float:
    is_time = isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
    return float(value) if is_time else 0.0
