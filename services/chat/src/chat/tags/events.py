"""How changes of tags are published: to the agents' sockets."""

from typing import TYPE_CHECKING

from chat.tags.schemas import TagRead
from chat.updates.domain import CHAT, LogEntry

if TYPE_CHECKING:
    from chat.tags.models import Tag


def tag_updated(tag: "Tag") -> LogEntry:
    shown = TagRead.model_validate(tag).model_dump(mode="json")
    return LogEntry(tag.company_id, CHAT, "tag.updated", {"tag": shown})
