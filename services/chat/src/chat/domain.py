"""The rules of customer service on WhatsApp: who is who, what may become of a ticket.

Pure: no database, no clock, no framework. Callers pass the time.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from typing import Any, ClassVar, Final, Literal, NamedTuple
from uuid import UUID, uuid5

from atende_contracts.event import Party
from atende_contracts.identity import aliases, aliases_by_kind, canonical_alias, canonical_number, variants
from atende_contracts.window import WINDOW
from atende_platform.errors import AppError, Conflict

# --- errors ----------------------------------------------------------------------------------


class TicketClosed(Conflict):
    code = "ticket-closed"


class TicketTaken(Conflict):
    code = "ticket-taken"


class GroupMessage(Conflict):
    """What is said in a group cannot be answered here: an answer would go to one person, in private."""

    code = "group-message"


class WindowClosed(Conflict):
    """The customer last wrote more than 24 hours ago; ``windowOpenUntil`` says when their window closed."""

    code = "window-closed"


class ContactExists(Conflict):
    """Another contact of the company already has this phone; ``contactId`` says which."""

    code = "contact-exists"


class TooManyImports(Conflict):
    code = "too-many-imports"


class ChannelUnavailable(Conflict):
    code = "channel-unavailable"


class ClientMessageIdReused(Conflict):
    """The ticket has another message under this client id; ``messageId`` says which."""

    code = "client-message-id-reused"


class EventsExpired(AppError):
    """The events asked for are no longer kept: load the current state instead."""

    status: ClassVar[int] = 410
    code = "events-expired"
    title: ClassVar[str] = "No longer available"


def digest_of(kind: str, content: str, reply_to: str | None) -> UUID:
    """Return what tells one message of a client from another: 128 bits of a SHA-256."""
    parts = "\0".join((kind, content, reply_to or ""))
    return UUID(bytes=sha256(parts.encode()).digest()[:16])


# --- identities ------------------------------------------------------------------------------


class Identity(NamedTuple):
    """One canonical alias of a person (see `atende_contracts.identity`); unique in a company."""

    kind: str
    value: str


def identity_of(name: str) -> Identity:
    """Return the identity that a ``kind:value`` gives; every spelling of a number gives the same."""
    kind, _, value = canonical_alias(name).partition(":")
    return Identity(kind, value)


def identities_of(party: Party) -> tuple[Identity, ...]:
    """Return every identity a person may be found under, the strongest first."""
    return tuple(identity_of(alias) for alias in aliases(party))


def without(party: Party, foreign: Collection[Identity]) -> Party:
    """Return the person without the names that belong to somebody else."""
    named = aliases_by_kind(party)
    return party.model_copy(
        update={kind: None for kind, alias in named.items() if identity_of(alias) in foreign}
    )


def phone_of(party: Party) -> str | None:
    """Return the phone as E.164, also when only the wa_id tells it."""
    if party.phone:
        return "+" + party.phone.lstrip("+")
    if party.wa_id and canonical_number(party.wa_id):
        return "+" + party.wa_id.lstrip("+")
    return None


def number_of(name: str | None) -> str | None:
    """Return the canonical digits of a phone or wa_id; None for what is no number."""
    return canonical_number(name) if name else None


_NATIONAL: Final = (
    re.compile(r"([1-9]{2})9?([6-9][0-9]{7})"),  # A Brazilian mobile without the country …
    re.compile(r"()9?([6-9][0-9]{7})"),  # … and without the area code.
)


def spellings_of(digits: str) -> list[str]:
    """Return how a number, or the end of one, may be stored of which somebody typed these digits."""
    plain = digits.lstrip("0") or digits
    found = [digits, plain, *variants(plain)]
    for pattern in _NATIONAL:
        if match := pattern.fullmatch(plain):
            found += [f"{match[1]}9{match[2]}", f"{match[1]}{match[2]}"]
    return list(dict.fromkeys(found))


def completed(known: Party, told: Party, former: Party | None = None) -> Party:
    """Return what is known of a person after WhatsApp told us more.

    The name and phone that the company gave stay; what WhatsApp calls the person is replaced,
    since its form of a number is the one that messages must be addressed to. The phone goes only with the
    number that the person gave up (``former``).
    """
    given_up = number_of(former.wa_id or former.phone) if former is not None and told.phone else None
    stays = given_up is None or number_of(known.phone) != given_up
    return Party(
        name=known.name or storable(told.name),
        phone=(known.phone if stays else None) or told.phone,
        wa_id=told.wa_id or known.wa_id,
        bsuid=told.bsuid or known.bsuid,
        lid=told.lid or known.lid,
    )


def storable(value: Any) -> Any:
    """Return text or JSON as we can hold it.

    PostgreSQL knows no U+0000: U+FFFD stands in for it. Our JSON knows 64 bits: larger integers become text,
    and so do numbers as large, which PostgreSQL gives back as integers.
    """
    if isinstance(value, str):
        return value.replace("\0", "\ufffd")
    if isinstance(value, dict):
        return {storable(key): storable(item) for key, item in value.items()}
    if isinstance(value, list):
        return [storable(item) for item in value]
    if isinstance(value, int | float) and not -(2**63) <= value < 2**63:
        return str(value)
    return value


def stand_in(company_id: UUID, identity: Identity) -> UUID:
    """Return the id under which stands what was sent to a name that was no contact's.

    It is shown to whichever contact has the name when it is read: a list of phones makes nobody a contact.
    """
    return uuid5(company_id, f"{identity.kind}:{identity.value}")


# --- what stands in a conversation -----------------------------------------------------------


class Origin(StrEnum):
    """Where that comes from which neither the customer nor an agent wrote here."""

    PHONE_APP = "phone_app"
    """The business wrote it in WhatsApp's own app."""
    HISTORY = "history"
    """From before the number was connected."""
    CAMPAIGN = "campaign"
    TEST = "test"
    """A campaign's message, sent to try it."""
    AUTOMATIC = "automatic"
    """The system's own answer, such as the confirmation of an opt-out."""
    ACTIVITY = "activity"
    """Something happened that is no message."""


ACTIVITIES: Final = frozenset({"system"})
"""The kinds of what comes in that nobody wrote: a number or an identity has changed."""


# --- tickets ---------------------------------------------------------------------------------


class TicketStatus(StrEnum):
    PENDING = "pending"
    """Waits for an agent to take it."""
    OPEN = "open"
    """An agent has it."""
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class TicketState:
    """What changes about a ticket. Closed exactly when ``closed_at`` is set; open has an assignee."""

    status: TicketStatus = TicketStatus.PENDING
    assignee_id: UUID | None = None
    first_reply_at: datetime | None = None
    closed_at: datetime | None = None
    unread: int = 0
    """Messages of the customer that no agent has reacted to."""


def accepted(state: TicketState, agent: UUID) -> TicketState:
    """An agent takes the ticket. Raises `TicketClosed`, and `TicketTaken` when another has it."""
    require_not_closed(state)
    if state.assignee_id not in (None, agent):
        raise TicketTaken("Another agent has this ticket.")
    return replace(state, status=TicketStatus.OPEN, assignee_id=agent, unread=0)


def replied(state: TicketState, agent: UUID, now: datetime) -> TicketState:
    """An agent writes: a ticket that nobody has becomes theirs. Raises `TicketClosed`."""
    require_not_closed(state)
    return replace(
        state,
        status=TicketStatus.OPEN,
        assignee_id=state.assignee_id or agent,
        first_reply_at=state.first_reply_at or now,
        unread=0,
    )


def require_open_window(open_until: datetime | None, now: datetime) -> None:
    """Raise `WindowClosed` when the customer can only get a template. None: it is not known."""
    if open_until is not None and open_until <= now:
        raise WindowClosed(
            "The customer last wrote more than 24 hours ago. WhatsApp delivers only templates to them now.",
            windowOpenUntil=open_until.isoformat(),
        )


def window_open_until(last_inbound_at: datetime | None) -> datetime | None:
    """Return until when anything may be written to who last wrote then; None: it is not known."""
    return None if last_inbound_at is None else last_inbound_at + WINDOW


def read(state: TicketState) -> TicketState:
    """An agent has seen what the customer wrote."""
    return replace(state, unread=0)


def answered(state: TicketState, at: datetime) -> TicketState:
    """The business has answered outside of here: nothing waits for an agent any more."""
    return replace(state, first_reply_at=state.first_reply_at or at, unread=0)


def closed(state: TicketState, now: datetime) -> TicketState:
    """Close the ticket; closing a closed one changes nothing."""
    if state.status is TicketStatus.CLOSED:
        return state
    return replace(state, status=TicketStatus.CLOSED, closed_at=now, unread=0)


def released(state: TicketState) -> TicketState:
    """The agent no longer works here: another is to take an open ticket."""
    if state.status is not TicketStatus.OPEN:
        return state
    return replace(state, status=TicketStatus.PENDING, assignee_id=None)


def written_to(state: TicketState, messages: int) -> TicketState:
    """The customer wrote. A closed ticket opens again: for its agent if it had one, else for all."""
    state = replace(state, unread=state.unread + messages)
    if state.status is not TicketStatus.CLOSED:
        return state
    status = TicketStatus.OPEN if state.assignee_id else TicketStatus.PENDING
    return replace(state, status=status, closed_at=None)


def continues(closed_at: datetime | None, written_at: datetime, reopen_hours: float) -> bool:
    """Tell whether a message belongs to this ticket: it is not closed, or was not long before.

    ``written_at`` is the provider's time, so that a message that reached us late is not judged by
    our delay; one written before the closing belongs to the ticket whatever the hours.
    """
    return closed_at is None or written_at - closed_at <= timedelta(hours=reopen_hours)


def require_not_closed(state: TicketState) -> None:
    """Raise `TicketClosed` if it is."""
    if state.status is TicketStatus.CLOSED:
        raise TicketClosed("The ticket is closed.")


# --- what changes a message ------------------------------------------------------------------

CHANGES: Final = frozenset({"reaction", "edit", "revoke"})
"""The kinds of what comes in that say something about an earlier message and are none themselves."""

Direction = Literal["in", "out"]


@dataclass(frozen=True, slots=True)
class Change:
    """What became of a message after it was written. ``id`` tells apart what has the same time."""

    kind: str
    id: str
    at: datetime
    direction: Direction = "in"
    by: UUID | None = None
    """The contact, or the agent of our own."""
    text: str | None = None
    """The emoji of a reaction, none taking it back; the new text of an edit."""
    media: dict[str, Any] | None = None
    """What is told of the message's file, with kind ``media``."""
    whole: dict[str, Any] | None = None
    """The file with all of an edit's text, when that is cut."""


@dataclass(frozen=True, slots=True)
class Reaction:
    direction: Direction
    by: UUID | None
    emoji: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Appearance:
    """What of a message is shown."""

    text: str | None = None
    content: dict[str, Any] = field(default_factory=dict)
    media: dict[str, Any] | None = None
    whole: dict[str, Any] | None = None
    """The file with all that was written, when the text is cut."""
    reactions: tuple[Reaction, ...] = ()
    edited_at: datetime | None = None
    revoked_at: datetime | None = None


def appearance(written: Appearance, direction: Direction, changes: Collection[Change]) -> Appearance:
    """Return a message as it is shown after all that was done to it.

    It depends on which changes there are, and not on when, in which order or how often they came.
    What was taken back shows nothing but that it was. Each side edits and takes back its own messages only.
    """
    ordered = sorted(changes, key=lambda change: (change.at, change.id))
    own = [change for change in ordered if change.direction == direction]
    revoked = [change.at for change in own if change.kind == "revoke"]
    edits = [change for change in own if change.kind == "edit"]
    edited_at = edits[-1].at if edits else None
    if revoked:
        return Appearance(edited_at=edited_at, revoked_at=revoked[0])
    # An edit that we cannot read leaves the text, and still tells that it is not the last word.
    texts = [(written.text, written.whole), *((one.text, one.whole) for one in edits if one.text is not None)]
    text, whole = texts[-1]
    return replace(
        written,
        text=text,
        whole=whole,
        media=_media(written.media, [change for change in ordered if change.kind == "media"]),
        reactions=_reactions([change for change in ordered if change.kind == "reaction"]),
        edited_at=edited_at,
    )


def _media(written: dict[str, Any] | None, ordered: Iterable[Change]) -> dict[str, Any] | None:
    """Return what is known of a file in the end: one that is stored does not get lost any more."""
    told = [change.media for change in ordered if change.media is not None]
    told.sort(key=lambda media: media.get("state") == "stored")
    return {**(written or {}), **told[-1]} if told else written


def _reactions(ordered: Iterable[Change]) -> tuple[Reaction, ...]:
    """Return who reacts with what: each customer has one reaction, and all our agents have one together."""
    last: dict[UUID | None, Change] = {}
    for change in ordered:
        reactor = None if change.direction == "out" else change.by
        last.pop(reactor, None)
        last[reactor] = change
    return tuple(
        Reaction(change.direction, change.by, change.text, change.at)
        for change in last.values()
        if change.text
    )


# --- order -----------------------------------------------------------------------------------


def latest_by_revision(revisions: Iterable[tuple[Any, int]]) -> dict[Any, int]:
    """Return, per key, the position of the item with the highest revision (the later of equals)."""
    best: dict[Any, tuple[int, int]] = {}
    for position, (key, revision) in enumerate(revisions):
        if key not in best or revision >= best[key][0]:
            best[key] = (revision, position)
    return {key: position for key, (_, position) in best.items()}
