"""Meta's words for the quality of a number and for how many people it may write to, in the system's own."""

import re
from typing import Any, Final

from gateway.domain.channels import UNLIMITED, Quality

_QUALITY: Final[dict[Any, Quality]] = {
    "GREEN": "high",
    "YELLOW": "medium",
    "RED": "low",
    # Of updates: that the rating fell to red, and that it has been better again for a week.
    "FLAGGED": "low",
    "UNFLAGGED": "medium",
}
_LIMIT: Final = re.compile(r"(?:TIER_)?([0-9]{1,9})(K?)")
"""``TIER_250``, ``TIER_2K``, or a number."""


def quality(value: Any) -> Quality | None:
    """Return a rating; None when it is none, or not known yet."""
    return _QUALITY.get(value) if isinstance(value, str) else None


def messaging_limit(value: Any) -> str | None:
    """Return a limit as a number of people in a day, or `UNLIMITED`; None when it cannot be read."""
    if value == "TIER_UNLIMITED":
        return UNLIMITED
    found = _LIMIT.fullmatch(str(value)) if isinstance(value, str | int) else None
    return str(int(found[1]) * (1000 if found[2] else 1)) if found else None
