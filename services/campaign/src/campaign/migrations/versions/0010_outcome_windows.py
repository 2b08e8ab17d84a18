"""What campaigns pause by themselves for: their last outcomes, and the quality of their numbers."""

import sqlalchemy as sa
from alembic import op

from atende_platform.data.migrations import protect

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.add_column("channel_copy", sa.Column("quality", sa.Text(), nullable=True))
    op.create_table(
        "outcome_windows",
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column("heard", sa.Double(), nullable=False, server_default=sa.text("0")),
        sa.Column("failed", sa.Double(), nullable=False, server_default=sa.text("0")),
        sa.PrimaryKeyConstraint("company_id", "campaign_id", name="pk_outcome_windows"),
        sa.ForeignKeyConstraint(
            ["company_id", "campaign_id"],
            ["campaigns.company_id", "campaigns.id"],
            name="fk_outcome_windows_company_id_campaign_id",
            ondelete="CASCADE",
        ),
    )
    protect(op, "campaign", ("outcome_windows",))


def downgrade() -> None:
    op.drop_table("outcome_windows")
    op.drop_column("channel_copy", "quality")
