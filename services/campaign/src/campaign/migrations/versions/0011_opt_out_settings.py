"""Companies choose their keywords, and what who leaves or comes back is answered."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from atende_platform.data.migrations import protect

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "opt_out_settings",
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("leave", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("back", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("confirm_leave", sa.Text()),
        sa.Column("confirm_return", sa.Text()),
        sa.PrimaryKeyConstraint("company_id", name="pk_opt_out_settings"),
    )
    protect(op, "campaign", ("opt_out_settings",))


def downgrade() -> None:
    op.drop_table("opt_out_settings")
