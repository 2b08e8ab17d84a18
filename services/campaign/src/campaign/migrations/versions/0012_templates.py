"""What is known of message templates, so that campaigns are checked against them."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from atende_platform.data.migrations import protect

revision = "0012"
down_revision = "0011"
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
        sa.Column("needs", postgresql.JSONB(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("company_id", "template_id", name="pk_template_copy"),
    )
    op.create_index(
        "ix_template_copy_name", "template_copy", ["company_id", "account_id", "name", "language"]
    )
    protect(op, "campaign", ("template_copy",))


def downgrade() -> None:
    op.drop_table("template_copy")
    op.drop_column("channel_copy", "account_id")
