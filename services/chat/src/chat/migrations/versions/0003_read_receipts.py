"""What the customer was last shown of a ticket: what we read, and that we type."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.add_column("tickets", sa.Column("read_message_id", sa.Uuid()))
    op.add_column("tickets", sa.Column("typing_at", sa.DateTime(timezone=True)))


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_column("tickets", "typing_at")
    op.drop_column("tickets", "read_message_id")
