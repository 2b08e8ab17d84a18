"""Updates say where the trace of what happened goes on, if that is recorded."""

import sqlalchemy as sa
from alembic import op

from atende_platform.data.migrations import bound_lengths, chars

revision = "0053"
down_revision = "0052"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.add_column("event_log", sa.Column("traceparent", sa.Text(), nullable=True))
    bound_lengths(op, {"event_log": {"traceparent": chars(55)}})


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_column("event_log", "traceparent")
