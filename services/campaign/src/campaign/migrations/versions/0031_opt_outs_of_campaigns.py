"""Who left broadcasts after which campaign; replies are counted by variant without reading recipients."""

from typing import Final

import sqlalchemy as sa
from alembic import op

from atende_platform.data.migrations import bound_lengths, chars, protect

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

REPLIED: Final = ("company_id", "campaign_id", "state", "send_id")


def upgrade() -> None:
    _index_replies(*REPLIED, "variant")
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "campaign_opt_outs",
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column("send_id", sa.Uuid(), nullable=False),
        sa.Column("variant", sa.Text(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["company_id", "campaign_id"],
            ["campaigns.company_id", "campaigns.id"],
            name=op.f("fk_campaign_opt_outs_company_id_campaign_id_campaigns"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("company_id", "campaign_id", "send_id", name=op.f("pk_campaign_opt_outs")),
    )
    protect(op, "campaign", ["campaign_opt_outs"])
    bound_lengths(op, {"campaign_opt_outs": {"variant": chars(100)}})


def downgrade() -> None:
    _index_replies(*REPLIED)
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_table("campaign_opt_outs")


def _index_replies(*columns: str) -> None:
    """Replace the index of those who replied, while campaigns go on."""
    with op.get_context().autocommit_block():
        # What an attempt that was interrupted has left.
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_recipients_replied_next")
        op.create_index(
            "ix_recipients_replied_next",
            "recipients",
            list(columns),
            postgresql_where=sa.text("replied_at IS NOT NULL"),
            postgresql_concurrently=True,
        )
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_recipients_replied")
        op.execute("ALTER INDEX ix_recipients_replied_next RENAME TO ix_recipients_replied")
