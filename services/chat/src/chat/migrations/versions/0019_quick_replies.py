"""Quick replies, and what users are called."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from atende_platform.data.migrations import bound_lengths, chars, protect, size

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "quick_replies",
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=True),
        sa.Column("queue_ids", postgresql.ARRAY(sa.Uuid()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("shortcut", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("media", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True),
        sa.Column("form", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("company_id", "id", name=op.f("pk_quick_replies")),
    )
    op.create_index(
        "uq_quick_replies_own",
        "quick_replies",
        ["company_id", "owner_id", "key"],
        unique=True,
        postgresql_where=sa.text("owner_id IS NOT NULL"),
    )
    op.create_index(
        "uq_quick_replies_shared",
        "quick_replies",
        ["company_id", "key"],
        unique=True,
        postgresql_where=sa.text("owner_id IS NULL"),
    )
    op.add_column("users_copy", sa.Column("name", sa.Text(), nullable=True))
    protect(op, "chat", ["quick_replies"])
    bound_lengths(
        op,
        {
            "quick_replies": {
                "queue_ids": size(2048),
                "shortcut": chars(33),
                "key": chars(200),
                "title": chars(100),
                "text": chars(4096),
                "media": size(4096),
                "form": chars(8192),
            },
            "users_copy": {"name": chars(1000)},
        },
    )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_column("users_copy", "name")
    op.drop_index(
        "uq_quick_replies_shared", table_name="quick_replies", postgresql_where=sa.text("owner_id IS NULL")
    )
    op.drop_index(
        "uq_quick_replies_own", table_name="quick_replies", postgresql_where=sa.text("owner_id IS NOT NULL")
    )
    op.drop_table("quick_replies")
