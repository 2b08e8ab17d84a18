"""Entries of conversations without a ticket, tickets of groups, uploaded files; writes of tickets wait."""

from typing import Final

import sqlalchemy as sa
from alembic import op

from atende_platform.data.migrations import Lengths, bound_lengths, chars, protect

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

LENGTHS: Final[Lengths] = {
    "files_copy": {"mime_type": chars(1000), "filename": chars(1000)},
    "messages": {"origin": chars(100), "group_id": chars(256)},
    "tickets": {"group_id": chars(256)},
}


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.alter_column("messages", "ticket_id", nullable=True)
    op.add_column("messages", sa.Column("origin", sa.Text()))
    op.add_column("messages", sa.Column("campaign_id", sa.Uuid()))
    op.add_column("messages", sa.Column("group_id", sa.Text()))
    op.add_column("tickets", sa.Column("group_id", sa.Text()))
    # Of rows from before it is known: not validated, the check does not read the whole table under a lock.
    op.execute(
        "ALTER TABLE messages ADD CONSTRAINT ck_messages_ticket"
        " CHECK ((ticket_id IS NULL) = (origin IS NOT NULL)) NOT VALID"
    )
    op.create_index(
        "ix_messages_without_ticket",
        "messages",
        ["company_id", "contact_id", sa.text("sent_at DESC"), sa.text("id DESC")],
        postgresql_where=sa.text("ticket_id IS NULL"),
    )
    op.create_index(
        "uq_tickets_not_closed_of_group",
        "tickets",
        ["company_id", "channel_id", "group_id"],
        unique=True,
        postgresql_where=sa.text("status <> 'closed' AND group_id IS NOT NULL"),
    )
    op.create_index(
        "ix_tickets_of_group",
        "tickets",
        ["company_id", "channel_id", "group_id", "closed_at"],
        postgresql_where=sa.text("group_id IS NOT NULL"),
    )
    op.drop_index("uq_tickets_not_closed", "tickets")
    op.create_index(
        "uq_tickets_not_closed",
        "tickets",
        ["company_id", "channel_id", "contact_id"],
        unique=True,
        postgresql_where=sa.text("status <> 'closed' AND group_id IS NULL"),
    )
    op.create_table(
        "files_copy",
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("mime_type", sa.Text()),
        sa.Column("filename", sa.Text()),
        sa.Column("size", sa.BigInteger()),
        sa.PrimaryKeyConstraint("company_id", "id", name="pk_files_copy"),
    )
    protect(op, "chat", ["files_copy"])
    bound_lengths(op, LENGTHS)
    op.execute("ALTER TABLE messages VALIDATE CONSTRAINT ck_messages_ticket")


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    # The version before knows neither: what stands in no ticket, and what was said in groups.
    op.execute("ALTER TABLE messages NO FORCE ROW LEVEL SECURITY")
    op.execute("ALTER TABLE tickets NO FORCE ROW LEVEL SECURITY")
    op.execute("DELETE FROM messages WHERE ticket_id IS NULL OR group_id IS NOT NULL")
    op.execute("DELETE FROM tickets WHERE group_id IS NOT NULL")
    op.execute("ALTER TABLE messages FORCE ROW LEVEL SECURITY")
    op.execute("ALTER TABLE tickets FORCE ROW LEVEL SECURITY")
    op.execute("SET CONSTRAINTS ALL IMMEDIATE")
    op.drop_table("files_copy")
    op.drop_constraint("ck_messages_ticket", "messages")
    op.drop_index("uq_tickets_not_closed", "tickets")
    op.drop_index("ix_tickets_of_group", "tickets")
    op.drop_index("uq_tickets_not_closed_of_group", "tickets")
    op.create_index(
        "uq_tickets_not_closed",
        "tickets",
        ["company_id", "channel_id", "contact_id"],
        unique=True,
        postgresql_where=sa.text("status <> 'closed'"),
    )
    op.drop_index("ix_messages_without_ticket", "messages")
    op.drop_column("tickets", "group_id")
    op.drop_column("messages", "group_id")
    op.drop_column("messages", "campaign_id")
    op.drop_column("messages", "origin")
    op.alter_column("messages", "ticket_id", nullable=False)
