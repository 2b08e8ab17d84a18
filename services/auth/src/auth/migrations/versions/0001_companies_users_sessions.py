"""Companies, users, sessions, refresh tokens, audit log, outbox."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from atende_platform.data.migrations import protect

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

TABLES = ("companies", "users", "memberships", "sessions", "refresh_tokens", "audit_log", "outbox")


def _time(name: str, *, nullable: bool = False, now: bool = False) -> sa.Column:
    default = sa.func.now() if now else None
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable, server_default=default)


def upgrade() -> None:
    op.create_table(
        "companies",
        sa.Column("company_id", sa.Uuid, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("time_zone", sa.Text, nullable=False),
        sa.Column("locale", sa.Text, nullable=False),
        sa.Column("reopen_hours", sa.Float, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        _time("created_at", now=True),
        _time("updated_at", now=True),
        sa.PrimaryKeyConstraint("company_id", name="pk_companies"),
    )
    op.create_table(
        "users",
        sa.Column("company_id", sa.Uuid, nullable=False),
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("email", sa.Text, nullable=False),
        sa.Column("password_hash", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        _time("created_at", now=True),
        sa.PrimaryKeyConstraint("company_id", "id", name="pk_users"),
        sa.ForeignKeyConstraint(["company_id"], ["companies.company_id"], name="fk_users_company_id"),
        sa.CheckConstraint("state IN ('active', 'disabled')", name="state"),
    )
    op.create_index("uq_users_login_name", "users", [sa.text("lower(email)")], unique=True)
    op.create_index("ix_users_company_id_created_at_id", "users", ["company_id", "created_at", "id"])
    op.create_table(
        "memberships",
        sa.Column("company_id", sa.Uuid, nullable=False),
        sa.Column("user_id", sa.Uuid, nullable=False),
        sa.Column("role", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("company_id", "user_id", name="pk_memberships"),
        sa.ForeignKeyConstraint(
            ["company_id", "user_id"],
            ["users.company_id", "users.id"],
            name="fk_memberships_company_id_user_id",
            ondelete="CASCADE",
        ),
        sa.CheckConstraint("role IN ('owner', 'admin', 'agent', 'viewer')", name="role"),
    )
    op.create_table(
        "sessions",
        sa.Column("company_id", sa.Uuid, nullable=False),
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("user_id", sa.Uuid, nullable=False),
        _time("created_at", now=True),
        _time("last_used_at", now=True),
        _time("expires_at"),
        _time("revoked_at", nullable=True),
        sa.Column("user_agent", sa.Text, nullable=False),
        sa.Column("address", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("company_id", "id", name="pk_sessions"),
        sa.ForeignKeyConstraint(
            ["company_id", "user_id"],
            ["users.company_id", "users.id"],
            name="fk_sessions_company_id_user_id",
            ondelete="CASCADE",
        ),
    )
    op.create_index("ix_sessions_company_id_user_id", "sessions", ["company_id", "user_id"])
    op.create_index("ix_sessions_expires_at", "sessions", ["expires_at"])
    op.create_index(
        "ix_sessions_revoked_at",
        "sessions",
        ["revoked_at"],
        postgresql_where=sa.text("revoked_at IS NOT NULL"),
    )
    op.create_table(
        "refresh_tokens",
        sa.Column("company_id", sa.Uuid, nullable=False),
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("session_id", sa.Uuid, nullable=False),
        sa.Column("token_hash", sa.LargeBinary, nullable=False),
        sa.Column("parent_id", sa.Uuid),
        _time("created_at", now=True),
        _time("expires_at"),
        _time("used_at", nullable=True),
        sa.Column("successor_enc", sa.LargeBinary),
        sa.PrimaryKeyConstraint("company_id", "id", name="pk_refresh_tokens"),
        sa.ForeignKeyConstraint(
            ["company_id", "session_id"],
            ["sessions.company_id", "sessions.id"],
            name="fk_refresh_tokens_company_id_session_id",
            ondelete="CASCADE",
        ),
        sa.UniqueConstraint("token_hash", name="uq_refresh_tokens_token_hash"),
    )
    op.create_index("ix_refresh_tokens_company_id_session_id", "refresh_tokens", ["company_id", "session_id"])
    op.create_index("ix_refresh_tokens_expires_at", "refresh_tokens", ["expires_at"])
    op.create_index(
        "ix_refresh_tokens_sealed_used_at",
        "refresh_tokens",
        ["used_at"],
        postgresql_where=sa.text("successor_enc IS NOT NULL"),
    )
    op.create_table(
        "audit_log",
        sa.Column("company_id", sa.Uuid, nullable=False),
        sa.Column("id", sa.Uuid, nullable=False),
        _time("at", now=True),
        sa.Column("actor_id", sa.Uuid),
        sa.Column("action", sa.Text, nullable=False),
        sa.Column("subject_id", sa.Uuid),
        sa.Column("address", sa.Text),
        sa.Column("details", JSONB, nullable=False),
        sa.PrimaryKeyConstraint("company_id", "id", name="pk_audit_log"),
        sa.ForeignKeyConstraint(["company_id"], ["companies.company_id"], name="fk_audit_log_company_id"),
    )
    op.create_table(
        "outbox",
        sa.Column("id", sa.BigInteger, sa.Identity(always=True), nullable=False),
        sa.Column("company_id", sa.Uuid, nullable=False),
        sa.Column("event_id", sa.Uuid, nullable=False),
        sa.Column("topic", sa.Text, nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("type", sa.Text, nullable=False),
        sa.Column("payload", sa.Text, nullable=False),
        sa.Column("traceparent", sa.Text),
        _time("created_at", now=True),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
    )
    protect(op, "auth", TABLES)
    # The provisioned default privileges allow everything; the audit log may only grow.
    op.execute("REVOKE UPDATE, DELETE ON audit_log FROM auth_app, auth_worker")


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
