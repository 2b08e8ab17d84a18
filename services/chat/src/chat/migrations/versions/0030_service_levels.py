"""Service levels."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from atende_platform.data.migrations import bound_lengths, chars, protect, size

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "log_followers",
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("served_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("company_id", "kind", name=op.f("pk_log_followers")),
    )
    op.create_index("ix_log_followers_served", "log_followers", ["kind", "served_at"], unique=False)
    op.create_table(
        "sla_policies",
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("queue_id", sa.Uuid(), nullable=True),
        sa.Column("first_reply_minutes", sa.Integer(), nullable=True),
        sa.Column("next_reply_minutes", sa.Integer(), nullable=True),
        sa.Column("resolution_minutes", sa.Integer(), nullable=True),
        sa.Column("warn_percent", sa.Integer(), nullable=False),
        sa.Column("business_hours", sa.Boolean(), nullable=False),
        sa.Column("pauses_for_customer", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("company_id", "id", name=op.f("pk_sla_policies")),
    )
    op.create_index(
        "uq_sla_policies_queue",
        "sla_policies",
        ["company_id", "queue_id"],
        unique=True,
        postgresql_nulls_not_distinct=True,
    )
    op.create_table(
        "sla_tickets",
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("ticket_id", sa.Uuid(), nullable=False),
        sa.Column("queue_id", sa.Uuid(), nullable=True),
        sa.Column("business_hours", sa.Boolean(), nullable=False),
        sa.Column(
            "clocks", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'{}'"), nullable=False
        ),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("shown", sa.Boolean(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("company_id", "ticket_id", name=op.f("pk_sla_tickets")),
    )
    op.create_index(
        "ix_sla_tickets_next",
        "sla_tickets",
        ["company_id", "next_at"],
        unique=False,
        postgresql_where=sa.text("next_at IS NOT NULL"),
    )
    op.create_index(
        "ix_sla_tickets_not_shown",
        "sla_tickets",
        ["company_id", "ticket_id"],
        unique=False,
        postgresql_where=sa.text("NOT shown"),
    )
    op.create_index("ix_sla_tickets_updated", "sla_tickets", ["updated_at"], unique=False)
    op.add_column("tickets", sa.Column("due_at", sa.DateTime(timezone=True), nullable=True))
    protect(op, "chat", ["log_followers"])
    protect(op, "chat", ["sla_policies"])
    protect(op, "chat", ["sla_tickets"])
    bound_lengths(op, {"log_followers": {"kind": chars(50)}, "sla_tickets": {"clocks": size(4096)}})


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_column("tickets", "due_at")
    op.drop_index("ix_sla_tickets_updated", table_name="sla_tickets")
    op.drop_index("ix_sla_tickets_not_shown", table_name="sla_tickets", postgresql_where=sa.text("NOT shown"))
    op.drop_index(
        "ix_sla_tickets_next", table_name="sla_tickets", postgresql_where=sa.text("next_at IS NOT NULL")
    )
    op.drop_table("sla_tickets")
    op.drop_index("uq_sla_policies_queue", table_name="sla_policies", postgresql_nulls_not_distinct=True)
    op.drop_table("sla_policies")
    op.drop_index("ix_log_followers_served", table_name="log_followers")
    op.drop_table("log_followers")
