"""The directory: what users, queues and tags are called, and who belongs to which queue."""

from dataclasses import dataclass, field
from typing import Final, Literal
from uuid import UUID

from atende_contracts.bounds import MAX_LINE
from atende_contracts.queues import QueueChangedV1, TagChangedV1
from atende_contracts.users import UserChangedV1

Kind = Literal["user", "queue", "tag"]
MAX_NAME: Final = MAX_LINE


@dataclass(frozen=True, slots=True)
class Entry:
    """One of them, as one event describes it."""

    company_id: UUID
    kind: Kind
    id: UUID
    name: str
    revision: int
    member_ids: list[UUID] = field(default_factory=list)


def entry_of(event: UserChangedV1 | QueueChangedV1 | TagChangedV1) -> Entry:
    """Return what one event reports."""
    name = event.name[:MAX_NAME]
    match event:
        case UserChangedV1():
            return Entry(event.company_id, "user", event.user_id, name, event.revision)
        case QueueChangedV1():
            members = sorted(set(event.member_ids))
            return Entry(event.company_id, "queue", event.queue_id, name, event.revision, members)
        case TagChangedV1():
            return Entry(event.company_id, "tag", event.tag_id, name, event.revision)
