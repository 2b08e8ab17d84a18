"""Installation administrators, who may suspend companies and grant them limits."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from atende_platform.data.migrations import bound_lengths, chars, protect_shared, size

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("companies", sa.Column("suspended_at", sa.DateTime(timezone=True)))
    op.add_column("companies", sa.Column("suspended_reason", sa.Text))
    op.add_column(
        "companies",
        sa.Column("granted_limits", JSONB, nullable=False, server_default=sa.text("'{}'::jsonb")),
    )
    op.create_index(
        "ix_companies_suspended",
        "companies",
        ["company_id"],
        postgresql_where=sa.text("suspended_at IS NOT NULL"),
    )
    op.create_table(
        "installation_admins",
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("token_hash", sa.LargeBinary, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("id", name="pk_installation_admins"),
        sa.UniqueConstraint("token_hash", name="uq_installation_admins_token_hash"),
    )
    protect_shared(op, "auth", ["installation_admins"])
    bound_lengths(
        op,
        {
            "companies": {"suspended_reason": chars(1000), "granted_limits": size(64 * 1024)},
            "installation_admins": {"name": chars(1000)},
        },
    )
    # The installation's own acts are kept under a company that does not exist.
    op.drop_constraint("fk_audit_log_company_id", "audit_log")


def downgrade() -> None:
    op.execute("ALTER TABLE audit_log NO FORCE ROW LEVEL SECURITY")
    op.execute("DELETE FROM audit_log WHERE company_id = '00000000-0000-0000-0000-000000000000'")
    op.execute("ALTER TABLE audit_log FORCE ROW LEVEL SECURITY")
    op.create_foreign_key("fk_audit_log_company_id", "audit_log", "companies", ["company_id"], ["company_id"])
    op.drop_table("installation_admins")
    op.drop_index("ix_companies_suspended", "companies")
    op.drop_column("companies", "granted_limits")
    op.drop_column("companies", "suspended_reason")
    op.drop_column("companies", "suspended_at")
