"""Files that the provider keeps encrypted: where each is and the key to it, sealed, until it is fetched."""

from typing import Final

import sqlalchemy as sa
from alembic import op

from atende_platform.data.migrations import Lengths, bound_lengths, chars

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

LENGTHS: Final[Lengths] = {"media": {"place": chars(1024)}}


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.add_column("media", sa.Column("place", sa.Text()))
    bound_lengths(op, LENGTHS)


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_column("media", "place")
