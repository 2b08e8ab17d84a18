"""The table of drafts."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKeyConstraint, Index, Uuid
from sqlalchemy import text as sql
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Field

from chat.models import Base, moment_field, text_field


class Draft(Base, table=True):
    """What an agent has begun to write in a ticket. Only they see it."""

    __tablename__ = "drafts"
    __table_args__ = (
        ForeignKeyConstraint(
            ["company_id", "ticket_id"], ["tickets.company_id", "tickets.id"], ondelete="CASCADE"
        ),
        Index("ix_drafts_of_ticket", "company_id", "ticket_id"),
        Index("ix_drafts_expired", "updated_at"),
    )

    company_id: UUID = Field(primary_key=True)
    user_id: UUID = Field(primary_key=True)
    ticket_id: UUID = Field(primary_key=True)
    text: str = text_field()
    reply_to: str | None = text_field(nullable=True)
    attachment_ids: list[UUID] = Field(
        default_factory=list, sa_type=ARRAY(Uuid), sa_column_kwargs={"server_default": sql("'{}'")}
    )
    revision: int = Field(default=1, sa_type=BigInteger)
    updated_at: datetime = moment_field()
