"""What other services told us of companies, channels, users and files."""

from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Index,
)
from sqlalchemy import text as sql
from sqlmodel import Field

from chat.models import Base, text_field


class CompanySettings(Base, table=True):
    """What we need of a company, as auth last told it."""

    __tablename__ = "company_settings"

    company_id: UUID = Field(primary_key=True)
    reopen_hours: float
    time_zone: str = text_field()
    locale: str = text_field()
    revision: int = Field(sa_type=BigInteger)


class ChannelCopy(Base, table=True):
    """What we need of a channel, as the gateway last told it."""

    __tablename__ = "channel_copy"

    company_id: UUID = Field(primary_key=True)
    id: UUID = Field(primary_key=True)
    name: str = text_field()
    provider: str = text_field()
    status: str = text_field()
    display_phone: str | None = text_field(nullable=True)
    service_window: bool = Field(default=True, sa_column_kwargs={"server_default": sql("true")})
    account_id: str | None = text_field(nullable=True)
    """Whose templates it may use; None while that is not known."""
    session: str | None = text_field(nullable=True)
    """Where its session is, of a channel of WhatsApp Web."""
    groups: bool = Field(default=False, sa_column_kwargs={"server_default": sql("false")})
    """Whether agents may write into groups."""
    revision: int = Field(sa_type=BigInteger)


class FileCopy(Base, table=True):
    """What we need of a file that the company uploaded, as the gateway told it."""

    __tablename__ = "files_copy"

    company_id: UUID = Field(primary_key=True)
    id: UUID = Field(primary_key=True)
    mime_type: str | None = text_field(nullable=True)
    filename: str | None = text_field(nullable=True)
    size: int | None = Field(default=None, sa_type=BigInteger)
    width: int | None = None
    height: int | None = None
    duration_ms: int | None = None
    thumbnail: bool = Field(default=False, sa_column_kwargs={"server_default": sql("false")})


class UserCopy(Base, table=True):
    """Who works in a company, as auth last told it."""

    __tablename__ = "users_copy"
    __table_args__ = (
        Index("ix_users_copy_disabled", "company_id", "id", postgresql_where=sql("state = 'disabled'")),
    )

    company_id: UUID = Field(primary_key=True)
    id: UUID = Field(primary_key=True)
    name: str | None = text_field(nullable=True)
    """None for a user of before names were kept, until their next change."""
    state: str = text_field()
    role: str | None = text_field(nullable=True)
    """None as with the name."""
    revision: int = Field(sa_type=BigInteger)
