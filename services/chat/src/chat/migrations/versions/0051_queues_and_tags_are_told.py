"""Publish the existing queues, their members and tags for reporting. Ratings keep the ticket's tags."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY

from atende_platform.data.migrations import backfill_while_serving, bound_lengths, size, unbound_lengths

revision = "0051"
down_revision = "0050"
branch_labels = None
depends_on = None

LENGTHS = {"satisfaction_ratings": {"tag_ids": size(1024)}}

TELL_QUEUES = """
INSERT INTO outbox (company_id, event_id, topic, key, type, payload)
SELECT company_id, event_id, 'queue.changed', id, 'queue.changed.v1',
       jsonb_build_object(
           'type', 'queue.changed.v1', 'id', event_id, 'company_id', company_id, 'occurred_at', now(),
           'queue_id', id, 'name', name, 'deleted', archived_at IS NOT NULL, 'revision', revision,
           'member_ids', coalesce((SELECT jsonb_agg(m.user_id ORDER BY m.user_id) FROM queue_members m
                                   WHERE m.company_id = q.company_id AND m.queue_id = q.id), '[]'))
FROM (SELECT queues.*, uuidv7() AS event_id FROM queues) AS q ORDER BY company_id, id
"""
TELL_TAGS = """
INSERT INTO outbox (company_id, event_id, topic, key, type, payload)
SELECT company_id, event_id, 'tag.changed', id, 'tag.changed.v1',
       jsonb_build_object(
           'type', 'tag.changed.v1', 'id', event_id, 'company_id', company_id, 'occurred_at', now(),
           'tag_id', id, 'name', name, 'deleted', archived_at IS NOT NULL, 'revision', revision)
FROM (SELECT tags.*, uuidv7() AS event_id FROM tags) AS t ORDER BY company_id, id
"""


def upgrade() -> None:
    with backfill_while_serving(op, "queues", "queue_members", "tags", "outbox"):
        op.execute(TELL_QUEUES)
        op.execute(TELL_TAGS)
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.add_column(
        "satisfaction_ratings",
        sa.Column("tag_ids", ARRAY(sa.Uuid), server_default=sa.text("'{}'"), nullable=False),
    )
    bound_lengths(op, LENGTHS)


def downgrade() -> None:
    """Reporting keeps what it was told; the version before does not ask for it."""
    op.execute("SET LOCAL lock_timeout = '5s'")
    unbound_lengths(op, LENGTHS)
    op.drop_column("satisfaction_ratings", "tag_ids")
