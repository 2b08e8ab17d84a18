"""What is known of files by looking at them, and whether there is a small picture of them."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    for name in ("width", "height", "duration_ms"):
        op.add_column("media", sa.Column(name, sa.Integer(), nullable=True))
    op.add_column(
        "media", sa.Column("thumbnail", sa.Boolean(), server_default=sa.text("false"), nullable=False)
    )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    for name in ("thumbnail", "duration_ms", "height", "width"):
        op.drop_column("media", name)
