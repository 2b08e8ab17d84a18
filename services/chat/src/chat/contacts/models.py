"""The tables of contacts, of the names they are found by, and of who left broadcasts."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    BigInteger,
    CheckConstraint,
    ForeignKeyConstraint,
    Index,
    Text,
    literal_column,
)
from sqlalchemy import text as sql
from sqlmodel import Field

from atende_contracts.ids import uuid7
from chat.models import Base, created_field, json_field, moment_field, text_field


class Contact(Base, table=True):
    """A person who writes to the company, or may be written to. The phone may be unknown."""

    __tablename__ = "contacts"
    __table_args__ = (
        Index("ix_contacts_recent", "company_id", sql("created_at DESC"), sql("id DESC")),
        Index(
            "ix_contacts_search",
            sql("CAST(company_id AS text)"),
            literal_column("search_form(name)").label("form"),
            "phone",
            "wa_id",
            postgresql_using="gin",
            postgresql_ops=dict.fromkeys(("form", "phone", "wa_id"), "extensions.gin_trgm_ops"),
        ),
    )

    company_id: UUID = Field(primary_key=True)
    id: UUID = Field(default_factory=uuid7, primary_key=True)
    name: str | None = text_field(nullable=True)
    phone: str | None = text_field(nullable=True)
    wa_id: str | None = text_field(nullable=True)
    bsuid: str | None = text_field(nullable=True)
    lid: str | None = text_field(nullable=True)
    tags: list[str] = Field(
        default_factory=list, sa_type=ARRAY(Text), sa_column_kwargs={"server_default": sql("'{}'")}
    )
    custom_fields: dict[str, str] = json_field()
    opted_out: bool = Field(default=False, sa_column_kwargs={"server_default": sql("false")})
    revision: int = Field(default=1, sa_type=BigInteger)
    created_at: datetime = created_field()
    updated_at: datetime = created_field()


class ContactIdentity(Base, table=True):
    """A name under which a contact is found. Its primary key is the rule that nobody exists twice.

    The foreign key is checked at commit: identities are claimed first, and the contact is
    written only by the one transaction that won the claim.
    """

    __tablename__ = "contact_identities"
    __table_args__ = (
        ForeignKeyConstraint(
            ["company_id", "contact_id"],
            ["contacts.company_id", "contacts.id"],
            ondelete="CASCADE",
            deferrable=True,
            initially="DEFERRED",
        ),
        CheckConstraint("kind IN ('phone', 'wa_id', 'bsuid', 'lid')", name="kind"),
        Index(None, "company_id", "contact_id"),
    )

    company_id: UUID = Field(primary_key=True)
    kind: str = text_field(primary_key=True)
    value: str = text_field(primary_key=True)
    contact_id: UUID


class OptOut(Base, table=True):
    """Who left broadcasts, by identity: also people who are no contact (yet). Owned by campaign."""

    __tablename__ = "opt_outs"

    company_id: UUID = Field(primary_key=True)
    kind: str = text_field(primary_key=True)
    value: str = text_field(primary_key=True)
    scope: str = text_field(primary_key=True)
    """The channel's id, or ``*`` for all channels."""
    opted_out: bool
    at: datetime = moment_field()
