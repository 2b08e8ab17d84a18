"""How changes of quick replies are published: to the agents' sockets."""

from typing import TYPE_CHECKING
from uuid import UUID

from chat.updates.domain import CHAT, LogEntry
from chat.updates.schemas import Update

if TYPE_CHECKING:
    from chat.quick_replies.models import QuickReply


class QuickReplyChanged(Update):
    """A quick reply is new, has changed or was deleted. Load it if it is shared or the user's own."""

    TYPE = "quick-reply.changed"
    NAMESPACE = CHAT

    quick_reply_id: UUID
    owner_id: UUID | None
    """Whose own it is; null: shared."""
    revision: int
    deleted: bool


def quick_reply_changed(reply: "QuickReply", *, deleted: bool = False) -> LogEntry:
    return QuickReplyChanged(
        quick_reply_id=reply.id, owner_id=reply.owner_id, revision=reply.revision, deleted=deleted
    ).entry(reply.company_id)
