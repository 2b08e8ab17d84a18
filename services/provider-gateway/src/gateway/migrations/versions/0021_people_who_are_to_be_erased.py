"""People who are to be erased, and their files.

The rows of all files are read once, about a second for five million, while files wait.
"""

import sqlalchemy as sa
from alembic import op

from atende_platform.data.migrations import backfill, protect

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "erasures",
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("erasure_id", sa.Uuid(), nullable=False),
        sa.Column("contact_id", sa.Uuid(), nullable=False),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("company_id", "erasure_id", name=op.f("pk_erasures")),
    )
    op.create_index(
        "ix_media_erasing",
        "media",
        ["company_id", "next_attempt_at"],
        unique=False,
        postgresql_where=sa.text("state = 'erasing'"),
    )
    op.execute("ALTER TABLE media DROP CONSTRAINT ck_media_state")
    op.execute(
        "ALTER TABLE media ADD CONSTRAINT ck_media_state"
        " CHECK (state IN ('pending', 'stored', 'failed', 'erasing'))"
    )
    protect(op, "gateway", ["erasures"])


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    with backfill(op, "media"):
        op.execute("UPDATE media SET state = 'failed' WHERE state = 'erasing'")
    op.execute("ALTER TABLE media DROP CONSTRAINT ck_media_state")
    op.execute(
        "ALTER TABLE media ADD CONSTRAINT ck_media_state CHECK (state IN ('pending', 'stored', 'failed'))"
    )
    op.drop_index("ix_media_erasing", table_name="media", postgresql_where=sa.text("state = 'erasing'"))
    op.drop_table("erasures")
