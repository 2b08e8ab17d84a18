"""Facts about sends, campaigns and tickets; rollups; companies' time zones; the inbox."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from atende_platform.data.migrations import protect

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

TABLES = ("send_facts", "campaign_facts", "ticket_facts", "rollups", "company_settings", "inbox")

# As they were when this migration was written: it must not follow the code.
COUNTERS = (
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


def _id(name: str, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.Uuid, nullable=nullable)


def _text(name: str, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.Text, nullable=nullable)


def _time(name: str, *, nullable: bool = True, now: bool = False) -> sa.Column:
    default = sa.func.now() if now else None
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable, server_default=default)


def _number(name: str, kind: type[sa.Integer] = sa.Integer, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, kind, nullable=nullable)


def upgrade() -> None:
    op.create_table(
        "send_facts",
        _id("company_id"),
        _id("send_id"),
        _id("channel_id"),
        _id("campaign_id", nullable=True),
        _id("message_id", nullable=True),
        _text("state"),
        _number("error_code", nullable=True),
        _text("error_title", nullable=True),
        _time("accepted_at"),
        _time("sent_at"),
        _time("delivered_at"),
        _time("read_at"),
        _time("failed_at"),
        sa.PrimaryKeyConstraint("company_id", "send_id", name="pk_send_facts"),
    )
    # Each send is updated a few times soon after it was inserted: room to do so in its own page.
    op.execute("ALTER TABLE send_facts SET (fillfactor = 75)")
    op.create_index(
        "ix_send_facts_campaign",
        "send_facts",
        ["company_id", "campaign_id", "send_id"],
        postgresql_where=sa.text("campaign_id IS NOT NULL"),
    )
    op.create_table(
        "campaign_facts",
        _id("company_id"),
        _id("campaign_id"),
        _id("channel_id"),
        _text("name"),
        _text("state"),
        _number("total"),
        sa.Column("counts", JSONB, nullable=False),
        _time("started_at"),
        _time("finished_at"),
        _number("revision", sa.BigInteger),
        _time("reported_at", nullable=False),
        _id("event_id"),
        _time("first_seen_at", nullable=False, now=True),
        sa.PrimaryKeyConstraint("company_id", "campaign_id", name="pk_campaign_facts"),
    )
    op.create_index(
        "ix_campaign_facts_newest", "campaign_facts", ["company_id", "first_seen_at", "campaign_id"]
    )
    op.create_table(
        "ticket_facts",
        _id("company_id"),
        _id("ticket_id"),
        _id("channel_id"),
        _text("status"),
        _time("opened_at", nullable=False),
        _time("first_reply_at"),
        _time("closed_at"),
        _number("revision", sa.BigInteger),
        _time("reported_at", nullable=False),
        _id("event_id"),
        sa.PrimaryKeyConstraint("company_id", "ticket_id", name="pk_ticket_facts"),
    )
    op.create_index("ix_ticket_facts_opened", "ticket_facts", ["company_id", "opened_at"])
    op.create_table(
        "rollups",
        _id("company_id"),
        _time("slot", nullable=False),
        _id("channel_id"),
        *(sa.Column(name, sa.Integer, nullable=False, server_default=sa.text("0")) for name in COUNTERS),
        sa.PrimaryKeyConstraint("company_id", "slot", "channel_id", name="pk_rollups"),
    )
    op.create_table(
        "company_settings",
        _id("company_id"),
        _text("time_zone"),
        _number("revision", sa.BigInteger),
        _time("reported_at", nullable=False),
        sa.PrimaryKeyConstraint("company_id", name="pk_company_settings"),
    )
    op.create_table(
        "inbox",
        _id("company_id"),
        _text("consumer"),
        _id("event_id"),
        _time("received_at", nullable=False, now=True),
        sa.PrimaryKeyConstraint("company_id", "consumer", "event_id", name="pk_inbox"),
    )
    op.create_index("ix_inbox_received_at", "inbox", ["received_at"])
    protect(op, "reporting", TABLES)


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
