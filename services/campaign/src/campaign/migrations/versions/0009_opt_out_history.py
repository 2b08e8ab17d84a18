"""Every word of a person on broadcasts is kept, with who said it."""

import sqlalchemy as sa
from alembic import op

from atende_platform.data.migrations import backfill, protect

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.add_column("opt_outs", sa.Column("by", sa.Uuid()))
    op.drop_index("ix_opt_outs_newest", table_name="opt_outs")
    op.create_index(
        "ix_opt_outs_newest", "opt_outs", ["company_id", "active", sa.text("at DESC"), sa.text("id DESC")]
    )
    op.create_table(
        "opt_out_wishes",
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("opt_out_id", sa.Uuid(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("by", sa.Uuid()),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("company_id", "id", name="pk_opt_out_wishes"),
        sa.ForeignKeyConstraint(
            ["company_id", "opt_out_id"],
            ["opt_outs.company_id", "opt_outs.id"],
            name="fk_opt_out_wishes_company_id_opt_out_id",
            ondelete="CASCADE",
        ),
        sa.UniqueConstraint(
            "company_id",
            "opt_out_id",
            "at",
            "active",
            name="uq_opt_out_wishes_company_id_opt_out_id_at_active",
        ),
    )
    protect(op, "campaign", ("opt_out_wishes",))
    # What is known of the time before: the last word of each.
    with backfill(op, "opt_outs", "opt_out_wishes"):
        op.execute(
            "INSERT INTO opt_out_wishes (company_id, id, opt_out_id, active, source, at, recorded_at)"
            " SELECT company_id, gen_random_uuid(), id, active, source, at, at FROM opt_outs"
        )


def downgrade() -> None:
    op.drop_table("opt_out_wishes")
    op.drop_index("ix_opt_outs_newest", table_name="opt_outs")
    op.create_index(
        "ix_opt_outs_newest",
        "opt_outs",
        ["company_id", sa.text("at DESC"), sa.text("id DESC")],
        postgresql_where=sa.text("active"),
    )
    op.drop_column("opt_outs", "by")
