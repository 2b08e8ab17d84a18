"""Channels have their numbers: those of Spanish-speaking countries have Spanish keywords.

Of channels that are here already the number comes with their next change.
"""

from typing import Final

from alembic import op

from atende_platform.data.migrations import Lengths, bound_lengths, chars, unbound_lengths

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

LENGTHS: Final[Lengths] = {"channel_copy": {"display_phone": chars(1000)}}


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute("ALTER TABLE channel_copy ADD COLUMN IF NOT EXISTS display_phone text")
    bound_lengths(op, LENGTHS)


def downgrade() -> None:
    unbound_lengths(op, LENGTHS)
    op.drop_column("channel_copy", "display_phone")
