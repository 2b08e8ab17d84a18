"""What is known of a person: in a file, and, once it was erased, what was."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from atende_platform.data.migrations import bound_lengths, chars, protect, size

revision = "0054"
down_revision = "0053"
branch_labels = None
depends_on = None

_JSON = postgresql.JSONB(astext_type=sa.Text())


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.add_column(
        "contact_erasures", sa.Column("erased", _JSON, server_default=sa.text("'{}'"), nullable=False)
    )
    op.add_column(
        "contact_erasures",
        sa.Column("log_position", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
    )
    op.create_table(
        "contact_exports",
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("contact_id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("requested_by", sa.Uuid(), nullable=False),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ready_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("status IN ('collecting', 'ready')", name=op.f("ck_contact_exports_status")),
        sa.PrimaryKeyConstraint("company_id", "id", name=op.f("pk_contact_exports")),
    )
    op.create_index("ix_contact_exports_contact", "contact_exports", ["company_id", "contact_id"])
    op.create_index("ix_contact_exports_requested_at", "contact_exports", ["requested_at"])
    op.create_table(
        "contact_export_parts",
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("export_id", sa.Uuid(), nullable=False),
        sa.Column("service", sa.Text(), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("rows", _JSON, server_default=sa.text("'[]'"), nullable=False),
        sa.ForeignKeyConstraint(
            ["company_id", "export_id"],
            ["contact_exports.company_id", "contact_exports.id"],
            name=op.f("fk_contact_export_parts_company_id_export_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "company_id", "export_id", "service", "part", name=op.f("pk_contact_export_parts")
        ),
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
    protect(op, "chat", ["contact_exports", "contact_export_parts", "company_erasures"])
    bound_lengths(
        op,
        {
            "contact_erasures": {"erased": size(16 * 1024)},
            "company_erasures": {"erased": size(32 * 1024)},
            "contact_exports": {"status": chars(20)},
            "contact_export_parts": {"service": chars(20), "kind": chars(100), "rows": size(1024 * 1024)},
        },
    )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_table("company_erasures")
    op.drop_table("contact_export_parts")
    op.drop_table("contact_exports")
    op.drop_column("contact_erasures", "log_position")
    op.drop_column("contact_erasures", "erased")
