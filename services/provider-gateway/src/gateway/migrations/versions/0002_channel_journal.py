"""What providers tell of channels: a journal, and the number's quality and limit."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from atende_platform.data.migrations import protect

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

TABLE = "channel_events"


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.add_column("channels", sa.Column("quality", sa.Text()))
    op.add_column("channels", sa.Column("messaging_limit", sa.Text()))
    op.create_table(
        TABLE,
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("channel_id", sa.Uuid(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("value", postgresql.JSONB(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
        sa.PrimaryKeyConstraint("company_id", "id", name="pk_channel_events"),
        sa.ForeignKeyConstraint(
            ["company_id", "channel_id"],
            ["channels.company_id", "channels.id"],
            name="fk_channel_events_company_id_channel_id",
            ondelete="CASCADE",
        ),
    )
    op.create_index(
        "ix_channel_events_recent",
        TABLE,
        [
            "company_id",
            "channel_id",
            sa.literal_column("received_at DESC"),
            sa.literal_column("id DESC"),
        ],
    )
    op.create_index("ix_channel_events_received_at", TABLE, ["received_at"])
    protect(op, "gateway", [TABLE])


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_table(TABLE)
    op.drop_column("channels", "messaging_limit")
    op.drop_column("channels", "quality")
