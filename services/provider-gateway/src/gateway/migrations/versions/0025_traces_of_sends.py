"""Sends say where the trace of what ordered them goes on, if that is recorded."""

import sqlalchemy as sa
from alembic import op

from atende_platform.data.migrations import bound_lengths, chars

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.add_column("sends", sa.Column("traceparent", sa.Text(), nullable=True))
    bound_lengths(op, {"sends": {"traceparent": chars(55)}})


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_column("sends", "traceparent")
