"""Tickets, as their newest events describe them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from atende_contracts.contacts import (
    TicketChangedV1,
)
from reporting.domain.facts import Key


@dataclass(frozen=True, slots=True)
class Ticket:
    """A ticket as its newest event describes it."""

    company_id: UUID
    ticket_id: UUID
    channel_id: UUID
    status: str
    opened_at: datetime
    first_reply_at: datetime | None
    closed_at: datetime | None
    revision: int
    reported_at: datetime
    event_id: UUID

    @property
    def key(self) -> Key:
        return self.company_id, self.ticket_id

    def steps(self) -> Iterator[tuple[str, datetime]]:
        """Yield the counters to which this adds one, and when. A reopened ticket is not a closed one."""
        yield "tickets_opened", self.opened_at
        if self.status == "closed" and self.closed_at is not None:
            yield "tickets_closed", self.closed_at


def ticket_of(event: TicketChangedV1) -> Ticket:
    """Return what one event reports about a ticket."""
    return Ticket(
        company_id=event.company_id,
        ticket_id=event.ticket_id,
        channel_id=event.channel_id,
        status=event.status,
        opened_at=event.opened_at,
        first_reply_at=event.first_reply_at,
        closed_at=event.closed_at,
        revision=event.revision,
        reported_at=event.occurred_at,
        event_id=event.id,
    )


def newer(one: Ticket, other: Ticket) -> Ticket:
    """Return the newer one of two reports of the same ticket."""
    return max(one, other, key=lambda ticket: (ticket.revision, ticket.reported_at, ticket.event_id))
