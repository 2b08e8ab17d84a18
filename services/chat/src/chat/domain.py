"""The rules of customer service on WhatsApp: who is who, what may become of a ticket.

Pure: no database, no clock, no framework. Callers pass the time.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, ClassVar, Final, NamedTuple
from uuid import UUID

import phonenumbers

from atende_contracts.event import Party
from atende_platform.errors import AppError, Conflict

DEFAULT_REGION: Final = "BR"
MAX_PHONE_CHARS: Final = 40


# --- errors ----------------------------------------------------------------------------------


class TicketClosed(Conflict):
    code = "ticket-closed"


class TicketTaken(Conflict):
    code = "ticket-taken"


class ContactExists(Conflict):
    """Another contact of the company already has this phone; ``contactId`` says which."""

    code = "contact-exists"


class ChannelUnavailable(Conflict):
    code = "channel-unavailable"


class EventsExpired(AppError):
    """The events asked for are no longer kept: load the current state instead."""

    status: ClassVar[int] = 410
    code = "events-expired"
    title: ClassVar[str] = "No longer available"


# --- phones and identities -------------------------------------------------------------------


class Identity(NamedTuple):
    """One name of a person; unique in a company. ``value`` of a phone or wa_id has digits only."""

    kind: str
    value: str


def region_of(locale: str) -> str:
    """Return the country of a locale (``pt-BR`` → ``BR``): where phones without ``+`` are from."""
    country = locale.replace("_", "-").rpartition("-")[2].upper()
    return country if country in phonenumbers.SUPPORTED_REGIONS else DEFAULT_REGION


def normalise_phone(raw: str, region: str) -> str:
    """Return a phone as E.164. Raises ``ValueError``, in words for the user, for anything else.

    Possible rather than valid numbers pass: numbering plans change (Brazilian mobiles without
    their ninth digit count as invalid, yet WhatsApp still knows them), and only WhatsApp can
    tell whether somebody is there. A leading ``'`` is what spreadsheets put before ``+``.
    """
    text = raw.strip().removeprefix("'").strip()
    if not text:
        raise ValueError("The phone is missing.")
    if len(text) > MAX_PHONE_CHARS or any(char.isalpha() for char in text):
        raise ValueError("This is not a phone number.")
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        raise ValueError("This is not a phone number.") from None
    if not phonenumbers.is_possible_number(number):
        raise ValueError("The number has too few or too many digits.")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def phone_variants(digits: str) -> tuple[str, ...]:
    """Return the forms under which WhatsApp may know a number, the given one first.

    Brazilian mobiles got a ninth digit, and accounts older than that keep the short form. Only
    numbers that were mobile before (their eight digits begin with 6 to 9) have both: adding a 9
    to a landline, or taking it from a number born with it, would name somebody else.
    """
    if not digits.startswith("55"):
        return (digits,)
    area, local = digits[2:4], digits[4:]
    if len(local) == 9 and local[0] == "9" and local[1] in "6789":
        return (digits, f"55{area}{local[1:]}")
    if len(local) == 8 and local[0] in "6789":
        return (digits, f"55{area}9{local}")
    return (digits,)


def identities_of(party: Party) -> tuple[Identity, ...]:
    """Return every name a person may be found under, the strongest first.

    A phone claims both its variants, so that the unique constraint alone keeps two forms of one
    number from becoming two contacts. A wa_id that is a number is that phone, too.
    """
    names: dict[Identity, None] = {}
    if party.wa_id:
        names[Identity("wa_id", party.wa_id.lstrip("+"))] = None
    for number in (party.wa_id, party.phone):
        digits = (number or "").lstrip("+")
        if _is_number(digits):
            names.update((Identity("phone", variant), None) for variant in phone_variants(digits))
    if party.bsuid:
        names[Identity("bsuid", party.bsuid)] = None
    if party.lid:
        names[Identity("lid", party.lid)] = None
    return tuple(names)


def canonical(identity: str) -> Identity:
    """Return a ``kind:value`` as the one form that all names of the same number share."""
    kind, _, value = identity.partition(":")
    digits = value.lstrip("+")
    if kind in ("wa_id", "phone") and _is_number(digits):
        return Identity("phone", max(phone_variants(digits), key=len))
    return Identity(kind, value)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal()


def phone_of(party: Party) -> str | None:
    """Return the phone as E.164, also when only the wa_id tells it."""
    if party.phone:
        return "+" + party.phone.lstrip("+")
    if party.wa_id and _is_number(party.wa_id.lstrip("+")):
        return "+" + party.wa_id.lstrip("+")
    return None


def completed(known: Party, told: Party) -> Party:
    """Return what is known of a person after WhatsApp told us more.

    The name and phone that the company gave stay; what WhatsApp calls the person is replaced,
    since its form of a number is the one that messages must be addressed to.
    """
    return Party(
        name=known.name or storable(told.name),
        phone=known.phone or told.phone,
        wa_id=told.wa_id or known.wa_id,
        bsuid=told.bsuid or known.bsuid,
        lid=told.lid or known.lid,
    )


def storable(value: Any) -> Any:
    """Return text or JSON without U+0000, which PostgreSQL cannot hold; U+FFFD stands in for it."""
    if isinstance(value, str):
        return value.replace("\0", "\ufffd")
    if isinstance(value, dict):
        return {storable(key): storable(item) for key, item in value.items()}
    if isinstance(value, list):
        return [storable(item) for item in value]
    return value


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
    _require_not_closed(state)
    if state.assignee_id not in (None, agent):
        raise TicketTaken("Another agent has this ticket.")
    return replace(state, status=TicketStatus.OPEN, assignee_id=agent, unread=0)


def replied(state: TicketState, agent: UUID, now: datetime) -> TicketState:
    """An agent writes: a ticket that nobody has becomes theirs. Raises `TicketClosed`."""
    _require_not_closed(state)
    return replace(
        state,
        status=TicketStatus.OPEN,
        assignee_id=state.assignee_id or agent,
        first_reply_at=state.first_reply_at or now,
        unread=0,
    )


def closed(state: TicketState, now: datetime) -> TicketState:
    """Close the ticket; closing a closed one changes nothing."""
    if state.status is TicketStatus.CLOSED:
        return state
    return replace(state, status=TicketStatus.CLOSED, closed_at=now, unread=0)


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


def _require_not_closed(state: TicketState) -> None:
    if state.status is TicketStatus.CLOSED:
        raise TicketClosed("The ticket is closed.")


# --- order -----------------------------------------------------------------------------------


def latest_by_revision(revisions: Iterable[tuple[Any, int]]) -> dict[Any, int]:
    """Return, per key, the position of the item with the highest revision (the later of equals)."""
    best: dict[Any, tuple[int, int]] = {}
    for position, (key, revision) in enumerate(revisions):
        if key not in best or revision >= best[key][0]:
            best[key] = (revision, position)
    return {key: position for key, (_, position) in best.items()}
