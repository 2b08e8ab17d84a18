"""The ids of our own messages: made of the ids of their sends, which can be read from them again."""

import re
from typing import Final
from uuid import UUID

_PREFIX: Final = "3EB0"
"""What the ids begin with that WhatsApp Web gives its messages."""
_OURS: Final = re.compile(rf"{_PREFIX}([0-9A-F]{{32}})")


def message_id_of(send_id: UUID) -> str:
    """Return the id that a send's message has on WhatsApp: the same for every attempt."""
    return f"{_PREFIX}{send_id.hex.upper()}"


def send_id_of(message_id: str) -> UUID | None:
    """Return which send a message is of; None for one that did not leave here."""
    match = _OURS.fullmatch(message_id)
    return UUID(hex=match[1]) if match else None
