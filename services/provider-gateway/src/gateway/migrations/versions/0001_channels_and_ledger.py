"""Channels, credentials, the send ledger and its projections."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from atende_platform.data.migrations import protect

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

TABLES = (
    "channels",
    "credentials",
    "sends",
    "campaign_control",
    "suppressions",
    "unmatched_statuses",
    "outbox",
)


def _time(name: str, *, nullable: bool = True, now: bool = False) -> sa.Column:
    return sa.Column(
        name,
        sa.DateTime(timezone=True),
        nullable=nullable and not now,
        server_default=sa.func.now() if now else None,
    )


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "channels",
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("provider", sa.Text(), nullable=False),
        sa.Column("phone_number_id", sa.Text(), nullable=False),
        sa.Column("waba_id", sa.Text()),
        sa.Column("display_phone", sa.Text()),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("status_reason", sa.Text()),
        sa.Column("messages_per_second", sa.Float(), nullable=False),
        sa.Column("verify_token", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        _time("created_at", now=True),
        _time("updated_at", now=True),
        sa.PrimaryKeyConstraint("company_id", "id", name="pk_channels"),
        sa.CheckConstraint("status IN ('active', 'disabled', 'error', 'deleted')", name="status"),
    )
    op.create_index(
        "uq_channels_phone_number_id",
        "channels",
        ["phone_number_id"],
        unique=True,
        postgresql_where=sa.text("status <> 'deleted'"),
    )
    op.create_index("ix_channels_company_id_created_at_id", "channels", ["company_id", "created_at", "id"])
    op.create_table(
        "credentials",
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("channel_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        _time("updated_at", now=True),
        sa.PrimaryKeyConstraint("company_id", "channel_id", "kind", name="pk_credentials"),
        sa.ForeignKeyConstraint(
            ["company_id", "channel_id"],
            ["channels.company_id", "channels.id"],
            name="fk_credentials_company_id_channel_id",
            ondelete="CASCADE",
        ),
    )
    op.create_table(
        "sends",
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("send_id", sa.Uuid(), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("campaign_id", sa.Uuid()),
        sa.Column("message_id", sa.Uuid()),
        sa.Column("channel_id", sa.Uuid(), nullable=False),
        sa.Column("recipient_keys", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("request", postgresql.JSONB()),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("fence", sa.BigInteger(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        _time("lease_until"),
        _time("next_attempt_at"),
        sa.Column("provider_message_id", sa.Text()),
        sa.Column("error", postgresql.JSONB()),
        _time("created_at", now=True),
        _time("updated_at", now=True),
        sa.PrimaryKeyConstraint("company_id", "send_id", name="pk_sends"),
        # What the sweeps rely on: whoever sends has a lease, whoever waits has a time and a content.
        sa.CheckConstraint("state <> 'sending' OR lease_until IS NOT NULL", name="sending_has_lease"),
        sa.CheckConstraint(
            "state <> 'retryable' OR (next_attempt_at IS NOT NULL AND request IS NOT NULL)",
            name="retryable_can_be_sent",
        ),
    )
    op.create_index(
        "ix_sends_provider_message_id", "sends", ["company_id", "channel_id", "provider_message_id"]
    )
    op.create_index(
        "ix_sends_lease_until", "sends", ["lease_until"], postgresql_where=sa.text("state = 'sending'")
    )
    op.create_index(
        "ix_sends_next_attempt_at",
        "sends",
        ["company_id", "channel_id", "next_attempt_at"],
        postgresql_where=sa.text("state = 'retryable'"),
    )
    op.create_table(
        "campaign_control",
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column("channel_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("company_id", "campaign_id", name="pk_campaign_control"),
    )
    op.create_table(
        "suppressions",
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("identity", sa.Text(), nullable=False),
        sa.Column("channel_id", sa.Uuid(), nullable=False),
        sa.Column("opted_out", sa.Boolean(), nullable=False),
        _time("changed_at", nullable=False),
        sa.PrimaryKeyConstraint("company_id", "identity", "channel_id", name="pk_suppressions"),
    )
    op.create_table(
        "unmatched_statuses",
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("channel_id", sa.Uuid(), nullable=False),
        sa.Column("provider_message_id", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("send_id", sa.Uuid()),
        sa.Column("error", postgresql.JSONB()),
        _time("at", nullable=False),
        _time("received_at", now=True),
        sa.PrimaryKeyConstraint(
            "company_id", "channel_id", "provider_message_id", "state", name="pk_unmatched_statuses"
        ),
    )
    op.create_index("ix_unmatched_statuses_received_at", "unmatched_statuses", ["received_at"])
    op.create_table(
        "outbox",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("traceparent", sa.Text()),
        _time("created_at", now=True),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
    )
    protect(op, "gateway", TABLES)


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    for table in reversed(TABLES):
        op.drop_table(table)
