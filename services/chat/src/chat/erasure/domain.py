"""What an erasure is. Pure."""

import re
from collections.abc import Iterable
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


OWN: Final = "chat"
"""What this service is called in the proof."""
SERVICES: Final = ("campaign", "gateway", "reporting")
"""Who has to confirm."""
BATCH: Final = 200
"""Messages deleted in one transaction."""
LOG_BATCH: Final = 2000
"""Entries of the event log looked through in one transaction."""
TICKETS_AT_ONCE: Final = 1000
"""Tickets that are looked for in the event log together; for more of them it is looked through again."""
PATIENCE: Final = timedelta(hours=1)
"""For so long is the outcome of a message waited for that is on its way: its POST cannot be taken back."""
PAUSE: Final = timedelta(seconds=30)
"""Until it is looked again whether there is one."""


_LEAST_DIGITS: Final = 8
"""A shorter number may be part of anything."""
_COUNTRY_DIGITS: Final = 2


def names_in_texts(ids: Iterable[UUID], aliases: Iterable[str]) -> str:
    """Return a regular expression for texts that name a person, by our ids of them or by theirs."""
    values = {alias.partition(":")[2].lstrip("+") for alias in aliases}
    wanted = {str(one) for one in ids} | {value for value in values if len(value) >= _LEAST_DIGITS}
    return "|".join(sorted(re.escape(one) for one in wanted))


def numbers_in_cells(aliases: Iterable[str]) -> str | None:
    """Return a regular expression for the digits of cells that have a person's number, however spelt."""
    values = {alias.partition(":")[2].lstrip("+") for alias in aliases}
    numbers = {value[_COUNTRY_DIGITS:] for value in values if value.isdigit()}
    return "|".join(sorted(one for one in numbers if len(one) >= _LEAST_DIGITS)) or None


class Gone(NamedTuple):
    """A message that was deleted."""

    channel_id: UUID
    provider_message_id: str | None
    send_id: UUID | None
    whole: UUID | None
    """The file with all of it, of one that was too long."""
