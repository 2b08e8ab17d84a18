"""Contacts are deleted with everything of the person.

Of messages in groups an index is built; writes of messages wait for it, about a second for five million.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from atende_platform.data.migrations import bound_lengths, chars, protect, size

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "contact_erasures",
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("contact_id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("names", sa.ARRAY(sa.Uuid()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("aliases", sa.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("requested_by", sa.Uuid(), nullable=False),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("messages", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("tickets", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "confirmations",
            postgresql.JSONB(astext_type=sa.Text()),
            server_default=sa.text("'{}'"),
            nullable=False,
        ),
        sa.CheckConstraint(
            "status IN ('running', 'erased', 'confirmed')", name=op.f("ck_contact_erasures_status")
        ),
        sa.PrimaryKeyConstraint("company_id", "id", name=op.f("pk_contact_erasures")),
    )
    op.create_index(
        "ix_contact_erasures_due",
        "contact_erasures",
        ["company_id", "due_at"],
        unique=False,
        postgresql_where=sa.text("status = 'running'"),
    )
    op.create_index(
        "ix_contact_erasures_recent",
        "contact_erasures",
        ["company_id", sa.literal_column("requested_at DESC"), sa.literal_column("id DESC")],
        unique=False,
    )
    op.add_column("contacts", sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index(
        "ix_messages_of_member",
        "messages",
        ["company_id", "contact_id"],
        unique=False,
        postgresql_where=sa.text("group_id IS NOT NULL"),
    )
    protect(op, "chat", ["contact_erasures"])
    bound_lengths(
        op,
        {
            "contact_erasures": {
                "status": chars(20),
                "names": size(8 * 1024),
                "aliases": size(32 * 1024),
                "confirmations": size(4 * 1024),
            }
        },
    )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_index(
        "ix_messages_of_member", table_name="messages", postgresql_where=sa.text("group_id IS NOT NULL")
    )
    op.drop_column("contacts", "erased_at")
    op.drop_index("ix_contact_erasures_recent", table_name="contact_erasures")
    op.drop_index(
        "ix_contact_erasures_due",
        table_name="contact_erasures",
        postgresql_where=sa.text("status = 'running'"),
    )
    op.drop_table("contact_erasures")
