"""Tickets know when the customer last wrote: their 24-hour window is open from then on."""

import sqlalchemy as sa
from alembic import op

from atende_platform.data.migrations import backfill

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.add_column("tickets", sa.Column("last_inbound_at", sa.DateTime(timezone=True), nullable=True))
    with backfill(op, "tickets", "messages"):
        op.execute(
            "UPDATE tickets t SET last_inbound_at = ("
            " SELECT m.sent_at FROM messages m WHERE m.company_id = t.company_id AND m.ticket_id = t.id"
            " AND m.direction = 'in' ORDER BY m.sent_at DESC, m.id DESC LIMIT 1"
            ") WHERE t.status <> 'closed'"
        )


def downgrade() -> None:
    op.drop_column("tickets", "last_inbound_at")
