"""What became of messages that were sent to try a campaign."""

import sqlalchemy as sa
from alembic import op

from atende_platform.data.migrations import protect

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "test_sends",
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("send_id", sa.Uuid(), nullable=False),
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("variant", sa.Text()),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("state_at", sa.DateTime(timezone=True)),
        sa.Column("reason", sa.Text()),
        sa.Column("error_code", sa.Integer()),
        sa.Column("error_title", sa.Text()),
        sa.PrimaryKeyConstraint("company_id", "send_id", name="pk_test_sends"),
        sa.ForeignKeyConstraint(
            ["company_id", "campaign_id"],
            ["campaigns.company_id", "campaigns.id"],
            name="fk_test_sends_company_id_campaign_id",
            ondelete="CASCADE",
        ),
    )
    op.create_index("ix_test_sends_campaign", "test_sends", ["company_id", "campaign_id", "send_id"])
    protect(op, "campaign", ("test_sends",))


def downgrade() -> None:
    op.drop_table("test_sends")
