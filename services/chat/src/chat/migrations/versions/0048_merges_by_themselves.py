"""Merges that come about by themselves are kept, too, so that they can be taken back."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from atende_platform.data.migrations import bound_lengths, size

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.add_column(
        "contact_merges",
        sa.Column(
            "folded", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'{}'"), nullable=False
        ),
    )
    op.alter_column("contact_merges", "merged_by", nullable=True)
    bound_lengths(op, {"contact_merges": {"folded": size(2 * 1024 * 1024)}})


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute("ALTER TABLE contact_merges NO FORCE ROW LEVEL SECURITY")
    op.execute("DELETE FROM contact_merges WHERE merged_by IS NULL")
    op.execute("ALTER TABLE contact_merges FORCE ROW LEVEL SECURITY")
    op.alter_column("contact_merges", "merged_by", nullable=False)
    op.drop_column("contact_merges", "folded")
