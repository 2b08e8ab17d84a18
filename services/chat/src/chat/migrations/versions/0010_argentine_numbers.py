"""Argentine numbers are one with and without the 9: of two opt-outs of one person the last word counts.

Of two contacts that are one person the number leads to the one that had it with the 9; the other one stays
with its tickets, and is found by its name.
"""

from typing import Final

from alembic import op

from atende_platform.data.migrations import backfill

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

PLAIN: Final = "^54((11|2[0-9]|3[0-9])[0-9]{8})$"
PAIR: Final = (
    "o.company_id = n.company_id AND o.scope = n.scope AND o.kind = 'phone' AND n.kind = 'phone'"
    f" AND o.value ~ '{PLAIN}' AND n.value = regexp_replace(o.value, '{PLAIN}', '549\\1')"
)


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    with backfill(op, "contact_identities", "opt_outs"):
        op.execute(
            f"UPDATE contact_identities t SET value = regexp_replace(value, '{PLAIN}', '549\\1')"
            f" WHERE kind = 'phone' AND value ~ '{PLAIN}' AND NOT EXISTS ("
            " SELECT FROM contact_identities k WHERE k.company_id = t.company_id AND k.kind = 'phone'"
            f" AND k.value = regexp_replace(t.value, '{PLAIN}', '549\\1'))"
        )
        op.execute(
            "UPDATE opt_outs n SET opted_out = o.opted_out, at = o.at"
            f" FROM opt_outs o WHERE {PAIR} AND (o.at, o.opted_out) > (n.at, n.opted_out)"
        )
        op.execute(f"DELETE FROM opt_outs o USING opt_outs n WHERE {PAIR}")
        op.execute(
            f"UPDATE opt_outs SET value = regexp_replace(value, '{PLAIN}', '549\\1')"
            f" WHERE kind = 'phone' AND value ~ '{PLAIN}'"
        )


def downgrade() -> None:
    """The new spelling is right for the version before, too: it takes it for another person's."""
