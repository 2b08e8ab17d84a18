"""Contacts have an e-mail address, a firm, an external id, a picture and notes, and can be blocked.

Of contacts that have tags an index is built; writes of contacts wait for it, about a second for a million.
"""

import sqlalchemy as sa
from alembic import op

from atende_platform.data.migrations import bound_lengths, chars

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.add_column("contacts", sa.Column("email", sa.Text(), nullable=True))
    op.add_column("contacts", sa.Column("organization", sa.Text(), nullable=True))
    op.add_column("contacts", sa.Column("external_id", sa.Text(), nullable=True))
    op.add_column("contacts", sa.Column("avatar_url", sa.Text(), nullable=True))
    op.add_column("contacts", sa.Column("notes", sa.Text(), nullable=True))
    op.add_column("contacts", sa.Column("blocked_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index(
        "ix_contacts_blocked",
        "contacts",
        ["company_id", sa.literal_column("created_at DESC"), sa.literal_column("id DESC")],
        unique=False,
        postgresql_where=sa.text("blocked_at IS NOT NULL"),
    )
    op.create_index(
        "ix_contacts_by_tag",
        "contacts",
        ["company_id", "tags"],
        unique=False,
        postgresql_using="gin",
        postgresql_ops={"company_id": "extensions.uuid_ops"},
        postgresql_where=sa.text("tags <> '{}'"),
    )
    op.create_index(
        "ix_contacts_email",
        "contacts",
        ["company_id", "email"],
        unique=False,
        postgresql_where=sa.text("email IS NOT NULL"),
    )
    op.create_index(
        "uq_contacts_external_id",
        "contacts",
        ["company_id", "external_id"],
        unique=True,
        postgresql_where=sa.text("external_id IS NOT NULL"),
    )
    bound_lengths(
        op,
        {
            "contacts": {
                "email": chars(254),
                "organization": chars(200),
                "external_id": chars(100),
                "avatar_url": chars(1000),
                "notes": chars(4000),
            }
        },
    )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_index(
        "uq_contacts_external_id", table_name="contacts", postgresql_where=sa.text("external_id IS NOT NULL")
    )
    op.drop_index("ix_contacts_email", table_name="contacts", postgresql_where=sa.text("email IS NOT NULL"))
    op.drop_index(
        "ix_contacts_by_tag",
        table_name="contacts",
        postgresql_using="gin",
        postgresql_ops={"company_id": "extensions.uuid_ops"},
        postgresql_where=sa.text("tags <> '{}'"),
    )
    op.drop_index(
        "ix_contacts_blocked", table_name="contacts", postgresql_where=sa.text("blocked_at IS NOT NULL")
    )
    op.drop_column("contacts", "blocked_at")
    op.drop_column("contacts", "notes")
    op.drop_column("contacts", "avatar_url")
    op.drop_column("contacts", "external_id")
    op.drop_column("contacts", "organization")
    op.drop_column("contacts", "email")
