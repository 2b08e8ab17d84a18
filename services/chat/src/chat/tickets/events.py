"""How changes of tickets are published: to the agents' sockets (event log) and other services (outbox)."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Final
from uuid import UUID

from atende_contracts.contacts import TicketChangedV1, TicketClosing, TicketReply
from atende_contracts.event import Event
from atende_platform.http.models import ApiModel, unchecked
from chat.queues.hours import OpeningHours, open_between
from chat.tickets.domain import PRIORITIES, TicketState, TicketStatus
from chat.tickets.schemas import TicketRead
from chat.updates.domain import CHAT, LogEntry
from chat.updates.schemas import Notice, Update

if TYPE_CHECKING:
    from chat.contacts.models import Contact
    from chat.tickets.models import Ticket


_NO_COLUMNS: Final = {
    *Event.model_fields,
    *("ticket_id", "status", "snoozed", "priority", "reply", "closing", "reopened"),
}
_COLUMNS: Final = TicketChangedV1.model_fields.keys() - _NO_COLUMNS | {"company_id"}
"""What other services get of a ticket as it is stored."""


def ticket_changed(
    ticket: "Ticket",
    *,
    reply: TicketReply | None = None,
    closing: TicketClosing | None = None,
    reopened: bool = False,
) -> TicketChangedV1:
    row = vars(ticket)
    is_snoozed = row["status"] == TicketStatus.SNOOZED
    return TicketChangedV1(
        ticket_id=row["id"],
        status=(TicketStatus.OPEN if row["assignee_id"] else TicketStatus.PENDING)
        if is_snoozed
        else row["status"],
        snoozed=is_snoozed,
        priority=PRIORITIES[row["priority"]],
        reply=reply,
        closing=closing,
        reopened=reopened,
        **{name: row[name] for name in _COLUMNS},
    )


def reply_of(
    ticket: "Ticket", after: TicketState, agent_id: UUID | None, at: datetime, hours: OpeningHours | None
) -> TicketReply | None:
    """Return the answer that made a ticket ``after``; None where no customer waited for one.

    ``hours`` are its queue's; None: it always works.
    """
    if ticket.waiting_since is None or after.waiting_since is not None:
        return None
    is_first = ticket.first_reply_at is None
    since = ticket.opened_at if is_first else ticket.waiting_since
    return TicketReply(
        at=at,
        agent_id=agent_id,
        first=is_first,
        since=since,
        business_seconds=_working_seconds(since, at, hours),
    )


def closing_of(
    ticket: "Ticket", closed_by: UUID | None, at: datetime, hours: OpeningHours | None
) -> TicketClosing:
    """Return how a ticket came to be closed."""
    return TicketClosing(closed_by=closed_by, business_seconds=_working_seconds(ticket.opened_at, at, hours))


def _working_seconds(since: datetime, at: datetime, hours: OpeningHours | None) -> int:
    worked = at - since if hours is None else open_between(hours, since, at)
    return max(0, int(worked.total_seconds()))


class TicketUpdated(Update):
    """A ticket is new or has changed."""

    TYPE = "ticket.updated"
    NAMESPACE = CHAT

    ticket: TicketRead


class TicketRemoved(Update):
    """You no longer see this ticket; in place of its `ticket.updated`."""

    TYPE = "ticket.removed"
    NAMESPACE = CHAT

    ticket_id: UUID


class QueueCounts(ApiModel):
    id: UUID | None
    """None: of no queue."""
    tickets: int
    unassigned: int


class CountsChanged(Notice):
    """How many tickets that are not closed stand in the lists of what you see: some count has changed."""

    TYPE = "counts.changed"
    NAMESPACE = CHAT

    all: int
    mine: int
    """You have them."""
    unassigned: int
    participating: int
    """You follow them."""
    waiting: int
    """The customer waits for an answer."""
    unread: int
    snoozed: int
    snoozed_mine: int
    """Of yours."""
    snoozed_unassigned: int
    """Of those that nobody has."""
    waiting_since: datetime | None
    """Since when the one waits who waits longest."""
    queues: list[QueueCounts]


def ticket_updated(ticket: "Ticket", contact: "Contact") -> LogEntry:
    return unchecked(TicketUpdated, {"ticket": TicketRead.of(ticket, contact)}).entry(ticket.company_id)


def tickets_updated(tickets: "Iterable[Ticket]", contacts: "Mapping[UUID, Contact]") -> list[LogEntry]:
    return [ticket_updated(ticket, contacts[ticket.contact_id]) for ticket in tickets]
