"""Chat is told of the files that companies uploaded: of those there are, now; of each new one, with it."""

from alembic import op

from atende_platform.data.migrations import backfill

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

TELL = """
INSERT INTO outbox (company_id, event_id, topic, key, type, payload)
SELECT company_id, id, 'media.stored', id, 'media.stored.v1',
       jsonb_strip_nulls(jsonb_build_object(
           'type', 'media.stored.v1', 'id', id, 'company_id', company_id, 'occurred_at', created_at,
           'media', jsonb_build_object('id', id, 'state', 'stored', 'mime_type', mime_type,
                                       'filename', filename, 'size', size, 'sha256', sha256)))
FROM media WHERE channel_id IS NULL AND state = 'stored' ORDER BY company_id, id
"""


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    with backfill(op, "media", "outbox"):
        op.execute(TELL)


def downgrade() -> None:
    """Chat keeps what it was told; the version before does not ask for it."""
