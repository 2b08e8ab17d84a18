"""The tables of exports of people."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index
from sqlalchemy import text as sql
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from atende_contracts.ids import uuid7
from chat.models import Base, created_field, moment_field, text_field


class ContactExport(Base, table=True):
    """That somebody asked for everything that is known of a contact."""

    __tablename__ = "contact_exports"
    __table_args__ = (
        CheckConstraint("status IN ('collecting', 'ready')", name="status"),
        Index("ix_contact_exports_contact", "company_id", "contact_id"),
        # For the expiry job, which looks over all companies.
        Index("ix_contact_exports_requested_at", "requested_at"),
    )

    company_id: UUID = Field(primary_key=True)
    id: UUID = Field(default_factory=uuid7, primary_key=True)
    contact_id: UUID
    status: str = text_field()
    requested_by: UUID
    requested_at: datetime = created_field()
    ready_at: datetime | None = moment_field(nullable=True)


class ContactExportPart(Base, table=True):
    """What another service knows of the person, until the export expires."""

    __tablename__ = "contact_export_parts"
    __table_args__ = (
        ForeignKeyConstraint(
            ["company_id", "export_id"],
            ["contact_exports.company_id", "contact_exports.id"],
            ondelete="CASCADE",
        ),
    )

    company_id: UUID = Field(primary_key=True)
    export_id: UUID = Field(primary_key=True)
    service: str = text_field(primary_key=True)
    part: int = Field(primary_key=True)
    kind: str = text_field()
    rows: list[dict[str, Any]] = Field(
        default_factory=list, sa_type=JSONB, sa_column_kwargs={"server_default": sql("'[]'")}
    )
