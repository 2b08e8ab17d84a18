"""The tables of exports that are made in steps, and of the parts of their files."""

from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKeyConstraint, Index, LargeBinary, Text, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from atende_contracts.ids import uuid7
from atende_platform.data.db import timestamp_field
from reporting.models.base import Base


class ReportExport(Base, table=True):
    """A file being made. ``rows_done`` and ``position`` are how far it is: that much is committed."""

    __tablename__: ClassVar[str] = "report_exports"
    __table_args__ = (
        CheckConstraint("status IN ('queued', 'running', 'finished', 'failed')", name="status"),
        Index(
            "ix_report_exports_due", "leased_until", postgresql_where=text("status IN ('queued', 'running')")
        ),
        Index("ix_report_exports_recent", "company_id", text("created_at DESC"), text("id DESC")),
        Index("ix_report_exports_created_at", "created_at"),
    )

    company_id: UUID = Field(primary_key=True)
    id: UUID = Field(default_factory=uuid7, primary_key=True)
    report: str = Field(sa_type=Text)
    question: dict[str, Any] = Field(sa_type=JSONB, sa_column_kwargs={"nullable": False})
    """The period, the filters and whose figures may be seen."""
    format: str = Field(sa_type=Text)
    style: dict[str, Any] = Field(sa_type=JSONB, sa_column_kwargs={"nullable": False})
    """Of CSV: separator, decimal sign, mark."""
    status: str = Field(default="queued", sa_type=Text)
    reason: str | None = Field(default=None, sa_type=Text)
    """Why it failed: a code."""
    position: str | None = Field(default=None, sa_type=Text)
    """Behind which the next rows are."""
    parts: int = 0
    rows_done: int = 0
    rows_total: int | None = None
    """About how many rows there will be, if that is known."""
    stored_bytes: int = Field(default=0, sa_type=BigInteger)
    size: int = Field(default=0, sa_type=BigInteger)
    """Of the rows without compression, in bytes."""
    checksum: int = Field(default=0, sa_type=BigInteger)
    """CRC-32 of the same."""
    leased_until: datetime = timestamp_field(server_now=True)
    """Until then the worker that took it has it to itself; once it is finished, who downloads it needs it."""
    attempts: int = 0
    """How often it was taken without getting further since."""
    created_by: UUID
    created_at: datetime = timestamp_field(server_now=True)
    finished_at: datetime | None = timestamp_field()


class ReportExportPart(Base, table=True):
    """A part of the file, compressed; deleted with its export after a day."""

    __tablename__: ClassVar[str] = "report_export_parts"
    __table_args__ = (
        ForeignKeyConstraint(
            ["company_id", "export_id"],
            ["report_exports.company_id", "report_exports.id"],
            ondelete="CASCADE",
        ),
    )

    company_id: UUID = Field(primary_key=True)
    export_id: UUID = Field(primary_key=True)
    part: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    data: bytes = Field(sa_type=LargeBinary)
