"""The tables of automations."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Index
from sqlalchemy import text as sql
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from atende_contracts.ids import uuid7
from chat.models import Base, created_field, moment_field, text_field


class Automation(Base, table=True):
    """When something happens to a ticket and conditions hold, actions are done to it."""

    __tablename__ = "automations"
    __table_args__ = (
        Index("uq_automations_name", "company_id", sql("lower(name)"), unique=True),
        CheckConstraint("match IN ('all', 'any')", name="match"),
    )

    company_id: UUID = Field(primary_key=True)
    id: UUID = Field(default_factory=uuid7, primary_key=True)
    name: str = text_field()
    position: int
    """Those of one event act in its order."""
    event: str = text_field()
    """A `chat.automations.domain.Event`."""
    match: str = text_field()
    """Whether ``all`` conditions are to hold, or ``any``."""
    conditions: list[dict[str, Any]] = Field(sa_type=JSONB)
    actions: list[dict[str, Any]] = Field(sa_type=JSONB)
    """As `chat.actions.schemas.stored` writes them."""
    active_since: datetime | None = moment_field(nullable=True)
    """None: it does not act. What happened before does not count."""
    created_at: datetime = created_field()
    updated_at: datetime = created_field()
    revision: int = Field(default=1, sa_type=BigInteger)


class AutomationRun(Base, table=True):
    """An automation has acted, or was to."""

    __tablename__ = "automation_runs"
    __table_args__ = (
        CheckConstraint("status IN ('done', 'failed', 'skipped')", name="status"),
        Index("ix_automation_runs_recent", "company_id", "automation_id", sql("at DESC"), sql("id DESC")),
        Index("ix_automation_runs_of_ticket", "company_id", "ticket_id", "at"),
        Index(
            "ix_automation_runs_published",
            "company_id",
            "last_seq",
            postgresql_where=sql("last_seq IS NOT NULL"),
        ),
        Index("ix_automation_runs_at", "at"),
    )

    company_id: UUID = Field(primary_key=True)
    id: UUID = Field(default_factory=uuid7, primary_key=True)
    automation_id: UUID
    ticket_id: UUID
    event: str = text_field()
    event_seq: int = Field(sa_type=BigInteger)
    """The entry of the event log that it acted on."""
    depth: int
    """0: on what people did; 1: on what an automation did."""
    status: str = text_field()
    error: str | None = text_field(nullable=True)
    """Why not: a code of `atende_contracts.problems`, or ``rate``."""
    action: int | None = None
    """The place of the action that could not be done."""
    first_seq: int | None = Field(default=None, sa_type=BigInteger)
    last_seq: int | None = Field(default=None, sa_type=BigInteger)
    """The entries of the event log that it published: by them its own changes are known again."""
    at: datetime = moment_field()
