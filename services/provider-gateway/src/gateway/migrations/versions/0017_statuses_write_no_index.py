"""No index of sends knows of their state, and pages keep room: a status writes the row alone."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

INDEXES = {
    "ix_sends_lease_until": (["lease_until"], "state = 'sending'", "lease_until IS NOT NULL"),
    "ix_sends_next_attempt_at": (
        ["company_id", "channel_id", "next_attempt_at"],
        "state = 'retryable'",
        "next_attempt_at IS NOT NULL",
    ),
    "ix_sends_unknown": (
        ["company_id", "channel_id"],
        "state = 'unknown'",
        "request IS NOT NULL AND lease_until IS NULL AND next_attempt_at IS NULL",
    ),
}


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    # For pages that are written from now on. Less room was measured to be too little, see docs/performance.md.
    op.execute("ALTER TABLE sends SET (fillfactor = 70)")
    for name, (columns, _, where) in INDEXES.items():
        op.drop_index(name, "sends")
        op.create_index(name, "sends", columns, postgresql_where=sa.text(where))


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    for name, (columns, where, _) in INDEXES.items():
        op.drop_index(name, "sends")
        op.create_index(name, "sends", columns, postgresql_where=sa.text(where))
    op.execute("ALTER TABLE sends RESET (fillfactor)")
