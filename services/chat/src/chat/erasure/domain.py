"""What an erasure is. Pure."""

from datetime import timedelta
from enum import StrEnum
from typing import Final, NamedTuple
from uuid import UUID


class ErasureStatus(StrEnum):
    RUNNING = "running"
    """What chat has of the person is being deleted, batch by batch."""
    ERASED = "erased"
    """Chat has nothing any more; other services have not all confirmed yet."""
    CONFIRMED = "confirmed"
    """No service has anything any more."""


SERVICES: Final = ("campaign", "gateway", "reporting")
"""Who has to confirm."""
BATCH: Final = 200
"""Messages deleted in one transaction."""
PATIENCE: Final = timedelta(hours=1)
"""For so long is the outcome of a message waited for that is on its way: its POST cannot be taken back."""
PAUSE: Final = timedelta(seconds=30)
"""Until it is looked again whether there is one."""


class Gone(NamedTuple):
    """A message that was deleted."""

    channel_id: UUID
    provider_message_id: str | None
    send_id: UUID | None
    whole: UUID | None
    """The file with all of it, of one that was too long."""
