"""The tables of bulk jobs and of the files that they make."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, CheckConstraint, ForeignKeyConstraint, Index, LargeBinary, Uuid
from sqlalchemy import text as sql
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from atende_contracts.ids import uuid7
from atende_platform.data.db import timestamp_field
from chat.models import Base, json_field, moment_field, text_field


class BulkJob(Base, table=True):
    """An action on many things. ``next_row`` is how many it has dealt with; that is committed."""

    __tablename__ = "bulk_jobs"
    __table_args__ = (
        CheckConstraint("status IN ('queued', 'running', 'finished', 'failed', 'cancelled')", name="status"),
        Index("ix_bulk_jobs_due", "leased_until", postgresql_where=sql("status IN ('queued', 'running')")),
        Index("ix_bulk_jobs_recent", "company_id", sql("created_at DESC"), sql("id DESC")),
        Index(
            "uq_bulk_jobs_client_key",
            "company_id",
            "client_key",
            unique=True,
            postgresql_where=sql("client_key IS NOT NULL"),
        ),
    )

    company_id: UUID = Field(primary_key=True)
    id: UUID = Field(default_factory=uuid7, primary_key=True)
    subject: str = text_field()
    action: str = text_field()
    parameters: dict[str, Any] = json_field()
    ids: list[UUID] | None = Field(default=None, sa_type=ARRAY(Uuid), nullable=True)
    """Of the things that it is about; absent when a filter says which. Dropped when the job ends."""
    filter: dict[str, Any] | None = json_field(nullable=True)
    actor: dict[str, Any] = json_field()
    """On whose authority it is done (`chat.bulk.service.actor_of`)."""
    client_key: str | None = text_field(nullable=True)
    digest: str | None = text_field(nullable=True)
    """Of the request with that key."""
    status: str = text_field(default="queued")
    position: str | None = text_field(nullable=True)
    """Behind which the next things are, of those that a filter finds."""
    next_row: int = 0
    total: int | None = None
    """How many things it is about; absent when that is not known before the end."""
    changed: int = 0
    unchanged: int = 0
    failed: int = 0
    errors: list[dict[str, Any]] = Field(
        default_factory=list, sa_type=JSONB, sa_column_kwargs={"server_default": sql("'[]'")}
    )
    leased_until: datetime = timestamp_field(server_now=True)
    """Until then the worker that took it has it to itself."""
    attempts: int = 0
    """How often it was taken without getting further since."""
    created_by: UUID
    created_at: datetime = timestamp_field(server_now=True)
    finished_at: datetime | None = moment_field(nullable=True)


class BulkFile(Base, table=True):
    """A part of the file that a job makes, in the order of ``part``; kept for a day."""

    __tablename__ = "bulk_files"
    __table_args__ = (
        ForeignKeyConstraint(
            ["company_id", "job_id"], ["bulk_jobs.company_id", "bulk_jobs.id"], ondelete="CASCADE"
        ),
    )

    company_id: UUID = Field(primary_key=True)
    job_id: UUID = Field(primary_key=True)
    part: int = Field(primary_key=True)
    data: bytes = Field(sa_type=LargeBinary)
    """Compressed (zlib)."""
