"""The tables of the chat service. Every key and every foreign key begins with the company."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    BigInteger,
    CheckConstraint,
    DateTime,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    Text,
    UniqueConstraint,
    literal_column,
)
from sqlalchemy import text as sql
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel

from atende_contracts.ids import uuid7
from atende_platform.db import new_metadata, now, timestamp_field
from atende_platform.inbox import inbox_table
from atende_platform.outbox import outbox_table


class Base(SQLModel, registry=registry(metadata=new_metadata())):
    """The base of this service's tables, in a metadata of its own."""


def _moment(*, nullable: bool = False) -> Any:
    return Field(default=None if nullable else ..., sa_type=DateTime(timezone=True), nullable=nullable)


def _created() -> Any:
    return Field(default_factory=now, sa_type=DateTime(timezone=True), nullable=False)


def _text(*, nullable: bool = False, **options: Any) -> Any:
    if nullable:
        options.setdefault("default", None)
    return Field(sa_type=Text, nullable=nullable, **options)


def _json(*, nullable: bool = False) -> Any:
    if nullable:
        return Field(default=None, sa_type=JSONB(none_as_null=True), nullable=True)
    return Field(default_factory=dict, sa_type=JSONB, sa_column_kwargs={"server_default": sql("'{}'")})


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
    name: str | None = _text(nullable=True)
    phone: str | None = _text(nullable=True)
    wa_id: str | None = _text(nullable=True)
    bsuid: str | None = _text(nullable=True)
    lid: str | None = _text(nullable=True)
    tags: list[str] = Field(
        default_factory=list, sa_type=ARRAY(Text), sa_column_kwargs={"server_default": sql("'{}'")}
    )
    custom_fields: dict[str, str] = _json()
    opted_out: bool = Field(default=False, sa_column_kwargs={"server_default": sql("false")})
    revision: int = Field(default=1, sa_type=BigInteger)
    created_at: datetime = _created()
    updated_at: datetime = _created()


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
    kind: str = _text(primary_key=True)
    value: str = _text(primary_key=True)
    contact_id: UUID


class OptOut(Base, table=True):
    """Who left broadcasts, by identity: also people who are no contact (yet). Owned by campaign."""

    __tablename__ = "opt_outs"

    company_id: UUID = Field(primary_key=True)
    kind: str = _text(primary_key=True)
    value: str = _text(primary_key=True)
    scope: str = _text(primary_key=True)
    """The channel's id, or ``*`` for all channels."""
    opted_out: bool
    at: datetime = _moment()


class ContactImport(Base, table=True):
    """A file being imported. ``next_row`` is how far it is: rows before it are committed."""

    __tablename__ = "contact_imports"
    __table_args__ = (
        CheckConstraint("status IN ('queued', 'running', 'finished', 'failed')", name="status"),
        CheckConstraint("on_existing IN ('skip', 'update', 'fillEmpty')", name="on_existing"),
        Index(
            "ix_contact_imports_due",
            "leased_until",
            postgresql_where=sql("status IN ('queued', 'running')"),
        ),
    )

    company_id: UUID = Field(primary_key=True)
    id: UUID = Field(default_factory=uuid7, primary_key=True)
    status: str = _text(default="queued")
    region: str = _text()
    on_existing: str = _text(default="update", sa_column_kwargs={"server_default": "update"})
    """What happens to contacts that are there."""
    header: list[str] = Field(
        default_factory=list, sa_type=ARRAY(Text), sa_column_kwargs={"server_default": sql("'{}'")}
    )
    """The names of the file's columns."""
    columns: list[dict[str, str]] = Field(
        default_factory=list, sa_type=JSONB, sa_column_kwargs={"server_default": sql("'[]'")}
    )
    """What each of them is used for."""
    next_row: int = 0
    total: int = 0
    created: int = 0
    updated: int = 0
    duplicates: int = 0
    invalid: int = 0
    errors: list[dict[str, Any]] = Field(
        default_factory=list, sa_type=JSONB, sa_column_kwargs={"server_default": sql("'[]'")}
    )
    leased_until: datetime = timestamp_field(server_now=True)
    """Until then the worker that took it has it to itself."""
    attempts: int = 0
    """How often it was taken without getting further since."""
    created_at: datetime = timestamp_field(server_now=True)
    finished_at: datetime | None = _moment(nullable=True)


class ImportFile(Base, table=True):
    """An upload as it came; deleted when its import ends."""

    __tablename__ = "import_files"
    __table_args__ = (
        ForeignKeyConstraint(
            ["company_id", "import_id"],
            ["contact_imports.company_id", "contact_imports.id"],
            ondelete="CASCADE",
        ),
    )

    company_id: UUID = Field(primary_key=True)
    import_id: UUID = Field(primary_key=True)
    data: bytes = Field(sa_type=LargeBinary)


class ImportReject(Base, table=True):
    """A row of a file that was refused, and why; kept for some weeks so that it can be corrected."""

    __tablename__ = "import_rejects"
    __table_args__ = (
        ForeignKeyConstraint(
            ["company_id", "import_id"],
            ["contact_imports.company_id", "contact_imports.id"],
            ondelete="CASCADE",
        ),
    )

    company_id: UUID = Field(primary_key=True)
    import_id: UUID = Field(primary_key=True)
    line: int = Field(primary_key=True)
    field: str = _text()
    message: str = _text()
    message_pt: str = _text()
    cells: list[str] = Field(sa_type=ARRAY(Text), nullable=False)
    """As they were in the file; long ones cut."""


class Ticket(Base, table=True):
    """A stretch of conversation on one channel, with a contact or in a group; at most one is not closed."""

    __tablename__ = "tickets"
    __table_args__ = (
        ForeignKeyConstraint(["company_id", "contact_id"], ["contacts.company_id", "contacts.id"]),
        CheckConstraint("status IN ('pending', 'open', 'closed')", name="status"),
        CheckConstraint("(status = 'closed') = (closed_at IS NOT NULL)", name="closed_at"),
        Index(
            "uq_tickets_not_closed",
            "company_id",
            "channel_id",
            "contact_id",
            unique=True,
            postgresql_where=sql("status <> 'closed' AND group_id IS NULL"),
        ),
        Index(
            "uq_tickets_not_closed_of_group",
            "company_id",
            "channel_id",
            "group_id",
            unique=True,
            postgresql_where=sql("status <> 'closed' AND group_id IS NOT NULL"),
        ),
        Index(
            "ix_tickets_of_group",
            "company_id",
            "channel_id",
            "group_id",
            "closed_at",
            postgresql_where=sql("group_id IS NOT NULL"),
        ),
        Index("ix_tickets_history", "company_id", "contact_id", "channel_id", "closed_at"),
        Index("ix_tickets_recent", "company_id", sql("last_message_at DESC"), sql("id DESC")),
        Index(
            "ix_tickets_recent_by_status",
            "company_id",
            "status",
            sql("last_message_at DESC"),
            sql("id DESC"),
        ),
        Index(
            "ix_tickets_by_assignee",
            "company_id",
            "assignee_id",
            "status",
            sql("last_message_at DESC"),
            sql("id DESC"),
            postgresql_where=sql("assignee_id IS NOT NULL"),
        ),
    )

    company_id: UUID = Field(primary_key=True)
    id: UUID = Field(default_factory=uuid7, primary_key=True)
    contact_id: UUID
    """Of a group's ticket: who wrote first. Each of its messages has its own."""
    channel_id: UUID
    group_id: str | None = _text(nullable=True)
    """The provider's id of the group, of a ticket with what is said in it."""
    status: str = _text(default="pending")
    assignee_id: UUID | None = None
    opened_at: datetime = _moment()
    first_reply_at: datetime | None = _moment(nullable=True)
    closed_at: datetime | None = _moment(nullable=True)
    last_message_at: datetime = _moment()
    last_inbound_at: datetime | None = _moment(nullable=True)
    """When the customer last wrote: their 24-hour window is open from then on. Absent: it is not known."""
    unread: int = 0
    read_message_id: UUID | None = None
    """The customer's message that they were last told was read."""
    typing_at: datetime | None = _moment(nullable=True)
    """When the customer was last told that somebody types."""
    revision: int = Field(default=1, sa_type=BigInteger)


class Message(Base, table=True):
    """One message of a conversation, in either direction.

    What its customer and agents write here belongs to a ticket. What else happens in a conversation has an
    ``origin`` in place of a ticket, and is shown in each of its tickets (`chat.repository.conversations`).
    """

    __tablename__ = "messages"
    __table_args__ = (
        # Checked at commit: only messages that are really new may bring a new ticket about.
        ForeignKeyConstraint(
            ["company_id", "ticket_id"],
            ["tickets.company_id", "tickets.id"],
            deferrable=True,
            initially="DEFERRED",
        ),
        UniqueConstraint("company_id", "channel_id", "provider_message_id"),
        UniqueConstraint("company_id", "ticket_id", "client_message_id"),
        UniqueConstraint("company_id", "send_id"),
        CheckConstraint("direction IN ('in', 'out')", name="direction"),
        CheckConstraint("(ticket_id IS NULL) = (origin IS NOT NULL)", name="ticket"),
        Index(
            "ix_messages_without_ticket",
            "company_id",
            "contact_id",
            sql("sent_at DESC"),
            sql("id DESC"),
            postgresql_where=sql("ticket_id IS NULL"),
        ),
        Index("ix_messages_conversation", "company_id", "ticket_id", sql("sent_at DESC"), sql("id DESC")),
        Index(
            "ix_messages_target",
            "company_id",
            "channel_id",
            "target",
            postgresql_where=sql("target IS NOT NULL"),
        ),
    )

    company_id: UUID = Field(primary_key=True)
    id: UUID = Field(default_factory=uuid7, primary_key=True)
    ticket_id: UUID | None = None
    contact_id: UUID
    """Of what was sent to somebody who is no contact: what `chat.domain.stand_in` gives for their name."""
    channel_id: UUID
    direction: str = _text()
    origin: str | None = _text(nullable=True)
    """A `chat.domain.Origin`; None for what the customer and agents write here."""
    campaign_id: UUID | None = None
    group_id: str | None = _text(nullable=True)
    author_id: UUID | None = None
    """The agent who wrote it; None for the customer."""
    kind: str = _text()
    text: str | None = _text(nullable=True)
    content: dict[str, Any] = _json()
    media: dict[str, Any] | None = _json(nullable=True)
    reply_to: str | None = _text(nullable=True)
    target: str | None = _text(nullable=True)
    """The provider's id of the message that an agent's reaction stands under, in place of a list."""
    raw: dict[str, Any] | None = _json(nullable=True)
    """The provider's update of a kind that we do not know, so that nothing is lost."""
    provider_message_id: str | None = _text(nullable=True)
    client_message_id: str | None = _text(nullable=True)
    client_digest: UUID | None = None
    """Tells whether what comes again under the client's id is the same message (`chat.domain.digest_of`)."""
    send_id: UUID | None = None
    state: str = _text()
    """``received``, ``queued``, or what became of the delivery (`atende_contracts.delivery`)."""
    error: dict[str, Any] | None = _json(nullable=True)
    sent_at: datetime = _moment()
    """By the provider's clock for what came in; by ours for what an agent wrote."""
    created_at: datetime = _created()


class MessageChange(Base, table=True):
    """What became of a message, by the provider's ids: also of one that is not here (yet).

    Nothing is ever written into the message: what is shown is made of both when it is read
    (`chat.domain.appearance`), so it never matters what came first.
    """

    __tablename__ = "message_changes"

    company_id: UUID = Field(primary_key=True)
    channel_id: UUID = Field(primary_key=True)
    target: str = _text(primary_key=True)
    """The provider's id of the message that is changed."""
    id: str = _text(primary_key=True)
    """The provider's own id of the change; of what the gateway tells of a file, that of its event."""
    kind: str = _text()
    """``reaction``, ``edit`` or ``revoke`` by the customer, or ``media``."""
    contact_id: UUID
    text: str | None = _text(nullable=True)
    """The emoji of a reaction (none takes it back), the new text of an edit."""
    content: dict[str, Any] = _json()
    """As the provider told it; of a file, what is known of it now."""
    at: datetime = _moment()
    """By the provider's clock."""
    created_at: datetime = _created()


class EventCounter(Base, table=True):
    """The last number given in a company's event log. Its row lock makes the order that of commits."""

    __tablename__ = "event_counters"

    company_id: UUID = Field(primary_key=True)
    last_seq: int = Field(sa_type=BigInteger)


class LoggedEvent(Base, table=True):
    """What happened in a company, in order and without gaps: the source of sockets and catch-up."""

    __tablename__ = "event_log"
    __table_args__ = (Index(None, "created_at"),)

    company_id: UUID = Field(primary_key=True)
    seq: int = Field(primary_key=True, sa_type=BigInteger)
    namespace: str = _text()
    type: str = _text()
    payload: dict[str, Any] = _json()
    created_at: datetime = timestamp_field(server_now=True)


class CompanySettings(Base, table=True):
    """What we need of a company, as auth last told it."""

    __tablename__ = "company_settings"

    company_id: UUID = Field(primary_key=True)
    reopen_hours: float
    time_zone: str = _text()
    locale: str = _text()
    revision: int = Field(sa_type=BigInteger)


class ChannelCopy(Base, table=True):
    """What we need of a channel, as the gateway last told it."""

    __tablename__ = "channel_copy"

    company_id: UUID = Field(primary_key=True)
    id: UUID = Field(primary_key=True)
    name: str = _text()
    provider: str = _text()
    status: str = _text()
    display_phone: str | None = _text(nullable=True)
    revision: int = Field(sa_type=BigInteger)


class FileCopy(Base, table=True):
    """What we need of a file that the company uploaded, as the gateway told it."""

    __tablename__ = "files_copy"

    company_id: UUID = Field(primary_key=True)
    id: UUID = Field(primary_key=True)
    mime_type: str | None = _text(nullable=True)
    filename: str | None = _text(nullable=True)
    size: int | None = Field(default=None, sa_type=BigInteger)


class UserCopy(Base, table=True):
    """Whether a user may work, as auth last told it."""

    __tablename__ = "users_copy"
    __table_args__ = (
        Index("ix_users_copy_disabled", "company_id", "id", postgresql_where=sql("state = 'disabled'")),
    )

    company_id: UUID = Field(primary_key=True)
    id: UUID = Field(primary_key=True)
    state: str = _text()
    revision: int = Field(sa_type=BigInteger)


outbox_table(Base.metadata)
inbox_table(Base.metadata)
