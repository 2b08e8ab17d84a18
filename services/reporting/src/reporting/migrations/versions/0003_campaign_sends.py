"""What became of each campaign's sends, kept as they move: a report no longer counts them all."""

import sqlalchemy as sa
from alembic import op

from atende_platform.data.migrations import backfill, protect

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_COUNTERS = ("sends", "sent", "delivered", "read")


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "campaign_sends",
        sa.Column("company_id", sa.Uuid, nullable=False),
        sa.Column("campaign_id", sa.Uuid, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("error_code", sa.Integer),
        sa.Column("error_title", sa.Text),
        *(sa.Column(name, sa.Integer, nullable=False, server_default=sa.text("0")) for name in _COUNTERS),
        sa.Column("first_at", sa.DateTime(timezone=True)),
        sa.Column("last_at", sa.DateTime(timezone=True)),
        sa.UniqueConstraint(
            "company_id",
            "campaign_id",
            "state",
            "error_code",
            "error_title",
            name="uq_campaign_sends_standing",
            postgresql_nulls_not_distinct=True,
        ),
    )
    # Few rows, each changed by every batch.
    op.execute("ALTER TABLE campaign_sends SET (fillfactor = 50)")
    # Locks the sends until the commit: none moves after it was counted.
    with backfill(op, "send_facts"):
        op.execute(
            "INSERT INTO campaign_sends (company_id, campaign_id, state, error_code, error_title,"
            " sends, sent, delivered, read, first_at, last_at)"
            " SELECT company_id, campaign_id, state, CASE WHEN state = 'failed' THEN error_code END AS code,"
            " CASE WHEN state = 'failed' THEN error_title END AS title, count(*),"
            " count(coalesce(sent_at, delivered_at, read_at)), count(coalesce(delivered_at, read_at)),"
            " count(read_at), min(accepted_at), max(accepted_at)"
            " FROM send_facts WHERE campaign_id IS NOT NULL"
            " GROUP BY company_id, campaign_id, state, code, title"
        )
    protect(op, "reporting", ["campaign_sends"])


def downgrade() -> None:
    op.drop_table("campaign_sends")
