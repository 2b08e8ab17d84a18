"""Macros."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from atende_platform.data.migrations import bound_lengths, chars, protect, size

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "macros",
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("queue_ids", postgresql.ARRAY(sa.Uuid()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("actions", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("company_id", "id", name=op.f("pk_macros")),
    )
    op.create_index("uq_macros_name", "macros", ["company_id", sa.literal_column("lower(name)")], unique=True)
    protect(op, "chat", ["macros"])
    bound_lengths(op, {"macros": {"name": chars(60), "queue_ids": size(2048), "actions": size(256 * 1024)}})


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_index("uq_macros_name", table_name="macros")
    op.drop_table("macros")
