"""Every text, list and JSON has a length, so that no value is too long for an index or for memory."""

from typing import Final

from alembic import op

from atende_platform.data.migrations import Lengths, bound_lengths, chars, size, unbound_lengths

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

WORD: Final = chars(100)
LINE: Final = chars(1000)
ID: Final = chars(256)
IDENTITY: Final = chars(256)
PERSON: Final = chars(201)
SMALL: Final = size(64 * 1024)
MEDIUM: Final = size(256 * 1024)
LARGE: Final = size(1024 * 1024)

OUTBOX: Final = {
    "topic": WORD,
    "key": LINE,
    "type": WORD,
    "payload": size(1_000_000),
    "traceparent": WORD,
}
LENGTHS: Final[Lengths] = {
    "audience_rows": {
        "phone": PERSON,
        "identity": IDENTITY,
        "name": LINE,
        "variables": MEDIUM,
        "field": LINE,
        "problem": LINE,
    },
    "audience_sources": {
        "kind": WORD,
        "filter": LARGE,
        "cursor": LINE,
        "name": LINE,
        "status": WORD,
        "region": WORD,
        "columns": SMALL,
    },
    "campaign_moves": {
        "state": WORD,
        "reason": LINE,
    },
    "campaigns": {
        "name": LINE,
        "type": WORD,
        "content": size(4 * 1024 * 1024),
        "state": WORD,
        "failure": LINE,
        "time_zone": WORD,
        "cron": LINE,
        "notice": LINE,
        "windows": SMALL,
        "window_zone": WORD,
        "zones": SMALL,
        "counts": SMALL,
        "variant_counts": SMALL,
    },
    "channel_copy": {
        "name": LINE,
        "status": WORD,
        "quality": LINE,
        "account_id": ID,
    },
    "company_copy": {
        "locale": LINE,
        "time_zone": LINE,
    },
    "contact_copy": {
        "party": SMALL,
        "aliases": SMALL,
        "tags": SMALL,
        "custom_fields": MEDIUM,
    },
    "last_seen": {
        "identity": IDENTITY,
    },
    "opt_out_settings": {
        "leave": SMALL,
        "back": SMALL,
        "confirm_leave": LINE,
        "confirm_return": LINE,
    },
    "opt_out_wishes": {
        "source": WORD,
    },
    "opt_outs": {
        "identity": IDENTITY,
        "spellings": SMALL,
        "source": WORD,
    },
    "outbox": OUTBOX,
    "recipients": {
        "identity": IDENTITY,
        "aliases": SMALL,
        "party": SMALL,
        "variant": WORD,
        "content": LARGE,
        "zone": WORD,
        "state": WORD,
        "reason": WORD,
        "error_title": LINE,
    },
    "segments": {
        "name": WORD,
        "filter": LARGE,
    },
    "template_copy": {
        "account_id": ID,
        "name": size(512),
        "language": WORD,
        "category": LINE,
        "status": LINE,
        "parameter_format": WORD,
        "needs": MEDIUM,
    },
    "test_sends": {
        "phone": PERSON,
        "variant": WORD,
        "state": WORD,
        "reason": WORD,
        "error_title": LINE,
    },
}


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    bound_lengths(op, LENGTHS)


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    unbound_lengths(op, LENGTHS)
