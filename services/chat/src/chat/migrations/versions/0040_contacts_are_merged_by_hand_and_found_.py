"""Contacts are merged by hand, and found by what else is known of them.

An index of contacts that have an e-mail address, external id, firm or custom field is built; writes of contacts wait
for it, about ten seconds for a million of such.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from atende_platform.data.migrations import bound_lengths, protect, size

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None


# Of functions that are immutable, as an index demands; `concat_ws` is not.
SEARCH_WORDS = """
CREATE OR REPLACE FUNCTION search_words(email text, external_id text, organization text, custom_fields jsonb)
RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN search_form(coalesce(email, '') || chr(10) || coalesce(external_id, '') || chr(10)
    || coalesce(organization, '') || chr(10) || CAST(jsonb_path_query_array(custom_fields, '$.*') AS text))
"""


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute(SEARCH_WORDS)
    op.create_table(
        "contact_merges",
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("contact_id", sa.Uuid(), nullable=False),
        sa.Column("gone_id", sa.Uuid(), nullable=False),
        sa.Column(
            "before", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'{}'"), nullable=False
        ),
        sa.Column(
            "after", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'{}'"), nullable=False
        ),
        sa.Column(
            "gone", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'{}'"), nullable=False
        ),
        sa.Column("names", sa.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("tickets", sa.ARRAY(sa.Uuid()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("messages", sa.ARRAY(sa.Uuid()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("merged_by", sa.Uuid(), nullable=False),
        sa.Column("merged_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_by", sa.Uuid(), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["company_id", "contact_id"],
            ["contacts.company_id", "contacts.id"],
            name=op.f("fk_contact_merges_company_id_contact_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("company_id", "id", name=op.f("pk_contact_merges")),
    )
    op.create_index(
        "ix_contact_merges_contact",
        "contact_merges",
        ["company_id", "contact_id", sa.literal_column("merged_at DESC")],
        unique=False,
    )
    op.create_index(
        "ix_contact_merges_kept",
        "contact_merges",
        ["merged_at"],
        unique=False,
        postgresql_where=sa.text("gone <> '{}'"),
    )
    op.create_index(
        "ix_contacts_words",
        "contacts",
        [
            sa.literal_column("CAST(company_id AS text)"),
            sa.literal_column("search_words(email, external_id, organization, custom_fields)").label("words"),
        ],
        unique=False,
        postgresql_using="gin",
        postgresql_ops={"words": "extensions.gin_trgm_ops"},
        postgresql_where=sa.text(
            "email IS NOT NULL OR external_id IS NOT NULL OR organization IS NOT NULL OR custom_fields <> '{}'"
        ),
    )
    protect(op, "chat", ["contact_merges"])
    bound_lengths(
        op,
        {
            "contact_merges": {
                "before": size(512 * 1024),
                "after": size(512 * 1024),
                "gone": size(512 * 1024),
                "names": size(32 * 1024),
                "tickets": size(256 * 1024),
                "messages": size(256 * 1024),
            }
        },
    )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_index(
        "ix_contacts_words",
        table_name="contacts",
        postgresql_using="gin",
        postgresql_ops={"words": "extensions.gin_trgm_ops"},
        postgresql_where=sa.text(
            "email IS NOT NULL OR external_id IS NOT NULL OR organization IS NOT NULL OR custom_fields <> '{}'"
        ),
    )
    op.drop_index(
        "ix_contact_merges_kept", table_name="contact_merges", postgresql_where=sa.text("gone <> '{}'")
    )
    op.drop_index("ix_contact_merges_contact", table_name="contact_merges")
    op.drop_table("contact_merges")
    op.execute("DROP FUNCTION search_words(text, text, text, jsonb)")
