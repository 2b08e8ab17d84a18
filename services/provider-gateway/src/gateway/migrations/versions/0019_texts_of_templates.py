"""Others are told what templates say, and of all channels again, so that those know which account is theirs.

Templates that there are follow when their accounts are next read, which is now.
"""

import sqlalchemy as sa
from alembic import op

from atende_platform.data.migrations import backfill

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

TELL = """
WITH told AS (UPDATE channels SET revision = revision + 1, templates_due_at = now()
              WHERE status <> 'deleted' AND waba_id IS NOT NULL RETURNING *)
INSERT INTO outbox (company_id, event_id, topic, key, type, payload)
SELECT company_id, event_id, 'channel.changed', id, 'channel.changed.v1',
       jsonb_strip_nulls(jsonb_build_object(
           'type', 'channel.changed.v1', 'id', event_id, 'company_id', company_id, 'occurred_at', now(),
           'channel_id', id, 'name', name, 'provider', provider,
           'status', CASE status WHEN 'pending' THEN 'disabled' ELSE status END,
           'display_phone', display_phone, 'messages_per_second', messages_per_second, 'revision', revision,
           'quality', quality, 'messaging_limit', messaging_limit, 'account_id', waba_id,
           'service_window', service_window))
FROM (SELECT told.*, uuidv7() AS event_id FROM told) AS told ORDER BY company_id, id
"""


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.add_column(
        "templates", sa.Column("text_told", sa.Boolean(), server_default=sa.text("false"), nullable=False)
    )
    with backfill(op, "channels", "outbox"):
        op.execute(TELL)


def downgrade() -> None:
    op.drop_column("templates", "text_told")
