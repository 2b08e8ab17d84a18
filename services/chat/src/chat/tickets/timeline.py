"""What was done with a ticket, as its conversation shows it between the messages."""

from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from atende_contracts.ids import uuid7
from chat.messages.domain import Origin
from chat.rows import Row
from chat.tickets.domain import TicketState, TicketStatus

if TYPE_CHECKING:
    from chat.tickets.models import Ticket


def entry(ticket: "Ticket", by: UUID | None, now: datetime, event: str, **what: Any) -> Row:
    """Return the row of one thing that was done by a user, or (None) by itself.

    ``what`` are members of `chat.messages.schemas.content.TimelineRead`; those that are None are left out.
    """
    told = {name: value if isinstance(value, str) else str(value) for name, value in what.items() if value}
    return _row(ticket, by, now, Origin.TIMELINE) | {"content": {"timeline": {"event": event, **told}}}


def note(ticket: "Ticket", by: UUID, now: datetime, text: str, mentions: list[UUID] | None = None) -> Row:
    """Return the row of what an agent wrote for colleagues."""
    content = {"note": {"mentions": [str(user) for user in mentions]}} if mentions else {}
    return _row(ticket, by, now, Origin.NOTE) | {"text": text, "content": content}


def _row(ticket: "Ticket", by: UUID | None, now: datetime, origin: Origin) -> Row:
    return {
        "company_id": ticket.company_id,
        "id": uuid7(),
        "ticket_id": ticket.id,
        "contact_id": ticket.contact_id,
        "channel_id": ticket.channel_id,
        "group_id": ticket.group_id,
        "direction": "out",
        "origin": origin,
        "kind": str(origin),
        "author_id": by,
        "state": "internal",
        "sent_at": now,
        "created_at": now,
    }


def moved(
    ticket: "Ticket", before: TicketState, after: TicketState, by: UUID | None, now: datetime
) -> list[Row]:
    """Return the entries of a ticket that went from one state to another; none if it was only read."""
    if after.status is TicketStatus.CLOSED and before.status is not TicketStatus.CLOSED:
        return [entry(ticket, by, now, "closed", reason=after.close_reason)]
    if after.status is TicketStatus.SNOOZED and (before.status, before.snoozed_until) != (
        after.status,
        after.snoozed_until,
    ):
        until = after.snoozed_until.isoformat() if after.snoozed_until else None
        return [entry(ticket, by, now, "snoozed", until=until)]
    if after.held_by != before.held_by and after.held_by is not None:
        return [entry(ticket, by, now, "held")]
    if (after.assignee_id, after.queue_id) != (before.assignee_id, before.queue_id):
        return [entry(ticket, by, now, _change_of_hands(before, after, by), **_hands(before, after))]
    if before.held_by is not None and after.held_by is None:
        return [entry(ticket, by, now, "handed_over")]
    if before.status is TicketStatus.CLOSED and after.status is not TicketStatus.CLOSED:
        return [entry(ticket, by, now, "reopened")]
    if before.status is TicketStatus.SNOOZED and after.status is not TicketStatus.SNOOZED:
        return [entry(ticket, by, now, "woken")]
    return []


def _change_of_hands(before: TicketState, after: TicketState, by: UUID | None) -> str:
    if after.queue_id != before.queue_id:
        return "transferred"
    if after.assignee_id is None:
        return "unassigned"
    return "accepted" if after.assignee_id == by else "assigned"


def _hands(before: TicketState, after: TicketState) -> dict[str, UUID | None]:
    hands = {"assignee_id": after.assignee_id, "former_assignee_id": before.assignee_id}
    if after.queue_id != before.queue_id:
        hands |= {"queue_id": after.queue_id, "former_queue_id": before.queue_id}
    return hands
