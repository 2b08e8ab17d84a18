"""What segments ask about: the tags of contacts, and when customers last wrote."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from atende_platform.data.migrations import protect

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.add_column(
        "contact_copy",
        sa.Column("tags", postgresql.ARRAY(sa.Text()), nullable=False, server_default=sa.text("'{}'")),
    )
    op.create_index("ix_contact_copy_tags", "contact_copy", ["tags"], postgresql_using="gin")
    op.create_table(
        "last_seen",
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("identity", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("company_id", "identity", name="pk_last_seen"),
    )
    protect(op, "campaign", ("last_seen",))


def downgrade() -> None:
    op.drop_table("last_seen")
    op.drop_index("ix_contact_copy_tags", table_name="contact_copy")
    op.drop_column("contact_copy", "tags")
