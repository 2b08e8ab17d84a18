"""What is known of files that were uploaded to be sent."""

import sqlalchemy as sa
from alembic import op

from atende_platform.data.migrations import bound_lengths, chars, protect

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "file_copy",
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("media_id", sa.Uuid(), nullable=False),
        sa.Column("mime_type", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("company_id", "media_id", name="pk_file_copy"),
    )
    protect(op, "campaign", ("file_copy",))
    bound_lengths(op, {"file_copy": {"mime_type": chars(1000)}})


def downgrade() -> None:
    op.drop_table("file_copy")
