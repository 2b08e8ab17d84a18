"""When an automation acts.

Pure: no database, no clock, no framework.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Any, Final
from uuid import UUID

from atende_platform.errors import Conflict
from chat.quick_replies.domain import folded

MAX_AUTOMATIONS: Final = 50
"""Of a company."""
MAX_NAME: Final = 60
MAX_CONDITIONS: Final = 10
MAX_VALUES: Final = 20
"""In one condition."""
MAX_TERM: Final = 100
MAX_TEXT: Final = 4096
"""Of what was written, conditions look into so many characters."""
MAX_DEPTH: Final = 1
"""What an automation does may have others act; what those do, none."""
RUNS_OF_A_TICKET: Final = 20
"""In `RATE_TIME`. What exceeds it is not done: two systems may answer each other."""
RATE_TIME: Final = timedelta(hours=1)


_WORD: Final = re.compile(r"\w+")


class AutomationExists(Conflict):
    """The company has another automation of this name."""

    own_reason = "automation-exists"


class TooManyAutomations(Conflict):
    own_reason = "too-many-automations"


class Event(StrEnum):
    """What happened to a ticket."""

    TICKET_CREATED = "ticket.created"
    MESSAGE_RECEIVED = "message.received"
    TICKET_ASSIGNED = "ticket.assigned"
    """Its agent has changed, also to nobody."""
    TICKET_TRANSFERRED = "ticket.transferred"
    """Its queue has changed."""
    TICKET_SNOOZED = "ticket.snoozed"
    TICKET_WOKEN = "ticket.woken"
    TICKET_REOPENED = "ticket.reopened"
    """By an agent. A customer's message that opens a closed ticket is `message.received`."""
    TICKET_TAGGED = "ticket.tagged"
    TICKET_PRIORITY_CHANGED = "ticket.priority_changed"
    TICKET_CLOSED = "ticket.closed"


_OF_TIMELINE: Final = {
    "accepted": Event.TICKET_ASSIGNED,
    "assigned": Event.TICKET_ASSIGNED,
    "unassigned": Event.TICKET_ASSIGNED,
    "transferred": Event.TICKET_TRANSFERRED,
    "snoozed": Event.TICKET_SNOOZED,
    "woken": Event.TICKET_WOKEN,
    "reopened": Event.TICKET_REOPENED,
    "tagged": Event.TICKET_TAGGED,
    "priority": Event.TICKET_PRIORITY_CHANGED,
    "closed": Event.TICKET_CLOSED,
}


@dataclass(frozen=True, slots=True)
class Happened:
    """One entry of the event log, as automations see it."""

    event: Event
    ticket_id: UUID
    message_id: UUID | None = None
    """The customer's message, of `MESSAGE_RECEIVED`."""
    text: str | None = None


def happened(kind: str, payload: Mapping[str, Any]) -> Happened | None:
    """Return what an entry of the event log says; None if that is nothing to act on."""
    if kind == "ticket.updated":
        ticket = payload["ticket"]
        created = ticket["revision"] == 1 and ticket.get("groupId") is None
        return Happened(Event.TICKET_CREATED, UUID(ticket["id"])) if created else None
    message = payload["message"]
    if message.get("ticketId") is None or message.get("groupId") is not None:
        return None
    ticket_id = UUID(message["ticketId"])
    if message["direction"] == "in":
        return Happened(Event.MESSAGE_RECEIVED, ticket_id, UUID(message["id"]), message.get("text"))
    entry = (message.get("content") or {}).get("timeline") or {}
    event = _OF_TIMELINE.get(entry.get("event", "")) if message["kind"] == "timeline" else None
    return None if event is None else Happened(event, ticket_id)


class Text:
    """What was written, made ready once for all conditions that look into it."""

    def __init__(self, text: str | None = None) -> None:
        self._said = folded((text or "")[:MAX_TEXT])
        self._words = _words(self._said)

    def contains(self, terms: Sequence[str]) -> bool:
        """Tell whether one of some terms is a part of it, without case and accents."""
        return any(_folded_term(term) in self._said for term in terms)

    def has_word(self, terms: Sequence[str]) -> bool:
        """Tell whether one of some terms stands in it as whole words, likewise."""
        return any((words := _words_of_term(term)).strip() and words in self._words for term in terms)


def _words(said: str) -> str:
    return f" {' '.join(_WORD.findall(said))} "


@lru_cache(maxsize=20_000)
def _folded_term(term: str) -> str:
    return folded(term)


@lru_cache(maxsize=20_000)
def _words_of_term(term: str) -> str:
    return _words(folded(term))


NOTHING_WRITTEN: Final = Text()


@dataclass(frozen=True, slots=True)
class Facts:
    """What conditions are about: the ticket as it is, its contact, and what was written."""

    status: str = "pending"
    priority: str = "normal"
    channel_id: UUID | None = None
    queue_id: UUID | None = None
    assignee_id: UUID | None = None
    tag_ids: Collection[UUID] = ()
    contact_tags: Collection[str] = ()
    contact_fields: Mapping[str, str] = field(default_factory=dict)
    text: Text = NOTHING_WRITTEN
    is_first_message: bool = False
    is_open: bool = True
    """The ticket's queue works now."""


def has_tag(tags: Collection[str], wanted: Sequence[str]) -> bool:
    """Tell whether a contact has one of some tags, by their names without case."""
    return not {tag.casefold() for tag in tags}.isdisjoint({tag.casefold() for tag in wanted})


def field_matches(value: str | None, operator: str, wanted: str | None) -> bool:
    """Tell whether a field of a contact is as a condition wants it, without case and accents."""
    known, other = folded(value or "").strip(), folded(wanted or "").strip()
    if operator == "filled":
        return bool(known)
    return known == other if operator == "is" else bool(other) and other in known


def holds(results: Sequence[bool], match: str) -> bool:
    """Tell whether conditions hold together: ``all`` of them, or ``any``. Of none all hold."""
    return all(results) if match == "all" or not results else any(results)
