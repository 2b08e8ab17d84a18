"""What holds for lists of actions. Pure."""

from typing import Final

MAX_ACTIONS: Final = 10
"""In one list."""
MAX_SNOOZE_MINUTES: Final = 60 * 24 * 90
