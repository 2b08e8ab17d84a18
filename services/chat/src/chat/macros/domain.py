"""What holds for macros. Pure."""

from typing import Final

from atende_platform.errors import Conflict

MAX_MACROS: Final = 100
"""Of a company."""
MAX_NAME: Final = 60
MAX_QUEUES: Final = 50


class MacroExists(Conflict):
    """The company has another macro of this name."""

    own_reason = "macro-exists"


class TooManyMacros(Conflict):
    own_reason = "too-many-macros"
