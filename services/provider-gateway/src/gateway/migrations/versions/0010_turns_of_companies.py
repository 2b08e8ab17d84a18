"""Files are fetched and uploaded for companies in turns: what is due is found by company."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_PENDING = sa.text("state = 'pending'")


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    for table in ("media", "media_uploads"):
        op.create_index(
            f"ix_{table}_due", table, ["company_id", "next_attempt_at"], postgresql_where=_PENDING
        )
        op.drop_index(f"ix_{table}_next_attempt_at", table)


def downgrade() -> None:
    for table in ("media", "media_uploads"):
        op.create_index(f"ix_{table}_next_attempt_at", table, ["next_attempt_at"], postgresql_where=_PENDING)
        op.drop_index(f"ix_{table}_due", table)
