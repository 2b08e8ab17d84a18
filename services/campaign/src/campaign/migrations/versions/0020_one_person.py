"""Names that are one person's: pairs that WhatsApp told, and Argentine numbers with and without the 9."""

from typing import Final

import sqlalchemy as sa
from alembic import op

from atende_platform.data.migrations import Lengths, backfill, bound_lengths, chars, protect

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

LENGTHS: Final[Lengths] = {"alias_links": {"alias": chars(256), "other": chars(256)}}

PLAIN: Final = "^phone:54((11|2[0-9]|3[0-9])[0-9]{8})$"
"""An Argentine number without the 9, which `atende_contracts.identity` puts there now."""


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute("DROP TABLE IF EXISTS alias_links")
    op.create_table(
        "alias_links",
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("alias", sa.Text(), nullable=False),
        sa.Column("other", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("company_id", "alias", "other", name="pk_alias_links"),
    )
    op.create_index("ix_alias_links_other", "alias_links", ["company_id", "other"])
    protect(op, "campaign", ("alias_links",))
    with backfill(
        op, "opt_outs", "opt_out_wishes", "contact_copy", "audience_rows", "recipients", "last_seen"
    ):
        _join_opt_outs()
        for table in ("contact_copy", "recipients"):
            op.execute(
                f"UPDATE {table} SET aliases = ARRAY("
                f"SELECT regexp_replace(name, '{PLAIN}', 'phone:549\\1') FROM unnest(aliases)"
                " WITH ORDINALITY AS a (name, place) ORDER BY place)"
                f" WHERE EXISTS (SELECT FROM unnest(aliases) AS a (name) WHERE name ~ '{PLAIN}')"
            )
        op.execute(_renamed("audience_rows", "identity", same=None))
        op.execute(_renamed("recipients", "identity", same="k.campaign_id = t.campaign_id"))
        op.execute(_renamed("last_seen", "identity", same="true"))
    bound_lengths(op, LENGTHS)


def _renamed(table: str, column: str, *, same: str | None) -> str:
    """Return how to give rows their new name, but none that another row has."""
    new = f"regexp_replace(t.{column}, '{PLAIN}', 'phone:549\\1')"
    taken = f"SELECT FROM {table} k WHERE k.company_id = t.company_id AND k.{column} = {new} AND {same}"
    free = f" AND NOT EXISTS ({taken})" if same else ""
    return f"UPDATE {table} t SET {column} = {new} WHERE t.{column} ~ '{PLAIN}'{free}"


def _join_opt_outs() -> None:
    """Of two of one person the last word counts."""
    pair = (
        "o.company_id = n.company_id AND o.channel_id IS NOT DISTINCT FROM n.channel_id"
        f" AND o.identity ~ '{PLAIN}'"
        f" AND n.identity = regexp_replace(o.identity, '{PLAIN}', 'phone:549\\1')"
    )
    op.execute(
        "UPDATE opt_outs n SET active = o.active, source = o.source, by = o.by, at = o.at,"
        " spellings = ARRAY(SELECT unnest(n.spellings) UNION SELECT unnest(o.spellings) ORDER BY 1)"
        f" FROM opt_outs o WHERE {pair} AND (o.at, o.active) > (n.at, n.active)"
    )
    op.execute(f"DELETE FROM opt_outs o USING opt_outs n WHERE {pair}")
    op.execute(_renamed("opt_outs", "identity", same=None))


def downgrade() -> None:
    op.drop_table("alias_links")
