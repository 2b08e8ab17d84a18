"""Why a channel is in error or pending, and what its check found wrong, as codes; the words stay beside them.

The numbers are Meta's, as the versions before wrote them in front of the words.
"""

import sqlalchemy as sa
from alembic import op

from atende_platform.data.migrations import Lengths, backfill, bound_lengths, chars, unbound_lengths

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

LENGTHS: Lengths = {"channels": {"reason_code": chars(100), "problem_code": chars(100)}}

CODES = """
UPDATE channels SET {code} = CASE
    WHEN {words} = 'WhatsApp: ACCOUNT_DELETED' THEN 'account_deleted'
    WHEN {words} ~ '^(368|130497|131031): |^WhatsApp: ' THEN 'account_blocked'
    WHEN {words} LIKE 'The provider did not answer%' THEN 'no_answer'
    WHEN {words} LIKE 'Another company here has proved%' THEN 'number_taken'
    WHEN {words} LIKE 'WhatsApp no longer accepts this channel%' THEN 'number_lost'
    WHEN status = 'pending' THEN 'number_not_confirmed'
    WHEN {words} ~ '^(131037|131042|131045|133010): ' THEN 'channel_setup'
    WHEN {words} ~ '^(0|190): ' THEN 'channel_auth'
    WHEN {words} ~ '^(3|10|2[0-9][0-9]|131005): ' THEN 'channel_permission'
    ELSE 'provider_refused' END
WHERE {words} IS NOT NULL
"""


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.add_column("channels", sa.Column("reason_code", sa.Text()))
    op.add_column("channels", sa.Column("problem_code", sa.Text()))
    with backfill(op, "channels"):
        op.execute(CODES.format(code="reason_code", words="status_reason"))
        op.execute(CODES.format(code="problem_code", words="problem"))
    bound_lengths(op, LENGTHS)


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    unbound_lengths(op, LENGTHS)
    op.drop_column("channels", "problem_code")
    op.drop_column("channels", "reason_code")
