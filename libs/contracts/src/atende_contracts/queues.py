"""The events that tell into which queues, and under which tags, a company sorts its tickets."""

from typing import Annotated, ClassVar, Literal
from uuid import UUID

from pydantic import Field

from atende_contracts.bounds import Line
from atende_contracts.event import Event


class QueueChangedV1(Event):
    """A queue and who belongs to it, as they now are; the last one per queue is the truth (compacted)."""

    topic: ClassVar[str] = "queue.changed"
    type: Literal["queue.changed.v1"] = "queue.changed.v1"
    queue_id: UUID
    name: Line
    member_ids: Annotated[list[UUID], Field(max_length=1000)] = Field(default_factory=list)
    """The users who belong to it."""
    deleted: bool = False
    """It was archived: it takes no further tickets."""
    revision: int

    def key(self) -> str:
        return str(self.queue_id)


class TagChangedV1(Event):
    """A tag of tickets as it now is; the last one per tag is the truth (compacted)."""

    topic: ClassVar[str] = "tag.changed"
    type: Literal["tag.changed.v1"] = "tag.changed.v1"
    tag_id: UUID
    name: Line
    deleted: bool = False
    """It was archived: it is put on no further tickets."""
    revision: int

    def key(self) -> str:
        return str(self.tag_id)
