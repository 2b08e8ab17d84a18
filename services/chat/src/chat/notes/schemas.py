"""What the API takes and gives of notes and mentions."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints

from atende_platform.http.fields import STORABLE
from atende_platform.http.models import ApiModel, example
from chat.notes.domain import MAX_MENTIONS

NoteText = Annotated[str, StringConstraints(min_length=1, max_length=4096, pattern=r"\S"), STORABLE]


class NoteCreate(ApiModel):
    """What an agent writes for colleagues; the customer never sees it."""

    model_config = example(
        {"text": "Quer falar sobre a fatura de maio.", "mentions": [], "clientMessageId": "5b1e0c"}
    )

    text: NoteText
    mentions: Annotated[list[UUID], Field(default_factory=list, max_length=MAX_MENTIONS)]
    """They follow the ticket from then on."""
    client_message_id: Annotated[str, StringConstraints(min_length=1, max_length=64), STORABLE]
    """Chosen by the client, one for each message or note of a ticket: one that comes again is the first."""


class NoteUpdate(ApiModel):
    model_config = example({"text": "Quer falar sobre a fatura de junho."})

    text: NoteText


class MentionRead(ApiModel):
    """A note in which the caller is mentioned."""

    message_id: UUID
    ticket_id: UUID
    ticket_number: int
    contact_name: str | None
    author_id: UUID | None
    text: str | None
    """The beginning of the note."""
    created_at: datetime
    read_at: datetime | None


class MentionCounts(ApiModel):
    unread: int
    """Mentions of the caller that they have not read; 1000 stands for more, too."""
