"""A ticket as the API and the sockets show it."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Final, Literal, Self
from uuid import UUID

from pydantic import Field, StringConstraints, model_validator

from atende_contracts.field_errors import invalid
from atende_platform.http.fields import ONE_LINE, STORABLE, Instant
from atende_platform.http.models import ApiModel, example, unchecked
from chat.messages.domain import Direction
from chat.messages.schemas import (
    AnyMessage,
    MessageCreate,
    MessageKind,
    MessageOrigin,
    MessageRead,
    MessageStatus,
)
from chat.tickets.domain import PRIORITIES, Priority, window_open_until

if TYPE_CHECKING:
    from chat.contacts.models import Contact
    from chat.tickets.models import Ticket


Subject = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=r"\S"), ONE_LINE, STORABLE]
Reason = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=r"\S"), ONE_LINE, STORABLE]
NoteText = Annotated[str, StringConstraints(min_length=1, max_length=4096, pattern=r"\S"), STORABLE]


class TicketCreate(ApiModel):
    """A ticket with a contact, by ``contactId`` or ``phone``, and its first message."""

    model_config = example(
        {
            "phone": "+5511987654321",
            "channelId": "019ab1d2-51a7-7b0a-8a57-2f1d0c9e4b10",
            "message": {"text": "Bom dia! Seu pedido já saiu.", "clientMessageId": "7f3c2a"},
        }
    )

    contact_id: UUID | None = None
    phone: Annotated[str, StringConstraints(min_length=1, max_length=40), STORABLE] | None = None
    """In any spelling; who has it becomes a contact."""
    channel_id: UUID
    message: MessageCreate
    """A template, where the customer has not written for 24 hours."""
    queue_id: UUID | None = None
    assignee_id: UUID | None = None
    """Who is to have it; by default who opens it."""
    subject: Subject | None = None

    @model_validator(mode="after")
    def _one_contact(self) -> Self:
        if (self.contact_id is None) == (self.phone is None):
            raise invalid("contact_or_phone")
        return self


class TicketUpdate(ApiModel):
    """What is absent stays as it is."""

    model_config = example({"priority": "high", "subject": "Pedido 4711"})

    priority: Priority = Priority.NORMAL
    subject: Subject | None = None


class TicketAssignment(ApiModel):
    model_config = example({"assigneeId": "019ab1d2-1d2e-7abc-9d8e-7f6a5b4c3d70"})

    assignee_id: UUID | None
    """Null: the ticket is for all to take."""


class TicketTransfer(ApiModel):
    """Where the ticket goes: to a queue, or to an agent, or to an agent in a queue.

    At least one of ``queueId`` and ``assigneeId`` is named. Without a ``queueId`` it stays in its queue;
    in another queue it is for all to take unless ``assigneeId`` names an agent.
    """

    model_config = example(
        {"queueId": "019ab1d2-1d2e-7abc-9d8e-7f6a5b4c3d70", "note": "Quer falar sobre a fatura."}
    )

    queue_id: UUID | None = None
    """Null: it belongs to no queue."""
    assignee_id: UUID | None = None
    """Null: all of the queue may take it."""
    note: NoteText | None = None
    """For who takes it; the customer does not see it."""

    @model_validator(mode="after")
    def _somewhere(self) -> Self:
        if not self.model_fields_set & {"queue_id", "assignee_id"}:
            raise invalid("give_some_of", fields="queueId, assigneeId")
        return self


class Closing(ApiModel):
    model_config = example({"reason": "Resolvido"})

    reason: Reason | None = None


class TicketSnooze(ApiModel):
    model_config = example({"until": "2030-12-24T09:00:00-03:00"})

    until: Instant | None = None
    """Null: until the customer writes, who ends it in any case."""


class Hold(ApiModel):
    model_config = example({"minutes": 30})

    minutes: Annotated[int, Field(ge=1, le=24 * 60)] = 30
    """After so long people may take the ticket in any case; hold it again to have it for longer."""


class HandOver(ApiModel):
    """Whom a program gives a ticket to; what is absent or null stays as it is."""

    model_config = example({"note": "O cliente quer trocar o endereço do pedido 4711."})

    queue_id: UUID | None = None
    assignee_id: UUID | None = None
    """Absent or null: all may take it."""
    note: NoteText | None = None
    """For who takes it; the customer does not see it."""


class TicketContact(ApiModel):
    """Whom a ticket is with, as much as a list needs."""

    id: UUID
    name: str | None
    phone: str | None
    blocked_at: datetime | None
    """Since when nothing can be sent to them."""


class TicketRead(ApiModel):
    id: UUID
    contact: TicketContact
    """Of a group's ticket: who wrote first."""
    channel_id: UUID
    group_id: str | None
    """WhatsApp's id of the group, of a ticket with what is said in it. Agents can answer it on channels by
    WhatsApp Web whose setting `groups` is on."""
    group_name: str | None
    """What the group is called; null while that is not known."""
    number: int
    """In the company, from 1."""
    subject: str | None
    status: Literal["pending", "open", "snoozed", "closed"]
    priority: Literal["low", "normal", "high", "urgent"]
    queue_id: UUID | None
    assignee_id: UUID | None
    participant_ids: list[UUID]
    """Who follows the ticket besides its agent."""
    opened_at: datetime
    first_reply_at: datetime | None
    closed_at: datetime | None
    close_reason: str | None
    snoozed_until: datetime | None
    """Null in a snoozed ticket: until the customer writes."""
    waiting_since: datetime | None
    """When the first message of the customer came in that has no answer yet."""
    last_message_at: datetime
    window_open_until: datetime | None
    """Until when the customer can get more than templates; a time that has passed: since when they cannot.

    It binds on channels with the capability `service_window` only."""
    unread: int
    inbound_count: int
    """Messages of the customer, ever."""
    tag_ids: list[UUID]
    """Some may be archived (`GET /tags?archived=true`)."""
    held_by: UUID | None
    """The API key of a program that has the ticket; people are not offered it."""
    held_until: datetime | None
    due_at: datetime | None
    """When the next promise to the customer is broken: service levels of the queue."""
    revision: int

    @classmethod
    def of(cls, ticket: "Ticket", contact: "Contact") -> "TicketRead":
        """Return a ticket as it is shown, with its contact."""
        row, person = vars(ticket), vars(contact)
        shown = {name: person[name] for name in TicketContact.model_fields}
        return unchecked(
            cls,
            {
                **{name: row[name] for name in _COLUMNS},
                "contact": unchecked(TicketContact, shown),
                "window_open_until": window_open_until(row["last_inbound_at"]),
                "priority": PRIORITIES[row["priority"]],
            },
        )


class LastMessage(ApiModel):
    """The last message or note of a ticket, as much as a list needs."""

    id: UUID
    kind: MessageKind
    direction: Direction
    origin: MessageOrigin | None
    author_id: UUID | None
    text: str | None
    """Its beginning."""
    status: MessageStatus
    sent_at: datetime
    revoked_at: datetime | None

    @classmethod
    def of(cls, message: AnyMessage) -> Self:
        """Return of a message what a list shows."""
        shown = {name: getattr(message, name) for name in cls.model_fields}
        return unchecked(cls, shown | {"text": message.text and message.text[:_PREVIEW]})


class TicketRow(TicketRead):
    """A ticket in a list."""

    my_unread: int
    """Messages of the customer that the caller has not read. To those of ``unread`` no agent has reacted."""
    last_message: LastMessage | None

    @classmethod
    def beside(
        cls, ticket: "Ticket", contact: "Contact", *, my_unread: int, last_message: LastMessage | None
    ) -> Self:
        """Return a ticket with what its row shows beside it."""
        read = vars(TicketRead.of(ticket, contact))
        return unchecked(cls, {**read, "my_unread": my_unread, "last_message": last_message})


class TicketCount(ApiModel):
    id: UUID
    tickets: int


class QueueCount(ApiModel):
    id: UUID | None
    """None: of no queue."""
    tickets: int
    unassigned: int


class TicketCounts(ApiModel):
    """How many tickets that are not closed there are, of those that the caller may see."""

    all: int
    mine: int
    """The caller has them."""
    unassigned: int
    participating: int
    """The caller follows them."""
    waiting: int
    """The customer waits for an answer."""
    unread: int
    snoozed: int
    snoozed_mine: int
    """Of those that the caller has."""
    snoozed_unassigned: int
    """Of those that nobody has."""
    waiting_since: datetime | None
    """Since when the one waits who waits longest."""
    queues: list[QueueCount]
    channels: list[TicketCount]
    assignees: list[TicketCount]
    tags: list[TicketCount]


_PREVIEW: Final = 160


class TicketOpened(ApiModel):
    """A ticket and the message that it begins with."""

    ticket: TicketRead
    message: MessageRead


_COLUMNS: Final = TicketRead.model_fields.keys() - {"contact", "window_open_until", "priority"}
"""What is shown as it is stored."""
