"""Contacts are found by parts of their names and phones from an index; writes of contacts wait meanwhile."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_index(
        "ix_contacts_search",
        "contacts",
        # As text: only this index serves a search, whatever the planner believes of the company's size.
        [sa.text("CAST(company_id AS text)"), "name", "phone", "wa_id"],
        postgresql_using="gin",
        # Of the extension pg_trgm, which `python -m atende_platform provision` adds, and so must run before.
        postgresql_ops=dict.fromkeys(("name", "phone", "wa_id"), "extensions.gin_trgm_ops"),
    )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_index("ix_contacts_search", "contacts")
