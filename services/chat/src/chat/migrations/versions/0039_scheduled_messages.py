"""Messages that wait for their time."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from atende_platform.data.migrations import bound_lengths, chars, protect, size

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "scheduled_messages",
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("ticket_id", sa.Uuid(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("client_message_id", sa.Text(), nullable=False),
        sa.Column("client_digest", sa.Uuid(), nullable=False),
        sa.Column("content", postgresql.JSONB(), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("reply_to", sa.Text(), nullable=True),
        sa.Column("send_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("time_zone", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("failure", postgresql.JSONB(none_as_null=True), nullable=True),
        sa.Column("message_id", sa.Uuid(), nullable=True),
        sa.Column("claimed_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "status IN ('scheduled', 'sent', 'failed', 'cancelled')",
            name=op.f("ck_scheduled_messages_status"),
        ),
        sa.ForeignKeyConstraint(
            ["company_id", "ticket_id"],
            ["tickets.company_id", "tickets.id"],
            name=op.f("fk_scheduled_messages_company_id_tickets"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("company_id", "id", name=op.f("pk_scheduled_messages")),
    )
    op.create_index(
        "uq_scheduled_messages_client",
        "scheduled_messages",
        ["company_id", "author_id", "client_message_id"],
        unique=True,
    )
    op.create_index(
        "ix_scheduled_messages_ticket", "scheduled_messages", ["company_id", "ticket_id", "send_at", "id"]
    )
    op.create_index("ix_scheduled_messages_list", "scheduled_messages", ["company_id", "send_at", "id"])
    op.create_index(
        "ix_scheduled_messages_due",
        "scheduled_messages",
        ["send_at"],
        postgresql_where=sa.text("status = 'scheduled'"),
    )
    op.create_index(
        "ix_scheduled_messages_waiting",
        "scheduled_messages",
        ["company_id"],
        postgresql_where=sa.text("status = 'scheduled'"),
    )
    op.create_index(
        "ix_scheduled_messages_over",
        "scheduled_messages",
        ["updated_at"],
        postgresql_where=sa.text("status <> 'scheduled'"),
    )
    protect(op, "chat", ["scheduled_messages"])
    bound_lengths(
        op,
        {
            "scheduled_messages": {
                "client_message_id": chars(64),
                "content": size(256 * 1024),
                "text": chars(16_384),
                "reply_to": chars(256),
                "time_zone": chars(64),
                "status": chars(20),
                "failure": size(16 * 1024),
            }
        },
    )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_table("scheduled_messages")
