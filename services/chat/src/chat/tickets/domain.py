"""What may become of a ticket.

Pure: no database, no clock, no framework. Callers pass the time.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from math import isinf
from typing import Any, Final, NamedTuple
from uuid import UUID

from atende_contracts.window import WINDOW
from atende_platform.errors import Conflict


class TicketClosed(Conflict):
    own_reason = "ticket-closed"


class TicketTaken(Conflict):
    """Another agent has the ticket; ``assigneeId`` says who."""

    own_reason = "ticket-taken"


class TicketHeld(Conflict):
    """A program holds the ticket; ``heldBy`` is its API key."""

    own_reason = "ticket-held"


class OnlyPrograms(Conflict):
    """Users take tickets, and do not hold them."""

    own_reason = "only-programs"


class TicketNotHeld(Conflict):
    """The program does not hold the ticket: it cannot give it away."""

    own_reason = "ticket-not-held"


class TicketActive(Conflict):
    """The contact has another ticket on this channel that is not closed; ``ticketId`` says which."""

    own_reason = "ticket-active"


class TooManyParticipants(Conflict):
    own_reason = "too-many-participants"


class GroupMessage(Conflict):
    """What is said in a group cannot be answered on this channel, or not in this way."""

    own_reason = "group-message"


class WindowClosed(Conflict):
    """The customer did not write in the last 24 hours; ``windowOpenUntil`` says when their window closed."""

    own_reason = "window-closed"


class ChannelUnavailable(Conflict):
    own_reason = "channel-unavailable"


class ClientMessageIdReused(Conflict):
    """The ticket has another message under this client id; ``messageId`` says which."""

    own_reason = "client-message-id-reused"


class MessageNotResendable(Conflict):
    """Only what an agent sent in a ticket and did not arrive is sent again; ``status`` says how it is."""

    own_reason = "message-not-resendable"


class MayHaveArrived(Conflict):
    """Nobody knows whether the message arrived: the customer may read it twice, which is to be confirmed."""

    own_reason = "message-may-have-arrived"


class MessageNotForwardable(Conflict):
    """What the message says cannot be sent to somebody else: it was taken back, or has nothing to send."""

    own_reason = "message-not-forwardable"


class TooManyTagsOnTicket(Conflict):
    own_reason = "too-many-tags-on-ticket"


MAX_TAGS: Final = 20
"""On one ticket."""
MAX_PARTICIPANTS: Final = 20
"""Of one ticket."""
NOBODY: Final = UUID(int=0)
"""In place of the contact in the conversation of a group: everybody there has the same."""


TicketKey = tuple[UUID, UUID]
"""A company and its ticket."""


class Conversation(NamedTuple):
    """Whom a company talks to, and over which channel: what has at most one ticket not closed."""

    company_id: UUID
    channel_id: UUID
    contact_id: UUID
    group_id: str | None = None


class TicketOrder(StrEnum):
    """In which order tickets are listed."""

    RECENT = "recent"
    """The last written to first."""
    WAITING = "waiting"
    """Who waits longest first; only who waits for an answer."""
    PRIORITY = "priority"
    """The most urgent first, of these the last written to; none that is closed."""


@dataclass(frozen=True, slots=True)
class TicketFilter:
    """Which tickets are wanted: those for which all that is given holds."""

    statuses: frozenset["TicketStatus"] = frozenset()
    """Empty: all."""
    assignee_id: UUID | None = None
    is_unassigned: bool = False
    participant_id: UUID | None = None
    queue_id: UUID | None = None
    has_no_queue: bool = False
    channel_id: UUID | None = None
    contact_id: UUID | None = None
    tag_id: UUID | None = None
    priority: "Priority | None" = None
    number: int | None = None
    is_waiting: bool = False
    is_unread: bool = False
    since: datetime | None = None
    """When they were last written to, at the earliest."""
    until: datetime | None = None
    """Likewise, before this."""

    @property
    def is_everything(self) -> bool:
        """Whether nothing is asked of the tickets but when they were written to."""
        return self == TicketFilter(since=self.since, until=self.until)

    @property
    def is_narrow(self) -> bool:
        """Whether there are few such tickets even in a large company."""
        few = self.assignee_id, self.queue_id, self.contact_id, self.participant_id, self.number
        return any(value is not None for value in few)


class TicketStatus(StrEnum):
    PENDING = "pending"
    """Waits for an agent to take it."""
    OPEN = "open"
    """An agent has it."""
    SNOOZED = "snoozed"
    """Sleeps until a time, or until the customer writes."""
    CLOSED = "closed"


class Priority(StrEnum):
    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"
    URGENT = "urgent"


PRIORITIES: Final = [*Priority]
"""In their order: the place of each is what is stored."""


@dataclass(frozen=True, slots=True)
class TicketState:
    """What changes about a ticket. Closed exactly when ``closed_at`` is set; open has an assignee."""

    status: TicketStatus = TicketStatus.PENDING
    assignee_id: UUID | None = None
    queue_id: UUID | None = None
    first_reply_at: datetime | None = None
    closed_at: datetime | None = None
    close_reason: str | None = None
    snoozed_until: datetime | None = None
    """None in a snoozed ticket: until the customer writes."""
    waiting_since: datetime | None = None
    """When the first message of the customer came in that has no answer yet."""
    held_by: UUID | None = None
    """The API key of a program that has the ticket, in place of an agent."""
    held_until: datetime | None = None
    unread: int = 0
    """Messages of the customer that no agent has reacted to."""
    inbound_count: int = 0
    """Messages of the customer, ever."""
    awaited: str | None = None
    """What the customer of a closed ticket was asked for (`chat.tickets.answers.Awaited`)."""
    awaited_until: datetime | None = None

    def columns(self) -> dict[str, Any]:
        """Return what is stored of it, by its names."""
        return {name: getattr(self, name) for name in self.__slots__}


def accepted(state: TicketState, agent: UUID, *, take_over: bool = False) -> TicketState:
    """An agent takes the ticket, with ``take_over`` also from another.

    Raises `TicketClosed`, `TicketTaken` when another has it, and `TicketHeld` when a program has.
    """
    require_not_closed(state)
    if state.assignee_id not in (None, agent) and not take_over:
        raise TicketTaken(assignee_id=str(state.assignee_id))
    if state.held_by is not None and not take_over:
        raise TicketHeld(held_by=str(state.held_by))
    return replace(_awake(state), status=TicketStatus.OPEN, assignee_id=agent, unread=0)


def assigned(state: TicketState, agent: UUID | None) -> TicketState:
    """The ticket becomes an agent's, or nobody's. Raises `TicketClosed`."""
    require_not_closed(state)
    status = TicketStatus.OPEN if agent else TicketStatus.PENDING
    return replace(_awake(state), status=status, assignee_id=agent)


def transferred(state: TicketState, queue_id: UUID | None, agent: UUID | None) -> TicketState:
    """The ticket moves to a queue, where an agent has it or all may take it. Raises `TicketClosed`."""
    return replace(assigned(state, agent), queue_id=queue_id)


def held(state: TicketState, program: UUID, until: datetime) -> TicketState:
    """A program has the ticket until then. Raises `TicketClosed`, `TicketTaken` and `TicketHeld`."""
    require_not_closed(state)
    if state.assignee_id is not None:
        raise TicketTaken(assignee_id=str(state.assignee_id))
    if state.held_by not in (None, program):
        raise TicketHeld(held_by=str(state.held_by))
    return replace(_awake(state), status=TicketStatus.PENDING, held_by=program, held_until=until)


def handed_over(
    state: TicketState, program: UUID | None, queue_id: UUID | None, agent: UUID | None
) -> TicketState:
    """A program (None: somebody who manages the inbox) gives the ticket to people.

    Raises `TicketClosed`, and `TicketNotHeld` unless the program holds it.
    """
    require_not_closed(state)
    if state.held_by is None or program not in (None, state.held_by):
        raise TicketNotHeld()
    return transferred(state, queue_id, agent)


def let_go(state: TicketState) -> TicketState:
    """What a program held for too long waits for people."""
    return _awake(state) if state.held_by else state


def snoozed(state: TicketState, until: datetime | None) -> TicketState:
    """The ticket sleeps until a time, or until the customer writes. Raises `TicketClosed`."""
    require_not_closed(state)
    return replace(_awake(state), status=TicketStatus.SNOOZED, snoozed_until=until, unread=0)


def woken(state: TicketState) -> TicketState:
    """A snoozed ticket goes on: with its agent if it has one, else for all to take."""
    return _going_on(state) if state.status is TicketStatus.SNOOZED else state


def reopened(state: TicketState) -> TicketState:
    """A closed ticket goes on, likewise. One that is not closed stays as it is."""
    if state.status is not TicketStatus.CLOSED:
        return state
    return replace(_going_on(state), closed_at=None, close_reason=None, awaited=None, awaited_until=None)


def _going_on(state: TicketState) -> TicketState:
    status = TicketStatus.OPEN if state.assignee_id else TicketStatus.PENDING
    return replace(_awake(state), status=status)


def _awake(state: TicketState) -> TicketState:
    """Neither asleep nor held."""
    if state.snoozed_until or state.held_by:
        return replace(state, snoozed_until=None, held_by=None, held_until=None)
    return state


def replied(state: TicketState, agent: UUID, now: datetime) -> TicketState:
    """An agent writes: a ticket that nobody has becomes theirs. Raises `TicketClosed`.

    A program that holds it goes on holding it.
    """
    require_not_closed(state)
    if state.held_by == agent:
        return replace(state, first_reply_at=state.first_reply_at or now, waiting_since=None, unread=0)
    return replace(
        _awake(state),
        status=TicketStatus.OPEN,
        assignee_id=state.assignee_id or agent,
        first_reply_at=state.first_reply_at or now,
        waiting_since=None,
        unread=0,
    )


def require_open_window(open_until: datetime | None, now: datetime) -> None:
    """Raise `WindowClosed` when the customer can only get a template. None: it is not known."""
    if open_until is not None and open_until <= now:
        raise WindowClosed(window_open_until=open_until.isoformat())


def window_open_until(last_inbound_at: datetime | None) -> datetime | None:
    """Return until when anything may be written to who last wrote then; None: it is not known."""
    return None if last_inbound_at is None else last_inbound_at + WINDOW


def read(state: TicketState) -> TicketState:
    """An agent has seen what the customer wrote."""
    return replace(state, unread=0)


def unread(state: TicketState) -> TicketState:
    """An agent wants the ticket to be seen again, as if its last message were new."""
    return replace(state, unread=max(1, state.unread))


def answered(state: TicketState, at: datetime) -> TicketState:
    """The business has answered outside of here: nothing waits for an agent any more."""
    return replace(state, first_reply_at=state.first_reply_at or at, waiting_since=None, unread=0)


def closed(state: TicketState, now: datetime, reason: str | None = None) -> TicketState:
    """Close the ticket; closing a closed one changes nothing."""
    if state.status is TicketStatus.CLOSED:
        return state
    return replace(
        _awake(state),
        status=TicketStatus.CLOSED,
        closed_at=now,
        close_reason=reason,
        waiting_since=None,
        unread=0,
    )


def released(state: TicketState) -> TicketState:
    """The agent no longer works here: another is to take the ticket."""
    if state.status in (TicketStatus.OPEN, TicketStatus.SNOOZED):
        return assigned(state, None)
    return state


def written_to(state: TicketState, messages: int, at: datetime) -> TicketState:
    """The customer wrote, first at ``at``: a ticket that is closed or sleeps goes on."""
    state = replace(
        state,
        unread=state.unread + messages,
        inbound_count=state.inbound_count + messages,
        waiting_since=state.waiting_since or at,
    )
    return woken(reopened(state))


def continues(closed_at: datetime | None, written_at: datetime, reopen_hours: float) -> bool:
    """Tell whether a message belongs to this ticket: it is not closed, or was not long before.

    ``written_at`` is the provider's time, so that a message that reached us late is not judged by
    our delay; one written before the closing belongs to the ticket whatever the hours.
    """
    if closed_at is None or isinf(reopen_hours):
        return True
    return written_at - closed_at <= timedelta(hours=reopen_hours)


def tagged(tag_ids: Sequence[UUID], tag_id: UUID) -> list[UUID]:
    """Return a ticket's tags with one more. Raises `TooManyTagsOnTicket`."""
    after = [*tag_ids] if tag_id in tag_ids else [*tag_ids, tag_id]
    if len(after) > MAX_TAGS:
        raise TooManyTagsOnTicket(most=MAX_TAGS)
    return after


def untagged(tag_ids: Sequence[UUID], tag_id: UUID) -> list[UUID]:
    """Return a ticket's tags without one."""
    return [each for each in tag_ids if each != tag_id]


def joined_by(participants: Sequence[UUID], user_id: UUID) -> list[UUID]:
    """Return a ticket's participants with one more. Raises `TooManyParticipants`."""
    after = [*participants] if user_id in participants else [*participants, user_id]
    if len(after) > MAX_PARTICIPANTS:
        raise TooManyParticipants(most=MAX_PARTICIPANTS)
    return after


def left_by(participants: Sequence[UUID], user_id: UUID) -> list[UUID]:
    """Return a ticket's participants without one."""
    return [each for each in participants if each != user_id]


def require_not_closed(state: TicketState) -> None:
    """Raise `TicketClosed` if it is."""
    if state.status is TicketStatus.CLOSED:
        raise TicketClosed()
