"""Channels' names and ratings; an index for the metrics of the whole installation."""

from typing import Final

import sqlalchemy as sa
from alembic import op

from atende_platform.data.migrations import Lengths, bound_lengths, chars, protect, unbound_lengths

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

WORD: Final = chars(100)
LINE: Final = chars(1000)
LENGTHS: Final[Lengths] = {
    "channel_facts": {"name": LINE, "status": WORD, "quality": LINE, "messaging_limit": LINE}
}


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "channel_facts",
        sa.Column("company_id", sa.Uuid, nullable=False),
        sa.Column("channel_id", sa.Uuid, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("quality", sa.Text),
        sa.Column("messaging_limit", sa.Text),
        sa.Column("revision", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("company_id", "channel_id", name="pk_channel_facts"),
    )
    op.create_index("ix_rollups_slot", "rollups", ["slot"])
    bound_lengths(op, LENGTHS)
    protect(op, "reporting", ["channel_facts"])


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_index("ix_rollups_slot", "rollups")
    unbound_lengths(op, LENGTHS)
    op.drop_table("channel_facts")
