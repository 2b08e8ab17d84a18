"""How changes of tickets are published: to the agents' sockets (event log) and other services (outbox)."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Final
from uuid import UUID

from atende_contracts.contacts import TicketChangedV1
from atende_contracts.event import Event
from atende_platform.http.models import unchecked
from chat.tickets.schemas import TicketRead
from chat.updates.domain import CHAT, LogEntry
from chat.updates.schemas import Update

if TYPE_CHECKING:
    from chat.contacts.models import Contact
    from chat.tickets.models import Ticket


_FIELDS: Final = TicketChangedV1.model_fields.keys() - {*Event.model_fields, "ticket_id"} | {"company_id"}
"""What other services get of a ticket, by the names of its columns."""


def ticket_changed(ticket: "Ticket") -> TicketChangedV1:
    row = vars(ticket)
    return TicketChangedV1(ticket_id=row["id"], **{name: row[name] for name in _FIELDS})


class TicketUpdated(Update):
    """A ticket is new or has changed."""

    TYPE = "ticket.updated"
    NAMESPACE = CHAT

    ticket: TicketRead


def ticket_updated(ticket: "Ticket", contact: "Contact") -> LogEntry:
    return unchecked(TicketUpdated, {"ticket": TicketRead.of(ticket, contact)}).entry(ticket.company_id)


def tickets_updated(tickets: "Iterable[Ticket]", contacts: "Mapping[UUID, Contact]") -> list[LogEntry]:
    return [ticket_updated(ticket, contacts[ticket.contact_id]) for ticket in tickets]
