"""The files of a conversation are found without all else that is said in it."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

FILES = "kind IN ('image', 'audio', 'video', 'document', 'sticker')"


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_index(
        "ix_messages_files",
        "messages",
        ["company_id", "ticket_id", sa.literal_column("sent_at DESC"), sa.literal_column("id DESC")],
        postgresql_where=sa.text(FILES),
    )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_index("ix_messages_files", table_name="messages", postgresql_where=sa.text(FILES))
