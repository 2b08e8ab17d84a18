"""Who gets no broadcasts."""

from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import (
    ForeignKeyConstraint,
    Index,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Field

from atende_platform.data.db import timestamp_field
from campaign.models.base import Base, campaign_key, reason_column


class OptOut(Base, table=True):
    """A person's last word on broadcasts, of one channel or (``channel_id`` NULL) of all."""

    __tablename__: ClassVar[str] = "opt_outs"
    __table_args__ = (
        UniqueConstraint("company_id", "identity", "channel_id", postgresql_nulls_not_distinct=True),
        Index("ix_opt_outs_newest", "company_id", "active", text("at DESC"), text("id DESC")),
    )

    company_id: UUID = Field(primary_key=True)
    id: UUID = Field(primary_key=True)
    identity: str = Field(sa_type=Text)
    channel_id: UUID | None = None
    contact_id: UUID | None = None
    spellings: list[str] = Field(sa_type=ARRAY(Text), sa_column_kwargs={"nullable": False})
    """The names that were published; the way back must name the same ones."""
    source: str = Field(sa_type=Text)
    by: UUID | None = None
    """The user or API key that said it for the person; absent when they said it themselves."""
    active: bool
    at: datetime = timestamp_field(nullable=False)


class OptOutHistory(Base, table=True):
    """What a person said of broadcasts at some time, also if it came too late to count. Never changed."""

    __tablename__: ClassVar[str] = "opt_out_wishes"
    __table_args__ = (
        ForeignKeyConstraint(
            ["company_id", "opt_out_id"], ["opt_outs.company_id", "opt_outs.id"], ondelete="CASCADE"
        ),
        UniqueConstraint("company_id", "opt_out_id", "at", "active"),
    )

    company_id: UUID = Field(primary_key=True)
    id: UUID = Field(primary_key=True)
    opt_out_id: UUID
    active: bool
    source: str = Field(sa_type=Text)
    by: UUID | None = None
    at: datetime = timestamp_field(nullable=False)
    recorded_at: datetime | None = timestamp_field(server_now=True)


class CampaignOptOut(Base, table=True):
    """A recipient who left broadcasts in the days after a campaign's message, and before any later one's.

    Not on the recipient: every status of every message writes that row and its indexes.
    """

    __tablename__: ClassVar[str] = "campaign_opt_outs"
    __table_args__ = (campaign_key(),)

    company_id: UUID = Field(primary_key=True)
    campaign_id: UUID = Field(primary_key=True)
    send_id: UUID = Field(primary_key=True)
    variant: str | None = Field(default=None, sa_type=Text)
    """The recipient's."""
    at: datetime = timestamp_field(nullable=False)
    """When they first said so."""


class AliasLink(Base, table=True):
    """Two names of one person, as WhatsApp reported: an opt-out under one holds under the other, too."""

    __tablename__: ClassVar[str] = "alias_links"
    __table_args__ = (Index("ix_alias_links_other", "company_id", "other"),)

    company_id: UUID = Field(primary_key=True)
    alias: str = Field(primary_key=True, sa_type=Text)
    other: str = Field(primary_key=True, sa_type=Text)
    """The one that sorts behind."""


class OptOutSettings(Base, table=True):
    """The keywords of a company that has chosen its own, normalised, and what it answers to them."""

    __tablename__: ClassVar[str] = "opt_out_settings"

    company_id: UUID = Field(primary_key=True)
    leave: list[str] = Field(sa_type=ARRAY(Text), sa_column_kwargs={"nullable": False})
    back: list[str] = Field(sa_type=ARRAY(Text), sa_column_kwargs={"nullable": False})
    confirm_leave: str | None = Field(default=None, sa_type=Text)
    confirm_return: str | None = Field(default=None, sa_type=Text)


class OptOutImport(Base, table=True):
    """A file of opt-outs that was imported; kept for some weeks for the rows that were refused."""

    __tablename__: ClassVar[str] = "opt_out_imports"
    __table_args__ = (Index("ix_opt_out_imports_age", "created_at"),)

    company_id: UUID = Field(primary_key=True)
    id: UUID = Field(primary_key=True)
    header: list[str] = Field(sa_type=ARRAY(Text), sa_column_kwargs={"nullable": False})
    """The names of the file's columns."""
    created_at: datetime | None = timestamp_field(server_now=True)


class OptOutReject(Base, table=True):
    """A row of a file of opt-outs that was refused, and why."""

    __tablename__: ClassVar[str] = "opt_out_rejects"
    __table_args__ = (
        ForeignKeyConstraint(
            ["company_id", "import_id"],
            ["opt_out_imports.company_id", "opt_out_imports.id"],
            ondelete="CASCADE",
        ),
    )

    company_id: UUID = Field(primary_key=True)
    import_id: UUID = Field(primary_key=True)
    line: int = Field(primary_key=True)
    field: str = Field(sa_type=Text)
    message: str = Field(sa_type=Text)
    message_pt: str = Field(sa_type=Text)
    reason: dict[str, Any] | None = Field(default=None, sa_column=reason_column())
    """Its code and parameters, of which both are the words; absent in rows from before there were codes."""
    cells: list[str] = Field(sa_type=ARRAY(Text), sa_column_kwargs={"nullable": False})
    """As they were in the file; long ones cut."""
