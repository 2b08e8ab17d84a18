"""Which of a campaign's messages a recipient gets; an index less that another one covers."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.add_column("recipients", sa.Column("variant", sa.Text(), nullable=True))
    op.create_index(
        "ix_recipients_by_variant",
        "recipients",
        ["company_id", "campaign_id", "variant", "state"],
        postgresql_where=sa.text("variant IS NOT NULL"),
    )
    op.drop_index("ix_recipients_pending", table_name="recipients")


def downgrade() -> None:
    op.create_index(
        "ix_recipients_pending",
        "recipients",
        ["company_id", "campaign_id", "send_id"],
        postgresql_where=sa.text("state = 'pending'"),
    )
    op.drop_index("ix_recipients_by_variant", table_name="recipients")
    op.drop_column("recipients", "variant")
