"""What companies decide about their inbox, and about single channels."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from atende_platform.data.migrations import bound_lengths, chars, protect, size

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "policies",
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("visibility", sa.Text(), nullable=False),
        sa.Column("reopen_rule", sa.Text(), nullable=True),
        sa.Column("reopen_hours", sa.Float(), nullable=True),
        sa.Column("assignment", sa.Text(), nullable=False),
        sa.Column("agent_capacity", sa.Integer(), nullable=True),
        sa.Column("release_offline_minutes", sa.Integer(), nullable=True),
        sa.Column("close_after_hours", sa.Integer(), nullable=True),
        sa.Column("close_message", sa.Text(), nullable=True),
        sa.Column("greeting_enabled", sa.Boolean(), nullable=False),
        sa.Column("greeting", sa.Text(), nullable=True),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "assignment IN ('manual', 'round_robin', 'least_busy')", name=op.f("ck_policies_assignment")
        ),
        sa.CheckConstraint(
            "reopen_rule IN ('hours', 'always', 'never')", name=op.f("ck_policies_reopen_rule")
        ),
        sa.CheckConstraint("visibility IN ('queues', 'all')", name=op.f("ck_policies_visibility")),
        sa.PrimaryKeyConstraint("company_id", name=op.f("pk_policies")),
    )
    op.create_index(
        "ix_policies_assigning",
        "policies",
        ["company_id"],
        unique=False,
        postgresql_where=sa.text("assignment <> 'manual'"),
    )
    op.create_index(
        "ix_policies_closing",
        "policies",
        ["company_id"],
        unique=False,
        postgresql_where=sa.text("close_after_hours IS NOT NULL"),
    )
    op.create_index(
        "ix_policies_releasing",
        "policies",
        ["company_id"],
        unique=False,
        postgresql_where=sa.text("release_offline_minutes IS NOT NULL"),
    )
    op.create_table(
        "channel_policies",
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("channel_id", sa.Uuid(), nullable=False),
        sa.Column("default_queue_id", sa.Uuid(), nullable=True),
        sa.Column("reopen_rule", sa.Text(), nullable=True),
        sa.Column("reopen_hours", sa.Float(), nullable=True),
        sa.Column("close_after_hours", sa.Integer(), nullable=True),
        sa.Column("close_message", sa.Text(), nullable=True),
        sa.Column("greeting_enabled", sa.Boolean(), nullable=True),
        sa.Column("greeting", sa.Text(), nullable=True),
        sa.Column("menu", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "reopen_rule IN ('hours', 'always', 'never')", name=op.f("ck_channel_policies_reopen_rule")
        ),
        sa.ForeignKeyConstraint(
            ["company_id", "default_queue_id"],
            ["queues.company_id", "queues.id"],
            name=op.f("fk_channel_policies_company_id_default_queue_id"),
        ),
        sa.PrimaryKeyConstraint("company_id", "channel_id", name=op.f("pk_channel_policies")),
    )
    op.create_index(
        "ix_channel_policies_closing",
        "channel_policies",
        ["company_id"],
        unique=False,
        postgresql_where=sa.text("close_after_hours IS NOT NULL"),
    )
    op.create_index(
        "ix_channel_policies_of_queue",
        "channel_policies",
        ["company_id", "default_queue_id"],
        unique=False,
        postgresql_where=sa.text("default_queue_id IS NOT NULL"),
    )
    protect(op, "chat", ["policies", "channel_policies"])
    bound_lengths(
        op,
        {
            "policies": {
                "visibility": chars(20),
                "reopen_rule": chars(20),
                "assignment": chars(20),
                "close_message": chars(1000),
                "greeting": chars(1000),
            },
            "channel_policies": {
                "reopen_rule": chars(20),
                "close_message": chars(1000),
                "greeting": chars(1000),
                "menu": size(16 * 1024),
            },
        },
    )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_index(
        "ix_channel_policies_of_queue",
        table_name="channel_policies",
        postgresql_where=sa.text("default_queue_id IS NOT NULL"),
    )
    op.drop_index(
        "ix_channel_policies_closing",
        table_name="channel_policies",
        postgresql_where=sa.text("close_after_hours IS NOT NULL"),
    )
    op.drop_table("channel_policies")
    op.drop_index(
        "ix_policies_releasing",
        table_name="policies",
        postgresql_where=sa.text("release_offline_minutes IS NOT NULL"),
    )
    op.drop_index(
        "ix_policies_closing",
        table_name="policies",
        postgresql_where=sa.text("close_after_hours IS NOT NULL"),
    )
    op.drop_index(
        "ix_policies_assigning", table_name="policies", postgresql_where=sa.text("assignment <> 'manual'")
    )
    op.drop_table("policies")
