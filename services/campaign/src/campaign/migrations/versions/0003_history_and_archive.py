"""Who moved a campaign when, and which campaigns are archived."""

import sqlalchemy as sa
from alembic import op

from atende_platform.data.migrations import protect

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.add_column("campaigns", sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "campaign_moves",
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("company_id", "campaign_id", "id", name="pk_campaign_moves"),
        sa.ForeignKeyConstraint(
            ["company_id", "campaign_id"],
            ["campaigns.company_id", "campaigns.id"],
            name="fk_campaign_moves_company_id_campaign_id",
            ondelete="CASCADE",
        ),
    )
    protect(op, "campaign", ("campaign_moves",))


def downgrade() -> None:
    op.drop_table("campaign_moves")
    op.drop_column("campaigns", "archived_at")
