"""Every text, list and JSON has a length, so that no value is too long for an index or for memory."""

from typing import Final

from alembic import op

from atende_platform.data.migrations import Lengths, bound_lengths, chars, size, unbound_lengths

revision = "0005"
down_revision = "0004"
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
    "channel_copy": {
        "name": LINE,
        "provider": LINE,
        "status": WORD,
        "display_phone": LINE,
    },
    "company_settings": {
        "time_zone": LINE,
        "locale": LINE,
    },
    "contact_identities": {
        "value": IDENTITY,
    },
    "contact_imports": {
        "region": WORD,
        "errors": MEDIUM,
    },
    "contacts": {
        "name": LINE,
        "phone": PERSON,
        "wa_id": PERSON,
        "bsuid": PERSON,
        "lid": PERSON,
        "tags": SMALL,
        "custom_fields": MEDIUM,
    },
    "event_log": {
        "namespace": WORD,
        "type": WORD,
        "payload": size(2 * 1024 * 1024),
    },
    "inbox": {
        "consumer": WORD,
    },
    "message_changes": {
        "target": ID,
        "id": ID,
        "kind": WORD,
        "text": SMALL,
        "content": LARGE,
    },
    "messages": {
        "kind": WORD,
        "text": SMALL,
        "content": LARGE,
        "media": SMALL,
        "reply_to": ID,
        "target": ID,
        "raw": LARGE,
        "provider_message_id": ID,
        "client_message_id": WORD,
        "state": WORD,
        "error": SMALL,
    },
    "opt_outs": {
        "kind": WORD,
        "value": IDENTITY,
        "scope": WORD,
    },
    "outbox": OUTBOX,
}


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    bound_lengths(op, LENGTHS)


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    unbound_lengths(op, LENGTHS)
