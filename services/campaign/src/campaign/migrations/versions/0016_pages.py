"""Pages of large campaigns: recipients by two things at once, and the variants' counts as last reported."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from atende_platform.data.migrations import backfill

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

LISTS = {
    "ix_recipients_by_reason": ("reason", "reason IS NOT NULL"),
    "ix_recipients_by_error": ("error_code", "error_code IS NOT NULL"),
    "ix_recipients_replied": (None, "replied_at IS NOT NULL"),
}


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.add_column(
        "campaigns", sa.Column("variant_counts", JSONB, nullable=False, server_default=sa.text("'{}'"))
    )
    # The next report of each brings its variants' counts.
    with backfill(op, "campaigns", "progress_marks"):
        op.execute(
            "INSERT INTO progress_marks (company_id, campaign_id) SELECT company_id, id FROM campaigns"
            " WHERE content->>'kind' = 'variants' AND progress_at IS NOT NULL"
        )
    _index("state", "send_id")


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    _index("send_id")
    op.drop_column("campaigns", "variant_counts")


def _index(*last: str) -> None:
    for name, (first, where) in LISTS.items():
        columns = ["company_id", "campaign_id", *([first] if first else []), *last]
        op.drop_index(name, table_name="recipients")
        op.create_index(name, "recipients", columns, postgresql_where=sa.text(where))
