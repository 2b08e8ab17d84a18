"""Files of messages, fetched from the provider into a storage of ours."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from atende_platform.data.migrations import protect

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

TABLE = "media"


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        TABLE,
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("channel_id", sa.Uuid()),
        sa.Column("provider_message_id", sa.Text()),
        sa.Column("sender", postgresql.JSONB()),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("provider_media_id", sa.Text()),
        sa.Column("mime_type", sa.Text()),
        sa.Column("sha256", sa.Text()),
        sa.Column("filename", sa.Text()),
        sa.Column("voice", sa.Boolean(), nullable=False),
        sa.Column("size", sa.BigInteger()),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_attempt_at", sa.DateTime(timezone=True)),
        sa.Column("error", sa.Text()),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
        sa.PrimaryKeyConstraint("company_id", "id", name="pk_media"),
        sa.CheckConstraint("state IN ('pending', 'stored', 'failed')", name="state"),
        # What the worker relies on: whatever waits has a time, and what to ask the provider for.
        sa.CheckConstraint(
            "state <> 'pending' OR (next_attempt_at IS NOT NULL AND provider_media_id IS NOT NULL"
            " AND channel_id IS NOT NULL AND provider_message_id IS NOT NULL AND sender IS NOT NULL)",
            name="pending_can_be_fetched",
        ),
    )
    op.create_index(
        "uq_media_message", TABLE, ["company_id", "channel_id", "provider_message_id"], unique=True
    )
    op.create_index(
        "ix_media_next_attempt_at",
        TABLE,
        ["next_attempt_at"],
        postgresql_where=sa.text("state = 'pending'"),
    )
    protect(op, "gateway", [TABLE])


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_table(TABLE)
