"""The tables of auth. Only the repository uses them."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKeyConstraint,
    Identity,
    Index,
    LargeBinary,
    PrimaryKeyConstraint,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel

from atende_contracts.ids import uuid7
from atende_platform.data.db import new_metadata, timestamp_field
from atende_platform.data.idempotency import idempotency_table
from atende_platform.messaging.outbox import outbox_table


class Base(SQLModel, registry=registry(metadata=new_metadata())):
    """Keeps this service's tables in a metadata of their own."""


class Company(Base, table=True):
    """A tenant. Its id is its ``company_id``, so that it lies under the same policy as what it owns."""

    __tablename__ = "companies"
    __table_args__ = (
        Index("ix_companies_suspended", "company_id", postgresql_where=text("suspended_at IS NOT NULL")),
    )

    company_id: UUID = Field(default_factory=uuid7, primary_key=True)
    name: str = Field(sa_type=Text)
    time_zone: str = Field(default="America/Sao_Paulo", sa_type=Text)
    locale: str = Field(default="pt-BR", sa_type=Text)
    reopen_hours: float = 24.0
    limits: dict[str, float] = Field(
        default_factory=dict, sa_type=JSONB, sa_column_kwargs={"server_default": text("'{}'")}
    )
    """What the company chose for itself, by the names of `atende_platform.identity.company_limits.Limits`."""
    granted_limits: dict[str, float] = Field(
        default_factory=dict, sa_type=JSONB, sa_column_kwargs={"server_default": text("'{}'")}
    )
    """What the installation grants it: in force unless it chose less, and the most that it may choose."""
    suspended_at: datetime | None = timestamp_field()
    suspended_reason: str | None = Field(default=None, sa_type=Text)
    revision: int = 1
    created_at: datetime = timestamp_field(server_now=True)
    updated_at: datetime = timestamp_field(server_now=True)

    @property
    def id(self) -> UUID:
        return self.company_id


class Login(Base, table=True):
    """How a person signs in. It belongs to no company: only the worker role sees it (docs/adr/0014)."""

    __tablename__ = "logins"
    __table_args__ = (Index("uq_logins_email", text("lower(email)"), unique=True),)

    id: UUID = Field(default_factory=uuid7, primary_key=True)
    email: str = Field(sa_type=Text)
    password_hash: str = Field(sa_type=Text)
    created_at: datetime = timestamp_field(server_now=True)
    password_changed_at: datetime = timestamp_field(server_now=True)
    email_verified_at: datetime | None = timestamp_field()
    preferences: dict[str, Any] = Field(
        default_factory=dict, sa_type=JSONB, sa_column_kwargs={"server_default": text("'{}'")}
    )
    """How the person wants the console; what is absent goes by its default."""


class LoginLink(Base, table=True):
    """What a token lets its holder do to a login, once; the token is known by its hash only.

    Of a kind a login has one link. ``data`` is what the link is about, if not the login itself.
    """

    __tablename__ = "login_links"
    __table_args__ = (
        PrimaryKeyConstraint("login_id", "kind"),
        ForeignKeyConstraint(["login_id"], ["logins.id"], ondelete="CASCADE"),
        CheckConstraint(
            "kind IN ('password-reset', 'totp-reset', 'email-change', 'company-choice', 'reset-review')",
            name="kind",
        ),
        UniqueConstraint("token_hash"),
        Index("ix_login_links_expires_at", "expires_at"),
    )

    login_id: UUID
    kind: str = Field(sa_type=Text)
    token_hash: bytes = Field(sa_type=LargeBinary)
    data: dict[str, Any] = Field(
        default_factory=dict, sa_type=JSONB, sa_column_kwargs={"server_default": text("'{}'")}
    )
    expires_at: datetime = timestamp_field(nullable=False)


class Registration(Base, table=True):
    """A company that a person asked for, until they show that they read the mailbox.

    Nothing else is kept of it. An address may have several: one that another asks for leaves one's own.
    """

    __tablename__ = "registrations"
    __table_args__ = (
        UniqueConstraint("token_hash"),
        Index("ix_registrations_email", text("lower(email)")),
        Index("ix_registrations_expires_at", "expires_at"),
    )

    id: UUID = Field(default_factory=uuid7, primary_key=True)
    token_hash: bytes = Field(sa_type=LargeBinary)
    company_name: str = Field(sa_type=Text)
    name: str = Field(sa_type=Text)
    email: str = Field(sa_type=Text)
    password_hash: str = Field(sa_type=Text)
    created_at: datetime = timestamp_field(server_now=True)
    expires_at: datetime = timestamp_field(nullable=False)


class InstallationAdmin(Base, table=True):
    """An administrator of the installation, by a token that is known by its hash only."""

    __tablename__ = "installation_admins"
    __table_args__ = (UniqueConstraint("token_hash"),)

    id: UUID = Field(default_factory=uuid7, primary_key=True)
    name: str = Field(sa_type=Text)
    token_hash: bytes = Field(sa_type=LargeBinary)
    created_at: datetime = timestamp_field(server_now=True)
    expires_at: datetime = timestamp_field(nullable=False)
    revoked_at: datetime | None = timestamp_field()


class User(Base, table=True):
    """A person's membership in a company.

    ``login_id`` is null until the person accepts. ``email`` is a copy of the login's, or where the
    invitation went.
    """

    __tablename__ = "users"
    __table_args__ = (
        PrimaryKeyConstraint("company_id", "id"),
        ForeignKeyConstraint(["company_id"], ["companies.company_id"]),
        ForeignKeyConstraint(["login_id"], ["logins.id"]),
        CheckConstraint("state IN ('active', 'disabled')", name="state"),
        Index("uq_users_company_id_email", "company_id", text("lower(email)"), unique=True),
        Index("uq_users_company_id_login_id", "company_id", "login_id", unique=True),
        Index("ix_users_login_id", "login_id"),
        Index("ix_users_company_id_created_at_id", "company_id", "created_at", "id"),
    )

    company_id: UUID
    id: UUID = Field(default_factory=uuid7)
    login_id: UUID | None = None
    name: str = Field(sa_type=Text)
    email: str = Field(sa_type=Text)
    state: str = Field(sa_type=Text, default="active")
    created_at: datetime = timestamp_field(server_now=True)
    joined_at: datetime | None = timestamp_field()
    """When the person first entered the company."""


class Membership(Base, table=True):
    """The role of a user in their company."""

    __tablename__ = "memberships"
    __table_args__ = (
        PrimaryKeyConstraint("company_id", "user_id"),
        ForeignKeyConstraint(["company_id", "user_id"], ["users.company_id", "users.id"], ondelete="CASCADE"),
        CheckConstraint("role IN ('owner', 'admin', 'agent', 'viewer')", name="role"),
    )

    company_id: UUID
    user_id: UUID
    role: str = Field(sa_type=Text)
    generation: UUID = Field(
        default_factory=uuid4, sa_column_kwargs={"server_default": text("gen_random_uuid()")}
    )
    """What access tokens name; another one with each change of the role or of the user's state."""
    revision: int = Field(default=1, sa_column_kwargs={"server_default": text("1")})
    """Counts what is announced of the user."""


class RetiredGeneration(Base, table=True):
    """A generation whose access tokens are to be refused; kept until the last of them has expired."""

    __tablename__ = "retired_generations"
    __table_args__ = (
        PrimaryKeyConstraint("company_id", "generation"),
        ForeignKeyConstraint(["company_id"], ["companies.company_id"]),
        # For the worker, which looks over all companies.
        Index("ix_retired_generations_retired_at", "retired_at"),
    )

    company_id: UUID
    generation: UUID
    retired_at: datetime = timestamp_field(server_now=True)


class UserSession(Base, table=True):
    """One sign-in on one device: the family of its refresh tokens."""

    __tablename__ = "sessions"
    __table_args__ = (
        PrimaryKeyConstraint("company_id", "id"),
        ForeignKeyConstraint(["company_id", "user_id"], ["users.company_id", "users.id"], ondelete="CASCADE"),
        Index("ix_sessions_company_id_user_id", "company_id", "user_id"),
        # For the expiry job, which looks over all companies.
        Index("ix_sessions_expires_at", "expires_at"),
        Index("ix_sessions_revoked_at", "revoked_at", postgresql_where=text("revoked_at IS NOT NULL")),
    )

    company_id: UUID
    id: UUID = Field(default_factory=uuid7)
    user_id: UUID
    created_at: datetime = timestamp_field(server_now=True)
    last_used_at: datetime = timestamp_field(server_now=True)
    expires_at: datetime = timestamp_field(nullable=False)
    revoked_at: datetime | None = timestamp_field()
    user_agent: str = Field(sa_type=Text)
    address: str = Field(sa_type=Text)


class RefreshToken(Base, table=True):
    """A refresh token, known by its hash only.

    The hash is unique over all companies: anyone who presents a token names no company. ``parent_id``
    is provenance without a foreign key, because the parent expires first. ``successor_enc`` can be
    opened only with the token itself, which is not stored.
    """

    __tablename__ = "refresh_tokens"
    __table_args__ = (
        PrimaryKeyConstraint("company_id", "id"),
        ForeignKeyConstraint(
            ["company_id", "session_id"], ["sessions.company_id", "sessions.id"], ondelete="CASCADE"
        ),
        UniqueConstraint("token_hash"),
        Index("ix_refresh_tokens_company_id_session_id", "company_id", "session_id"),
        # For the expiry job, which looks over all companies.
        Index("ix_refresh_tokens_expires_at", "expires_at"),
        Index(
            "ix_refresh_tokens_sealed_used_at", "used_at", postgresql_where=text("successor_enc IS NOT NULL")
        ),
    )

    company_id: UUID
    id: UUID = Field(default_factory=uuid7)
    session_id: UUID
    token_hash: bytes = Field(sa_type=LargeBinary)
    parent_id: UUID | None = None
    created_at: datetime = timestamp_field(server_now=True)
    expires_at: datetime = timestamp_field(nullable=False)
    used_at: datetime | None = timestamp_field()
    successor_enc: bytes | None = Field(default=None, sa_type=LargeBinary)


class Invitation(Base, table=True):
    """A person who may become a user, by a link whose token is known by its hash only.

    The hash is unique over all companies: anyone who presents a token names no company.
    """

    __tablename__ = "invitations"
    __table_args__ = (
        PrimaryKeyConstraint("company_id", "id"),
        ForeignKeyConstraint(["company_id"], ["companies.company_id"]),
        UniqueConstraint("token_hash"),
        CheckConstraint("role IN ('owner', 'admin', 'agent', 'viewer')", name="role"),
        Index(
            "uq_invitations_open",
            "company_id",
            text("lower(email)"),
            unique=True,
            postgresql_where=text("accepted_at IS NULL AND revoked_at IS NULL"),
        ),
        # For the expiry job, which looks over all companies.
        Index("ix_invitations_expires_at", "expires_at"),
        Index("ix_invitations_company_id_invited_by", "company_id", "invited_by"),
    )

    company_id: UUID
    id: UUID = Field(default_factory=uuid7)
    email: str = Field(sa_type=Text)
    role: str = Field(sa_type=Text)
    token_hash: bytes = Field(sa_type=LargeBinary)
    invited_by: UUID | None = None
    """None: an operator."""
    created_at: datetime = timestamp_field(server_now=True)
    expires_at: datetime = timestamp_field(nullable=False)
    accepted_at: datetime | None = timestamp_field()
    revoked_at: datetime | None = timestamp_field()


class Totp(Base, table=True):
    """The second factor of a login. The secret is sealed (`auth.totp`), recovery codes are hashed.

    Without ``confirmed_at`` it is pending and does not count. Codes of ``last_step`` and before are used up.
    ``sealed_for`` is the row that the secret is sealed for: older ones are sealed for a user of a company.
    """

    __tablename__ = "totps"
    __table_args__ = (ForeignKeyConstraint(["login_id"], ["logins.id"], ondelete="CASCADE"),)

    login_id: UUID = Field(primary_key=True)
    sealed_for: str = Field(sa_type=Text)
    secret_enc: bytes = Field(sa_type=LargeBinary)
    confirmed_at: datetime | None = timestamp_field()
    last_step: int = Field(sa_type=BigInteger)
    recovery_hashes: list[bytes] = Field(sa_type=ARRAY(LargeBinary))


class Notice(Base, table=True):
    """An e-mail about an account that is to be sent, or was, to the address that the person had then."""

    __tablename__ = "notices"
    __table_args__ = (
        PrimaryKeyConstraint("company_id", "id"),
        ForeignKeyConstraint(["company_id", "user_id"], ["users.company_id", "users.id"], ondelete="CASCADE"),
        Index("ix_notices_company_id_user_id_created_at", "company_id", "user_id", "created_at"),
        # For the worker, which looks over all companies.
        Index("ix_notices_due", "next_try_at", postgresql_where=text("sent_at IS NULL")),
        Index("ix_notices_created_at", "created_at"),
    )

    company_id: UUID
    id: UUID = Field(default_factory=uuid7)
    user_id: UUID
    kind: str = Field(sa_type=Text)
    email: str = Field(sa_type=Text)
    locale: str = Field(sa_type=Text)
    data: dict[str, Any] = Field(sa_type=JSONB)
    last: bool
    """Whether it is the last on its subject within an hour."""
    created_at: datetime = timestamp_field(server_now=True)
    next_try_at: datetime = timestamp_field(server_now=True)
    attempts: int = Field(default=0, sa_column_kwargs={"server_default": text("0")})
    sent_at: datetime | None = timestamp_field()


class KnownDevice(Base, table=True):
    """A device that a login signs in from: its network, browser and system (`auth.domain.device_key`)."""

    __tablename__ = "known_devices"
    __table_args__ = (
        PrimaryKeyConstraint("login_id", "device"),
        ForeignKeyConstraint(["login_id"], ["logins.id"], ondelete="CASCADE"),
    )

    login_id: UUID
    device: str = Field(sa_type=Text)
    seen_at: datetime = timestamp_field(server_now=True)


class ApiKey(Base, table=True):
    """What a program of a company's signs its requests with, known by its hash only."""

    __tablename__ = "api_keys"
    __table_args__ = (
        PrimaryKeyConstraint("company_id", "id"),
        ForeignKeyConstraint(["company_id"], ["companies.company_id"]),
        Index("ix_api_keys_company_id_created_at_id", "company_id", "created_at", "id"),
        Index("ix_api_keys_company_id_created_by", "company_id", "created_by"),
        # For the worker, which looks over all companies.
        Index("ix_api_keys_live", "id", postgresql_where=text("revoked_at IS NULL")),
        Index("ix_api_keys_revoked_at", "revoked_at", postgresql_where=text("revoked_at IS NOT NULL")),
        Index("ix_api_keys_expires_at", "expires_at", postgresql_where=text("expires_at IS NOT NULL")),
    )

    company_id: UUID
    id: UUID = Field(default_factory=uuid7)
    name: str = Field(sa_type=Text)
    key_hash: bytes = Field(sa_type=LargeBinary)
    scopes: list[str] = Field(sa_type=ARRAY(Text))
    created_by: UUID
    created_at: datetime = timestamp_field(server_now=True)
    expires_at: datetime | None = timestamp_field()
    last_used_at: datetime | None = timestamp_field()
    revoked_at: datetime | None = timestamp_field()


class CompanyErasure(Base, table=True):
    """A company that is to be erased, or was: in the end what is known of it is its id, and what went."""

    __tablename__ = "company_erasures"
    __table_args__ = (
        PrimaryKeyConstraint("company_id"),
        CheckConstraint("status IN ('scheduled', 'running', 'erased')", name="status"),
        # For the worker, which looks over all companies.
        Index("ix_company_erasures_due_at", "due_at", postgresql_where=text("due_at IS NOT NULL")),
    )

    company_id: UUID
    id: UUID = Field(default_factory=uuid7)
    status: str = Field(sa_type=Text)
    reason: str = Field(sa_type=Text)
    requested_by: str = Field(sa_type=Text)
    """Which operator."""
    requested_at: datetime = timestamp_field(nullable=False)
    erases_at: datetime = timestamp_field(nullable=False)
    """Until then it can be taken back."""
    due_at: datetime | None = timestamp_field()
    was_suspended: bool
    """Before it was to be erased: it is what it was if that is taken back."""
    confirmations: dict[str, str] = Field(
        default_factory=dict, sa_type=JSONB, sa_column_kwargs={"server_default": text("'{}'")}
    )
    """When each service said that it has nothing any more."""
    erased: dict[str, dict[str, int]] = Field(
        default_factory=dict, sa_type=JSONB, sa_column_kwargs={"server_default": text("'{}'")}
    )
    """By service and table, how many rows were deleted: what is kept as a proof."""
    finished_at: datetime | None = timestamp_field()
    audit_erased_at: datetime | None = timestamp_field()
    """When its audit log was deleted, which is kept for longer than all else."""


class AuditEntry(Base, table=True):
    """Who did what. Append only: neither the app role nor the worker role may change or delete it."""

    __tablename__ = "audit_log"
    __table_args__ = (
        PrimaryKeyConstraint("company_id", "id"),
        Index("ix_audit_log_company_id_at_id", "company_id", "at", "id"),
        # One for each filter of the list.
        Index("ix_audit_log_company_id_action_at_id", "company_id", "action", "at", "id"),
        Index("ix_audit_log_company_id_actor_id_at_id", "company_id", "actor_id", "at", "id"),
        Index("ix_audit_log_company_id_object_type_at_id", "company_id", "object_type", "at", "id"),
        Index("ix_audit_log_company_id_object_id_at_id", "company_id", "object_id", "at", "id"),
    )

    company_id: UUID
    id: UUID = Field(default_factory=uuid7)
    at: datetime = timestamp_field(server_now=True)
    actor_id: UUID | None = None
    actor_kind: str = Field(sa_type=Text, default="user")
    action: str = Field(sa_type=Text)
    object_type: str = Field(sa_type=Text)
    object_id: str | None = Field(default=None, sa_type=Text)
    address: str | None = Field(default=None, sa_type=Text)
    details: dict[str, Any] = Field(default_factory=dict, sa_type=JSONB)


class AuditUnsealed(Base, table=True):
    """An entry of the audit log that the worker has still to link to its chain."""

    __tablename__ = "audit_unsealed"
    __table_args__ = (
        PrimaryKeyConstraint("company_id", "entry_id"),
        Index("ix_audit_unsealed_number", "number"),
    )

    company_id: UUID
    entry_id: UUID
    number: int | None = Field(
        default=None, sa_column=Column("number", BigInteger, Identity(always=True), nullable=False)
    )


class AuditLink(Base, table=True):
    """The place of an entry in its company's chain. Append only, as the entries are."""

    __tablename__ = "audit_links"
    __table_args__ = (
        PrimaryKeyConstraint("company_id", "position"),
        UniqueConstraint("company_id", "entry_id", name="uq_audit_links_company_id_entry_id"),
    )

    company_id: UUID
    position: int = Field(sa_type=BigInteger)
    entry_id: UUID
    hash: bytes = Field(sa_type=LargeBinary)


class AuditHead(Base, table=True):
    """The last link of a company's chain, kept apart so that a shortened chain shows."""

    __tablename__ = "audit_heads"
    __table_args__ = (PrimaryKeyConstraint("company_id"),)

    company_id: UUID
    position: int = Field(sa_type=BigInteger)
    hash: bytes = Field(sa_type=LargeBinary)
    checkpoint_position: int = Field(default=0, sa_type=BigInteger)
    """The position that was last written to the log of the process."""


idempotency_table(Base.metadata)
outbox_table(Base.metadata)
