"""What a check says: what was looked at, how it is, and what to do."""

from dataclasses import dataclass
from typing import Any, Literal

State = Literal["fine", "warning", "wrong"]


@dataclass(frozen=True)
class Finding:
    """The outcome of looking at one thing. A warning will become wrong if nothing is done."""

    about: str
    """Which part: ``servers``, ``topics``, ``disk`` …"""
    state: State
    found: str
    remedy: str = ""
    service: str | None = None

    def as_item(self) -> dict[str, Any]:
        """Return it for the output."""
        return {
            "state": self.state,
            "about": self.about,
            "service": self.service,
            "found": self.found,
            "remedy": self.remedy or None,
        }
