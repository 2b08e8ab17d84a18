"""Argentine numbers are one with and without the 9: of two opt-outs of one person the last word counts."""

from typing import Final

from alembic import op

from atende_platform.data.migrations import backfill

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

PLAIN: Final = "^phone:54((11|2[0-9]|3[0-9])[0-9]{8})$"
PAIR: Final = (
    "o.company_id = n.company_id AND o.channel_id = n.channel_id"
    f" AND o.identity ~ '{PLAIN}' AND n.identity = regexp_replace(o.identity, '{PLAIN}', 'phone:549\\1')"
)


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    with backfill(op, "suppressions"):
        op.execute(
            "UPDATE suppressions n SET opted_out = o.opted_out, changed_at = o.changed_at"
            f" FROM suppressions o WHERE {PAIR}"
            " AND (o.changed_at, o.opted_out) > (n.changed_at, n.opted_out)"
        )
        op.execute(f"DELETE FROM suppressions o USING suppressions n WHERE {PAIR}")
        op.execute(
            f"UPDATE suppressions SET identity = regexp_replace(identity, '{PLAIN}', 'phone:549\\1')"
            f" WHERE identity ~ '{PLAIN}'"
        )


def downgrade() -> None:
    """The new spelling is right for the version before, too: it takes it for another person's."""
