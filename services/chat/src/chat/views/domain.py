"""What holds for saved lists of tickets. Pure."""

from typing import Final

from atende_platform.errors import Conflict

MAX_OWN: Final = 50
"""Of one agent."""
MAX_SHARED: Final = 50
"""Of a company, for all of its agents."""


class TooManyViews(Conflict):
    own_reason = "too-many-views"
