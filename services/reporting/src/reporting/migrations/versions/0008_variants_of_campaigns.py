"""Who left broadcasts after a campaign, and the results of its variants."""

from typing import Final

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from atende_platform.data.migrations import Lengths, bound_lengths, size, unbound_lengths

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

LENGTHS: Final[Lengths] = {"campaign_facts": {"variants": size(64 * 1024)}}


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.add_column(
        "campaign_facts", sa.Column("opt_outs", sa.Integer, nullable=False, server_default=sa.text("0"))
    )
    op.add_column(
        "campaign_facts", sa.Column("variants", JSONB, nullable=False, server_default=sa.text("'[]'"))
    )
    bound_lengths(op, LENGTHS)


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    unbound_lengths(op, LENGTHS)
    op.drop_column("campaign_facts", "variants")
    op.drop_column("campaign_facts", "opt_outs")
