"""What holds for notes. Pure."""

from typing import Final

from atende_platform.errors import Forbidden

MAX_MENTIONS: Final = 20
"""Users mentioned in one note."""
KEPT_DAYS: Final = 90
"""How long a mention is listed."""


class NotYourNote(Forbidden):
    """Only who wrote a note changes it; those who manage the inbox can remove it, too."""

    own_reason = "not-your-note"
