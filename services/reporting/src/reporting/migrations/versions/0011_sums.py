"""Measures and rollups by days of a company's zone; what is to be added to them is only appended at first.

The worker sums up what there was before, by facts and rollups: until then it is absent from reports.
"""

from typing import Final

import sqlalchemy as sa
from alembic import op

from atende_platform.data.migrations import Lengths, backfill, bound_lengths, chars, protect, unbound_lengths

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

WORD: Final = chars(100)
LENGTHS: Final[Lengths] = {"measure_log": {"metric": WORD}, "sum_zones": {"time_zone": chars(1000)}}
TABLES: Final = ("measure_log", "measure_sums", "rollup_log", "rollup_days", "sum_zones")
# As they were when this migration was written: it must not follow the code.
_DURATIONS: Final = (
    "first_reply",
    "first_reply_business",
    "next_reply",
    "next_reply_business",
    "resolution",
    "resolution_business",
)
_COUNTS: Final = ("opened", "closed", "closed_by_rule", "reopened", "sla_kept", "sla_broken")
_COUNTERS: Final = (
    "inbound",
    "replies_sent",
    "replies_delivered",
    "replies_read",
    "replies_failed",
    "campaign_sent",
    "campaign_delivered",
    "campaign_read",
    "campaign_failed",
    "opt_outs",
    "tickets_opened",
    "tickets_closed",
)


def _id(name: str) -> sa.Column:
    return sa.Column(name, sa.Uuid, nullable=False)


def _number(name: str, kind: type[sa.types.TypeEngine]) -> sa.Column:
    return sa.Column(name, kind, nullable=False)


def _time(name: str, *, now: bool = False) -> sa.Column:
    default = sa.func.now() if now else None
    return sa.Column(name, sa.DateTime(timezone=True), nullable=False, server_default=default)


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "measure_log",
        _id("company_id"),
        sa.Column("id", sa.BigInteger, sa.Identity(always=True), nullable=False),
        sa.Column("metric", sa.Text, nullable=False),
        _id("tag_id"),
        _time("start"),
        *map(_id, ("channel_id", "queue_id", "agent_id")),
        _number("bucket", sa.Integer),
        _number("count", sa.Integer),
        _number("total", sa.BigInteger),
        _time("added_at", now=True),
        sa.PrimaryKeyConstraint("company_id", "id", name="pk_measure_log"),
    )
    op.create_table(
        "measure_sums",
        _id("company_id"),
        _number("view", sa.SmallInteger),
        _id("tag_id"),
        _number("level", sa.SmallInteger),
        _time("start"),
        *map(_id, ("channel_id", "queue_id", "agent_id")),
        *(sa.Column(name, sa.BigInteger) for name in _COUNTS),
        *(sa.Column(f"{name}_total", sa.BigInteger) for name in _DURATIONS),
        *(sa.Column(name, sa.Numeric) for name in ("opened_hours", "closed_hours", "rating", *_DURATIONS)),
        sa.PrimaryKeyConstraint(
            *("company_id", "view", "tag_id", "level", "start", "channel_id", "queue_id", "agent_id"),
            name="pk_measure_sums",
        ),
    )
    # A month's sums of an agent have some kilobytes; to compress them would cost each report that reads them.
    op.execute("ALTER TABLE measure_sums SET (fillfactor = 80, toast_tuple_target = 8160)")
    op.create_table(
        "rollup_log",
        _id("company_id"),
        sa.Column("id", sa.BigInteger, sa.Identity(always=True), nullable=False),
        _time("slot"),
        _id("channel_id"),
        *(_number(name, sa.Integer) for name in _COUNTERS),
        _time("added_at", now=True),
        sa.PrimaryKeyConstraint("company_id", "id", name="pk_rollup_log"),
    )
    op.create_table(
        "rollup_days",
        _id("company_id"),
        _time("start"),
        _id("channel_id"),
        *(_number(name, sa.Integer) for name in _COUNTERS),
        sa.Column("busiest", sa.Integer, nullable=False, server_default=sa.text("0")),
        *(_number(f"{name}_hours", sa.Numeric) for name in _COUNTERS),
        sa.PrimaryKeyConstraint("company_id", "start", "channel_id", name="pk_rollup_days"),
    )
    op.create_table(
        "sum_zones",
        _id("company_id"),
        sa.Column("time_zone", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("company_id", name="pk_sum_zones"),
    )
    with backfill(op, "ticket_facts", "ticket_moments", "rollups"):
        op.execute(
            "INSERT INTO sum_zones (company_id, time_zone) SELECT company_id, '' FROM ("
            " SELECT company_id FROM ticket_facts UNION SELECT company_id FROM ticket_moments"
            " UNION SELECT company_id FROM rollups) AS known"
        )
    # `measures` stays: API and workers of the version before use it until they have stopped. The next drops it.
    bound_lengths(op, LENGTHS)
    protect(op, "reporting", TABLES)


def downgrade() -> None:
    """Measures are as the version before left them: its `rebuild` counts what came since."""
    op.execute("SET LOCAL lock_timeout = '5s'")
    with backfill(op, "rollup_log", "rollups"):
        op.execute(
            f"INSERT INTO rollups AS known (company_id, slot, channel_id, {', '.join(_COUNTERS)})"
            f" SELECT company_id, slot, channel_id, {', '.join(f'sum({name})' for name in _COUNTERS)}"
            " FROM rollup_log GROUP BY 1, 2, 3"
            " ON CONFLICT (company_id, slot, channel_id) DO UPDATE SET "
            + ", ".join(f"{name} = known.{name} + excluded.{name}" for name in _COUNTERS)
        )
    unbound_lengths(op, LENGTHS)
    for table in TABLES:
        op.drop_table(table)
