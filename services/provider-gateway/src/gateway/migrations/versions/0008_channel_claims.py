"""Numbers belong to who can prove them: a channel is pending until its provider confirmed its token.

A channel that is there is taken as proved if the provider has taken its token for its number before: the last
check found the number, or a message was accepted. So is one that is switched off, which nobody checks; others
give way to whoever proves the number. The rest is pending from now on: the worker asks within seconds.
"""

import sqlalchemy as sa
from alembic import op

from atende_platform.data.migrations import backfill

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_STATUSES = "'active', 'disabled', 'error', 'deleted'"


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.add_column("channels", sa.Column("verified_at", sa.DateTime(timezone=True)))
    op.add_column("channels", sa.Column("claim_attempts", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("channels", sa.Column("claim_tried_at", sa.DateTime(timezone=True)))
    op.add_column(
        "channels",
        sa.Column("claim_due_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
    )
    op.add_column("channels", sa.Column("claim_expires_at", sa.DateTime(timezone=True)))
    op.drop_constraint("status", "channels", type_="check")
    op.create_check_constraint("status", "channels", f"status IN ('pending', {_STATUSES})")
    with backfill(op, "channels", "sends"):
        op.execute(
            "UPDATE channels c SET verified_at = coalesce(c.checked_at, now())"
            " WHERE c.status <> 'deleted' AND (c.token_valid AND c.number_known OR EXISTS ("
            "   SELECT FROM sends s WHERE s.company_id = c.company_id AND s.channel_id = c.id"
            "   AND s.provider_message_id IS NOT NULL))"
        )
        op.execute(
            "UPDATE channels SET status = 'pending', revision = revision + 1, updated_at = now(),"
            " claim_expires_at = now() + interval '30 days'"
            " WHERE status IN ('active', 'error') AND verified_at IS NULL"
        )
    op.drop_index("uq_channels_phone_number_id", table_name="channels")
    op.create_index(
        "uq_channels_phone_number_id",
        "channels",
        ["phone_number_id"],
        unique=True,
        postgresql_where=sa.text("status NOT IN ('pending', 'deleted')"),
    )
    op.create_index(
        "uq_channels_company_id_phone_number_id",
        "channels",
        ["company_id", "phone_number_id"],
        unique=True,
        postgresql_where=sa.text("status <> 'deleted'"),
    )
    op.create_index(
        "ix_channels_claim_due_at",
        "channels",
        ["claim_due_at"],
        postgresql_where=sa.text("status = 'pending'"),
    )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    with backfill(op, "channels"):
        op.execute("UPDATE channels SET status = 'deleted' WHERE status = 'pending'")
    op.drop_index("ix_channels_claim_due_at", table_name="channels")
    op.drop_index("uq_channels_company_id_phone_number_id", table_name="channels")
    op.drop_index("uq_channels_phone_number_id", table_name="channels")
    op.create_index(
        "uq_channels_phone_number_id",
        "channels",
        ["phone_number_id"],
        unique=True,
        postgresql_where=sa.text("status <> 'deleted'"),
    )
    op.drop_constraint("status", "channels", type_="check")
    op.create_check_constraint("status", "channels", f"status IN ({_STATUSES})")
    for name in ("claim_expires_at", "claim_due_at", "claim_tried_at", "claim_attempts", "verified_at"):
        op.drop_column("channels", name)
