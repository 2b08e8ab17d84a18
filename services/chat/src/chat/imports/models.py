"""The tables of imports, their files and the rows that were refused."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    Text,
)
from sqlalchemy import text as sql
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from atende_contracts.ids import uuid7
from atende_platform.data.db import timestamp_field
from chat.models import Base, json_field, moment_field, text_field


class ContactImport(Base, table=True):
    """A file being imported. ``next_row`` is how far it is: rows before it are committed."""

    __tablename__ = "contact_imports"
    __table_args__ = (
        CheckConstraint(
            "status IN ('draft', 'queued', 'running', 'finished', 'failed', 'cancelled')", name="status"
        ),
        CheckConstraint("on_existing IN ('skip', 'update', 'fillEmpty')", name="on_existing"),
        Index(
            "ix_contact_imports_due",
            "leased_until",
            postgresql_where=sql("status IN ('queued', 'running')"),
        ),
        Index("ix_contact_imports_recent", "company_id", sql("created_at DESC"), sql("id DESC")),
    )

    company_id: UUID = Field(primary_key=True)
    id: UUID = Field(default_factory=uuid7, primary_key=True)
    status: str = text_field(default="queued")
    region: str = text_field()
    file_name: str | None = text_field(nullable=True)
    """As the client called the file."""
    file_bytes: int | None = Field(default=None, sa_type=BigInteger)
    """As it was sent."""
    created_by: UUID | None = None
    """The user or API key that handed it in."""
    on_existing: str = text_field(default="update", sa_column_kwargs={"server_default": "update"})
    """What happens to contacts that are there."""
    header: list[str] = Field(
        default_factory=list, sa_type=ARRAY(Text), sa_column_kwargs={"server_default": sql("'{}'")}
    )
    """The names of the file's columns."""
    columns: list[dict[str, str]] = Field(
        default_factory=list, sa_type=JSONB, sa_column_kwargs={"server_default": sql("'[]'")}
    )
    """What each of them is used for."""
    source: dict[str, str] = json_field()
    """What kind of file it is: ``format``, and of CSV ``encoding`` and ``delimiter``."""
    reading: dict[str, Any] | None = json_field(nullable=True)
    """What was said of the file's columns (`atende_platform.files.columns.Reading`).

    Absent: they are used as their names say.
    """
    next_row: int = 0
    total: int = 0
    created: int = 0
    updated: int = 0
    duplicates: int = 0
    invalid: int = 0
    errors: list[dict[str, Any]] = Field(
        default_factory=list, sa_type=JSONB, sa_column_kwargs={"server_default": sql("'[]'")}
    )
    leased_until: datetime = timestamp_field(server_now=True)
    """Until then the worker that took it has it to itself."""
    attempts: int = 0
    """How often it was taken without getting further since."""
    created_at: datetime = timestamp_field(server_now=True)
    finished_at: datetime | None = moment_field(nullable=True)


class ImportFile(Base, table=True):
    """An upload as CSV; deleted when its import ends, or when a draft is not started for long."""

    __tablename__ = "import_files"
    __table_args__ = (
        ForeignKeyConstraint(
            ["company_id", "import_id"],
            ["contact_imports.company_id", "contact_imports.id"],
            ondelete="CASCADE",
        ),
    )

    company_id: UUID = Field(primary_key=True)
    import_id: UUID = Field(primary_key=True)
    data: bytes = Field(sa_type=LargeBinary)


class ImportReject(Base, table=True):
    """A row of a file that was refused, and why; kept for some weeks so that it can be corrected."""

    __tablename__ = "import_rejects"
    __table_args__ = (
        ForeignKeyConstraint(
            ["company_id", "import_id"],
            ["contact_imports.company_id", "contact_imports.id"],
            ondelete="CASCADE",
        ),
    )

    company_id: UUID = Field(primary_key=True)
    import_id: UUID = Field(primary_key=True)
    line: int = Field(primary_key=True)
    field: str = text_field()
    message: str = text_field()
    message_pt: str = text_field()
    reason: dict[str, Any] | None = Field(
        default=None, sa_column=Column(JSONB(none_as_null=True), nullable=True)
    )
    """Its code and parameters, of which both are the words; absent in rows from before there were codes."""
    cells: list[str] = Field(sa_type=ARRAY(Text), nullable=False)
    """As they were in the file; long ones cut."""
