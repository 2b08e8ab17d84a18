"""The table of mentions. Notes are rows of messages (`chat.messages.domain.Origin`)."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index
from sqlalchemy import text as sql
from sqlmodel import Field

from chat.models import Base, moment_field


class Mention(Base, table=True):
    """A user is named in a note."""

    __tablename__ = "mentions"
    __table_args__ = (
        ForeignKeyConstraint(
            ["company_id", "message_id"], ["messages.company_id", "messages.id"], ondelete="CASCADE"
        ),
        Index("ix_mentions_newest", "company_id", "user_id", sql("created_at DESC"), sql("message_id DESC")),
        Index("ix_mentions_of_message", "company_id", "message_id"),
        Index("ix_mentions_expired", "created_at"),
    )

    company_id: UUID = Field(primary_key=True)
    user_id: UUID = Field(primary_key=True)
    message_id: UUID = Field(primary_key=True)
    ticket_id: UUID
    created_at: datetime = moment_field()
    read_at: datetime | None = moment_field(nullable=True)
