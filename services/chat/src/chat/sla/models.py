"""The tables of service levels."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy import text as sql
from sqlmodel import Field

from chat.models import Base, QueuePolicy, json_field, moment_field


class SlaPolicy(QueuePolicy, table=True):
    """What is promised to the customers of a queue, or of all queues without a policy of their own."""

    __tablename__ = "sla_policies"
    __table_args__ = (
        Index(
            "uq_sla_policies_queue",
            "company_id",
            "queue_id",
            unique=True,
            postgresql_nulls_not_distinct=True,
        ),
    )

    first_reply_minutes: int | None = None
    next_reply_minutes: int | None = None
    resolution_minutes: int | None = None
    warn_percent: int
    business_hours: bool
    """Only the opening hours of the ticket's queue count."""
    pauses_for_customer: bool


class SlaTicket(Base, table=True):
    """The clocks of a ticket. It has no foreign key: tickets must not wait for it (docs/adr/0046)."""

    __tablename__ = "sla_tickets"
    __table_args__ = (
        Index("ix_sla_tickets_next", "company_id", "next_at", postgresql_where=sql("next_at IS NOT NULL")),
        Index("ix_sla_tickets_not_shown", "company_id", "ticket_id", postgresql_where=sql("NOT shown")),
        Index("ix_sla_tickets_updated", "updated_at"),
    )

    company_id: UUID = Field(primary_key=True)
    ticket_id: UUID = Field(primary_key=True)
    queue_id: UUID | None = None
    """Whose hours the clocks go by."""
    business_hours: bool = False
    clocks: dict[str, Any] = json_field()
    """By target, as `chat.sla.domain.Clock.stored` writes them."""
    due_at: datetime | None = moment_field(nullable=True)
    next_at: datetime | None = moment_field(nullable=True)
    """When there is something to notice."""
    shown: bool
    """The ticket has this ``due_at``."""
    updated_at: datetime = moment_field()
