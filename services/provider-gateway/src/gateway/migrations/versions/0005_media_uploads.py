"""Files of ours at the provider, uploaded once for each channel that sends them."""

import sqlalchemy as sa
from alembic import op

from atende_platform.data.migrations import protect

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

TABLE = "media_uploads"


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        TABLE,
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("media_id", sa.Uuid(), nullable=False),
        sa.Column("channel_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("provider_media_id", sa.Text()),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_attempt_at", sa.DateTime(timezone=True)),
        sa.Column("error", sa.Text()),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("company_id", "media_id", "channel_id", name="pk_media_uploads"),
        sa.ForeignKeyConstraint(
            ["company_id", "media_id"],
            ["media.company_id", "media.id"],
            name="fk_media_uploads_company_id_media_id",
            ondelete="CASCADE",
        ),
        sa.CheckConstraint("state IN ('pending', 'done', 'failed')", name="state"),
        sa.CheckConstraint("state <> 'pending' OR next_attempt_at IS NOT NULL", name="pending_has_time"),
        sa.CheckConstraint("state <> 'done' OR provider_media_id IS NOT NULL", name="done_has_id"),
    )
    op.create_index(
        "ix_media_uploads_next_attempt_at",
        TABLE,
        ["next_attempt_at"],
        postgresql_where=sa.text("state = 'pending'"),
    )
    protect(op, "gateway", [TABLE])


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_table(TABLE)
