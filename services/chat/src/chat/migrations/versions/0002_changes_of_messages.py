"""What is done to a message after it was written: reactions, edits, and taking it back."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from atende_platform.data.migrations import protect

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

TABLE = "message_changes"


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.add_column("messages", sa.Column("target", sa.Text()))
    op.create_index(
        "ix_messages_target",
        "messages",
        ["company_id", "channel_id", "target"],
        postgresql_where=sa.text("target IS NOT NULL"),
    )
    op.create_table(
        TABLE,
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("channel_id", sa.Uuid(), nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("contact_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.Text()),
        sa.Column("content", postgresql.JSONB(), nullable=False, server_default=sa.text("'{}'")),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("company_id", "channel_id", "target", "id", name="pk_message_changes"),
    )
    protect(op, "chat", [TABLE])


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_table(TABLE)
    op.drop_index("ix_messages_target", "messages")
    op.drop_column("messages", "target")
