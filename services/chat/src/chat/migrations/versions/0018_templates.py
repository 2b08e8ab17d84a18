"""What is known of message templates: to choose them, to check what is sent, and to show what it says."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from atende_platform.data.migrations import bound_lengths, chars, protect, size

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.add_column("channel_copy", sa.Column("account_id", sa.Text(), nullable=True))
    op.create_table(
        "template_copy",
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("template_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("parameter_format", sa.Text(), nullable=False),
        sa.Column("needs", postgresql.JSONB(), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("components", postgresql.JSONB(none_as_null=True), nullable=True),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("company_id", "template_id", name=op.f("pk_template_copy")),
    )
    op.create_index(
        "ix_template_copy_name", "template_copy", ["company_id", "account_id", "name", "language"]
    )
    protect(op, "chat", ["template_copy"])
    bound_lengths(
        op,
        {
            "channel_copy": {"account_id": chars(40)},
            "template_copy": {
                "account_id": chars(40),
                "name": chars(512),
                "language": chars(35),
                "category": chars(1000),
                "status": chars(1000),
                "parameter_format": chars(100),
                "needs": size(1024 * 1024),
                "components": size(128 * 1024),
            },
        },
    )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_table("template_copy")
    op.drop_column("channel_copy", "account_id")
