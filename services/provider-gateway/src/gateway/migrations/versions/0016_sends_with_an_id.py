"""Sends are found by the provider's ids only where they have one: those that are added cost that index nothing."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

INDEX = "ix_sends_provider_message_id"
COLUMNS = ["company_id", "channel_id", "provider_message_id"]


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_index(INDEX, "sends")
    op.create_index(INDEX, "sends", COLUMNS, postgresql_where=sa.text("provider_message_id IS NOT NULL"))


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_index(INDEX, "sends")
    op.create_index(INDEX, "sends", COLUMNS)
