"""Mentions in notes, and views: lists of tickets under a name."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from atende_platform.data.migrations import bound_lengths, chars, protect, size

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "views",
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column(
            "filter", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'{}'"), nullable=False
        ),
        sa.Column("sort", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("company_id", "id", name=op.f("pk_views")),
    )
    op.create_index("ix_views_of_user", "views", ["company_id", "user_id"], unique=False)
    op.create_table(
        "mentions",
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("message_id", sa.Uuid(), nullable=False),
        sa.Column("ticket_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["company_id", "message_id"],
            ["messages.company_id", "messages.id"],
            name=op.f("fk_mentions_company_id_message_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("company_id", "user_id", "message_id", name=op.f("pk_mentions")),
    )
    op.create_index("ix_mentions_expired", "mentions", ["created_at"], unique=False)
    op.create_index(
        "ix_mentions_newest",
        "mentions",
        ["company_id", "user_id", sa.literal_column("created_at DESC"), sa.literal_column("message_id DESC")],
        unique=False,
    )
    op.create_index("ix_mentions_of_message", "mentions", ["company_id", "message_id"], unique=False)
    protect(op, "chat", ["views", "mentions"])
    bound_lengths(op, {"views": {"name": chars(60), "filter": size(4096), "sort": chars(20)}})


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_index("ix_mentions_of_message", table_name="mentions")
    op.drop_index("ix_mentions_newest", table_name="mentions")
    op.drop_index("ix_mentions_expired", table_name="mentions")
    op.drop_table("mentions")
    op.drop_index("ix_views_of_user", table_name="views")
    op.drop_table("views")
