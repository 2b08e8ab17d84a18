"""How changes of tickets are published: to the agents' sockets (event log) and other services (outbox)."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Literal, cast
from uuid import UUID

from atende_contracts.contacts import TicketChangedV1
from chat.tickets.schemas import TicketRead
from chat.updates.domain import CHAT, LogEntry

if TYPE_CHECKING:
    from chat.contacts.models import Contact
    from chat.tickets.models import Ticket


def ticket_changed(ticket: "Ticket") -> TicketChangedV1:
    return TicketChangedV1(
        company_id=ticket.company_id,
        ticket_id=ticket.id,
        contact_id=ticket.contact_id,
        channel_id=ticket.channel_id,
        status=cast(Literal["pending", "open", "closed"], ticket.status),
        assignee_id=ticket.assignee_id,
        opened_at=ticket.opened_at,
        first_reply_at=ticket.first_reply_at,
        closed_at=ticket.closed_at,
        revision=ticket.revision,
    )


def ticket_updated(ticket: "Ticket", contact: "Contact") -> LogEntry:
    shown = TicketRead.of(ticket, contact).model_dump(mode="json")
    return LogEntry(ticket.company_id, CHAT, "ticket.updated", {"ticket": shown})


def tickets_updated(tickets: "Iterable[Ticket]", contacts: "Mapping[UUID, Contact]") -> list[LogEntry]:
    return [ticket_updated(ticket, contacts[ticket.contact_id]) for ticket in tickets]
