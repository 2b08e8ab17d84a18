"""Contacts are found without regard to accents and case; writes of contacts wait while the index is made."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

# Of built-in functions that are immutable, as an index demands; `unaccent` is not, and lies in a schema that
# only the owner may use. What Unicode takes apart into a letter and marks loses the marks.
SEARCH_FORM = """
CREATE OR REPLACE FUNCTION search_form(name text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN lower(regexp_replace(normalize(name, NFKD), U&'[\\0300-\\036F]', '', 'g'))
"""


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute(SEARCH_FORM)
    op.drop_index("ix_contacts_search", "contacts")
    _index("search_form(name)")


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_index("ix_contacts_search", "contacts")
    _index("name")
    op.execute("DROP FUNCTION search_form(text)")


def _index(name: str) -> None:
    op.create_index(
        "ix_contacts_search",
        "contacts",
        [
            sa.text("CAST(company_id AS text)"),
            *(sa.text(f"{column} extensions.gin_trgm_ops") for column in (name, "phone", "wa_id")),
        ],
        postgresql_using="gin",
    )
