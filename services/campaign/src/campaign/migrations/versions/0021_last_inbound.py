"""When customers last wrote is known by channel: the 24-hour window is open for one number of the company.

``last_seen`` stays until the next release: workers of this one's predecessor may still write to it.
"""

import sqlalchemy as sa
from alembic import op

from atende_platform.data.migrations import backfill, bound_lengths, chars, protect

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "last_inbound",
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("identity", sa.Text(), nullable=False),
        sa.Column("channel_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("company_id", "identity", "channel_id", name="pk_last_inbound"),
    )
    protect(op, "campaign", ("last_inbound",))
    with backfill(op, "last_seen", "last_inbound"):
        op.execute(
            "INSERT INTO last_inbound (company_id, identity, channel_id, at)"
            " SELECT company_id, identity, '00000000-0000-0000-0000-000000000000', at FROM last_seen"
        )
    bound_lengths(op, {"last_inbound": {"identity": chars(256)}})


def downgrade() -> None:
    op.drop_table("last_inbound")
