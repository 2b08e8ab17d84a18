"""The tables of scheduled reports: who can get them, what is to be sent when, and what came of it."""

from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import ARRAY, BigInteger, CheckConstraint, ForeignKeyConstraint, Index, Text, Uuid, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from atende_contracts.ids import uuid7
from atende_platform.data.db import timestamp_field
from reporting.models.base import Base


class ReportRecipient(Base, table=True):
    """A user of a company, as auth last told."""

    __tablename__: ClassVar[str] = "report_recipients"

    company_id: UUID = Field(primary_key=True)
    user_id: UUID = Field(primary_key=True)
    name: str = Field(sa_type=Text)
    email: str | None = Field(default=None, sa_type=Text)
    """Absent until the user can sign in, and of disabled ones."""
    role: str = Field(sa_type=Text)
    active: bool
    revision: int = Field(sa_type=BigInteger)


class ReportSchedule(Base, table=True):
    """A report that is sent by e-mail again and again."""

    __tablename__: ClassVar[str] = "report_schedules"
    __table_args__ = (
        CheckConstraint("every IN ('daily', 'weekly', 'monthly')", name="every"),
        Index("ix_report_schedules_due", "next_at", postgresql_where=text("enabled")),
    )

    company_id: UUID = Field(primary_key=True)
    id: UUID = Field(default_factory=uuid7, primary_key=True)
    name: str = Field(sa_type=Text)
    report: str = Field(sa_type=Text)
    filters: dict[str, Any] = Field(sa_type=JSONB, sa_column_kwargs={"nullable": False})
    every: str = Field(sa_type=Text)
    weekday: int | None = None
    day: int | None = None
    hour: int
    recipient_ids: list[UUID] = Field(sa_type=ARRAY(Uuid), nullable=False)
    format: str = Field(sa_type=Text)
    language: str = Field(sa_type=Text)
    enabled: bool
    next_at: datetime = timestamp_field(nullable=False)
    """When it falls due; of one that is paused, when it would."""
    created_by: UUID
    created_at: datetime = timestamp_field(server_now=True)
    revision: int = Field(default=1, sa_column_kwargs={"server_default": text("1")})


class ReportRun(Base, table=True):
    """One time that a report was to be sent, and the days that it is about."""

    __tablename__: ClassVar[str] = "report_runs"
    __table_args__ = (
        ForeignKeyConstraint(
            ["company_id", "schedule_id"],
            ["report_schedules.company_id", "report_schedules.id"],
            ondelete="CASCADE",
        ),
        # What falls due is planned once, by any number of workers.
        Index("uq_report_runs_due", "company_id", "schedule_id", "due_at", unique=True),
        Index("ix_report_runs_created_at", "created_at"),
    )

    company_id: UUID = Field(primary_key=True)
    id: UUID = Field(default_factory=uuid7, primary_key=True)
    schedule_id: UUID
    due_at: datetime = timestamp_field(nullable=False)
    requested_by: UUID | None = None
    """Who sent it by hand."""
    first_day: date
    last_day: date
    created_at: datetime = timestamp_field(server_now=True)


class ReportMail(Base, table=True):
    """The e-mail of a run to one recipient."""

    __tablename__: ClassVar[str] = "report_mails"
    __table_args__ = (
        ForeignKeyConstraint(
            ["company_id", "run_id"], ["report_runs.company_id", "report_runs.id"], ondelete="CASCADE"
        ),
        CheckConstraint(
            "status IN ('queued', 'sending', 'sent', 'failed', 'skipped', 'unconfirmed')", name="status"
        ),
        Index("ix_report_mails_queued", "company_id", "due_at", postgresql_where=text("status = 'queued'")),
        Index("ix_report_mails_sending", "changed_at", postgresql_where=text("status = 'sending'")),
        Index("ix_report_mails_sent", "company_id", "changed_at"),
    )

    company_id: UUID = Field(primary_key=True)
    run_id: UUID = Field(primary_key=True)
    user_id: UUID = Field(primary_key=True)
    status: str = Field(sa_type=Text)
    reason: str | None = Field(default=None, sa_type=Text)
    """Why it was not sent: a code."""
    attempts: int = Field(default=0, sa_column_kwargs={"server_default": text("0")})
    due_at: datetime = timestamp_field(nullable=False)
    """Not before then it is taken in hand."""
    changed_at: datetime = timestamp_field(server_now=True)
