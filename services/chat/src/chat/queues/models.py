"""The tables of queues and of who belongs to them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKeyConstraint, Index
from sqlalchemy import text as sql
from sqlmodel import Field

from atende_contracts.ids import uuid7
from chat.models import Base, created_field, json_field, moment_field, text_field


class Queue(Base, table=True):
    """Tickets that wait for a team. One that is archived takes no further ones."""

    __tablename__ = "queues"
    __table_args__ = (
        ForeignKeyConstraint(["company_id", "archived_into"], ["queues.company_id", "queues.id"]),
        Index(
            "uq_queues_name",
            "company_id",
            sql("lower(name)"),
            unique=True,
            postgresql_where=sql("archived_at IS NULL"),
        ),
        Index("ix_queues_archived", "company_id", "id", postgresql_where=sql("archived_at IS NOT NULL")),
    )

    company_id: UUID = Field(primary_key=True)
    id: UUID = Field(default_factory=uuid7, primary_key=True)
    name: str = text_field()
    color: str = text_field()
    description: str | None = text_field(nullable=True)
    position: int = 0
    """Queues are listed by it."""
    time_zone: str | None = text_field(nullable=True)
    """Of its hours; None: the company's."""
    hours: dict[str, Any] | None = json_field(nullable=True)
    """As `chat.queues.hours.stored` writes it; None: always open."""
    greeting: str | None = text_field(nullable=True)
    """What a customer with a new ticket is answered."""
    away_message: str | None = text_field(nullable=True)
    """What a customer is answered who writes outside of its hours."""
    created_at: datetime = created_field()
    archived_at: datetime | None = moment_field(nullable=True)
    archived_into: UUID | None = None
    """The queue that an archived one's tickets move to; None: they are in no queue then."""
    revision: int = Field(default=1, sa_type=BigInteger)


class QueueMember(Base, table=True):
    """A user who belongs to a queue: sees its tickets, and gets some of them."""

    __tablename__ = "queue_members"
    __table_args__ = (
        ForeignKeyConstraint(["company_id", "queue_id"], ["queues.company_id", "queues.id"]),
        Index("ix_queue_members_of_user", "company_id", "user_id"),
    )

    company_id: UUID = Field(primary_key=True)
    queue_id: UUID = Field(primary_key=True)
    user_id: UUID = Field(primary_key=True)
    created_at: datetime = created_field()
    last_assigned_at: datetime | None = moment_field(nullable=True)
    """When the system last gave the member a ticket of the queue: whose turn it is."""
