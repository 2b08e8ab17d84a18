"""What is done with tickets by itself."""

import sqlalchemy as sa
from alembic import op

from atende_platform.data.migrations import protect

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "absences",
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("company_id", "user_id", name=op.f("pk_absences")),
    )
    op.create_table(
        "automatic_answers",
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("contact_id", sa.Uuid(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("company_id", "contact_id", name=op.f("pk_automatic_answers")),
    )
    op.create_index("ix_automatic_answers_since", "automatic_answers", ["since"], unique=False)
    op.create_table(
        "ticket_routing",
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("ticket_id", sa.Uuid(), nullable=False),
        sa.Column("greeted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("away_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("menu_asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("menu_tries", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["company_id", "ticket_id"],
            ["tickets.company_id", "tickets.id"],
            name=op.f("fk_ticket_routing_company_id_ticket_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("company_id", "ticket_id", name=op.f("pk_ticket_routing")),
    )
    op.add_column("tickets", sa.Column("held_by", sa.Uuid(), nullable=True))
    op.add_column("tickets", sa.Column("held_until", sa.DateTime(timezone=True), nullable=True))
    op.add_column("tickets", sa.Column("attention_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index(
        "ix_tickets_attention",
        "tickets",
        ["company_id", "attention_at"],
        unique=False,
        postgresql_where=sa.text("attention_at IS NOT NULL"),
    )
    op.create_index(
        "ix_tickets_held",
        "tickets",
        ["held_until"],
        unique=False,
        postgresql_where=sa.text("held_by IS NOT NULL"),
    )
    op.create_index(
        "ix_tickets_in_queues",
        "tickets",
        ["company_id", "queue_id", sa.literal_column("last_message_at DESC"), sa.literal_column("id DESC")],
        unique=False,
        postgresql_where=sa.text("queue_id IS NOT NULL AND status <> 'closed'"),
    )
    op.create_index(
        "ix_tickets_to_assign",
        "tickets",
        ["company_id", sa.literal_column("priority DESC"), "opened_at", "id"],
        unique=False,
        postgresql_where=sa.text("status = 'pending' AND assignee_id IS NULL AND queue_id IS NOT NULL"),
    )
    op.create_check_constraint(
        op.f("ck_tickets_held_by"),
        "tickets",
        "held_by IS NULL OR (status = 'pending' AND assignee_id IS NULL)",
    )
    protect(op, "chat", ["ticket_routing", "automatic_answers", "absences"])


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_constraint(op.f("ck_tickets_held_by"), "tickets", type_="check")
    op.drop_index(
        "ix_tickets_to_assign",
        table_name="tickets",
        postgresql_where=sa.text("status = 'pending' AND assignee_id IS NULL AND queue_id IS NOT NULL"),
    )
    op.drop_index(
        "ix_tickets_in_queues",
        table_name="tickets",
        postgresql_where=sa.text("queue_id IS NOT NULL AND status <> 'closed'"),
    )
    op.drop_index("ix_tickets_held", table_name="tickets", postgresql_where=sa.text("held_by IS NOT NULL"))
    op.drop_index(
        "ix_tickets_attention", table_name="tickets", postgresql_where=sa.text("attention_at IS NOT NULL")
    )
    op.drop_column("tickets", "attention_at")
    op.drop_column("tickets", "held_until")
    op.drop_column("tickets", "held_by")
    op.drop_table("ticket_routing")
    op.drop_index("ix_automatic_answers_since", table_name="automatic_answers")
    op.drop_table("automatic_answers")
    op.drop_table("absences")
