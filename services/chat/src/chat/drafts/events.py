"""How changes of drafts are published: in passing, to their own agent's sockets."""

from uuid import UUID

from chat.updates.domain import CHAT
from chat.updates.schemas import Notice


class DraftChanged(Notice):
    """A draft of one's own has changed, perhaps in another window: read it if it is shown."""

    TYPE = "draft.changed"
    NAMESPACE = CHAT

    ticket_id: UUID
    revision: int | None
    """None: there is no draft any more."""
