"""How warnings and breaches are published: to the agents' sockets, and to other services."""

from datetime import datetime
from typing import Protocol
from uuid import UUID

from atende_contracts.contacts import TicketSlaEndedV1, TicketSlaNoticedV1
from chat.sla.domain import Clock, Notice, Target
from chat.sla.schemas import TargetName
from chat.updates.domain import CHAT, LogEntry
from chat.updates.schemas import Update


class SlaWarning(Update):
    """A promise to a ticket's customer will be broken soon."""

    TYPE = "sla.warning"
    NAMESPACE = CHAT

    ticket_id: UUID
    queue_id: UUID | None
    target: TargetName
    due_at: datetime


class SlaBreach(SlaWarning):
    """A promise to a ticket's customer was broken."""

    TYPE = "sla.breach"


def noticed(company_id: UUID, ticket_id: UUID, queue_id: UUID | None, notice: Notice) -> LogEntry:
    update = SlaBreach if notice.kind == "breach" else SlaWarning
    return update.model_validate(
        {
            "ticket_id": ticket_id,
            "queue_id": queue_id,
            "target": notice.target.value,
            "due_at": notice.due_at,
        }
    ).entry(company_id)


def noticed_event(
    company_id: UUID, ticket_id: UUID, queue_id: UUID | None, notice: Notice
) -> TicketSlaNoticedV1:
    return TicketSlaNoticedV1.model_validate(
        {
            "company_id": company_id,
            "ticket_id": ticket_id,
            "queue_id": queue_id,
            "target": notice.target.value,
            "kind": notice.kind,
            "due_at": notice.due_at,
        }
    )


class Ticket(Protocol):
    """What is published of a ticket beside a promise."""

    key: tuple[UUID, UUID]
    channel_id: UUID
    queue_id: UUID | None
    agent_id: UUID | None
    tag_ids: list[UUID]


def ended_event(ticket: Ticket, target: Target, clock: Clock) -> TicketSlaEndedV1:
    company_id, ticket_id = ticket.key
    return TicketSlaEndedV1.model_validate(
        {
            "company_id": company_id,
            "ticket_id": ticket_id,
            "channel_id": ticket.channel_id,
            "queue_id": ticket.queue_id,
            "agent_id": ticket.agent_id,
            "tag_ids": ticket.tag_ids,
            "target": target.value,
            "started_at": clock.started_at,
            "ended_at": clock.ended_at,
            "kept": clock.status != "breached",
        }
    )
