"""The table of merges."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, ForeignKeyConstraint, Index, Text, Uuid
from sqlalchemy import text as sql
from sqlmodel import Field

from atende_contracts.ids import uuid7
from chat.models import Base, created_field, json_field, moment_field


class ContactMerge(Base, table=True):
    """Two contacts became one by hand, and what it takes to make them two again. It goes with its contact."""

    __tablename__ = "contact_merges"
    __table_args__ = (
        ForeignKeyConstraint(
            ["company_id", "contact_id"], ["contacts.company_id", "contacts.id"], ondelete="CASCADE"
        ),
        Index("ix_contact_merges_contact", "company_id", "contact_id", sql("merged_at DESC")),
        Index("ix_contact_merges_kept", "merged_at", postgresql_where=sql("gone <> '{}'")),
    )

    company_id: UUID = Field(primary_key=True)
    id: UUID = Field(default_factory=uuid7, primary_key=True)
    contact_id: UUID
    """Who stays."""
    gone_id: UUID
    before: dict[str, Any] = json_field()
    """The columns of the contact that stays, as they were …"""
    after: dict[str, Any] = json_field()
    """… and as the merge left them."""
    gone: dict[str, Any] = json_field()
    """The contact that went; empty when the merge can no longer be taken back."""
    names: list[str] = Field(
        default_factory=list, sa_type=ARRAY(Text), sa_column_kwargs={"server_default": sql("'{}'")}
    )
    """The identities that it had, as ``kind:value``."""
    tickets: list[UUID] = Field(
        default_factory=list, sa_type=ARRAY(Uuid), sa_column_kwargs={"server_default": sql("'{}'")}
    )
    """The tickets that moved …"""
    messages: list[UUID] = Field(
        default_factory=list, sa_type=ARRAY(Uuid), sa_column_kwargs={"server_default": sql("'{}'")}
    )
    """… and the messages in none of them."""
    merged_by: UUID
    merged_at: datetime = created_field()
    undone_by: UUID | None = None
    undone_at: datetime | None = moment_field(nullable=True)
