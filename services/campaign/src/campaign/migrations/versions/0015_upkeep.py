"""Since when the messages made for a campaign's recipients are forgotten."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.add_column("campaigns", sa.Column("content_cleared_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index(
        "ix_campaigns_content_kept",
        "campaigns",
        ["closed_at"],
        postgresql_where=sa.text("closed_at IS NOT NULL AND content_cleared_at IS NULL"),
    )


def downgrade() -> None:
    op.drop_index("ix_campaigns_content_kept", table_name="campaigns")
    op.drop_column("campaigns", "content_cleared_at")
