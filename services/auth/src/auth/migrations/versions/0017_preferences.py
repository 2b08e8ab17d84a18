"""How people want the console, kept with their login."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from atende_platform.data.migrations import bound_lengths, size

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.add_column(
        "logins", sa.Column("preferences", JSONB, nullable=False, server_default=sa.text("'{}'::jsonb"))
    )
    bound_lengths(op, {"logins": {"preferences": size(4096)}})


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_column("logins", "preferences")
