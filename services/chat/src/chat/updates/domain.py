"""What stands in the log of what happened, and who may read it."""

from dataclasses import dataclass
from typing import Any, Final, NamedTuple
from uuid import UUID

from atende_contracts.permissions import Permission
from atende_platform.errors import AppError

CHAT: Final = "chat"
CAMPAIGNS: Final = "campaigns"
CHANNELS: Final = "channels"
NAMESPACES: Final = {
    CHAT: Permission.TICKETS_READ,
    CAMPAIGNS: Permission.CAMPAIGNS_READ,
    CHANNELS: Permission.CHANNELS_READ,
}
"""The parts of the event log, and what it takes to read each."""


class EventsExpired(AppError):
    """The events asked for are no longer kept: load the current state instead."""

    own_reason = "events-expired"


@dataclass(frozen=True, slots=True)
class LogEntry:
    """Something that happened, before it has its number."""

    company_id: UUID
    namespace: str
    type: str
    payload: dict[str, Any]


class Stretch(NamedTuple):
    """A part of a company's log: behind ``after``, up to ``last``."""

    company_id: UUID
    after: int
    last: int
