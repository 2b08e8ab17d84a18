"""What an export of a person is. Pure."""

from datetime import timedelta
from enum import StrEnum
from typing import Final


class ExportStatus(StrEnum):
    COLLECTING = "collecting"
    """Other services have not answered yet."""
    READY = "ready"
    """The file can be downloaded."""


KEPT: Final = timedelta(days=7)
"""After that what others answered is deleted, and there is no file any more."""
MOST_OPEN: Final = 50
"""Exports of a company that are kept at once."""
MOST_DOWNLOADED: Final = 3
"""Files that a company downloads at once: each is made while it is read."""


def camel_case(name: str) -> str:
    """Return a column's name as the API spells it."""
    first, *rest = name.split("_")
    return first + "".join(part.capitalize() for part in rest)
