"""Every text, list and JSON has a length, so that no value is too long for an index or for memory."""

from typing import Final

from alembic import op

from atende_platform.data.migrations import Lengths, bound_lengths, chars, size, unbound_lengths

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

WORD: Final = chars(100)
LINE: Final = chars(1000)
EMAIL: Final = chars(254)
SMALL: Final = size(64 * 1024)

OUTBOX: Final = {
    "topic": WORD,
    "key": LINE,
    "type": WORD,
    "payload": size(1_000_000),
    "traceparent": WORD,
}
LENGTHS: Final[Lengths] = {
    "api_keys": {"name": LINE, "scopes": SMALL},
    "audit_log": {
        "actor_kind": WORD,
        "action": WORD,
        "object_type": WORD,
        "object_id": chars(200),
        "address": WORD,
        "details": size(256 * 1024),
    },
    "companies": {"name": LINE, "time_zone": WORD, "locale": WORD, "limits": SMALL},
    "invitations": {"email": EMAIL},
    "login_links": {"data": SMALL},
    "logins": {"email": EMAIL, "password_hash": LINE},
    "outbox": OUTBOX,
    "sessions": {"user_agent": LINE, "address": WORD},
    "totps": {"sealed_for": LINE},
    "users": {"name": LINE, "email": EMAIL},
}


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    bound_lengths(op, LENGTHS)


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    unbound_lengths(op, LENGTHS)
