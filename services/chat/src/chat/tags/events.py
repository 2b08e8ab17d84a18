"""How changes of tags are published: to the agents' sockets (event log) and other services (outbox)."""

from typing import TYPE_CHECKING

from atende_contracts.queues import TagChangedV1
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


def tag_changed(tag: "Tag") -> TagChangedV1:
    return TagChangedV1(
        company_id=tag.company_id,
        tag_id=tag.id,
        name=tag.name,
        deleted=tag.archived_at is not None,
        revision=tag.revision,
    )
