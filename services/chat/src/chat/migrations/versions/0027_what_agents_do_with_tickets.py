"""What agents do with tickets: numbers, priorities, queues, sleep, participants, what each has read."""

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from atende_platform.data.migrations import bound_lengths, chars, protect, size

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

# One statement each: there are no installations yet with so many tickets that it would take long.
_NUMBER = """
UPDATE tickets SET number = numbered.number FROM (
    SELECT company_id, id, row_number() OVER (PARTITION BY company_id ORDER BY opened_at, id) AS number
    FROM tickets
) AS numbered WHERE tickets.company_id = numbered.company_id AND tickets.id = numbered.id
"""
_COUNT = """
INSERT INTO ticket_counters (company_id, last_number) SELECT company_id, max(number) FROM tickets
GROUP BY company_id
"""
_STATUSES = "status IN ('pending', 'open', 'snoozed', 'closed')"
_OF_TICKET = "(ticket_id IS NULL) = (origin IS NOT NULL AND origin NOT IN ('note', 'timeline'))"


def _check(table: str, name: str, condition: str, drop: str = "") -> None:
    """Add a constraint in place of another, whose names are as they stand: Alembic would change them."""
    if drop:
        op.execute(f"ALTER TABLE {table} DROP CONSTRAINT {drop}")
    op.execute(f"ALTER TABLE {table} ADD CONSTRAINT ck_{table}_{name} CHECK ({condition})")


@contextmanager
def _all_companies(*tables: str) -> Iterator[None]:
    """Let statements reach the rows of all companies, which not even the owner of a table otherwise sees."""
    for table in tables:
        op.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
    yield
    for table in tables:
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "ticket_counters",
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("last_number", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("company_id", name=op.f("pk_ticket_counters")),
    )
    op.create_table(
        "ticket_readings",
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("ticket_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("inbound_count", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["company_id", "ticket_id"],
            ["tickets.company_id", "tickets.id"],
            name=op.f("fk_ticket_readings_company_id_ticket_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("company_id", "ticket_id", "user_id", name=op.f("pk_ticket_readings")),
    )
    op.add_column(
        "tickets", sa.Column("number", sa.BigInteger(), server_default=sa.text("0"), nullable=False)
    )
    op.add_column("tickets", sa.Column("subject", sa.Text(), nullable=True))
    op.add_column("tickets", sa.Column("priority", sa.Integer(), server_default=sa.text("1"), nullable=False))
    op.add_column("tickets", sa.Column("queue_id", sa.Uuid(), nullable=True))
    op.add_column("tickets", sa.Column("close_reason", sa.Text(), nullable=True))
    op.add_column("tickets", sa.Column("snoozed_until", sa.DateTime(timezone=True), nullable=True))
    op.add_column("tickets", sa.Column("waiting_since", sa.DateTime(timezone=True), nullable=True))
    op.add_column(
        "tickets", sa.Column("inbound_count", sa.BigInteger(), server_default=sa.text("0"), nullable=False)
    )
    op.add_column(
        "tickets",
        sa.Column(
            "participant_ids", postgresql.ARRAY(sa.Uuid()), server_default=sa.text("'{}'"), nullable=False
        ),
    )
    with _all_companies("tickets"):
        op.execute(_NUMBER)
        op.execute(_COUNT)
    op.alter_column("tickets", "number", server_default=None)
    op.create_index(
        "ix_tickets_to_wake",
        "tickets",
        ["snoozed_until"],
        unique=False,
        postgresql_where=sa.text("status = 'snoozed'"),
    )
    op.create_index("uq_tickets_number", "tickets", ["company_id", "number"], unique=True)
    _check(
        "tickets",
        "status",
        "status IN ('pending', 'open', 'snoozed', 'closed')",
        drop="ck_tickets_ck_tickets_status",
    )
    _check("tickets", "priority", "priority BETWEEN 0 AND 3")
    _check("messages", "ticket", _OF_TICKET, drop="ck_messages_ticket")
    protect(op, "chat", ["ticket_counters", "ticket_readings"])
    bound_lengths(
        op,
        {
            "tickets": {
                "subject": chars(200),
                "close_reason": chars(200),
                "participant_ids": size(1024),
            },
        },
    )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    # What the version before does not know.
    # A trigger takes what is deleted out of the search, too.
    with _all_companies("messages", "tickets", "search_progress", "search_documents"):
        op.execute("DELETE FROM messages WHERE origin IN ('note', 'timeline')")
        op.execute(
            "UPDATE tickets SET status = CASE WHEN assignee_id IS NULL THEN 'pending' ELSE 'open' END"
            " WHERE status = 'snoozed'"
        )
    op.execute("SET CONSTRAINTS ALL IMMEDIATE")
    _check("messages", "ticket", "(ticket_id IS NULL) = (origin IS NOT NULL)", drop="ck_messages_ticket")
    op.execute("ALTER TABLE tickets DROP CONSTRAINT ck_tickets_priority, DROP CONSTRAINT ck_tickets_status")
    op.execute(
        "ALTER TABLE tickets ADD CONSTRAINT ck_tickets_ck_tickets_status"
        " CHECK (status IN ('pending', 'open', 'closed'))"
    )
    op.drop_index("uq_tickets_number", table_name="tickets")
    op.drop_index("ix_tickets_to_wake", table_name="tickets", postgresql_where=sa.text("status = 'snoozed'"))
    op.drop_column("tickets", "participant_ids")
    op.drop_column("tickets", "inbound_count")
    op.drop_column("tickets", "waiting_since")
    op.drop_column("tickets", "snoozed_until")
    op.drop_column("tickets", "close_reason")
    op.drop_column("tickets", "queue_id")
    op.drop_column("tickets", "priority")
    op.drop_column("tickets", "subject")
    op.drop_column("tickets", "number")
    op.drop_table("ticket_readings")
    op.drop_table("ticket_counters")
