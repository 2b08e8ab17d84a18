"""Every entry of the audit log is linked to the one before it by a hash."""

import sqlalchemy as sa
from alembic import op

from atende_platform.data.migrations import backfill, protect

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

TABLES = ("audit_unsealed", "audit_links", "audit_heads")


def upgrade() -> None:
    op.create_table(
        "audit_unsealed",
        sa.Column("company_id", sa.Uuid, nullable=False),
        sa.Column("entry_id", sa.Uuid, nullable=False),
        sa.Column("number", sa.BigInteger, sa.Identity(always=True), nullable=False),
        sa.PrimaryKeyConstraint("company_id", "entry_id", name="pk_audit_unsealed"),
    )
    op.create_index("ix_audit_unsealed_number", "audit_unsealed", ["number"])
    op.create_table(
        "audit_links",
        sa.Column("company_id", sa.Uuid, nullable=False),
        sa.Column("position", sa.BigInteger, nullable=False),
        sa.Column("entry_id", sa.Uuid, nullable=False),
        sa.Column("hash", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("company_id", "position", name="pk_audit_links"),
        sa.UniqueConstraint("company_id", "entry_id", name="uq_audit_links_company_id_entry_id"),
    )
    op.create_table(
        "audit_heads",
        sa.Column("company_id", sa.Uuid, nullable=False),
        sa.Column("position", sa.BigInteger, nullable=False),
        sa.Column("hash", sa.LargeBinary, nullable=False),
        sa.Column("checkpoint_position", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("company_id", name="pk_audit_heads"),
    )
    # What is there already is sealed by the worker, oldest first.
    with backfill(op, "audit_log"):
        op.execute(
            "INSERT INTO audit_unsealed (company_id, entry_id) SELECT company_id, id FROM audit_log"
            " ORDER BY at, id"
        )
    protect(op, "auth", TABLES)
    # The API only queues; the worker appends links and moves heads forward.
    op.execute("REVOKE UPDATE, DELETE ON audit_unsealed FROM auth_app")
    op.execute("REVOKE INSERT, UPDATE, DELETE ON audit_links, audit_heads FROM auth_app")
    op.execute("REVOKE UPDATE, DELETE ON audit_links FROM auth_worker")
    op.execute("REVOKE DELETE ON audit_heads FROM auth_worker")


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
