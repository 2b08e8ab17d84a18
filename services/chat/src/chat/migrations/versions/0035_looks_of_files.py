"""What is known of uploaded files by looking at them."""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.add_column(
        "files_copy", sa.Column("thumbnail", sa.Boolean(), server_default=sa.text("false"), nullable=False)
    )
    for name in ("width", "height", "duration_ms"):
        op.add_column("files_copy", sa.Column(name, sa.Integer(), nullable=True))


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    for name in ("duration_ms", "height", "width", "thumbnail"):
        op.drop_column("files_copy", name)
