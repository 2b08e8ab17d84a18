"""Tags of contacts are things: what contacts have is stored, in the spelling that most have.

Contacts with another spelling get that one by and by. All contacts with tags are read once, and none waits for it.
"""

import sqlalchemy as sa
from alembic import op

from atende_platform.data.migrations import backfill, bound_lengths, chars, protect

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "contact_tag_moves",
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("old", sa.Text(), nullable=False),
        sa.Column("new", sa.Text(), nullable=True),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("company_id", "id", name=op.f("pk_contact_tag_moves")),
    )
    op.create_table(
        "contact_tags",
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("color", sa.Text(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("company_id", "id", name=op.f("pk_contact_tags")),
    )
    op.create_index(
        "uq_contact_tags_name", "contact_tags", ["company_id", sa.literal_column("lower(name)")], unique=True
    )
    protect(op, "chat", ["contact_tag_moves", "contact_tags"])
    bound_lengths(
        op,
        {
            "contact_tag_moves": {"old": chars(50), "new": chars(50)},
            "contact_tags": {"name": chars(50), "color": chars(7)},
        },
    )
    with backfill(op, "contacts", "contact_tags", "contact_tag_moves"):
        op.execute(
            "INSERT INTO contact_tags (company_id, id, name, color, revision, created_at, updated_at)"
            " SELECT DISTINCT ON (company_id, lower(tag)) company_id, gen_random_uuid(), tag, '#64748b', 1, now(), now()"
            " FROM (SELECT company_id, tag, count(*) AS n FROM contacts, unnest(tags) AS tag"
            "       WHERE tags <> '{}' AND length(tag) BETWEEN 1 AND 50 GROUP BY company_id, tag) AS used"
            " ORDER BY company_id, lower(tag), n DESC, tag"
        )
        op.execute(
            "INSERT INTO contact_tag_moves (company_id, id, old, new, requested_at, due_at)"
            " SELECT DISTINCT c.company_id, gen_random_uuid(), tag, t.name, now(), now()"
            " FROM (SELECT DISTINCT company_id, tag FROM contacts, unnest(tags) AS tag WHERE tags <> '{}') AS c"
            " JOIN contact_tags t ON t.company_id = c.company_id AND lower(t.name) = lower(c.tag)"
            " WHERE t.name <> c.tag AND length(c.tag) <= 50"
        )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_index("uq_contact_tags_name", table_name="contact_tags")
    op.drop_table("contact_tags")
    op.drop_table("contact_tag_moves")
