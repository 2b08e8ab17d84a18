"""The quality of a number and its messaging limit in the system's own words, which were Meta's; service windows."""

import sqlalchemy as sa
from alembic import op

from atende_platform.data.migrations import backfill

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

OURS = """
UPDATE channels SET
    quality = CASE quality WHEN 'GREEN' THEN 'high' WHEN 'YELLOW' THEN 'medium' WHEN 'UNFLAGGED' THEN 'medium'
                           WHEN 'RED' THEN 'low' WHEN 'FLAGGED' THEN 'low' END,
    messaging_limit = CASE
        WHEN messaging_limit = 'TIER_UNLIMITED' THEN 'unlimited'
        WHEN messaging_limit ~ '^(TIER_)?[0-9]{1,9}$' THEN replace(messaging_limit, 'TIER_', '')
        WHEN messaging_limit ~ '^TIER_[0-9]{1,9}K$' THEN translate(messaging_limit, 'TIER_K', '') || '000' END
WHERE quality IS NOT NULL OR messaging_limit IS NOT NULL
"""

METAS = """
UPDATE channels SET
    quality = CASE quality WHEN 'high' THEN 'GREEN' WHEN 'medium' THEN 'YELLOW' WHEN 'low' THEN 'RED' END,
    messaging_limit = CASE messaging_limit WHEN 'unlimited' THEN 'TIER_UNLIMITED' ELSE messaging_limit END
WHERE quality IS NOT NULL OR messaging_limit IS NOT NULL
"""


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.add_column(
        "channels", sa.Column("service_window", sa.Boolean(), server_default=sa.text("true"), nullable=False)
    )
    with backfill(op, "channels"):
        op.execute(OURS)


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    with backfill(op, "channels"):
        op.execute(METAS)
    op.drop_column("channels", "service_window")
