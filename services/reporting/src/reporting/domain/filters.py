"""What a report is narrowed to."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Filter:
    """Only what belongs to these; None: to any. Messages have a channel, and only tickets have the rest."""

    channel_id: UUID | None = None
    queue_id: UUID | None = None
    agent_id: UUID | None = None
    tag_id: UUID | None = None

    @property
    def of_tickets(self) -> bool:
        """Whether something is asked that is known of tickets only."""
        return (self.queue_id, self.agent_id, self.tag_id) != (None, None, None)


EVERYTHING = Filter()
