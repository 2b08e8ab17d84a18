"""Campaigns, their audience and recipients, opt-outs, copies of contacts and channels."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from atende_platform.data.migrations import protect

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

TABLES = (
    "campaigns",
    "campaign_targets",
    "recipients",
    "opt_outs",
    "contact_copy",
    "channel_copy",
    "progress_marks",
    "outbox",
)


def _time(name: str, *, nullable: bool = True, server_now: bool = False) -> sa.Column:
    return sa.Column(
        name,
        sa.DateTime(timezone=True),
        nullable=nullable and not server_now,
        server_default=sa.func.now() if server_now else None,
    )


def _campaign_key(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["company_id", "campaign_id"],
        ["campaigns.company_id", "campaigns.id"],
        name=f"fk_{table}_company_id_campaign_id",
        ondelete="CASCADE",
    )


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    _create_campaigns()
    _create_recipients()
    _create_opt_outs()
    _create_copies()
    _create_queues()
    protect(op, "campaign", TABLES)


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    for table in reversed(TABLES):
        op.drop_table(table)


def _create_campaigns() -> None:
    op.create_table(
        "campaigns",
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("channel_id", sa.Uuid(), nullable=False),
        sa.Column("content", postgresql.JSONB(), nullable=False),
        sa.Column("messages_per_second", sa.Double(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("failure", sa.Text(), nullable=True),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        _time("created_at", server_now=True),
        _time("updated_at", server_now=True),
        _time("started_at"),
        _time("finished_at"),
        _time("closed_at"),
        sa.Column("target_count", sa.Integer(), nullable=False),
        sa.Column("expansion_cursor", sa.Uuid(), nullable=True),
        _time("expanded_at"),
        _time("paced_until"),
        sa.Column("counts", postgresql.JSONB(), nullable=False),
        _time("progress_at"),
        sa.PrimaryKeyConstraint("company_id", "id", name="pk_campaigns"),
    )
    op.create_index(
        "ix_campaigns_newest", "campaigns", ["company_id", sa.text("created_at DESC"), sa.text("id DESC")]
    )
    op.create_index(
        "ix_campaigns_open",
        "campaigns",
        ["company_id", "channel_id"],
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_table(
        "campaign_targets",
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column("contact_id", sa.Uuid(), nullable=False),
        sa.Column("missing", sa.Boolean(), nullable=False, server_default=sa.text("false")),
        sa.PrimaryKeyConstraint("company_id", "campaign_id", "contact_id", name="pk_campaign_targets"),
        _campaign_key("campaign_targets"),
    )
    op.create_index(
        "ix_campaign_targets_missing",
        "campaign_targets",
        ["company_id", "campaign_id", "contact_id"],
        postgresql_where=sa.text("missing"),
    )


def _create_recipients() -> None:
    op.create_table(
        "recipients",
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("send_id", sa.Uuid(), nullable=False),
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column("identity", sa.Text(), nullable=False),
        sa.Column("aliases", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("contact_id", sa.Uuid(), nullable=False),
        sa.Column("party", postgresql.JSONB(), nullable=False),
        sa.Column("content", postgresql.JSONB(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        _time("state_at"),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("error_code", sa.Integer(), nullable=True),
        sa.Column("error_title", sa.Text(), nullable=True),
        _time("created_at", server_now=True),
        _time("updated_at", server_now=True),
        _time("dispatched_at"),
        _time("accepted_at"),
        _time("sent_at"),
        _time("delivered_at"),
        _time("read_at"),
        _time("failed_at"),
        sa.PrimaryKeyConstraint("company_id", "send_id", name="pk_recipients"),
        sa.UniqueConstraint(
            "company_id", "campaign_id", "identity", name="uq_recipients_company_id_campaign_id_identity"
        ),
        _campaign_key("recipients"),
    )
    op.create_index("ix_recipients_by_state", "recipients", ["company_id", "campaign_id", "state", "send_id"])
    for name, columns, state in (
        ("ix_recipients_pending", ["company_id", "campaign_id", "send_id"], "pending"),
        ("ix_recipients_pending_identity", ["company_id", "identity"], "pending"),
        ("ix_recipients_dispatched", ["company_id", "campaign_id", "dispatched_at"], "dispatched"),
    ):
        op.create_index(name, "recipients", columns, postgresql_where=sa.text(f"state = '{state}'"))


def _create_opt_outs() -> None:
    op.create_table(
        "opt_outs",
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("identity", sa.Text(), nullable=False),
        sa.Column("channel_id", sa.Uuid(), nullable=True),
        sa.Column("contact_id", sa.Uuid(), nullable=True),
        sa.Column("spellings", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        _time("at", nullable=False),
        sa.PrimaryKeyConstraint("company_id", "id", name="pk_opt_outs"),
        sa.UniqueConstraint(
            "company_id",
            "identity",
            "channel_id",
            name="uq_opt_outs_company_id_identity_channel_id",
            postgresql_nulls_not_distinct=True,
        ),
    )
    op.create_index(
        "ix_opt_outs_newest",
        "opt_outs",
        ["company_id", sa.text("at DESC"), sa.text("id DESC")],
        postgresql_where=sa.text("active"),
    )


def _create_copies() -> None:
    op.create_table(
        "contact_copy",
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("contact_id", sa.Uuid(), nullable=False),
        sa.Column("party", postgresql.JSONB(), nullable=False),
        sa.Column("aliases", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("custom_fields", postgresql.JSONB(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("deleted", sa.Boolean(), nullable=False),
        sa.Column("merged_into", sa.Uuid(), nullable=True),
        sa.PrimaryKeyConstraint("company_id", "contact_id", name="pk_contact_copy"),
    )
    op.create_index("ix_contact_copy_aliases", "contact_copy", ["aliases"], postgresql_using="gin")
    op.create_table(
        "channel_copy",
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("channel_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("messages_per_second", sa.Double(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("company_id", "channel_id", name="pk_channel_copy"),
    )


def _create_queues() -> None:
    op.create_table(
        "progress_marks",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_progress_marks"),
        _campaign_key("progress_marks"),
    )
    op.create_index("ix_progress_marks_campaign", "progress_marks", ["company_id", "campaign_id"])
    op.create_table(
        "outbox",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("traceparent", sa.Text(), nullable=True),
        _time("created_at", server_now=True),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
    )
