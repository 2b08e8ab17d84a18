"""What a company may decide about its inbox. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, NamedTuple
from uuid import UUID

MAX_HOURS: Final = 24 * 365
MAX_CAPACITY: Final = 1_000
MAX_OFFLINE_MINUTES: Final = 24 * 60
MAX_MESSAGE: Final = 1_000
MAX_CHANNELS: Final = 1_000
"""Channels with rules of their own."""
MAX_OPTIONS: Final = 10
"""As many rows as a list of WhatsApp has."""
MAX_LABEL: Final = 24
MAX_BUTTON: Final = 20
DEFAULT_REOPEN_HOURS: Final = 24.0
"""For a company of which auth's event has not reached us yet."""


class Visibility(StrEnum):
    """Which tickets agents see who do not manage the inbox."""

    QUEUES = "queues"
    """Those of their queues and of none, and those that they have or take part in."""
    ALL = "all"


class Assignment(StrEnum):
    """Who gets the tickets of a queue that nobody has."""

    MANUAL = "manual"
    """Anyone who takes one."""
    ROUND_ROBIN = "round_robin"
    """Members of the queue who are there, in turn."""
    LEAST_BUSY = "least_busy"
    """The member who is there and has the fewest open tickets."""


class ReopenRule(StrEnum):
    """Whether a customer who writes again goes on in the ticket that was closed."""

    HOURS = "hours"
    ALWAYS = "always"
    NEVER = "never"


class MenuStyle(StrEnum):
    NUMBERS = "numbers"
    """A text with a number before each queue."""
    LIST = "list"
    """A list of WhatsApp, to tap on."""


class MenuOption(NamedTuple):
    queue_id: UUID
    label: str


@dataclass(frozen=True, slots=True)
class Menu:
    """What a new customer is asked, so that their ticket gets to the right queue."""

    text: str
    style: MenuStyle
    button: str
    options: Sequence[MenuOption]


Channel = tuple[UUID, UUID]
"""A company and the id of its channel."""


def reopen_hours(rule: str | None, hours: float | None) -> float:
    """Return for how long after closing the same ticket goes on."""
    if rule == ReopenRule.ALWAYS:
        return float("inf")
    if rule == ReopenRule.NEVER:
        return 0.0
    return DEFAULT_REOPEN_HOURS if hours is None else hours
