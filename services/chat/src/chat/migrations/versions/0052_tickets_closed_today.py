"""Tickets that were closed today are found by when they were closed. Tickets are written meanwhile."""

import sqlalchemy as sa
from alembic import op

revision = "0052"
down_revision = "0051"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.get_context().autocommit_block():
        # What an attempt that was interrupted has left.
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_tickets_closed_at")
        op.create_index(
            "ix_tickets_closed_at",
            "tickets",
            ["company_id", "closed_at"],
            postgresql_where=sa.text("closed_at IS NOT NULL"),
            postgresql_concurrently=True,
        )


def downgrade() -> None:
    with op.get_context().autocommit_block():
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_tickets_closed_at")
