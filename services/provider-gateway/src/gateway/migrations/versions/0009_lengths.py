"""Every text, list and JSON has a length, so that no value is too long for an index or for memory."""

from typing import Final

from alembic import op

from atende_platform.data.migrations import Lengths, bound_lengths, chars, size, unbound_lengths

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

WORD: Final = chars(100)
LINE: Final = chars(1000)
ID: Final = chars(256)
IDENTITY: Final = chars(256)
SMALL: Final = size(64 * 1024)
LARGE: Final = size(1024 * 1024)

OUTBOX: Final = {
    "topic": WORD,
    "key": LINE,
    "type": WORD,
    "payload": size(1_000_000),
    "traceparent": WORD,
}
LENGTHS: Final[Lengths] = {
    "campaign_control": {
        "state": WORD,
    },
    "channel_events": {
        "field": WORD,
        "value": LARGE,
    },
    "channels": {
        "name": LINE,
        "provider": WORD,
        "phone_number_id": WORD,
        "waba_id": WORD,
        "display_phone": WORD,
        "status": WORD,
        "status_reason": LINE,
        "verify_token": ID,
        "quality": WORD,
        "messaging_limit": WORD,
        "throughput": WORD,
        "name_status": WORD,
        "problem": LINE,
    },
    "credentials": {
        "kind": WORD,
    },
    "media": {
        "provider_message_id": ID,
        "sender": SMALL,
        "state": WORD,
        "provider_media_id": ID,
        "mime_type": ID,
        "sha256": ID,
        "filename": ID,
        "error": WORD,
    },
    "media_uploads": {
        "state": WORD,
        "provider_media_id": ID,
        "error": WORD,
    },
    "outbox": OUTBOX,
    "sends": {
        "origin": WORD,
        "recipient_keys": SMALL,
        "request": size(4 * 1024 * 1024),
        "state": WORD,
        "provider_message_id": ID,
        "error": SMALL,
    },
    "suppressions": {
        "identity": IDENTITY,
    },
    "templates": {
        "waba_id": WORD,
        "provider_template_id": ID,
        "name": size(512),
        "language": WORD,
        "category": WORD,
        "status": WORD,
        "quality": WORD,
        "rejected_reason": LINE,
        "parameter_format": WORD,
        "components": LARGE,
    },
    "unmatched_statuses": {
        "provider_message_id": ID,
        "state": WORD,
        "error": SMALL,
    },
}


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    bound_lengths(op, LENGTHS)


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    unbound_lengths(op, LENGTHS)
