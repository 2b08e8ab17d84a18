"""Channels that are a linked device: where their session is, and whether agents may write into groups."""

import sqlalchemy as sa
from alembic import op

from atende_platform.data.migrations import bound_lengths, chars

revision = "0049"
down_revision = "0048"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.add_column("channel_copy", sa.Column("session", sa.Text(), nullable=True))
    op.add_column(
        "channel_copy", sa.Column("groups", sa.Boolean(), server_default=sa.text("false"), nullable=False)
    )
    bound_lengths(op, {"channel_copy": {"session": chars(20)}})


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_column("channel_copy", "groups")
    op.drop_column("channel_copy", "session")
