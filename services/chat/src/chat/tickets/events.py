"""How changes of tickets are published: to the agents' sockets (event log) and other services (outbox)."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Literal, cast
from uuid import UUID

from atende_contracts.contacts import TicketChangedV1
from chat.tickets.schemas import TicketRead
from chat.updates.domain import CHAT, LogEntry
from chat.updates.schemas import Update

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


class TicketUpdated(Update):
    """A ticket is new or has changed."""

    TYPE = "ticket.updated"
    NAMESPACE = CHAT

    ticket: TicketRead


def ticket_updated(ticket: "Ticket", contact: "Contact") -> LogEntry:
    return TicketUpdated(ticket=TicketRead.of(ticket, contact)).entry(ticket.company_id)


def tickets_updated(tickets: "Iterable[Ticket]", contacts: "Mapping[UUID, Contact]") -> list[LogEntry]:
    return [ticket_updated(ticket, contacts[ticket.contact_id]) for ticket in tickets]
