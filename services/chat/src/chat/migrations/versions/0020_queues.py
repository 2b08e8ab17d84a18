"""Queues, their hours and members; the roles of users."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from atende_platform.data.migrations import bound_lengths, chars, protect, size

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "queues",
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("color", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("time_zone", sa.Text(), nullable=True),
        sa.Column("hours", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True),
        sa.Column("greeting", sa.Text(), nullable=True),
        sa.Column("away_message", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("archived_into", sa.Uuid(), nullable=True),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["company_id", "archived_into"],
            ["queues.company_id", "queues.id"],
            name=op.f("fk_queues_company_id_archived_into"),
        ),
        sa.PrimaryKeyConstraint("company_id", "id", name=op.f("pk_queues")),
    )
    op.create_index(
        "ix_queues_archived",
        "queues",
        ["company_id", "id"],
        unique=False,
        postgresql_where=sa.text("archived_at IS NOT NULL"),
    )
    op.create_index(
        "uq_queues_name",
        "queues",
        ["company_id", sa.literal_column("lower(name)")],
        unique=True,
        postgresql_where=sa.text("archived_at IS NULL"),
    )
    op.create_table(
        "queue_members",
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("queue_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_assigned_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["company_id", "queue_id"],
            ["queues.company_id", "queues.id"],
            name=op.f("fk_queue_members_company_id_queue_id"),
        ),
        sa.PrimaryKeyConstraint("company_id", "queue_id", "user_id", name=op.f("pk_queue_members")),
    )
    op.create_index("ix_queue_members_of_user", "queue_members", ["company_id", "user_id"], unique=False)
    op.add_column("users_copy", sa.Column("role", sa.Text(), nullable=True))
    protect(op, "chat", ["queues", "queue_members"])
    bound_lengths(
        op,
        {
            "queues": {
                "name": chars(60),
                "color": chars(7),
                "description": chars(500),
                "time_zone": chars(64),
                "hours": size(128 * 1024),
                "greeting": chars(1000),
                "away_message": chars(1000),
            },
            "users_copy": {"role": chars(100)},
        },
    )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_column("users_copy", "role")
    op.drop_index("ix_queue_members_of_user", table_name="queue_members")
    op.drop_table("queue_members")
    op.drop_index("uq_queues_name", table_name="queues", postgresql_where=sa.text("archived_at IS NULL"))
    op.drop_index(
        "ix_queues_archived", table_name="queues", postgresql_where=sa.text("archived_at IS NOT NULL")
    )
    op.drop_table("queues")
