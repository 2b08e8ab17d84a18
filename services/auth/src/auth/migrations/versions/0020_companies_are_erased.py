"""Companies are erased."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from atende_platform.data.migrations import bound_lengths, chars, protect, size

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

_JSON = postgresql.JSONB(astext_type=sa.Text())


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "company_erasures",
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("requested_by", sa.Text(), nullable=False),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("erases_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("was_suspended", sa.Boolean(), nullable=False),
        sa.Column("confirmations", _JSON, server_default=sa.text("'{}'"), nullable=False),
        sa.Column("erased", _JSON, server_default=sa.text("'{}'"), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("audit_erased_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "status IN ('scheduled', 'running', 'erased')", name=op.f("ck_company_erasures_status")
        ),
        sa.PrimaryKeyConstraint("company_id", name=op.f("pk_company_erasures")),
    )
    op.create_index(
        "ix_company_erasures_due_at",
        "company_erasures",
        ["due_at"],
        postgresql_where=sa.text("due_at IS NOT NULL"),
    )
    protect(op, "auth", ["company_erasures"])
    bound_lengths(
        op,
        {
            "company_erasures": {
                "status": chars(20),
                "reason": chars(1000),
                "requested_by": chars(300),
                "confirmations": size(4 * 1024),
                "erased": size(128 * 1024),
            }
        },
    )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_table("company_erasures")
