"""Moments of tickets: each later answer, reopening, promise and rating, which happen once and stay."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID, uuid5

from atende_contracts.contacts import TicketChangedV1, TicketRatedV1, TicketSlaEndedV1
from reporting.domain.facts import Key
from reporting.domain.measures import Measure, Scene

_TARGETS: Final = ("first_reply", "next_reply", "resolution")


@dataclass(frozen=True, slots=True)
class Moment:
    """What happened to a ticket, by a name that it always gets."""

    company_id: UUID
    moment_id: UUID
    ticket_id: UUID
    kind: str
    """A metric of `reporting.domain.measures`."""
    at: datetime
    channel_id: UUID
    queue_id: UUID | None
    agent_id: UUID | None
    tag_ids: list[UUID]
    value: int
    """Seconds, a score, or the number of what was promised."""
    business_seconds: int | None
    event_id: UUID

    @property
    def key(self) -> Key:
        return self.company_id, self.moment_id

    def steps(self) -> Iterator[tuple[str, datetime]]:
        """Yield nothing: moments are counted as measures only."""
        yield from ()

    def measures(self) -> Iterator[Measure]:
        """Yield what this adds to the measures."""
        scene = Scene(self.channel_id, self.queue_id, self.agent_id, self.tag_ids)
        yield Measure(self.kind, self.at, scene, self.value)
        if self.business_seconds is not None:
            yield Measure(f"{self.kind}_business", self.at, scene, self.business_seconds)


def later(one: Moment, other: Moment) -> Moment:
    """Return the later one of two reports of the same moment: a promise may end again after a reopening."""
    return max(one, other, key=lambda moment: (moment.at, moment.event_id))


def of_ticket(event: TicketChangedV1) -> Iterator[Moment]:
    """Yield what a change of a ticket tells."""
    tag_ids = sorted(set(event.tag_ids))
    if event.reply is not None and not event.reply.first:
        reply = event.reply
        yield Moment(
            event.company_id,
            uuid5(event.ticket_id, f"reply {reply.at.timestamp()}"),
            event.ticket_id,
            "next_reply",
            reply.at,
            event.channel_id,
            event.queue_id,
            reply.agent_id,
            tag_ids,
            max(0, int((reply.at - reply.since).total_seconds())),
            reply.business_seconds,
            event.id,
        )
    if event.reopened:
        yield Moment(
            event.company_id,
            uuid5(event.ticket_id, f"reopened {event.revision}"),
            event.ticket_id,
            "reopened",
            event.occurred_at,
            event.channel_id,
            event.queue_id,
            event.assignee_id,
            tag_ids,
            0,
            None,
            event.id,
        )


def of_promise(event: TicketSlaEndedV1) -> Moment:
    """Return how a promise ended."""
    return Moment(
        event.company_id,
        uuid5(event.ticket_id, f"sla {event.target} {event.started_at.timestamp()}"),
        event.ticket_id,
        "sla_kept" if event.kept else "sla_broken",
        event.ended_at,
        event.channel_id,
        event.queue_id,
        event.agent_id,
        sorted(set(event.tag_ids)),
        _TARGETS.index(event.target),
        None,
        event.id,
    )


def of_rating(event: TicketRatedV1) -> Moment:
    """Return a customer's rating."""
    return Moment(
        event.company_id,
        uuid5(event.ticket_id, "rating"),
        event.ticket_id,
        "rating",
        event.rated_at,
        event.channel_id,
        event.queue_id,
        event.agent_id,
        sorted(set(event.tag_ids)),
        event.score,
        None,
        event.id,
    )
