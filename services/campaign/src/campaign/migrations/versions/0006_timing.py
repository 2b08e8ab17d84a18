"""When campaigns run: due times, recurrence, windows and daily caps."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def _columns() -> list[sa.Column]:
    time = sa.DateTime(timezone=True)
    return [
        sa.Column("scheduled_at", time, nullable=True),
        sa.Column("cron", sa.Text(), nullable=True),
        sa.Column("ends_at", time, nullable=True),
        sa.Column("max_runs", sa.Integer(), nullable=True),
        sa.Column("runs", sa.Integer(), nullable=False, server_default=sa.text("0")),
        sa.Column("parent_id", sa.Uuid(), nullable=True),
        sa.Column("run_number", sa.Integer(), nullable=True),
        sa.Column("notice", sa.Text(), nullable=True),
        sa.Column("windows", postgresql.JSONB(), nullable=False, server_default=sa.text("'[]'")),
        sa.Column("window_zone", sa.Text(), nullable=False, server_default=sa.text("'campaign'")),
        sa.Column("zones", postgresql.ARRAY(sa.Text()), nullable=False, server_default=sa.text("'{}'")),
        sa.Column("max_per_day", sa.Integer(), nullable=True),
        sa.Column("sent_on", sa.Date(), nullable=True),
        sa.Column("sent_that_day", sa.Integer(), nullable=False, server_default=sa.text("0")),
    ]


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    zone = sa.Column("time_zone", sa.Text(), nullable=False, server_default=sa.text("'America/Sao_Paulo'"))
    op.add_column("company_copy", zone)
    op.add_column("campaigns", sa.Column("time_zone", sa.Text(), nullable=False, server_default="UTC"))
    op.alter_column("campaigns", "time_zone", server_default=None)
    for column in _columns():
        op.add_column("campaigns", column)
    op.create_foreign_key(
        "fk_campaigns_company_id_parent_id",
        "campaigns",
        "campaigns",
        ["company_id", "parent_id"],
        ["company_id", "id"],
    )
    op.create_index(
        "ix_campaigns_due",
        "campaigns",
        ["company_id", "scheduled_at"],
        postgresql_where=sa.text("state = 'scheduled'"),
    )
    op.create_index(
        "uq_campaigns_run",
        "campaigns",
        ["company_id", "parent_id", "scheduled_at"],
        unique=True,
        postgresql_where=sa.text("parent_id IS NOT NULL"),
    )
    op.add_column("recipients", sa.Column("zone", sa.Text(), nullable=True))
    op.create_index(
        "ix_recipients_pending_zone",
        "recipients",
        ["company_id", "campaign_id", "zone", "send_id"],
        postgresql_where=sa.text("state = 'pending' AND zone IS NOT NULL"),
    )


def downgrade() -> None:
    op.drop_index("ix_recipients_pending_zone", table_name="recipients")
    op.drop_column("recipients", "zone")
    op.drop_index("uq_campaigns_run", table_name="campaigns")
    op.drop_index("ix_campaigns_due", table_name="campaigns")
    op.drop_constraint("fk_campaigns_company_id_parent_id", "campaigns")
    for column in reversed(_columns()):
        op.drop_column("campaigns", column.name)
    op.drop_column("campaigns", "time_zone")
    op.drop_column("company_copy", "time_zone")
