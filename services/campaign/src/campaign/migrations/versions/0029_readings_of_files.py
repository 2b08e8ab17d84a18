"""How the user mapped the columns of an audience's file."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from atende_platform.data.migrations import bound_lengths, size

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.add_column("audience_sources", sa.Column("reading", JSONB(), nullable=True))
    bound_lengths(op, {"audience_sources": {"reading": size(1024 * 1024)}})


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_column("audience_sources", "reading")
