"""Sends that are claimed ahead of the rate stand in blocks, of which it is known how far they were posted."""

import sqlalchemy as sa
from alembic import op

from atende_platform.data.migrations import protect

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "send_blocks",
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("block_id", sa.Uuid(), nullable=False),
        sa.Column("posted", sa.Integer(), server_default="0", nullable=False),
        sa.Column("closed", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("company_id", "block_id", name="pk_send_blocks"),
    )
    protect(op, "gateway", ["send_blocks"])
    op.add_column("sends", sa.Column("block_id", sa.Uuid()))
    op.add_column("sends", sa.Column("block_place", sa.Integer()))


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_column("sends", "block_place")
    op.drop_column("sends", "block_id")
    op.drop_table("send_blocks")
