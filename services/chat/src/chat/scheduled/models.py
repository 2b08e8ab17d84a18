"""The table of messages that wait for their time."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKeyConstraint, Index
from sqlalchemy import text as sql
from sqlmodel import Field

from atende_contracts.ids import uuid7
from chat.models import Base, created_field, json_field, moment_field, text_field


class ScheduledMessage(Base, table=True):
    """A message to be sent in a ticket at a time, or in the one that its customer then has.

    While it waits, ``claimed_until`` is the end of the lease of the worker that sends it.
    """

    __tablename__ = "scheduled_messages"
    __table_args__ = (
        # Who is erased takes along what was still to be written to them.
        ForeignKeyConstraint(
            ["company_id", "ticket_id"], ["tickets.company_id", "tickets.id"], ondelete="CASCADE"
        ),
        CheckConstraint("status IN ('scheduled', 'sent', 'failed', 'cancelled')", name="status"),
        Index("uq_scheduled_messages_client", "company_id", "author_id", "client_message_id", unique=True),
        Index("ix_scheduled_messages_ticket", "company_id", "ticket_id", "send_at", "id"),
        Index("ix_scheduled_messages_list", "company_id", "send_at", "id"),
        # For the worker, which sends those of all companies.
        Index("ix_scheduled_messages_due", "send_at", postgresql_where=sql("status = 'scheduled'")),
        Index("ix_scheduled_messages_waiting", "company_id", postgresql_where=sql("status = 'scheduled'")),
        Index("ix_scheduled_messages_over", "updated_at", postgresql_where=sql("status <> 'scheduled'")),
    )

    company_id: UUID = Field(primary_key=True)
    id: UUID = Field(default_factory=uuid7, primary_key=True)
    ticket_id: UUID
    author_id: UUID
    client_message_id: str = text_field()
    client_digest: UUID
    content: dict[str, Any] = json_field()
    """A `MessageContent`."""
    text: str | None = text_field(nullable=True)
    """What of it can be read; of a template what it says, filled in, as far as that is known."""
    reply_to: str | None = text_field(nullable=True)
    send_at: datetime = moment_field()
    time_zone: str = text_field()
    """In which its time was chosen."""
    status: str = text_field(default="scheduled")
    failure: dict[str, Any] | None = json_field(nullable=True)
    """The error for which it was not sent: its ``code``, and its words by language."""
    message_id: UUID | None = None
    claimed_until: datetime | None = moment_field(nullable=True)
    attempts: int = 0
    revision: int = Field(default=1, sa_type=BigInteger)
    created_at: datetime = created_field()
    updated_at: datetime = created_field()
