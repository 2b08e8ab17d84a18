"""Imports keep what was said of their files' columns, and what kind of file it is."""

from typing import Final

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from atende_platform.data.migrations import Lengths, bound_lengths, size, unbound_lengths

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

LENGTHS: Final[Lengths] = {"contact_imports": {"source": size(1024), "reading": size(256 * 1024)}}


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.add_column(
        "contact_imports", sa.Column("source", JSONB(), nullable=False, server_default=sa.text("'{}'"))
    )
    op.add_column("contact_imports", sa.Column("reading", JSONB(), nullable=True))
    bound_lengths(op, LENGTHS)


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    unbound_lengths(op, LENGTHS)
    op.drop_column("contact_imports", "reading")
    op.drop_column("contact_imports", "source")
