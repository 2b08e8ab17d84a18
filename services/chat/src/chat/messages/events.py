"""How messages are reported to the agents' sockets."""

from chat.messages.schemas import MessageRead
from chat.updates.domain import CHAT
from chat.updates.schemas import Update


class MessageCreated(Update):
    """A message is new."""

    TYPE = "message.created"
    NAMESPACE = CHAT

    message: MessageRead


class MessageUpdated(Update):
    """A message has changed: its state, its file, a reaction, an edit."""

    TYPE = "message.updated"
    NAMESPACE = CHAT

    message: MessageRead
