"""The tables of outgoing webhooks."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ARRAY, BigInteger, Index, LargeBinary, Text
from sqlalchemy import text as sql
from sqlmodel import Field

from atende_contracts.ids import uuid7
from chat.models import Base, created_field, moment_field, text_field


class Webhook(Base, table=True):
    """An address that a company's events are posted to, how far it is, and how it answers."""

    __tablename__ = "webhooks"
    __table_args__ = (
        Index("ix_webhooks_due", "next_at", postgresql_where=sql("active")),
        Index("ix_webhooks_leased", "leased_until"),
    )

    company_id: UUID = Field(primary_key=True)
    id: UUID = Field(default_factory=uuid7, primary_key=True)
    url: str = text_field()
    description: str = text_field()
    event_types: list[str] = Field(default_factory=list, sa_type=ARRAY(Text))
    """Empty: all of them."""
    parallel: int = 1
    """Requests to it at a time."""
    active: bool = True
    disabled_reason: str | None = text_field(nullable=True)
    disabled_at: datetime | None = moment_field(nullable=True)
    secret: bytes = Field(sa_type=LargeBinary)
    previous_secret: bytes | None = Field(default=None, sa_type=LargeBinary, nullable=True)
    previous_secret_until: datetime | None = moment_field(nullable=True)

    position: int = Field(sa_type=BigInteger)
    """Number of the last event of the log that was looked at for it."""
    waiting: int = 0
    """Its deliveries that wait."""
    dropped: int = Field(default=0, sa_type=BigInteger)
    dropped_at: datetime | None = moment_field(nullable=True)

    failures: int = 0
    failing_since: datetime | None = moment_field(nullable=True)
    paused_until: datetime | None = moment_field(nullable=True)
    last_success_at: datetime | None = moment_field(nullable=True)
    next_at: datetime | None = moment_field(nullable=True)
    """When there is something to deliver; null: nothing waits."""
    lease: UUID | None = Field(default=None)
    leased_until: datetime = moment_field()

    created_at: datetime = created_field()
    created_by: UUID
    revision: int = Field(default=1, sa_type=BigInteger)


class WebhookDelivery(Base, table=True):
    """One event for one endpoint, and what came of it. Its content stays in the event log."""

    __tablename__ = "webhook_deliveries"
    __table_args__ = (
        Index(
            "ix_webhook_deliveries_waiting",
            "company_id",
            "webhook_id",
            "next_at",
            postgresql_where=sql("status = 'waiting'"),
        ),
        Index(
            "ix_webhook_deliveries_undelivered",
            "company_id",
            "webhook_id",
            "id",
            postgresql_where=sql("status IN ('failed', 'dropped')"),
        ),
        Index(None, "created_at"),
    )

    company_id: UUID = Field(primary_key=True)
    webhook_id: UUID = Field(primary_key=True)
    id: UUID = Field(default_factory=uuid7, primary_key=True)
    seq: int | None = Field(default=None, sa_type=BigInteger)
    """Number of its event in the log; null: a test."""
    type: str = text_field()
    status: str = text_field(default="waiting")
    attempts: int = 0
    next_at: datetime = moment_field()
    code: int | None = Field(default=None)
    error: str | None = text_field(nullable=True)
    duration_ms: int | None = Field(default=None)
    excerpt: str | None = text_field(nullable=True)
    event_at: datetime = moment_field()
    waiting_since: datetime = moment_field()
    """When it is dropped counts from here: its event, or that somebody wanted it again."""
    attempted_at: datetime | None = moment_field(nullable=True)
    created_at: datetime = created_field()
