"""Campaigns have the share of failures from which they pause of their own."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.add_column("campaigns", sa.Column("pause_error_rate", sa.Double(), nullable=True))


def downgrade() -> None:
    op.drop_column("campaigns", "pause_error_rate")
