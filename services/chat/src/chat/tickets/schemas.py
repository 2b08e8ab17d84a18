"""A ticket as the API and the sockets show it."""

from datetime import datetime
from typing import TYPE_CHECKING, Final, Literal
from uuid import UUID

from atende_platform.http.models import ApiModel, unchecked
from chat.tickets.domain import window_open_until

if TYPE_CHECKING:
    from chat.contacts.models import Contact
    from chat.tickets.models import Ticket


class TicketContact(ApiModel):
    """Whom a ticket is with, as much as a list needs."""

    id: UUID
    name: str | None
    phone: str | None
    blocked_at: datetime | None
    """Since when nothing can be sent to them."""


_NOT_A_COLUMN: Final = frozenset({"contact", "window_open_until"})


class TicketRead(ApiModel):
    id: UUID
    contact: TicketContact
    """Of a group's ticket: who wrote first."""
    channel_id: UUID
    group_id: str | None
    """WhatsApp's id of the group, of a ticket with what is said in it. It cannot be answered here."""
    status: Literal["pending", "open", "closed"]
    assignee_id: UUID | None
    opened_at: datetime
    first_reply_at: datetime | None
    closed_at: datetime | None
    last_message_at: datetime
    window_open_until: datetime | None
    """Until when the customer can get more than templates; a time that has passed: since when they cannot.

    It binds on channels with the capability `service_window` only."""
    unread: int
    tag_ids: list[UUID]
    """Some may be archived (`GET /tags?archived=true`)."""
    revision: int

    @classmethod
    def of(cls, ticket: "Ticket", contact: "Contact") -> "TicketRead":
        """Return a ticket as it is shown, with its contact."""
        row, person = vars(ticket), vars(contact)
        shown = {name: person[name] for name in TicketContact.model_fields}
        return unchecked(
            cls,
            {
                name: unchecked(TicketContact, shown)
                if name == "contact"
                else window_open_until(row["last_inbound_at"])
                if name == "window_open_until"
                else row[name]
                for name in cls.model_fields
            },
        )
