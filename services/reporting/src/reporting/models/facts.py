"""The tables of facts."""

from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Index,
    Integer,
    Text,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlmodel import Field

from atende_platform.data.db import timestamp_field
from reporting.models.base import Base


class SendFact(Base, table=True):
    """What is known about one send; see `reporting.sends.Send`."""

    __tablename__: ClassVar[str] = "send_facts"
    __table_args__ = (
        # Serves the report of a campaign and, in the order of the sends, its export.
        Index(
            "ix_send_facts_campaign",
            "company_id",
            "campaign_id",
            "send_id",
            postgresql_where=text("campaign_id IS NOT NULL"),
        ),
    )

    company_id: UUID = Field(primary_key=True)
    send_id: UUID = Field(primary_key=True)
    channel_id: UUID
    campaign_id: UUID | None = None
    message_id: UUID | None = None
    state: str = Field(sa_type=Text)
    error_code: int | None = Field(default=None, sa_type=Integer)
    error_title: str | None = Field(default=None, sa_type=Text)
    reason: str | None = Field(default=None, sa_type=Text)
    accepted_at: datetime | None = timestamp_field()
    sent_at: datetime | None = timestamp_field()
    delivered_at: datetime | None = timestamp_field()
    read_at: datetime | None = timestamp_field()
    failed_at: datetime | None = timestamp_field()
    template_name: str | None = Field(default=None, sa_type=Text)
    template_language: str | None = Field(default=None, sa_type=Text)


class CampaignFact(Base, table=True):
    """A campaign as its newest report describes it."""

    __tablename__: ClassVar[str] = "campaign_facts"
    __table_args__ = (Index("ix_campaign_facts_newest", "company_id", "first_seen_at", "campaign_id"),)

    company_id: UUID = Field(primary_key=True)
    campaign_id: UUID = Field(primary_key=True)
    channel_id: UUID
    name: str = Field(sa_type=Text)
    state: str = Field(sa_type=Text)
    total: int = Field(sa_type=Integer)
    counts: dict[str, Any] = Field(sa_type=JSONB, sa_column_kwargs={"nullable": False})
    """Recipients by the campaign's own states."""
    replies: int = Field(default=0, sa_column_kwargs={"server_default": text("0")})
    """Recipients who wrote in the days after the message."""
    opt_outs: int = Field(default=0, sa_column_kwargs={"server_default": text("0")})
    """Recipients who left broadcasts in the days after the message."""
    variants: list[dict[str, Any]] = Field(
        default_factory=list,
        sa_type=JSONB,
        sa_column_kwargs={"nullable": False, "server_default": text("'[]'")},
    )
    """Its messages, if there are several: each as `VariantProgress`."""
    started_at: datetime | None = timestamp_field()
    finished_at: datetime | None = timestamp_field()
    revision: int = Field(sa_type=BigInteger)
    reported_at: datetime = timestamp_field(nullable=False)
    event_id: UUID
    first_seen_at: datetime = timestamp_field(server_now=True)


class TicketFact(Base, table=True):
    """A ticket as its newest report describes it."""

    __tablename__: ClassVar[str] = "ticket_facts"
    __table_args__ = (
        Index("ix_ticket_facts_opened", "company_id", "opened_at"),
        # Serves the live view.
        Index("ix_ticket_facts_active", "company_id", postgresql_where=text("status <> 'closed'")),
    )

    company_id: UUID = Field(primary_key=True)
    ticket_id: UUID = Field(primary_key=True)
    channel_id: UUID
    status: str = Field(sa_type=Text)
    opened_at: datetime = timestamp_field(nullable=False)
    first_reply_at: datetime | None = timestamp_field()
    closed_at: datetime | None = timestamp_field()
    revision: int = Field(sa_type=BigInteger)
    reported_at: datetime = timestamp_field(nullable=False)
    event_id: UUID
    queue_id: UUID | None = None
    assignee_id: UUID | None = None
    tag_ids: list[UUID] = Field(
        default_factory=list, sa_type=ARRAY(Uuid), sa_column_kwargs={"server_default": text("'{}'")}
    )
    snoozed: bool = Field(default=False, sa_column_kwargs={"server_default": text("false")})
    answered_at: datetime | None = timestamp_field()
    answered_by: UUID | None = None
    answered_seconds: int | None = None
    ended_at: datetime | None = timestamp_field()
    ended_by: UUID | None = None
    ended_seconds: int | None = None


class TicketMoment(Base, table=True):
    """What happened to a ticket once; see `reporting.domain.moments.Moment`."""

    __tablename__: ClassVar[str] = "ticket_moments"

    company_id: UUID = Field(primary_key=True)
    moment_id: UUID = Field(primary_key=True)
    ticket_id: UUID
    kind: str = Field(sa_type=Text)
    at: datetime = timestamp_field(nullable=False)
    channel_id: UUID
    queue_id: UUID | None = None
    agent_id: UUID | None = None
    tag_ids: list[UUID] = Field(default_factory=list, sa_type=ARRAY(Uuid))
    value: int
    business_seconds: int | None = None
    event_id: UUID


class ChannelFact(Base, table=True):
    """A channel as its newest report describes it."""

    __tablename__: ClassVar[str] = "channel_facts"

    company_id: UUID = Field(primary_key=True)
    channel_id: UUID = Field(primary_key=True)
    name: str = Field(sa_type=Text)
    status: str = Field(sa_type=Text)
    quality: str | None = Field(default=None, sa_type=Text)
    messaging_limit: str | None = Field(default=None, sa_type=Text)
    revision: int = Field(sa_type=BigInteger)


class CompanySettings(Base, table=True):
    """What of a company's settings the reports need."""

    __tablename__: ClassVar[str] = "company_settings"

    company_id: UUID = Field(primary_key=True)
    name: str | None = Field(default=None, sa_type=Text)
    time_zone: str = Field(sa_type=Text)
    locale: str | None = Field(default=None, sa_type=Text)
    suspended: bool = Field(default=False, sa_column_kwargs={"server_default": text("false")})
    revision: int = Field(sa_type=BigInteger)
    reported_at: datetime = timestamp_field(nullable=False)
