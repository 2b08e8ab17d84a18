"""Projections of what other services own."""

from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Double,
    Index,
    Text,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlmodel import Field

from atende_platform.data.db import timestamp_field
from campaign.models.base import Base


class ContactCopy(Base, table=True):
    """A contact as chat last published it. A deleted one stays as its id and revision only."""

    __tablename__: ClassVar[str] = "contact_copy"
    __table_args__ = (
        # The company cannot lead a GIN index without an extension; names are selective by themselves.
        Index("ix_contact_copy_aliases", "aliases", postgresql_using="gin"),
        Index("ix_contact_copy_tags", "tags", postgresql_using="gin"),
        Index("ix_contact_copy_blocked", "company_id", "contact_id", postgresql_where=text("blocked")),
    )

    company_id: UUID = Field(primary_key=True)
    contact_id: UUID = Field(primary_key=True)
    party: dict[str, Any] = Field(sa_type=JSONB, sa_column_kwargs={"nullable": False})
    aliases: list[str] = Field(sa_type=ARRAY(Text), sa_column_kwargs={"nullable": False})
    tags: list[str] = Field(
        sa_type=ARRAY(Text), sa_column_kwargs={"nullable": False, "server_default": text("'{}'")}
    )
    custom_fields: dict[str, str] = Field(sa_type=JSONB, sa_column_kwargs={"nullable": False})
    revision: int = Field(sa_type=BigInteger)
    deleted: bool = False
    blocked: bool = Field(default=False, sa_column_kwargs={"server_default": text("false")})
    """The company wants nothing sent to the contact."""
    merged_into: UUID | None = None


class Erasure(Base, table=True):
    """A person whose contact chat has deleted, until nothing of them is left here."""

    __tablename__: ClassVar[str] = "erasures"
    __table_args__ = (Index("ix_erasures_due", "company_id", "due_at"),)

    company_id: UUID = Field(primary_key=True)
    erasure_id: UUID = Field(primary_key=True)
    contact_id: UUID
    aliases: list[str] = Field(sa_type=ARRAY(Text), sa_column_kwargs={"nullable": False})
    complete: bool = False
    """Whether chat has nothing of them any more, and waits for us."""
    erased: dict[str, int] = Field(
        default_factory=dict, sa_type=JSONB, sa_column_kwargs={"server_default": text("'{}'")}
    )
    """How many rows of each table were deleted, or lost what they said of the person."""
    due_at: datetime = timestamp_field(nullable=False)


class LastSeen(Base, table=True):
    """Written by the release before this one, read by none: what it held is in `LastInbound`."""

    __tablename__: ClassVar[str] = "last_seen"

    company_id: UUID = Field(primary_key=True)
    identity: str = Field(primary_key=True, sa_type=Text)
    at: datetime = timestamp_field(nullable=False)


class LastInbound(Base, table=True):
    """When a person last wrote to a channel, by each of their names: before their contact is known here."""

    __tablename__: ClassVar[str] = "last_inbound"

    company_id: UUID = Field(primary_key=True)
    identity: str = Field(primary_key=True, sa_type=Text)
    channel_id: UUID = Field(primary_key=True)
    """All zeros: it was not written down to which channel."""
    at: datetime = timestamp_field(nullable=False)


class ChannelCopy(Base, table=True):
    """A channel as the gateway last published it. Its row is also the lock of its dispatcher."""

    __tablename__: ClassVar[str] = "channel_copy"

    company_id: UUID = Field(primary_key=True)
    channel_id: UUID = Field(primary_key=True)
    name: str = Field(sa_type=Text)
    status: str = Field(sa_type=Text)
    messages_per_second: float = Field(sa_type=Double)
    quality: str | None = Field(default=None, sa_type=Text)
    """``high``, ``medium`` or ``low``; what came before the gateway's version of these has Meta's words."""
    service_window: bool = Field(default=True, sa_column_kwargs={"server_default": text("true")})
    """Whether only templates reach customers who have not written for 24 hours."""
    account_id: str | None = Field(default=None, sa_type=Text)
    """Whose templates it may use; absent while that is not known."""
    display_phone: str | None = Field(default=None, sa_type=Text)
    """Its number as WhatsApp shows it."""
    campaigns: bool = Field(default=True, sa_column_kwargs={"server_default": text("true")})
    """Whether campaigns may be sent over it."""
    revision: int = Field(sa_type=BigInteger)


class TemplateCopy(Base, table=True):
    """What is known of a message template. A deleted one stays, with that status."""

    __tablename__: ClassVar[str] = "template_copy"
    __table_args__ = (Index("ix_template_copy_name", "company_id", "account_id", "name", "language"),)

    company_id: UUID = Field(primary_key=True)
    template_id: UUID = Field(primary_key=True)
    account_id: str = Field(sa_type=Text)
    name: str = Field(sa_type=Text)
    language: str = Field(sa_type=Text)
    category: str = Field(sa_type=Text)
    status: str = Field(sa_type=Text)
    parameter_format: str = Field(sa_type=Text)
    needs: dict[str, Any] = Field(sa_type=JSONB, sa_column_kwargs={"nullable": False})
    """A `TemplateNeeds`."""
    revision: int = Field(sa_type=BigInteger)


class FileCopy(Base, table=True):
    """A file that was uploaded to be sent. It never changes."""

    __tablename__: ClassVar[str] = "file_copy"

    company_id: UUID = Field(primary_key=True)
    media_id: UUID = Field(primary_key=True)
    mime_type: str = Field(sa_type=Text)
    size: int = Field(sa_type=BigInteger)


class CompanyCopy(Base, table=True):
    """What we need of a company, as auth last published it."""

    __tablename__: ClassVar[str] = "company_copy"

    company_id: UUID = Field(primary_key=True)
    locale: str = Field(sa_type=Text)
    time_zone: str = Field(
        default="America/Sao_Paulo",
        sa_type=Text,
        sa_column_kwargs={"server_default": text("'America/Sao_Paulo'")},
    )
    revision: int = Field(sa_type=BigInteger)
