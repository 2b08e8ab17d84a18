"""Messages are searched by their words.

Nothing is added to what stores a message: the worker follows them. Triggers tell of what is rare: a text that
changes later, and messages that are deleted, whose words go in the same transaction. They run as the role that
writes; a later migration that changes texts or deletes messages needs a policy for itself on these tables, too.
"""

import sqlalchemy as sa
from alembic import op

from atende_platform.data.migrations import bound_lengths, chars, protect, size

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


# The customer edits or takes back a message, which may not be stored yet.
CHANGED = (
    """
    CREATE FUNCTION search_changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        INSERT INTO search_changes (company_id, channel_id, target)
        SELECT company_id, channel_id, target FROM added WHERE kind IN ('edit', 'revoke');
        RETURN NULL;
    END $$
    """,
    """
    CREATE TRIGGER search_changed AFTER INSERT ON message_changes
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION search_changed()
    """,
)
# A file that was announced has come, or the like. Of what is updated all the time, such as the state of a
# delivery, none of these columns is named.
REWRITTEN = (
    """
    CREATE FUNCTION search_rewritten() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        INSERT INTO search_changes (company_id, message_id) VALUES (NEW.company_id, NEW.id);
        RETURN NULL;
    END $$
    """,
    """
    CREATE TRIGGER search_rewritten AFTER UPDATE OF kind, text, content, media ON messages FOR EACH ROW
    WHEN ((OLD.kind, OLD.text, OLD.content, OLD.media)
          IS DISTINCT FROM (NEW.kind, NEW.text, NEW.content, NEW.media))
    EXECUTE FUNCTION search_rewritten()
    """,
)
# Whoever writes a company's index holds its row of search_progress: what it is about to store is seen here
# after it has ended.
DELETED = (
    """
    CREATE FUNCTION search_deleted() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        INSERT INTO search_progress (company_id, head, settled, settled_at, seen_seq)
        SELECT DISTINCT company_id, CAST('00000000-0000-0000-0000-000000000000' AS uuid),
               CAST('00000000-0000-0000-0000-000000000000' AS uuid), now(), 0
        FROM gone ORDER BY company_id ON CONFLICT DO NOTHING;
        PERFORM 1 FROM search_progress WHERE company_id IN (SELECT company_id FROM gone)
        ORDER BY company_id FOR NO KEY UPDATE;
        DELETE FROM search_documents d USING gone
        WHERE d.company_id = gone.company_id AND d.message_id = gone.id;
        RETURN NULL;
    END $$
    """,
    """
    CREATE TRIGGER search_deleted AFTER DELETE ON messages
    REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION search_deleted()
    """,
)


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "search_changes",
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("message_id", sa.Uuid(), nullable=True),
        sa.Column("channel_id", sa.Uuid(), nullable=True),
        sa.Column("target", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("company_id", "id", name=op.f("pk_search_changes")),
    )
    op.create_table(
        "search_documents",
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("message_id", sa.Uuid(), nullable=False),
        sa.Column("segment_id", sa.BigInteger(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("words", sa.ARRAY(sa.Text()), nullable=False),
        sa.PrimaryKeyConstraint("company_id", "message_id", name=op.f("pk_search_documents")),
    )
    op.create_index(
        "ix_search_documents_words",
        "search_documents",
        [sa.literal_column("array_to_tsvector(words)")],
        unique=False,
        postgresql_using="gin",
        postgresql_with={"fastupdate": "on", "gin_pending_list_limit": "256"},
    )
    op.create_table(
        "search_progress",
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("head", sa.Uuid(), nullable=False),
        sa.Column("settled", sa.Uuid(), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_seq", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("company_id", name=op.f("pk_search_progress")),
    )
    op.create_table(
        "search_segments",
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("closed", sa.Boolean(), nullable=False),
        sa.Column("documents", sa.Integer(), nullable=False),
        sa.Column("first_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("company_id", "id", name=op.f("pk_search_segments")),
    )
    protect(op, "chat", ["search_changes", "search_documents", "search_progress", "search_segments"])
    bound_lengths(
        op, {"search_changes": {"target": chars(256)}, "search_documents": {"words": size(64 * 1024)}}
    )
    op.execute("SET LOCAL lock_timeout = '5s'")
    for statement in (*CHANGED, *REWRITTEN, *DELETED):
        op.execute(statement)


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute("DROP TRIGGER search_changed ON message_changes")
    op.execute("DROP TRIGGER search_rewritten ON messages")
    op.execute("DROP TRIGGER search_deleted ON messages")
    for function in ("search_changed", "search_rewritten", "search_deleted"):
        op.execute(f"DROP FUNCTION {function}()")
    op.drop_table("search_segments")
    op.drop_table("search_progress")
    op.drop_index(
        "ix_search_documents_words",
        table_name="search_documents",
        postgresql_using="gin",
        postgresql_with={"fastupdate": "on", "gin_pending_list_limit": "256"},
    )
    op.drop_table("search_documents")
    op.drop_table("search_changes")
