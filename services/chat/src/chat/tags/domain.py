"""What holds for tags. Pure."""

from typing import Final

from atende_platform.errors import Conflict

MAX_TAGS: Final = 200
"""Of a company, archived ones aside."""
MAX_NAME: Final = 50


class TagExists(Conflict):
    """The company has another tag of this name."""

    own_reason = "tag-exists"


class TooManyTags(Conflict):
    own_reason = "too-many-tags"
