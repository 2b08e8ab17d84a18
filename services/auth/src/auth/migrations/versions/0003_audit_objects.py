"""The audit log names the object of an action, which may be another service's, and is read by time."""

import sqlalchemy as sa
from alembic import op

from atende_platform.data.migrations import backfill

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("audit_log", sa.Column("object_type", sa.Text))
    with backfill(op, "audit_log"):
        op.execute("UPDATE audit_log SET object_type = split_part(action, '.', 1)")
    op.alter_column("audit_log", "object_type", nullable=False)
    op.alter_column("audit_log", "subject_id", new_column_name="object_id")
    op.execute("ALTER TABLE audit_log ALTER COLUMN object_id TYPE text")
    op.create_index("ix_audit_log_company_id_at_id", "audit_log", ["company_id", "at", "id"])


def downgrade() -> None:
    op.drop_index("ix_audit_log_company_id_at_id", "audit_log")
    # Other services' objects need not have a UUID, which is all that the column could hold before.
    op.execute(
        "ALTER TABLE audit_log ALTER COLUMN object_id TYPE uuid"
        " USING CASE WHEN object_id ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' THEN object_id::uuid END"
    )
    op.alter_column("audit_log", "object_id", new_column_name="subject_id")
    op.drop_column("audit_log", "object_type")
