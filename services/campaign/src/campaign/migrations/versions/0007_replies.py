"""Who replied to a campaign, and recipients listed by reason, error and variant."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

LISTS = {
    "ix_recipients_by_reason": (["reason", "send_id"], "reason IS NOT NULL"),
    "ix_recipients_by_error": (["error_code", "send_id"], "error_code IS NOT NULL"),
    "ix_recipients_replied": (["send_id"], "replied_at IS NOT NULL"),
}


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.add_column("recipients", sa.Column("replied_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column(
        "campaigns", sa.Column("replies", sa.Integer(), nullable=False, server_default=sa.text("0"))
    )
    op.create_index("ix_campaigns_of_channel", "campaigns", ["company_id", "channel_id", "closed_at"])
    for name, (columns, where) in LISTS.items():
        op.create_index(
            name, "recipients", ["company_id", "campaign_id", *columns], postgresql_where=sa.text(where)
        )
    _index_variants("variant", "state", "send_id")


def downgrade() -> None:
    _index_variants("variant", "state")
    for name in LISTS:
        op.drop_index(name, table_name="recipients")
    op.drop_index("ix_campaigns_of_channel", table_name="campaigns")
    op.drop_column("campaigns", "replies")
    op.drop_column("recipients", "replied_at")


def _index_variants(*columns: str) -> None:
    op.drop_index("ix_recipients_by_variant", table_name="recipients")
    op.create_index(
        "ix_recipients_by_variant",
        "recipients",
        ["company_id", "campaign_id", *columns],
        postgresql_where=sa.text("variant IS NOT NULL"),
    )
