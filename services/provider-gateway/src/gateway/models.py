"""The gateway's tables. Every one leads with ``company_id`` and is under forced row-level security.

Two exceptions to "company first" in indexes, both for questions that have no company yet:
``channels.phone_number_id`` is unique over the installation, since the provider's webhooks name
nothing else (among channels that have proved it: pending ones stand in nobody's way), and the partial
indexes of pending sends and claims serve the worker's sweeps over all companies.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    Text,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel

from atende_platform.data.db import new_metadata, timestamp_field
from atende_platform.data.idempotency import idempotency_table
from atende_platform.messaging.company_erasures import company_erasures_table
from atende_platform.messaging.outbox import outbox_table


class Base(SQLModel, registry=registry(metadata=new_metadata())):
    pass


idempotency_table(Base.metadata)
outbox_table(Base.metadata)
company_erasures_table(Base.metadata)


class Channel(Base, table=True):
    """A number at a provider. Deleted ones stay, for the sends that name them."""

    __tablename__ = "channels"
    __table_args__ = (
        Index(
            "uq_channels_phone_number_id",
            "phone_number_id",
            unique=True,
            postgresql_where=text("status NOT IN ('pending', 'deleted')"),
        ),
        Index(
            "uq_channels_company_id_phone_number_id",
            "company_id",
            "phone_number_id",
            unique=True,
            postgresql_where=text("status <> 'deleted'"),
        ),
        # For the worker, which asks about the claims of all companies.
        Index("ix_channels_claim_due_at", "claim_due_at", postgresql_where=text("status = 'pending'")),
        Index("ix_channels_company_id_created_at_id", "company_id", "created_at", "id"),
    )

    company_id: UUID = Field(primary_key=True)
    id: UUID = Field(primary_key=True)
    name: str = Field(sa_type=Text)
    provider: str = Field(sa_type=Text)
    phone_number_id: str = Field(sa_type=Text)
    waba_id: str | None = Field(default=None, sa_type=Text)
    display_phone: str | None = Field(default=None, sa_type=Text)
    status: str = Field(default="active", sa_type=Text)  # pending | active | disabled | error | deleted
    status_reason: str | None = Field(default=None, sa_type=Text)  # in the provider's words or ours
    reason_code: str | None = Field(default=None, sa_type=Text)  # of atende_contracts.reasons
    messages_per_second: float = Field(default=80.0)
    resend_unconfirmed: bool = Field(default=False, sa_column_kwargs={"server_default": text("false")})
    follow_provider_rate: bool = Field(default=False)  # messages_per_second is what the provider grants
    verify_token: str = Field(sa_type=Text)
    quality: str | None = Field(default=None, sa_type=Text)
    messaging_limit: str | None = Field(default=None, sa_type=Text)
    # Whether its provider has one (`gateway.providers.Provider.service_window`).
    service_window: bool = Field(default=True, sa_column_kwargs={"server_default": text("true")})
    # What the last check of the channel found; null: nobody said.
    token_valid: bool | None = None
    number_known: bool | None = None
    subscribed: bool | None = None
    throughput: str | None = Field(default=None, sa_type=Text)
    name_status: str | None = Field(default=None, sa_type=Text)
    problem: str | None = Field(default=None, sa_type=Text)
    problem_code: str | None = Field(default=None, sa_type=Text)
    checked_at: datetime | None = timestamp_field()
    check_due_at: datetime = timestamp_field(server_now=True)
    templates_due_at: datetime = timestamp_field(server_now=True)
    # While it is pending: how often and when the provider was asked, when it is asked again, when we give up.
    verified_at: datetime | None = timestamp_field()  # when the provider last confirmed number and token
    claim_attempts: int = Field(default=0, sa_column_kwargs={"server_default": text("0")})
    claim_tried_at: datetime | None = timestamp_field()
    claim_due_at: datetime = timestamp_field(server_now=True)
    claim_expires_at: datetime | None = timestamp_field()
    revision: int = Field(default=1)
    created_at: datetime = timestamp_field(server_now=True)
    updated_at: datetime = timestamp_field(server_now=True)


class MessageTemplate(Base, table=True):
    """A template of an account at the provider, which all the company's channels of that account share."""

    __tablename__ = "templates"
    __table_args__ = (
        Index("uq_templates_provider", "company_id", "waba_id", "provider_template_id", unique=True),
        Index("ix_templates_recent", "company_id", "waba_id", "created_at", "id"),
        Index("ix_templates_name", "company_id", "waba_id", "name", "language"),
    )

    company_id: UUID = Field(primary_key=True)
    id: UUID = Field(primary_key=True)
    waba_id: str = Field(sa_type=Text)
    provider_template_id: str = Field(sa_type=Text)
    name: str = Field(sa_type=Text)
    language: str = Field(sa_type=Text)
    category: str = Field(sa_type=Text)
    status: str = Field(sa_type=Text)
    quality: str | None = Field(default=None, sa_type=Text)
    rejected_reason: str | None = Field(default=None, sa_type=Text)
    parameter_format: str = Field(sa_type=Text)
    components: list[dict[str, Any]] = Field(sa_type=JSONB)
    # Grows with each change; 0 is one that was never published.
    revision: int = Field(default=0, sa_type=BigInteger, sa_column_kwargs={"server_default": text("0")})
    # Whether what it says is published, and not only what it needs: of older ones it is at the next reading.
    text_told: bool = Field(default=False, sa_column_kwargs={"server_default": text("false")})
    created_at: datetime = timestamp_field(server_now=True)
    updated_at: datetime = timestamp_field(server_now=True)


class Credential(Base, table=True):
    """A channel's secret, sealed (`gateway.sealing`)."""

    __tablename__ = "credentials"
    __table_args__ = (
        ForeignKeyConstraint(
            ["company_id", "channel_id"], ["channels.company_id", "channels.id"], ondelete="CASCADE"
        ),
    )

    company_id: UUID = Field(primary_key=True)
    channel_id: UUID = Field(primary_key=True)
    kind: str = Field(primary_key=True, sa_type=Text)  # access_token | app_secret
    sealed: bytes = Field(sa_type=LargeBinary)
    updated_at: datetime = timestamp_field(server_now=True)


class Send(Base, table=True):
    """The ledger: one row per ``send_id``, from before its POST until its fate is known and after."""

    __tablename__ = "sends"
    __table_args__ = (
        # Of those that have one: a send that is added costs it nothing.
        Index(
            "ix_sends_provider_message_id",
            "company_id",
            "channel_id",
            "provider_message_id",
            postgresql_where=text("provider_message_id IS NOT NULL"),
        ),
        # No index knows of ``state``: a status then writes the row in its page, and no index (HOT).
        Index("ix_sends_lease_until", "lease_until", postgresql_where=text("lease_until IS NOT NULL")),
        Index(
            "ix_sends_next_attempt_at",
            "company_id",
            "channel_id",
            "next_attempt_at",
            postgresql_where=text("next_attempt_at IS NOT NULL"),
        ),
        # Of these the request is kept, and there is nothing to wait for: their fate is unknown.
        Index(
            "ix_sends_unknown",
            "company_id",
            "channel_id",
            postgresql_where=text("request IS NOT NULL AND lease_until IS NULL AND next_attempt_at IS NULL"),
        ),
        # Small, and nearly free to write: rows are added in the order of this column.
        Index("ix_sends_created_at", "created_at", postgresql_using="brin"),
    )

    company_id: UUID = Field(primary_key=True)
    send_id: UUID = Field(primary_key=True)
    origin: str = Field(sa_type=Text)  # reply | campaign
    campaign_id: UUID | None = None
    message_id: UUID | None = None
    channel_id: UUID
    recipient_keys: list[str] = Field(sa_type=ARRAY(Text))  # the person's aliases
    request: dict[str, Any] | None = Field(default=None, sa_type=JSONB)  # until it cannot be sent any more
    traceparent: str | None = Field(
        default=None, sa_type=Text
    )  # of what ordered it, if its trace is recorded
    state: str = Field(sa_type=Text)
    fence: int = Field(sa_column=Column(BigInteger, nullable=False))
    attempts: int
    lease_until: datetime | None = timestamp_field()
    next_attempt_at: datetime | None = timestamp_field()
    provider_message_id: str | None = Field(default=None, sa_type=Text)
    error: dict[str, Any] | None = Field(default=None, sa_type=JSONB)
    created_at: datetime = timestamp_field(server_now=True)
    updated_at: datetime = timestamp_field(server_now=True)
    resent_at: datetime | None = timestamp_field()
    """When a send of unknown fate was sent once more (`gateway.repository.resends`)."""
    block_id: UUID | None = None
    """Its first attempt's block, where that was claimed ahead of the channel's rate."""
    block_place: int | None = None
    """From 1."""


class SendBlock(Base, table=True):
    """Sends that one worker claimed together, ahead of their channel's rate (`gateway.repository.blocks`)."""

    __tablename__ = "send_blocks"

    company_id: UUID = Field(primary_key=True)
    block_id: UUID = Field(primary_key=True)
    posted: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    """Up to this place they may have been posted."""
    closed: bool = Field(default=False, sa_column_kwargs={"server_default": "false"})
    """Whether its worker is given up: then it posts no more of them."""
    lease_until: datetime = timestamp_field(nullable=False)


class CampaignControl(Base, table=True):
    """Projection of `campaign.control`: whether we may send for a campaign."""

    __tablename__ = "campaign_control"

    company_id: UUID = Field(primary_key=True)
    campaign_id: UUID = Field(primary_key=True)
    channel_id: UUID
    state: str = Field(sa_type=Text)
    revision: int = Field(sa_column=Column(BigInteger, nullable=False))


class Suppression(Base, table=True):
    """Projection of `contact.optout`, by canonical alias; the nil channel stands for every channel."""

    __tablename__ = "suppressions"

    company_id: UUID = Field(primary_key=True)
    identity: str = Field(primary_key=True, sa_type=Text)
    channel_id: UUID = Field(primary_key=True)
    opted_out: bool
    changed_at: datetime = timestamp_field(nullable=False)


class UnmatchedStatus(Base, table=True):
    """A status for a message that the ledger does not know, or does not know yet."""

    __tablename__ = "unmatched_statuses"
    __table_args__ = (Index("ix_unmatched_statuses_received_at", "received_at"),)

    company_id: UUID = Field(primary_key=True)
    channel_id: UUID = Field(primary_key=True)
    provider_message_id: str = Field(primary_key=True, sa_type=Text)
    state: str = Field(primary_key=True, sa_type=Text)
    send_id: UUID | None = None
    error: dict[str, Any] | None = Field(default=None, sa_type=JSONB)
    at: datetime = timestamp_field(nullable=False)
    received_at: datetime = timestamp_field(server_now=True)


class ChannelEvent(Base, table=True):
    """What the provider reported about a channel besides messages, as it came. ``id`` comes from it."""

    __tablename__ = "channel_events"
    __table_args__ = (
        ForeignKeyConstraint(
            ["company_id", "channel_id"], ["channels.company_id", "channels.id"], ondelete="CASCADE"
        ),
        Index(
            "ix_channel_events_recent",
            "company_id",
            "channel_id",
            text("received_at DESC"),
            text("id DESC"),
        ),
        Index("ix_channel_events_received_at", "received_at"),
    )

    company_id: UUID = Field(primary_key=True)
    id: UUID = Field(primary_key=True)
    channel_id: UUID
    field: str = Field(sa_type=Text)
    value: dict[str, Any] = Field(sa_type=JSONB)
    at: datetime = timestamp_field(nullable=False)
    received_at: datetime = timestamp_field(server_now=True)


class MediaFile(Base, table=True):
    """A file of a message. Its bytes are in the storage (`gateway.storage`) once it is ``stored``.

    While it is pending, ``next_attempt_at`` is when it may be tried again; during a try it is
    the end of the lease, and ``attempts`` the fence.
    """

    __tablename__ = "media"
    __table_args__ = (
        Index("uq_media_message", "company_id", "channel_id", "provider_message_id", unique=True),
        # For the worker, which fetches for all companies in turns.
        Index("ix_media_due", "company_id", "next_attempt_at", postgresql_where=text("state = 'pending'")),
        Index(
            "ix_media_erasing", "company_id", "next_attempt_at", postgresql_where=text("state = 'erasing'")
        ),
    )

    company_id: UUID = Field(primary_key=True)
    id: UUID = Field(primary_key=True)
    channel_id: UUID | None = None  # of the message; none for what was uploaded to be sent
    provider_message_id: str | None = Field(default=None, sa_type=Text)
    sender: dict[str, Any] | None = Field(default=None, sa_type=JSONB)
    state: str = Field(sa_type=Text)  # pending | stored | failed | erasing
    provider_media_id: str | None = Field(default=None, sa_type=Text)
    place: str | None = Field(default=None, sa_type=Text)
    """Where the provider has it and the key to it, sealed, until it is fetched."""
    mime_type: str | None = Field(default=None, sa_type=Text)
    sha256: str | None = Field(default=None, sa_type=Text)  # as told; once stored, ours in hex
    filename: str | None = Field(default=None, sa_type=Text)
    voice: bool = Field(default=False)
    size: int | None = Field(default=None, sa_column=Column(BigInteger))
    width: int | None = None  # in pixels, as it is shown
    height: int | None = None
    duration_ms: int | None = None
    thumbnail: bool = Field(default=False, sa_column_kwargs={"server_default": text("false")})
    attempts: int = Field(default=0)
    next_attempt_at: datetime | None = timestamp_field()
    error: str | None = Field(default=None, sa_type=Text)
    created_at: datetime = timestamp_field(server_now=True)
    updated_at: datetime = timestamp_field(server_now=True)


class Erasure(Base, table=True):
    """A person of whom chat deletes everything, until their files are gone here, too."""

    __tablename__ = "erasures"

    company_id: UUID = Field(primary_key=True)
    erasure_id: UUID = Field(primary_key=True)
    contact_id: UUID
    requested_at: datetime = timestamp_field(nullable=False)
    complete: bool = Field(default=True, sa_column_kwargs={"server_default": text("true")})
    """Whether chat has nothing of them any more, and waits for us."""
    erased: dict[str, int] = Field(
        default_factory=dict, sa_type=JSONB, sa_column_kwargs={"server_default": text("'{}'")}
    )
    """How many rows of each table lost what they said of the person."""


class MediaUpload(Base, table=True):
    """A file of ours at the provider: once for each channel that sends it, however many messages do.

    Pending ones have ``next_attempt_at`` and ``attempts`` as files have them.
    """

    __tablename__ = "media_uploads"
    __table_args__ = (
        ForeignKeyConstraint(
            ["company_id", "media_id"], ["media.company_id", "media.id"], ondelete="CASCADE"
        ),
        # For the worker, which uploads for all companies in turns.
        Index(
            "ix_media_uploads_due",
            "company_id",
            "next_attempt_at",
            postgresql_where=text("state = 'pending'"),
        ),
    )

    company_id: UUID = Field(primary_key=True)
    media_id: UUID = Field(primary_key=True)
    channel_id: UUID = Field(primary_key=True)
    state: str = Field(sa_type=Text)  # pending | done | failed
    provider_media_id: str | None = Field(default=None, sa_type=Text)
    attempts: int = Field(default=0)
    next_attempt_at: datetime | None = timestamp_field()
    error: str | None = Field(default=None, sa_type=Text)
    asked_at: datetime = timestamp_field(server_now=True)
    ended_at: datetime | None = timestamp_field()


class WebSession(Base, table=True):
    """The session of a WhatsApp Web channel: what is wanted, how it is, and which process holds it."""

    __tablename__ = "sessions"
    __table_args__ = (
        ForeignKeyConstraint(
            ["company_id", "channel_id"], ["channels.company_id", "channels.id"], ondelete="CASCADE"
        ),
        # For the processes that hold sessions, which look over all companies for one to open.
        Index("ix_sessions_wanted", "company_id", "retry_at", postgresql_where=text("desired <> 'closed'")),
    )

    company_id: UUID = Field(primary_key=True)
    channel_id: UUID = Field(primary_key=True)
    state: str = Field(default="idle", sa_type=Text)  # of gateway.domain.sessions
    desired: str = Field(default="closed", sa_type=Text)  # open | closed | logged_out
    pairing: str | None = Field(default=None, sa_type=Text)  # qr | code
    pairing_phone: str | None = Field(default=None, sa_type=Text)
    owner: UUID | None = None
    fence: int = Field(
        default=0, sa_type=BigInteger, nullable=False, sa_column_kwargs={"server_default": text("0")}
    )
    """Grows with each change of hands: who writes under an older one is refused."""
    lease_until: datetime | None = timestamp_field()
    build: str | None = Field(default=None, sa_type=Text)
    """The bridge that opened it at last: one that is outdated waits for another."""
    retry_at: datetime | None = timestamp_field()
    attempts: int = Field(default=0, sa_column_kwargs={"server_default": text("0")})
    last_code: int | None = None
    state_since: datetime = timestamp_field(server_now=True)
    me_phone: str | None = Field(default=None, sa_type=Text)
    me_lid: str | None = Field(default=None, sa_type=Text)
    groups: bool = Field(default=False, sa_column_kwargs={"server_default": text("false")})
    history: bool = Field(default=True, sa_column_kwargs={"server_default": text("true")})
    campaigns: bool = Field(default=False, sa_column_kwargs={"server_default": text("false")})
    cold_until: datetime | None = timestamp_field()
    """Until then no conversation is begun: WhatsApp limits how many new ones an account may have."""
    created_at: datetime = timestamp_field(server_now=True)
    updated_at: datetime = timestamp_field(server_now=True)


class SessionKey(Base, table=True):
    """A session's credentials (kind ``creds``) or one of its Signal keys, sealed (`gateway.sealing`)."""

    __tablename__ = "session_keys"
    __table_args__ = (
        ForeignKeyConstraint(
            ["company_id", "channel_id"], ["sessions.company_id", "sessions.channel_id"], ondelete="CASCADE"
        ),
    )

    company_id: UUID = Field(primary_key=True)
    channel_id: UUID = Field(primary_key=True)
    kind: str = Field(primary_key=True, sa_type=Text)
    key_id: str = Field(primary_key=True, sa_type=Text)
    sealed: bytes = Field(sa_type=LargeBinary)


class SessionChat(Base, table=True):
    """The address that a customer of a WhatsApp Web channel used last, by each alias of theirs."""

    __tablename__ = "session_chats"
    __table_args__ = (
        ForeignKeyConstraint(
            ["company_id", "channel_id"], ["sessions.company_id", "sessions.channel_id"], ondelete="CASCADE"
        ),
    )

    company_id: UUID = Field(primary_key=True)
    channel_id: UUID = Field(primary_key=True)
    alias: str = Field(primary_key=True, sa_type=Text)
    jid: str = Field(sa_type=Text)
    at: datetime = timestamp_field(nullable=False)
