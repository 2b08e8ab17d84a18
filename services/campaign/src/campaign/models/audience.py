"""Audiences as they were asked for."""

from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import (
    Index,
    LargeBinary,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlmodel import Field

from atende_platform.data.db import timestamp_field
from campaign.models.base import Base, campaign_key, reason_column, source_key


class CampaignTarget(Base, table=True):
    """The audience as it was asked for: contacts, known or not."""

    __tablename__: ClassVar[str] = "campaign_targets"
    __table_args__ = (
        campaign_key(),
        Index(
            "ix_campaign_targets_missing",
            "company_id",
            "campaign_id",
            "contact_id",
            postgresql_where=text("missing"),
        ),
    )

    company_id: UUID = Field(primary_key=True)
    campaign_id: UUID = Field(primary_key=True)
    contact_id: UUID = Field(primary_key=True)
    missing: bool = Field(default=False, sa_column_kwargs={"server_default": text("false")})
    """The contact was not known here when the expansion came by; it is looked for again."""


class AudienceSource(Base, table=True):
    """A part of an audience that is no list of contacts: everybody, a segment, a file, other recipients."""

    __tablename__: ClassVar[str] = "audience_sources"
    __table_args__ = (
        campaign_key(),
        Index("ix_audience_sources_campaign", "company_id", "campaign_id"),
        Index("ix_audience_sources_due", "leased_until", postgresql_where=text("leased_until IS NOT NULL")),
    )

    company_id: UUID = Field(primary_key=True)
    id: UUID = Field(primary_key=True)
    campaign_id: UUID
    kind: str = Field(sa_type=Text)
    filter: dict[str, Any] | None = Field(default=None, sa_type=JSONB(none_as_null=True))
    """Of a segment and of another campaign's recipients, as its body was; of everybody, none."""
    created_at: datetime | None = timestamp_field(server_now=True)

    cursor: str | None = Field(default=None, sa_type=Text)
    """The last contact, or line of the file, that was expanded; written together with its recipients."""
    found: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    """Contacts that the expansion has come by so far."""
    expanded: bool = Field(default=False, sa_column_kwargs={"server_default": text("false")})

    name: str | None = Field(default=None, sa_type=Text)
    """Of a file, and of a saved segment or another campaign as it was when it was added."""

    status: str | None = Field(default=None, sa_type=Text)
    """How far the import of a file is; all that follows is about files, too."""
    region: str | None = Field(default=None, sa_type=Text)
    """Where numbers without a country code are from."""
    columns: list[str] | None = Field(default=None, sa_type=ARRAY(Text))
    """The variables that its rows bring along."""
    header: list[str] | None = Field(default=None, sa_type=ARRAY(Text))
    """The names of the file's columns."""
    uses: list[dict[str, str]] | None = Field(default=None, sa_type=JSONB(none_as_null=True))
    """What each of them is used for."""
    reading: dict[str, Any] | None = Field(default=None, sa_type=JSONB(none_as_null=True))
    """What the user said of them; none: they are used as their names say."""
    rows_done: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    valid: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    invalid: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    duplicates: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    attempts: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    """How often a worker took it without getting further since."""
    leased_until: datetime | None = timestamp_field()
    """Until then the worker that took it has it to itself; absent when there is nothing to do."""


class Segment(Base, table=True):
    """A filter that a company keeps under a name. Audiences have what it was when they were given it."""

    __tablename__: ClassVar[str] = "segments"
    __table_args__ = (UniqueConstraint("company_id", "name"),)

    company_id: UUID = Field(primary_key=True)
    id: UUID = Field(primary_key=True)
    name: str = Field(sa_type=Text)
    filter: dict[str, Any] = Field(sa_type=JSONB, sa_column_kwargs={"nullable": False})
    created_by: UUID
    created_at: datetime | None = timestamp_field(server_now=True)
    updated_at: datetime | None = timestamp_field(server_now=True)


class AudienceFile(Base, table=True):
    """An upload as it came; deleted when its import ends."""

    __tablename__: ClassVar[str] = "audience_files"
    __table_args__ = (source_key(),)

    company_id: UUID = Field(primary_key=True)
    source_id: UUID = Field(primary_key=True)
    data: bytes = Field(sa_type=LargeBinary)


class AudienceRow(Base, table=True):
    """A row of a file: a person with their own variables, or what is wrong with it."""

    __tablename__: ClassVar[str] = "audience_rows"
    __table_args__ = (
        source_key(),
        UniqueConstraint("company_id", "source_id", "identity"),
        Index(
            "ix_audience_rows_problems",
            "company_id",
            "source_id",
            "line",
            postgresql_where=text("problem IS NOT NULL"),
        ),
    )

    company_id: UUID = Field(primary_key=True)
    source_id: UUID = Field(primary_key=True)
    line: int = Field(primary_key=True)
    phone: str | None = Field(default=None, sa_type=Text)
    identity: str | None = Field(default=None, sa_type=Text)
    """The canonical alias of the phone; absent where there is a problem."""
    name: str | None = Field(default=None, sa_type=Text)
    variables: dict[str, str] | None = Field(default=None, sa_type=JSONB(none_as_null=True))
    field: str | None = Field(default=None, sa_type=Text)
    problem: str | None = Field(default=None, sa_type=Text)
    problem_pt: str | None = Field(default=None, sa_type=Text)
    """The same in Portuguese; absent in rows from before it was kept."""
    problem_reason: dict[str, Any] | None = Field(default=None, sa_column=reason_column())
    """Its code and parameters, of which both are the words; absent in rows from before there were codes."""
    cells: list[str] | None = Field(default=None, sa_type=ARRAY(Text))
    """As they are in the file, where there is a problem; long ones cut."""
