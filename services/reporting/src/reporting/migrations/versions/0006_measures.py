"""Measures of tickets, what happened to them, failures by reason, curves of campaigns, sources of opt-outs."""

from typing import Final

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY

from atende_platform.data.migrations import Lengths, bound_lengths, chars, protect, unbound_lengths

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

WORD: Final = chars(100)
LENGTHS: Final[Lengths] = {
    "ticket_moments": {"kind": WORD},
    "measures": {"metric": WORD},
    "failures": {"kind": WORD, "reason": WORD},
    "opt_out_sources": {"source": WORD},
}
TABLES: Final = ("ticket_moments", "measures", "failures", "campaign_curve", "opt_out_sources")
_STEPS: Final = ("sent", "delivered", "read", "failed")


def _id(name: str, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.Uuid, nullable=nullable)


def _text(name: str) -> sa.Column:
    return sa.Column(name, sa.Text, nullable=False)


def _time(name: str, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _number(name: str, kind: type[sa.Integer] = sa.Integer, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, kind, nullable=nullable)


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    for column in (
        _id("queue_id", nullable=True),
        _id("assignee_id", nullable=True),
        sa.Column("tag_ids", ARRAY(sa.Uuid), nullable=False, server_default=sa.text("'{}'")),
        sa.Column("snoozed", sa.Boolean, nullable=False, server_default=sa.text("false")),
        _time("answered_at", nullable=True),
        _id("answered_by", nullable=True),
        _number("answered_seconds", nullable=True),
        _time("ended_at", nullable=True),
        _id("ended_by", nullable=True),
        _number("ended_seconds", nullable=True),
    ):
        op.add_column("ticket_facts", column)
    op.create_index(
        "ix_ticket_facts_active",
        "ticket_facts",
        ["company_id"],
        postgresql_where=sa.text("status <> 'closed'"),
    )
    op.add_column(
        "campaign_facts", sa.Column("replies", sa.Integer, nullable=False, server_default=sa.text("0"))
    )
    op.create_table(
        "ticket_moments",
        _id("company_id"),
        _id("moment_id"),
        _id("ticket_id"),
        _text("kind"),
        _time("at"),
        _id("channel_id"),
        _id("queue_id", nullable=True),
        _id("agent_id", nullable=True),
        sa.Column("tag_ids", ARRAY(sa.Uuid), nullable=False),
        _number("value"),
        _number("business_seconds", nullable=True),
        _id("event_id"),
        sa.PrimaryKeyConstraint("company_id", "moment_id", name="pk_ticket_moments"),
    )
    op.create_table(
        "measures",
        _id("company_id"),
        _text("metric"),
        _number("span", sa.SmallInteger),
        _id("tag_id"),
        _time("start"),
        _id("channel_id"),
        _id("queue_id"),
        _id("agent_id"),
        _number("bucket"),
        _number("count"),
        _number("total", sa.BigInteger),
        sa.PrimaryKeyConstraint(
            *("company_id", "metric", "span", "tag_id", "start"),
            *("channel_id", "queue_id", "agent_id", "bucket"),
            name="pk_measures",
        ),
    )
    op.create_table(
        "failures",
        _id("company_id"),
        _time("slot"),
        _id("channel_id"),
        _text("kind"),
        _text("reason"),
        _number("error_code"),
        _number("count"),
        sa.PrimaryKeyConstraint(
            "company_id", "slot", "channel_id", "kind", "reason", "error_code", name="pk_failures"
        ),
    )
    op.create_table(
        "campaign_curve",
        _id("company_id"),
        _id("campaign_id"),
        _time("minute"),
        *(sa.Column(name, sa.Integer, nullable=False, server_default=sa.text("0")) for name in _STEPS),
        sa.PrimaryKeyConstraint("company_id", "campaign_id", "minute", name="pk_campaign_curve"),
    )
    op.create_table(
        "opt_out_sources",
        _id("company_id"),
        _time("slot"),
        _id("channel_id"),
        _text("source"),
        _number("count"),
        sa.PrimaryKeyConstraint("company_id", "slot", "channel_id", "source", name="pk_opt_out_sources"),
    )
    # Few rows, the newest of which every batch changes.
    for table in ("measures", "campaign_curve"):
        op.execute(f"ALTER TABLE {table} SET (fillfactor = 80)")
    bound_lengths(op, LENGTHS)
    protect(op, "reporting", TABLES)


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    unbound_lengths(op, LENGTHS)
    for table in TABLES:
        op.drop_table(table)
    op.drop_column("campaign_facts", "replies")
    op.drop_index("ix_ticket_facts_active", "ticket_facts")
    for column in (
        *("queue_id", "assignee_id", "tag_ids", "snoozed", "answered_at", "answered_by"),
        *("answered_seconds", "ended_at", "ended_by", "ended_seconds"),
    ):
        op.drop_column("ticket_facts", column)
