"""Automations."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from atende_platform.data.migrations import bound_lengths, chars, protect, size

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "automation_runs",
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("automation_id", sa.Uuid(), nullable=False),
        sa.Column("ticket_id", sa.Uuid(), nullable=False),
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("event_seq", sa.BigInteger(), nullable=False),
        sa.Column("depth", sa.Integer(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("action", sa.Integer(), nullable=True),
        sa.Column("first_seq", sa.BigInteger(), nullable=True),
        sa.Column("last_seq", sa.BigInteger(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("status IN ('done', 'failed', 'skipped')", name=op.f("ck_automation_runs_status")),
        sa.PrimaryKeyConstraint("company_id", "id", name=op.f("pk_automation_runs")),
    )
    op.create_index("ix_automation_runs_at", "automation_runs", ["at"], unique=False)
    op.create_index(
        "ix_automation_runs_of_ticket", "automation_runs", ["company_id", "ticket_id", "at"], unique=False
    )
    op.create_index(
        "ix_automation_runs_published",
        "automation_runs",
        ["company_id", "last_seq"],
        unique=False,
        postgresql_where=sa.text("last_seq IS NOT NULL"),
    )
    op.create_index(
        "ix_automation_runs_recent",
        "automation_runs",
        ["company_id", "automation_id", sa.literal_column("at DESC"), sa.literal_column("id DESC")],
        unique=False,
    )
    op.create_table(
        "automations",
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("match", sa.Text(), nullable=False),
        sa.Column("conditions", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("actions", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("active_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("match IN ('all', 'any')", name=op.f("ck_automations_match")),
        sa.PrimaryKeyConstraint("company_id", "id", name=op.f("pk_automations")),
    )
    op.create_index(
        "uq_automations_name", "automations", ["company_id", sa.literal_column("lower(name)")], unique=True
    )
    protect(op, "chat", ["automation_runs"])
    protect(op, "chat", ["automations"])
    bound_lengths(
        op,
        {
            "automation_runs": {"event": chars(50), "status": chars(20), "error": chars(100)},
            "automations": {
                "name": chars(60),
                "event": chars(50),
                "match": chars(10),
                "conditions": size(128 * 1024),
                "actions": size(256 * 1024),
            },
        },
    )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_index("uq_automations_name", table_name="automations")
    op.drop_table("automations")
    op.drop_index("ix_automation_runs_recent", table_name="automation_runs")
    op.drop_index(
        "ix_automation_runs_published",
        table_name="automation_runs",
        postgresql_where=sa.text("last_seq IS NOT NULL"),
    )
    op.drop_index("ix_automation_runs_of_ticket", table_name="automation_runs")
    op.drop_index("ix_automation_runs_at", table_name="automation_runs")
    op.drop_table("automation_runs")
