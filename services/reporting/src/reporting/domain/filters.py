"""What a report is narrowed to."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Share:
    """The tickets of which an agent sees figures: their own, and those of the queues they belong to."""

    agent_id: UUID
    queue_ids: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class Filter:
    """Only what belongs to these; None: to any. Messages have a channel, and only tickets have the rest."""

    channel_id: UUID | None = None
    queue_id: UUID | None = None
    agent_id: UUID | None = None
    tag_id: UUID | None = None
    share: Share | None = None
    """Not asked for, but all that the one who asks sees."""

    @property
    def of_tickets(self) -> bool:
        """Whether it narrows what is known of tickets only."""
        return (self.queue_id, self.agent_id, self.tag_id, self.share) != (None, None, None, None)


EVERYTHING = Filter()
