"""Tags of tickets."""

import sqlalchemy as sa
from alembic import op

from atende_platform.data.migrations import bound_lengths, chars, protect, size

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "tags",
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("color", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("company_id", "id", name=op.f("pk_tags")),
    )
    op.create_index(
        "uq_tags_name",
        "tags",
        ["company_id", sa.literal_column("lower(name)")],
        unique=True,
        postgresql_where=sa.text("archived_at IS NULL"),
    )
    op.add_column(
        "tickets", sa.Column("tag_ids", sa.ARRAY(sa.Uuid()), server_default=sa.text("'{}'"), nullable=False)
    )
    op.create_index(
        "ix_tickets_by_tag",
        "tickets",
        ["company_id", "tag_ids"],
        unique=False,
        postgresql_using="gin",
        postgresql_ops={"company_id": "extensions.uuid_ops"},
        postgresql_where=sa.text("tag_ids <> '{}'"),
    )
    protect(op, "chat", ["tags"])
    bound_lengths(op, {"tags": {"name": chars(50), "color": chars(7)}, "tickets": {"tag_ids": size(1024)}})


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_index(
        "ix_tickets_by_tag",
        table_name="tickets",
        postgresql_using="gin",
        postgresql_ops={"company_id": "extensions.uuid_ops"},
        postgresql_where=sa.text("tag_ids <> '{}'"),
    )
    op.drop_column("tickets", "tag_ids")
    op.drop_index("uq_tags_name", table_name="tags", postgresql_where=sa.text("archived_at IS NULL"))
    op.drop_table("tags")
