"""The tables of messages and of what was done to them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKeyConstraint,
    Index,
    UniqueConstraint,
)
from sqlalchemy import text as sql
from sqlmodel import Field

from atende_contracts.ids import uuid7
from chat.models import Base, created_field, json_field, moment_field, text_field


class Message(Base, table=True):
    """One message of a conversation, in either direction.

    What its customer and agents write here belongs to a ticket, as do agents' notes, what was done with it
    and what is written in it automatically. What else happens in a conversation has an ``origin`` in place of
    a ticket, and is shown in each of its tickets (`chat.tickets.conversations`).
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
        CheckConstraint(
            "(ticket_id IS NULL) = (origin IS NOT NULL AND origin NOT IN ('note', 'timeline'))"
            " OR (ticket_id IS NOT NULL AND origin = 'automatic')",
            name="ticket",
        ),
        Index(
            "ix_messages_without_ticket",
            "company_id",
            "contact_id",
            sql("sent_at DESC"),
            sql("id DESC"),
            postgresql_where=sql("ticket_id IS NULL"),
        ),
        # Files are looked for beside all else that is said: costs messages with files only.
        Index(
            "ix_messages_files",
            "company_id",
            "ticket_id",
            sql("sent_at DESC"),
            sql("id DESC"),
            postgresql_where=sql("kind IN ('image', 'audio', 'video', 'document', 'sticker')"),
        ),
        Index("ix_messages_conversation", "company_id", "ticket_id", sql("sent_at DESC"), sql("id DESC")),
        # Of what somebody wrote in groups, wherever that is.
        Index(
            "ix_messages_of_member",
            "company_id",
            "contact_id",
            postgresql_where=sql("group_id IS NOT NULL"),
        ),
        # What was written to a group on the phone, or before the channel was connected.
        Index(
            "ix_messages_of_group",
            "company_id",
            "channel_id",
            "group_id",
            sql("sent_at DESC"),
            sql("id DESC"),
            postgresql_where=sql("group_id IS NOT NULL AND ticket_id IS NULL"),
        ),
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
    """Of what was sent to a person who is no contact: what `chat.contacts.domain.stand_in` gives for their
    name."""
    channel_id: UUID
    direction: str = text_field()
    origin: str | None = text_field(nullable=True)
    """A `chat.messages.domain.Origin`; None for what the customer and agents write here."""
    campaign_id: UUID | None = None
    group_id: str | None = text_field(nullable=True)
    sender_name: str | None = text_field(nullable=True)
    """Of what was written in a group: what the writer is called, as the provider told then."""
    author_id: UUID | None = None
    """The agent who wrote it; None for the customer."""
    kind: str = text_field()
    text: str | None = text_field(nullable=True)
    content: dict[str, Any] = json_field()
    media: dict[str, Any] | None = json_field(nullable=True)
    reply_to: str | None = text_field(nullable=True)
    target: str | None = text_field(nullable=True)
    """The provider's id of the message that an agent's reaction stands under, in place of a list."""
    raw: dict[str, Any] | None = json_field(nullable=True)
    """The provider's update of a kind that we do not know, so that nothing is lost."""
    provider_message_id: str | None = text_field(nullable=True)
    client_message_id: str | None = text_field(nullable=True)
    client_digest: UUID | None = None
    """Tells whether what comes again under the client's id is the same message
    (`chat.messages.domain.digest_of`)."""
    send_id: UUID | None = None
    resend_of: UUID | None = None
    """The message that this one repeats, because that did not arrive, or nobody knows whether it did."""
    resent_as: UUID | None = None
    """The message that repeats this one. There is one at most, which may itself be repeated."""
    state: str = text_field()
    """``received``, ``queued``, ``internal`` of what is never sent, or the outcome of the delivery
    (`atende_contracts.delivery`)."""
    error: dict[str, Any] | None = json_field(nullable=True)
    sent_at: datetime = moment_field()
    """By the provider's clock for what came in; by ours for what an agent wrote."""
    created_at: datetime = created_field()
    revision: int = Field(default=1, sa_type=BigInteger, sa_column_kwargs={"server_default": sql("1")})
    """How often the row has changed. What is shown of it also counts its changes (`Change.weight`)."""


class MessageChange(Base, table=True):
    """What happened to a message, by the provider's ids: also of one that is not here (yet).

    Nothing is ever written into the message: what is shown is made of both when it is read
    (`chat.messages.domain.appearance`), so it never matters what came first.
    """

    __tablename__ = "message_changes"

    company_id: UUID = Field(primary_key=True)
    channel_id: UUID = Field(primary_key=True)
    target: str = text_field(primary_key=True)
    """The provider's id of the message that is changed."""
    id: str = text_field(primary_key=True)
    """The provider's own id of the change; of what the gateway reports about a file, that of its event."""
    kind: str = text_field()
    """``reaction``, ``edit`` or ``revoke`` by the customer, or ``media``."""
    contact_id: UUID
    text: str | None = text_field(nullable=True)
    """The emoji of a reaction (none takes it back), the new text of an edit."""
    content: dict[str, Any] = json_field()
    """As the provider told it; of a file, what is known of it now."""
    at: datetime = moment_field()
    """By the provider's clock."""
    created_at: datetime = created_field()
