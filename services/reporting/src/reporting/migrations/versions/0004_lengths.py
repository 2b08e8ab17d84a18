"""Every text, list and JSON has a length, so that no value is too long for an index or for memory."""

from typing import Final

from alembic import op

from atende_platform.data.migrations import Lengths, bound_lengths, chars, size, unbound_lengths

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

WORD: Final = chars(100)
LINE: Final = chars(1000)
SMALL: Final = size(64 * 1024)

OUTBOX: Final = {
    "topic": WORD,
    "key": LINE,
    "type": WORD,
    "payload": size(1_000_000),
    "traceparent": WORD,
}
LENGTHS: Final[Lengths] = {
    "campaign_facts": {
        "name": LINE,
        "state": WORD,
        "counts": SMALL,
    },
    "campaign_sends": {
        "state": WORD,
        "error_title": chars(500),
    },
    "company_settings": {
        "time_zone": LINE,
    },
    "inbox": {
        "consumer": WORD,
    },
    "outbox": OUTBOX,
    "send_facts": {
        "state": WORD,
        "error_title": chars(500),
    },
    "ticket_facts": {
        "status": WORD,
    },
}


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    bound_lengths(op, LENGTHS)


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    unbound_lengths(op, LENGTHS)
