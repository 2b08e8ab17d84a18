"""Campaigns, what was done to them, and who is in them."""

from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Double,
    ForeignKeyConstraint,
    Identity,
    Index,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlmodel import Field

from atende_platform.data.db import timestamp_field
from campaign.models.base import Base, campaign_key, reason_column


class Campaign(Base, table=True):
    """One broadcast. Its content is frozen by its state: only a draft may change."""

    __tablename__: ClassVar[str] = "campaigns"
    __table_args__ = (
        Index("ix_campaigns_newest", "company_id", text("created_at DESC"), text("id DESC")),
        # Which campaigns a customer's message may be a reply to.
        Index("ix_campaigns_of_channel", "company_id", "channel_id", "closed_at"),
        # What the engine looks for: whatever is not over yet.
        Index(
            "ix_campaigns_open",
            "company_id",
            "channel_id",
            postgresql_where=text("closed_at IS NULL"),
        ),
        # Whose messages are forgotten next.
        Index(
            "ix_campaigns_content_kept",
            "closed_at",
            postgresql_where=text("closed_at IS NOT NULL AND content_cleared_at IS NULL"),
        ),
        Index("ix_campaigns_due", "company_id", "scheduled_at", postgresql_where=text("state = 'scheduled'")),
        # What makes a run of a recurring campaign happen once.
        Index(
            "uq_campaigns_run",
            "company_id",
            "parent_id",
            "scheduled_at",
            unique=True,
            postgresql_where=text("parent_id IS NOT NULL"),
        ),
        ForeignKeyConstraint(["company_id", "parent_id"], ["campaigns.company_id", "campaigns.id"]),
    )

    company_id: UUID = Field(primary_key=True)
    id: UUID = Field(primary_key=True)
    name: str = Field(sa_type=Text)
    type: str = Field(default="broadcast", sa_type=Text)
    channel_id: UUID
    content: dict[str, Any] = Field(sa_type=JSONB, sa_column_kwargs={"nullable": False})
    """An `OutboundContent`, with placeholders."""
    messages_per_second: float | None = Field(default=None, sa_type=Double)
    pause_error_rate: float | None = Field(default=None, sa_type=Double)
    """The share of failures from which it pauses by itself; absent: the installation's."""
    state: str = Field(default="draft", sa_type=Text)
    failure: str | None = Field(default=None, sa_type=Text)
    """In English, for the version before; it goes with the next."""
    failure_reason: dict[str, Any] | None = Field(default=None, sa_column=reason_column())
    revision: int = Field(default=1, sa_type=BigInteger)
    created_by: UUID
    created_at: datetime | None = timestamp_field(server_now=True)
    updated_at: datetime | None = timestamp_field(server_now=True)
    started_at: datetime | None = timestamp_field()
    finished_at: datetime | None = timestamp_field()
    closed_at: datetime | None = timestamp_field()
    """When nothing was left to send and the end was published."""
    content_cleared_at: datetime | None = timestamp_field()
    """When the messages that were made for its recipients were forgotten."""
    archived_at: datetime | None = timestamp_field()
    """Since when it is out of the default list."""

    time_zone: str = Field(default="UTC", sa_type=Text)
    scheduled_at: datetime | None = timestamp_field()
    """When it is due; of a recurring campaign its next run, of a run its due time."""
    cron: str | None = Field(default=None, sa_type=Text)
    ends_at: datetime | None = timestamp_field()
    max_runs: int | None = None
    runs: int = Field(default=0, sa_column_kwargs={"server_default": text("0")})
    parent_id: UUID | None = None
    """The recurring campaign that this one is a run of."""
    run_number: int | None = None
    notice: str | None = Field(default=None, sa_type=Text)
    """As ``failure``."""
    notice_reason: dict[str, Any] | None = Field(default=None, sa_column=reason_column())
    """What users should know about its start, though nothing is wrong."""
    windows: list[dict[str, Any]] = Field(
        default_factory=list,
        sa_type=JSONB,
        sa_column_kwargs={"nullable": False, "server_default": text("'[]'")},
    )
    window_zone: str = Field(
        default="campaign", sa_type=Text, sa_column_kwargs={"server_default": text("'campaign'")}
    )
    zones: list[str] = Field(
        default_factory=list,
        sa_type=ARRAY(Text),
        sa_column_kwargs={"nullable": False, "server_default": text("'{}'")},
    )
    """The zones of its recipients, when their clocks count."""
    max_per_day: int | None = None
    sent_on: date | None = None
    """The day, by the campaign's clocks, that `sent_that_day` counts."""
    sent_that_day: int = Field(default=0, sa_column_kwargs={"server_default": text("0")})

    target_count: int = 0
    expansion_cursor: UUID | None = None
    """The last contact that was expanded; written together with its recipients."""
    expanded_at: datetime | None = timestamp_field()
    """When the last target was dealt with; until then a running campaign may get more recipients."""
    paced_until: datetime | None = timestamp_field()
    counts: dict[str, int] = Field(default_factory=dict, sa_type=JSONB, sa_column_kwargs={"nullable": False})
    """Recipients by state as of `progress_at`."""
    variant_counts: dict[str, dict[str, int]] = Field(
        default_factory=dict,
        sa_type=JSONB,
        sa_column_kwargs={"nullable": False, "server_default": text("'{}'")},
    )
    """Recipients by variant and state as of `progress_at`; empty when there is only one message."""
    replies: int = Field(default=0, sa_column_kwargs={"server_default": text("0")})
    """Recipients who replied, as of `progress_at`."""
    progress_at: datetime | None = timestamp_field()


class CampaignMove(Base, table=True):
    """A campaign got into a state: when, by whom (NULL: by itself) and, if by itself, why."""

    __tablename__: ClassVar[str] = "campaign_moves"
    __table_args__ = (campaign_key(),)

    company_id: UUID = Field(primary_key=True)
    campaign_id: UUID = Field(primary_key=True)
    id: UUID = Field(primary_key=True)
    state: str = Field(sa_type=Text)
    at: datetime = timestamp_field(nullable=False)
    by: UUID | None = None
    reason: str | None = Field(default=None, sa_type=Text)
    """In English, for the version before; it goes with the next."""
    move_reason: dict[str, Any] | None = Field(default=None, sa_column=reason_column())


class Recipient(Base, table=True):
    """One person of one campaign. As the row is unique, no person gets a campaign twice."""

    __tablename__: ClassVar[str] = "recipients"
    __table_args__ = (
        campaign_key(),
        UniqueConstraint("company_id", "campaign_id", "identity"),
        # Serves the lists and the counts by state, both without touching the table.
        Index("ix_recipients_by_state", "company_id", "campaign_id", "state", "send_id"),
        # Counts and lists by variant; costs nothing where there are none.
        Index(
            "ix_recipients_by_variant",
            "company_id",
            "campaign_id",
            "variant",
            "state",
            "send_id",
            postgresql_where=text("variant IS NOT NULL"),
        ),
        # Serves the claim by open zones; costs nothing where the recipients' zones do not matter.
        Index(
            "ix_recipients_pending_zone",
            "company_id",
            "campaign_id",
            "zone",
            "send_id",
            postgresql_where=text("state = 'pending' AND zone IS NOT NULL"),
        ),
        Index(
            "ix_recipients_pending_identity",
            "company_id",
            "identity",
            postgresql_where=text("state = 'pending'"),
        ),
        Index(
            "ix_recipients_dispatched",
            "company_id",
            "campaign_id",
            "dispatched_at",
            postgresql_where=text("state = 'dispatched'"),
        ),
        # Lists of the few who failed for one reason, or replied; the count of the latter by variant.
        Index(
            "ix_recipients_by_reason",
            "company_id",
            "campaign_id",
            "reason",
            "state",
            "send_id",
            postgresql_where=text("reason IS NOT NULL"),
        ),
        Index(
            "ix_recipients_by_error",
            "company_id",
            "campaign_id",
            "error_code",
            "state",
            "send_id",
            postgresql_where=text("error_code IS NOT NULL"),
        ),
        Index(
            "ix_recipients_replied",
            "company_id",
            "campaign_id",
            "state",
            "send_id",
            "variant",
            postgresql_where=text("replied_at IS NOT NULL"),
        ),
    )

    company_id: UUID = Field(primary_key=True)
    send_id: UUID = Field(primary_key=True)
    """Fixed for ever: asking the gateway again with it sends nothing twice."""
    campaign_id: UUID
    identity: str = Field(sa_type=Text)
    """The strongest of `aliases`, or ``contact:<id>`` for a target that is no known person."""
    aliases: list[str] = Field(sa_type=ARRAY(Text), sa_column_kwargs={"nullable": False})
    contact_id: UUID | None = None
    """Absent for a phone of a file that is no contact's."""
    party: dict[str, Any] = Field(sa_type=JSONB, sa_column_kwargs={"nullable": False})
    variant: str | None = Field(default=None, sa_type=Text)
    """Which of the campaign's messages it is; absent when there is only one."""
    content: dict[str, Any] | None = Field(default=None, sa_type=JSONB)
    """The rendered message; absent when it is the campaign's, word for word."""
    zone: str | None = Field(default=None, sa_type=Text)
    """By whose clocks the windows are meant, when it is the recipient's; absent otherwise."""
    state: str = Field(sa_type=Text)
    state_at: datetime | None = timestamp_field()
    """The provider's time of the status that set the state; of two of one rank the earlier counts."""
    reason: str | None = Field(default=None, sa_type=Text)
    """Why they were skipped, or why it failed: a `SkipReason` or a code of `atende_contracts.reasons`."""
    error_code: int | None = None
    error_title: str | None = Field(default=None, sa_type=Text)
    created_at: datetime | None = timestamp_field(server_now=True)
    updated_at: datetime | None = timestamp_field(server_now=True)
    dispatched_at: datetime | None = timestamp_field()
    accepted_at: datetime | None = timestamp_field()
    sent_at: datetime | None = timestamp_field()
    delivered_at: datetime | None = timestamp_field()
    read_at: datetime | None = timestamp_field()
    failed_at: datetime | None = timestamp_field()
    replied_at: datetime | None = timestamp_field()
    """When they first wrote after this message, and before any later campaign's."""


class OutcomeWindow(Base, table=True):
    """The last outcomes of a campaign, for pausing it when too many fail: `campaign.domain.health`.

    Not on the campaign: every batch of statuses writes it, and dispatchers pass over locked campaigns.
    """

    __tablename__: ClassVar[str] = "outcome_windows"
    __table_args__ = (campaign_key(),)

    company_id: UUID = Field(primary_key=True)
    campaign_id: UUID = Field(primary_key=True)
    heard: float = Field(default=0.0, sa_type=Double, sa_column_kwargs={"server_default": text("0")})
    failed: float = Field(default=0.0, sa_type=Double, sa_column_kwargs={"server_default": text("0")})


class ProgressMark(Base, table=True):
    """Says that a campaign changed: appended by every change, removed by the publisher of progress.

    Rows instead of a flag on the campaign: a flag makes all writers of a campaign wait for each
    other, or loses the change that was not yet committed when it was cleared.
    """

    __tablename__: ClassVar[str] = "progress_marks"
    __table_args__ = (campaign_key(), Index("ix_progress_marks_campaign", "company_id", "campaign_id"))

    id: int | None = Field(
        default=None, primary_key=True, sa_type=BigInteger, sa_column_args=[Identity(always=True)]
    )
    company_id: UUID
    campaign_id: UUID
