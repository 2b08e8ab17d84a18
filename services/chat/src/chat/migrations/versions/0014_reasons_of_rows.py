"""Refused rows of imports have a code and parameters beside their words, which are known again when read."""

from typing import Final

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from atende_platform.data.migrations import Lengths, bound_lengths, size, unbound_lengths

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

LENGTHS: Final[Lengths] = {"import_rejects": {"reason": size(16 * 1024)}}


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.add_column("import_rejects", sa.Column("reason", JSONB(), nullable=True))
    bound_lengths(op, LENGTHS)


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    unbound_lengths(op, LENGTHS)
    op.drop_column("import_rejects", "reason")
