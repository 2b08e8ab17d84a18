"""Lists and counts of tickets that are not closed have an index of their own."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_index(op.f("ix_tickets_recent_by_status"), table_name="tickets")
    op.create_index(
        "ix_tickets_active",
        "tickets",
        ["company_id", sa.literal_column("last_message_at DESC"), sa.literal_column("id DESC")],
        unique=False,
        postgresql_where=sa.text("status <> 'closed'"),
    )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_index("ix_tickets_active", table_name="tickets", postgresql_where=sa.text("status <> 'closed'"))
    op.create_index(
        op.f("ix_tickets_recent_by_status"),
        "tickets",
        ["company_id", "status", sa.literal_column("last_message_at DESC"), sa.literal_column("id DESC")],
        unique=False,
    )
