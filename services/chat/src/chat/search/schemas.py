"""What a search gives."""

from datetime import datetime
from uuid import UUID

from atende_platform.http.models import ApiModel
from chat.messages.domain import Direction
from chat.messages.schemas import MessageKind


class ExcerptPart(ApiModel):
    """A piece of a text. The pieces in their order are the text."""

    text: str
    match: bool
    """Whether it is what was looked for."""


class FoundContact(ApiModel):
    id: UUID
    name: str | None
    phone: str | None


class FoundMessage(ApiModel):
    """A message that was found, with what it takes to open it in its conversation."""

    message_id: UUID
    ticket_id: UUID | None
    """The ticket in which it is shown; of one without a ticket the newest with its contact on its channel."""
    contact: FoundContact | None
    channel_id: UUID
    author_id: UUID | None
    """The agent who wrote it."""
    direction: Direction
    kind: MessageKind
    sent_at: datetime
    excerpt: list[ExcerptPart]
    """Where the words were found, up to 160 characters. Plain text: escape it before it is shown as HTML."""
