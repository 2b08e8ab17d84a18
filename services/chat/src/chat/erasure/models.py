"""The table of erasures."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ARRAY, BigInteger, CheckConstraint, Index, Text, Uuid
from sqlalchemy import text as sql
from sqlmodel import Field

from atende_contracts.ids import uuid7
from chat.models import Base, created_field, json_field, moment_field, text_field


class ContactErasure(Base, table=True):
    """That a contact was deleted, and how far. In the end it says nothing of the person."""

    __tablename__ = "contact_erasures"
    __table_args__ = (
        CheckConstraint("status IN ('running', 'erased', 'confirmed')", name="status"),
        Index("ix_contact_erasures_recent", "company_id", sql("requested_at DESC"), sql("id DESC")),
        # For the worker, which erases for all companies in turns.
        Index("ix_contact_erasures_due", "company_id", "due_at", postgresql_where=sql("status = 'running'")),
    )

    company_id: UUID = Field(primary_key=True)
    id: UUID = Field(default_factory=uuid7, primary_key=True)
    contact_id: UUID
    status: str = text_field()
    names: list[UUID] = Field(
        default_factory=list, sa_type=ARRAY(Uuid), sa_column_kwargs={"server_default": sql("'{}'")}
    )
    """The ids under which messages with the person may stand; empty once they are gone."""
    aliases: list[str] = Field(
        default_factory=list, sa_type=ARRAY(Text), sa_column_kwargs={"server_default": sql("'{}'")}
    )
    """The person's names, for other services; empty once they were all published."""
    requested_by: UUID
    requested_at: datetime = created_field()
    due_at: datetime = moment_field()
    messages: int = Field(default=0, sa_type=BigInteger, sa_column_kwargs={"server_default": sql("0")})
    tickets: int = Field(default=0, sa_column_kwargs={"server_default": sql("0")})
    erased_at: datetime | None = moment_field(nullable=True)
    confirmations: dict[str, str] = json_field()
    """When each service said that it has nothing any more."""
    erased: dict[str, dict[str, int]] = json_field()
    """By service and table, how many rows went, or lost what they said of the person: the proof."""
    log_position: int = Field(default=0, sa_type=BigInteger, sa_column_kwargs={"server_default": sql("0")})
    """How far the event log was looked through."""
