"""How ratings are published: to the agents' sockets, and to other services."""

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from atende_contracts.contacts import TicketRatedV1
from chat.updates.domain import CHAT, LogEntry
from chat.updates.schemas import Update

if TYPE_CHECKING:
    from chat.satisfaction.models import Rating


class TicketRated(Update):
    """A customer has rated a ticket, or has left the comment."""

    TYPE = "ticket.rated"
    NAMESPACE = CHAT

    ticket_id: UUID
    queue_id: UUID | None
    agent_id: UUID | None
    score: int
    comment_id: UUID | None
    """The message that is the comment."""
    rated_at: datetime


def ticket_rated(rating: "Rating") -> LogEntry:
    return TicketRated.model_validate(rating.model_dump(include={*TicketRated.model_fields})).entry(
        rating.company_id
    )


def rated_event(rating: "Rating") -> TicketRatedV1:
    row = rating.model_dump(include={*TicketRatedV1.model_fields})
    return TicketRatedV1.model_validate(row | {"commented": rating.comment_id is not None})
