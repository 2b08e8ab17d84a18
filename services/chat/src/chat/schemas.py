"""What the API takes and gives; the same shapes go into the event log and so to the sockets."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any, Literal
from uuid import UUID

from pydantic import AfterValidator, Field, StringConstraints

from atende_platform.http import ApiModel

if TYPE_CHECKING:
    from chat.models import Contact, Ticket


def _without_nul(value: str) -> str:
    if "\0" in value:
        raise ValueError("The character U+0000 is not allowed.")
    return value


NoNul = AfterValidator(_without_nul)
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200), NoNul]
Phone = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=40), NoNul]
Tag = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=50), NoNul]
Tags = Annotated[list[Tag], Field(max_length=50)]
FieldName = Annotated[str, StringConstraints(min_length=1, max_length=50), NoNul]
FieldValue = Annotated[str, StringConstraints(max_length=1000), NoNul]
CustomFields = Annotated[dict[FieldName, FieldValue], Field(max_length=50)]


class ContactCreate(ApiModel):
    name: Name
    phone: Phone
    """With country code, or as dialled in the company's own country."""
    tags: Tags = Field(default_factory=list)
    custom_fields: CustomFields = Field(default_factory=dict)


class ContactUpdate(ApiModel):
    """What is absent stays as it is."""

    name: Name = ""
    phone: Phone = ""
    tags: Tags = Field(default_factory=list)
    custom_fields: CustomFields = Field(default_factory=dict)


class ContactRead(ApiModel):
    id: UUID
    name: str | None
    phone: str | None
    wa_id: str | None
    bsuid: str | None
    tags: list[str]
    custom_fields: dict[str, str]
    opted_out: bool
    revision: int
    created_at: datetime
    updated_at: datetime


class ImportAccepted(ApiModel):
    id: UUID
    status: str


class ImportProblem(ApiModel):
    line: int
    field: str
    message: str


class ImportRead(ApiModel):
    id: UUID
    status: Literal["queued", "running", "finished", "failed"]
    total: int
    """Rows dealt with so far; the sum of the four counts below."""
    created: int
    updated: int
    duplicates: int
    """Rows that repeat a person of the file, or say nothing new about a contact."""
    invalid: int
    errors: list[ImportProblem]
    """The first hundred."""
    created_at: datetime
    finished_at: datetime | None


class TicketContact(ApiModel):
    """Whom a ticket is with, as much as a list needs."""

    id: UUID
    name: str | None
    phone: str | None


class TicketRead(ApiModel):
    id: UUID
    contact: TicketContact
    channel_id: UUID
    status: Literal["pending", "open", "closed"]
    assignee_id: UUID | None
    opened_at: datetime
    first_reply_at: datetime | None
    closed_at: datetime | None
    last_message_at: datetime
    unread: int
    revision: int

    @classmethod
    def of(cls, ticket: "Ticket", contact: "Contact") -> "TicketRead":
        """Return a ticket as it is shown, with its contact."""
        return cls.model_validate(
            {
                **{name: getattr(ticket, name) for name in cls.model_fields if name != "contact"},
                "contact": TicketContact.model_validate(contact),
            }
        )


class MessageCreate(ApiModel):
    text: Annotated[str, StringConstraints(min_length=1, max_length=4096, pattern=r"\S"), NoNul]
    client_message_id: Annotated[str, StringConstraints(min_length=1, max_length=64), NoNul]
    """Chosen by the client: repeating it gives the message of the first time."""


class MessageRead(ApiModel):
    id: UUID
    ticket_id: UUID
    contact_id: UUID
    channel_id: UUID
    direction: Literal["in", "out"]
    author_id: UUID | None
    kind: str
    text: str | None
    content: dict[str, Any]
    media: dict[str, Any] | None
    reply_to: str | None
    provider_message_id: str | None
    client_message_id: str | None
    state: str
    error: dict[str, Any] | None
    sent_at: datetime
    created_at: datetime


class EventRead(ApiModel):
    """An entry of the event log. ``id`` is the company's sequence number."""

    id: int
    namespace: str
    type: str
    payload: dict[str, Any]
    created_at: datetime
