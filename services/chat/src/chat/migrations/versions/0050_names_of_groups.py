"""Groups by their names, and who wrote in them; what was written to a group elsewhere is found by the group."""

import sqlalchemy as sa
from alembic import op

from atende_platform.data.migrations import bound_lengths, chars

revision = "0050"
down_revision = "0049"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.add_column("tickets", sa.Column("group_name", sa.Text(), nullable=True))
    op.add_column("messages", sa.Column("sender_name", sa.Text(), nullable=True))
    bound_lengths(op, {"tickets": {"group_name": chars(1000)}, "messages": {"sender_name": chars(1000)}})
    op.create_index(
        "ix_messages_of_group",
        "messages",
        ["company_id", "channel_id", "group_id", sa.text("sent_at DESC"), sa.text("id DESC")],
        postgresql_where=sa.text("group_id IS NOT NULL AND ticket_id IS NULL"),
    )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_index("ix_messages_of_group", "messages")
    op.drop_column("messages", "sender_name")
    op.drop_column("tickets", "group_name")
