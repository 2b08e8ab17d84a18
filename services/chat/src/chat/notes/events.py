"""How mentions are published to sockets. Notes are messages, and are published as such."""

from uuid import UUID

from chat.updates.domain import CHAT
from chat.updates.schemas import Update


class MentionCreated(Update):
    """A user is mentioned in a note."""

    TYPE = "mention.created"
    NAMESPACE = CHAT

    user_id: UUID
    ticket_id: UUID
    message_id: UUID
