"""The tables of contacts, of the names they are found by, of who left broadcasts, and of merges."""

from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    BigInteger,
    CheckConstraint,
    ForeignKeyConstraint,
    Index,
    Text,
    Uuid,
    literal_column,
)
from sqlalchemy import text as sql
from sqlmodel import Field

from atende_contracts.ids import uuid7
from chat.models import Base, created_field, json_field, moment_field, text_field

WORDS: Final = "search_words(email, external_id, organization, custom_fields)"
"""What a contact is found by besides name and phone, as one text (a function of the database)."""
HAS_WORDS: Final = (
    "email IS NOT NULL OR external_id IS NOT NULL OR organization IS NOT NULL OR custom_fields <> '{}'"
)


class Contact(Base, table=True):
    """A person who writes to the company, or may be written to. The phone may be unknown."""

    __tablename__ = "contacts"
    __table_args__ = (
        Index("ix_contacts_recent", "company_id", sql("created_at DESC"), sql("id DESC")),
        Index(
            "uq_contacts_external_id",
            "company_id",
            "external_id",
            unique=True,
            postgresql_where=sql("external_id IS NOT NULL"),
        ),
        Index("ix_contacts_email", "company_id", "email", postgresql_where=sql("email IS NOT NULL")),
        Index(
            "ix_contacts_blocked",
            "company_id",
            sql("created_at DESC"),
            sql("id DESC"),
            postgresql_where=sql("blocked_at IS NOT NULL"),
        ),
        # Of those who have tags, so that it costs nothing when somebody writes for the first time.
        Index(
            "ix_contacts_by_tag",
            "company_id",
            "tags",
            postgresql_using="gin",
            postgresql_ops={"company_id": "extensions.uuid_ops"},
            postgresql_where=sql("tags <> '{}'"),
        ),
        # Of those of whom there is more to look for, so that it costs nothing when somebody writes first.
        Index(
            "ix_contacts_words",
            sql("CAST(company_id AS text)"),
            literal_column(WORDS).label("words"),
            postgresql_using="gin",
            postgresql_ops={"words": "extensions.gin_trgm_ops"},
            postgresql_where=sql(HAS_WORDS),
        ),
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
    email: str | None = text_field(nullable=True)
    """In lower case: it is looked for as it is stored."""
    organization: str | None = text_field(nullable=True)
    external_id: str | None = text_field(nullable=True)
    """What another system calls the person; of a company's contacts only one has it."""
    avatar_url: str | None = text_field(nullable=True)
    notes: str | None = text_field(nullable=True)
    blocked_at: datetime | None = moment_field(nullable=True)
    erased_at: datetime | None = moment_field(nullable=True)
    """Since when the contact is deleted: nothing of the person is left. The row goes with its tickets."""
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


class ContactField(Base, table=True):
    """A custom field that the company has defined: contacts have its values under its name."""

    __tablename__ = "contact_fields"
    __table_args__ = (
        Index("uq_contact_fields_name", "company_id", sql("lower(name)"), unique=True),
        CheckConstraint("kind IN ('text', 'number', 'date', 'list', 'boolean')", name="kind"),
    )

    company_id: UUID = Field(primary_key=True)
    id: UUID = Field(default_factory=uuid7, primary_key=True)
    name: str = text_field()
    label: str = text_field()
    kind: str = text_field()
    options: list[str] = Field(
        default_factory=list, sa_type=ARRAY(Text), sa_column_kwargs={"server_default": sql("'{}'")}
    )
    position: int = Field(default=0, sa_column_kwargs={"server_default": sql("0")})
    revision: int = Field(default=1, sa_type=BigInteger)
    created_at: datetime = created_field()
    updated_at: datetime = created_field()


class ContactTag(Base, table=True):
    """What a tag of contacts is called and looks like. Contacts have it by its name."""

    __tablename__ = "contact_tags"
    __table_args__ = (Index("uq_contact_tags_name", "company_id", sql("lower(name)"), unique=True),)

    company_id: UUID = Field(primary_key=True)
    id: UUID = Field(default_factory=uuid7, primary_key=True)
    name: str = text_field()
    color: str = text_field()
    revision: int = Field(default=1, sa_type=BigInteger)
    created_at: datetime = created_field()
    updated_at: datetime = created_field()


class ContactTagMove(Base, table=True):
    """Contacts that have a tag are to get another for it, or none."""

    __tablename__ = "contact_tag_moves"

    company_id: UUID = Field(primary_key=True)
    id: UUID = Field(default_factory=uuid7, primary_key=True)
    old: str = text_field()
    new: str | None = text_field(nullable=True)
    requested_at: datetime = created_field()
    due_at: datetime = moment_field()


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


class ContactMerge(Base, table=True):
    """Two contacts became one, and what it takes to make them two again. It goes with its contact."""

    __tablename__ = "contact_merges"
    __table_args__ = (
        ForeignKeyConstraint(
            ["company_id", "contact_id"], ["contacts.company_id", "contacts.id"], ondelete="CASCADE"
        ),
        Index("ix_contact_merges_contact", "company_id", "contact_id", sql("merged_at DESC")),
        Index("ix_contact_merges_kept", "merged_at", postgresql_where=sql("gone <> '{}'")),
    )

    company_id: UUID = Field(primary_key=True)
    id: UUID = Field(default_factory=uuid7, primary_key=True)
    contact_id: UUID
    """Who stays."""
    gone_id: UUID
    before: dict[str, Any] = json_field()
    """The columns of the contact that stays, as they were …"""
    after: dict[str, Any] = json_field()
    """… and as the merge left them."""
    gone: dict[str, Any] = json_field()
    """The contact that went; empty when the merge can no longer be taken back."""
    names: list[str] = Field(
        default_factory=list, sa_type=ARRAY(Text), sa_column_kwargs={"server_default": sql("'{}'")}
    )
    """The identities that it had, as ``kind:value``."""
    tickets: list[UUID] = Field(
        default_factory=list, sa_type=ARRAY(Uuid), sa_column_kwargs={"server_default": sql("'{}'")}
    )
    """The tickets that moved …"""
    messages: list[UUID] = Field(
        default_factory=list, sa_type=ARRAY(Uuid), sa_column_kwargs={"server_default": sql("'{}'")}
    )
    """… and the messages in none of them."""
    folded: dict[str, list[str]] = json_field()
    """Messages of a ticket that ended, by its id, which went on in the other's."""
    merged_by: UUID | None = None
    """None: by itself, since WhatsApp told that they are one person."""
    merged_at: datetime = created_field()
    undone_by: UUID | None = None
    undone_at: datetime | None = moment_field(nullable=True)
