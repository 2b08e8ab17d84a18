"""Custom fields that companies define."""

import sqlalchemy as sa
from alembic import op

from atende_platform.data.migrations import bound_lengths, chars, protect, size

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "contact_fields",
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("options", sa.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("position", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind IN ('text', 'number', 'date', 'list', 'boolean')", name=op.f("ck_contact_fields_kind")
        ),
        sa.PrimaryKeyConstraint("company_id", "id", name=op.f("pk_contact_fields")),
    )
    op.create_index(
        "uq_contact_fields_name",
        "contact_fields",
        ["company_id", sa.literal_column("lower(name)")],
        unique=True,
    )
    protect(op, "chat", ["contact_fields"])
    bound_lengths(
        op,
        {
            "contact_fields": {
                "name": chars(50),
                "label": chars(100),
                "kind": chars(20),
                "options": size(64 * 1024),
            }
        },
    )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_index("uq_contact_fields_name", table_name="contact_fields")
    op.drop_table("contact_fields")
