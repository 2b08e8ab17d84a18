"""Companies are erased, and what went of an erased person is counted."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from atende_platform.data.migrations import bound_lengths, protect, size

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

_JSON = postgresql.JSONB(astext_type=sa.Text())


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.add_column("erasures", sa.Column("erased", _JSON, server_default=sa.text("'{}'"), nullable=False))
    op.add_column(
        "erasures", sa.Column("complete", sa.Boolean(), server_default=sa.text("true"), nullable=False)
    )
    op.create_table(
        "company_erasures",
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("erasure_id", sa.Uuid(), nullable=False),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("erased", _JSON, server_default=sa.text("'{}'"), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("company_id", name=op.f("pk_company_erasures")),
    )
    op.create_index(
        "ix_company_erasures_due_at",
        "company_erasures",
        ["due_at"],
        postgresql_where=sa.text("due_at IS NOT NULL"),
    )
    protect(op, "gateway", ["company_erasures"])
    bound_lengths(
        op, {"company_erasures": {"erased": size(32 * 1024)}, "erasures": {"erased": size(16 * 1024)}}
    )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_table("company_erasures")
    op.drop_column("erasures", "complete")
    op.drop_column("erasures", "erased")
