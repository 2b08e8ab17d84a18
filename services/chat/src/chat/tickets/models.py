"""The table of tickets."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKeyConstraint,
    Index,
    Uuid,
)
from sqlalchemy import text as sql
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Field

from atende_contracts.ids import uuid7
from chat.models import Base, moment_field, text_field


def _closed_list(name: str, column: str | None, condition: str = "") -> Index:
    """Return an index of a list of closed tickets: a ticket costs nothing in it before it is closed."""
    return Index(
        f"ix_tickets_closed_{name}",
        "company_id",
        *([column] if column else []),
        sql("last_message_at DESC"),
        sql("id DESC"),
        postgresql_where=sql(f"status = 'closed'{condition}"),
    )


class Ticket(Base, table=True):
    """A stretch of conversation on one channel, with a contact or in a group; at most one is not closed."""

    __tablename__ = "tickets"
    __table_args__ = (
        ForeignKeyConstraint(["company_id", "contact_id"], ["contacts.company_id", "contacts.id"]),
        CheckConstraint("status IN ('pending', 'open', 'snoozed', 'closed')", name="status"),
        CheckConstraint("(status = 'closed') = (closed_at IS NOT NULL)", name="closed_at"),
        Index(
            "uq_tickets_not_closed",
            "company_id",
            "channel_id",
            "contact_id",
            unique=True,
            postgresql_where=sql("status <> 'closed' AND group_id IS NULL"),
        ),
        Index(
            "uq_tickets_not_closed_of_group",
            "company_id",
            "channel_id",
            "group_id",
            unique=True,
            postgresql_where=sql("status <> 'closed' AND group_id IS NOT NULL"),
        ),
        Index(
            "ix_tickets_of_group",
            "company_id",
            "channel_id",
            "group_id",
            "closed_at",
            postgresql_where=sql("group_id IS NOT NULL"),
        ),
        Index("ix_tickets_history", "company_id", "contact_id", "channel_id", "closed_at"),
        Index("ix_tickets_recent", "company_id", sql("last_message_at DESC"), sql("id DESC")),
        Index(
            "ix_tickets_active",
            "company_id",
            sql("last_message_at DESC"),
            sql("id DESC"),
            postgresql_where=sql("status <> 'closed'"),
        ),
        Index(
            "ix_tickets_by_assignee",
            "company_id",
            "assignee_id",
            "status",
            sql("last_message_at DESC"),
            sql("id DESC"),
            postgresql_where=sql("assignee_id IS NOT NULL"),
        ),
        _closed_list("by_queue", "queue_id"),
        _closed_list("by_channel", "channel_id"),
        _closed_list("by_priority", "priority"),
        _closed_list("of_no_queue", None, " AND queue_id IS NULL"),
        _closed_list("of_nobody", None, " AND assignee_id IS NULL"),
        _closed_list("unread", None, " AND unread > 0"),
        _closed_list("followed", None, " AND participant_ids <> '{}'"),
        # What was closed today, and nothing else that is closed.
        Index(
            "ix_tickets_closed_at", "company_id", "closed_at", postgresql_where=sql("closed_at IS NOT NULL")
        ),
        CheckConstraint("priority BETWEEN 0 AND 3", name="priority"),
        Index("uq_tickets_number", "company_id", "number", unique=True),
        CheckConstraint("held_by IS NULL OR (status = 'pending' AND assignee_id IS NULL)", name="held_by"),
        Index(
            "ix_tickets_attention",
            "company_id",
            "attention_at",
            postgresql_where=sql("attention_at IS NOT NULL"),
        ),
        Index(
            "ix_tickets_in_queues",
            "company_id",
            "queue_id",
            sql("last_message_at DESC"),
            sql("id DESC"),
            postgresql_where=sql("queue_id IS NOT NULL AND status <> 'closed'"),
        ),
        Index(
            "ix_tickets_to_assign",
            "company_id",
            sql("priority DESC"),
            "opened_at",
            "id",
            postgresql_where=sql("status = 'pending' AND assignee_id IS NULL AND queue_id IS NOT NULL"),
        ),
        Index("ix_tickets_held", "company_id", "held_until", postgresql_where=sql("held_by IS NOT NULL")),
        Index(
            "ix_tickets_to_wake", "company_id", "snoozed_until", postgresql_where=sql("status = 'snoozed'")
        ),
        Index(
            "ix_tickets_by_tag",
            "company_id",
            "tag_ids",
            postgresql_using="gin",
            postgresql_ops={"company_id": "extensions.uuid_ops"},
            postgresql_where=sql("tag_ids <> '{}'"),
        ),
    )

    company_id: UUID = Field(primary_key=True)
    id: UUID = Field(default_factory=uuid7, primary_key=True)
    contact_id: UUID
    """Of a group's ticket: who wrote first. Each of its messages has its own."""
    channel_id: UUID
    group_id: str | None = text_field(nullable=True)
    """The provider's id of the group, of a ticket with what is said in it."""
    group_name: str | None = text_field(nullable=True)
    """What that group is called, as far as the provider told."""
    number: int = Field(default=0, sa_type=BigInteger)
    """In its company, from 1 in the order in which tickets are opened; given when it is stored."""
    subject: str | None = text_field(nullable=True)
    priority: int = Field(default=1, sa_column_kwargs={"server_default": sql("1")})
    """The place of a `chat.tickets.domain.Priority`."""
    queue_id: UUID | None = None
    status: str = text_field(default="pending")
    assignee_id: UUID | None = None
    opened_at: datetime = moment_field()
    first_reply_at: datetime | None = moment_field(nullable=True)
    closed_at: datetime | None = moment_field(nullable=True)
    close_reason: str | None = text_field(nullable=True)
    snoozed_until: datetime | None = moment_field(nullable=True)
    """None in a snoozed ticket: until the customer writes."""
    waiting_since: datetime | None = moment_field(nullable=True)
    """When the first message of the customer came in that has no answer yet."""
    last_message_at: datetime = moment_field()
    last_inbound_at: datetime | None = moment_field(nullable=True)
    """When the customer last wrote: their 24-hour window is open from then on. Absent: it is not known."""
    unread: int = 0
    inbound_count: int = Field(default=0, sa_type=BigInteger, sa_column_kwargs={"server_default": sql("0")})
    """Messages of the customer, ever: what each agent has read of them is in `TicketReading`."""
    read_message_id: UUID | None = None
    """The customer's message that they were last told was read."""
    typing_at: datetime | None = moment_field(nullable=True)
    """When the customer was last told that an agent types."""
    tag_ids: list[UUID] = Field(
        default_factory=list, sa_type=ARRAY(Uuid), sa_column_kwargs={"server_default": sql("'{}'")}
    )
    participant_ids: list[UUID] = Field(
        default_factory=list, sa_type=ARRAY(Uuid), sa_column_kwargs={"server_default": sql("'{}'")}
    )
    """Who follows the ticket besides its agent."""
    awaited: str | None = text_field(nullable=True)
    """What the customer of a closed ticket was asked for (`chat.tickets.answers.Awaited`)."""
    awaited_until: datetime | None = moment_field(nullable=True)
    due_at: datetime | None = moment_field(nullable=True)
    """When the next promise to the customer is broken (`chat.sla`)."""
    held_by: UUID | None = None
    """The API key of a program that has it; people are not offered it."""
    held_until: datetime | None = moment_field(nullable=True)
    """When people may take it in any case."""
    attention_at: datetime | None = moment_field(nullable=True)
    """Since when the worker is to look at it (`chat.tickets.attending`); None: there is nothing to do."""
    revision: int = Field(default=1, sa_type=BigInteger)


class TicketCounter(Base, table=True):
    """The number of a company's last ticket."""

    __tablename__ = "ticket_counters"

    company_id: UUID = Field(primary_key=True)
    last_number: int = Field(sa_type=BigInteger)


class TicketReading(Base, table=True):
    """How much of a ticket an agent has read. Of an agent without a row only `Ticket.unread` is known."""

    __tablename__ = "ticket_readings"
    __table_args__ = (
        ForeignKeyConstraint(
            ["company_id", "ticket_id"], ["tickets.company_id", "tickets.id"], ondelete="CASCADE"
        ),
    )

    company_id: UUID = Field(primary_key=True)
    ticket_id: UUID = Field(primary_key=True)
    user_id: UUID = Field(primary_key=True)
    inbound_count: int = Field(sa_type=BigInteger)
    """The ticket's, when they last looked."""


class TicketRouting(Base, table=True):
    """What was said in a ticket by itself: `chat.tickets.answering.Routing`."""

    __tablename__ = "ticket_routing"
    __table_args__ = (
        ForeignKeyConstraint(
            ["company_id", "ticket_id"], ["tickets.company_id", "tickets.id"], ondelete="CASCADE"
        ),
    )

    company_id: UUID = Field(primary_key=True)
    ticket_id: UUID = Field(primary_key=True)
    greeted_at: datetime | None = moment_field(nullable=True)
    away_since: datetime | None = moment_field(nullable=True)
    menu_asked_at: datetime | None = moment_field(nullable=True)
    menu_tries: int = 0


class AutomaticAnswers(Base, table=True):
    """How much a contact was answered by itself within an hour."""

    __tablename__ = "automatic_answers"
    __table_args__ = (Index("ix_automatic_answers_since", "since"),)

    company_id: UUID = Field(primary_key=True)
    contact_id: UUID = Field(primary_key=True)
    since: datetime = moment_field()
    """When the first answer of that hour was."""
    count: int


class Absence(Base, table=True):
    """Since when a user with open tickets is away, of a company that gives these to others."""

    __tablename__ = "absences"

    company_id: UUID = Field(primary_key=True)
    user_id: UUID = Field(primary_key=True)
    since: datetime = moment_field()
