"""How changes of tags are published: to the agents' sockets."""

from typing import TYPE_CHECKING

from chat.tags.schemas import TagRead
from chat.updates.domain import CHAT, LogEntry
from chat.updates.schemas import Update

if TYPE_CHECKING:
    from chat.tags.models import Tag


class TagUpdated(Update):
    """A tag is new, has changed or was archived."""

    TYPE = "tag.updated"
    NAMESPACE = CHAT

    tag: TagRead


def tag_updated(tag: "Tag") -> LogEntry:
    return TagUpdated(tag=TagRead.model_validate(tag)).entry(tag.company_id)
