"""Tickets, as their newest events describe them."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from atende_contracts.contacts import TicketChangedV1
from reporting.domain.facts import Key
from reporting.domain.measures import Measure, Scene


@dataclass(frozen=True, slots=True)
class Ticket:
    """A ticket as its newest event describes it, and what its first answer and last closing told."""

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
    queue_id: UUID | None = None
    assignee_id: UUID | None = None
    tag_ids: list[UUID] = field(default_factory=list)
    snoozed: bool = False
    answered_at: datetime | None = None
    """The first answer that a customer waited for, who gave it, and how long it took in working time."""
    answered_by: UUID | None = None
    answered_seconds: int | None = None
    ended_at: datetime | None = None
    """The last closing, by whom (none: by a rule), and how long it took in working time."""
    ended_by: UUID | None = None
    ended_seconds: int | None = None

    @property
    def key(self) -> Key:
        return self.company_id, self.ticket_id

    def steps(self) -> Iterator[tuple[str, datetime]]:
        """Yield the counters to which this adds one, and when. A reopened ticket is not a closed one."""
        yield "tickets_opened", self.opened_at
        if self.status == "closed" and self.closed_at is not None:
            yield "tickets_closed", self.closed_at

    def measures(self) -> Iterator[Measure]:
        """Yield what this adds to the measures, where the ticket belongs now."""
        scene = Scene(self.channel_id, self.queue_id, self.assignee_id, self.tag_ids)
        yield Measure("opened", self.opened_at, scene)
        yield from self._first_reply(scene)
        if self.status == "closed" and self.closed_at is not None:
            yield Measure("closed", self.closed_at, scene)
            yield Measure("resolution", self.closed_at, scene, _seconds(self.opened_at, self.closed_at))
            if self.ended_at == self.closed_at and self.ended_seconds is not None:
                yield Measure("resolution_business", self.closed_at, scene, self.ended_seconds)
                if self.ended_by is None:
                    yield Measure("closed_by_rule", self.closed_at, scene)

    def _first_reply(self, scene: Scene) -> Iterator[Measure]:
        # Of a ticket that an agent opened by writing, nobody waited for the first answer.
        if self.first_reply_at is None or self.first_reply_at <= self.opened_at:
            return
        told = self.answered_at == self.first_reply_at
        scene = scene._replace(agent_id=self.answered_by if told else self.assignee_id)
        waited = _seconds(self.opened_at, self.first_reply_at)
        yield Measure("first_reply", self.opened_at, scene, waited)
        if told and self.answered_seconds is not None:
            yield Measure("first_reply_business", self.opened_at, scene, self.answered_seconds)


def ticket_of(event: TicketChangedV1) -> Ticket:
    """Return what one event reports about a ticket."""
    answer = event.reply if event.reply and event.reply.first else None
    closing = event.closing if event.closed_at is not None else None
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
        queue_id=event.queue_id,
        assignee_id=event.assignee_id,
        tag_ids=sorted(set(event.tag_ids)),
        snoozed=event.snoozed,
        answered_at=answer.at if answer else None,
        answered_by=answer.agent_id if answer else None,
        answered_seconds=answer.business_seconds if answer else None,
        ended_at=event.closed_at if closing else None,
        ended_by=closing.closed_by if closing else None,
        ended_seconds=closing.business_seconds if closing else None,
    )


def newer(one: Ticket, other: Ticket) -> Ticket:
    """Return two reports of the same ticket as one: the newer, with its first answer and its last closing."""
    newest = max(one, other, key=lambda ticket: (ticket.revision, ticket.reported_at, ticket.event_id))
    answers = [ticket for ticket in (one, other) if ticket.answered_at is not None]
    endings = [ticket for ticket in (one, other) if ticket.ended_at is not None]
    if answers:
        answer = min(answers, key=_answer)
        newest = replace(
            newest,
            answered_at=answer.answered_at,
            answered_by=answer.answered_by,
            answered_seconds=answer.answered_seconds,
        )
    if endings:
        ending = max(endings, key=_ending)
        newest = replace(
            newest, ended_at=ending.ended_at, ended_by=ending.ended_by, ended_seconds=ending.ended_seconds
        )
    return newest


def _answer(ticket: Ticket) -> tuple[datetime | None, str, int]:
    return ticket.answered_at, str(ticket.answered_by), ticket.answered_seconds or 0


def _ending(ticket: Ticket) -> tuple[datetime | None, str, int]:
    return ticket.ended_at, str(ticket.ended_by), ticket.ended_seconds or 0


def _seconds(start: datetime, end: datetime) -> int:
    return max(0, int((end - start).total_seconds()))
