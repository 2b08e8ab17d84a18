"""Sends of unknown fate that are sent once more, where the company wants that."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.add_column(
        "channels",
        sa.Column("resend_unconfirmed", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.add_column("sends", sa.Column("resent_at", sa.DateTime(timezone=True)))
    op.create_index(
        "ix_sends_unknown",
        "sends",
        ["company_id", "channel_id"],
        postgresql_where=sa.text("state = 'unknown'"),
    )
    op.create_index("ix_sends_created_at", "sends", ["created_at"], postgresql_using="brin")


def downgrade() -> None:
    op.drop_index("ix_sends_created_at", "sends")
    op.drop_index("ix_sends_unknown", "sends")
    op.drop_column("sends", "resent_at")
    op.drop_column("channels", "resend_unconfirmed")
