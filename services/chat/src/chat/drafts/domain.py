"""What holds for drafts. Pure."""

from typing import Final

MAX_TEXT: Final = 4096
"""As much as a message may have."""
MAX_ATTACHMENTS: Final = 10
MAX_DRAFTS: Final = 200
"""Of an agent: with one more the oldest goes."""
KEPT_DAYS: Final = 30
"""Since it was last changed."""
