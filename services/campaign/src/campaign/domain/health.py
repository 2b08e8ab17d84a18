"""When a campaign pauses by itself: too many of its last messages failed, or its number's quality fell.

What is counted is a recipient that was heard of first (taken by the provider, or failed), over a window of
the last `WINDOW`: what is older fades as more comes. A failure counts if it says something of the campaign,
its number or its content; one that is about the recipient (`RECIPIENTS_OWN`) is an outcome, but no failure.
"""

from dataclasses import dataclass
from typing import Final

WINDOW: Final = 100.0
"""How many outcomes are remembered."""

RECIPIENTS_OWN: Final = (
    "delivery_capped", "experiment", "no_phone", "not_on_whatsapp", "opted_out", "recipient_busy",
    "recipient_is_sender",
)  # fmt: skip
"""Reasons of `atende_contracts.reasons` for which neither the campaign nor its number can do anything."""

_POOR: Final = frozenset({"low", "RED", "FLAGGED"})
"""Also in Meta's words, which older events have."""


@dataclass(frozen=True, slots=True)
class Outcomes:
    """The last outcomes of a campaign; failures are among them."""

    reported: float = 0.0
    failed: float = 0.0

    @property
    def rate(self) -> float:
        """The share of failures, 0 to 1."""
        return self.failed / self.reported if self.reported else 0.0

    def plus(self, reported: int, failed: int) -> "Outcomes":
        """Return them after more. A failure may be of one that was reported before: then only it is new.

        Less than nothing failed when those that had failed turn out to have arrived.
        """
        total = self.reported + reported
        failures = min(max(self.failed + failed, 0.0), total)
        scale = min(1.0, WINDOW / total) if total else 1.0
        return Outcomes(total * scale, failures * scale)

    def exceed(self, *, rate: float, at_least: int) -> bool:
        """Tell whether to pause: never before so many were reported."""
        return self.reported >= at_least and self.rate >= rate


def quality_fell(before: str | None, after: str | None) -> bool:
    """Tell whether the provider has begun to rate a number as poor; that it still does changes nothing."""
    return after in _POOR and before not in _POOR
