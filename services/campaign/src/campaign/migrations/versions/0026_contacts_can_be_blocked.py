"""Contacts can be blocked."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.add_column(
        "contact_copy", sa.Column("blocked", sa.Boolean(), server_default=sa.text("false"), nullable=False)
    )
    op.create_index(
        "ix_contact_copy_blocked",
        "contact_copy",
        ["company_id", "contact_id"],
        unique=False,
        postgresql_where=sa.text("blocked"),
    )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_index("ix_contact_copy_blocked", table_name="contact_copy", postgresql_where=sa.text("blocked"))
    op.drop_column("contact_copy", "blocked")
