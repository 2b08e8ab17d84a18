"""Satisfaction."""

import sqlalchemy as sa
from alembic import op

from atende_platform.data.migrations import bound_lengths, chars, protect

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "satisfaction_policies",
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("queue_id", sa.Uuid(), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("style", sa.Text(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("comment_question", sa.Text(), nullable=True),
        sa.Column("thanks", sa.Text(), nullable=True),
        sa.Column("answer_hours", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("company_id", "id", name=op.f("pk_satisfaction_policies")),
    )
    op.create_index(
        "uq_satisfaction_policies_queue",
        "satisfaction_policies",
        ["company_id", "queue_id"],
        unique=True,
        postgresql_nulls_not_distinct=True,
    )
    op.create_table(
        "satisfaction_ratings",
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("ticket_id", sa.Uuid(), nullable=False),
        sa.Column("queue_id", sa.Uuid(), nullable=True),
        sa.Column("agent_id", sa.Uuid(), nullable=True),
        sa.Column("channel_id", sa.Uuid(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("todo", sa.Text(), nullable=True),
        sa.Column("refusal", sa.Text(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("score", sa.Integer(), nullable=True),
        sa.Column("rated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("comment_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("comment_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("score BETWEEN 1 AND 5", name=op.f("ck_satisfaction_ratings_score")),
        sa.PrimaryKeyConstraint("company_id", "ticket_id", name=op.f("pk_satisfaction_ratings")),
    )
    op.create_index(
        "ix_satisfaction_ratings_by_agent",
        "satisfaction_ratings",
        ["company_id", "agent_id", sa.literal_column("rated_at DESC"), sa.literal_column("ticket_id DESC")],
        unique=False,
        postgresql_where=sa.text("rated_at IS NOT NULL AND agent_id IS NOT NULL"),
    )
    op.create_index(
        "ix_satisfaction_ratings_recent",
        "satisfaction_ratings",
        ["company_id", sa.literal_column("rated_at DESC"), sa.literal_column("ticket_id DESC")],
        unique=False,
        postgresql_where=sa.text("rated_at IS NOT NULL"),
    )
    op.create_index(
        "ix_satisfaction_ratings_todo",
        "satisfaction_ratings",
        ["company_id", "ticket_id"],
        unique=False,
        postgresql_where=sa.text("todo IS NOT NULL"),
    )
    op.add_column("tickets", sa.Column("awaited", sa.Text(), nullable=True))
    op.add_column("tickets", sa.Column("awaited_until", sa.DateTime(timezone=True), nullable=True))
    protect(op, "chat", ["satisfaction_policies"])
    protect(op, "chat", ["satisfaction_ratings"])
    bound_lengths(
        op,
        {
            "satisfaction_policies": {
                "style": chars(20),
                "question": chars(1000),
                "comment_question": chars(1000),
                "thanks": chars(1000),
            },
            "satisfaction_ratings": {"todo": chars(20), "refusal": chars(100)},
            "tickets": {"awaited": chars(20)},
        },
    )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_column("tickets", "awaited_until")
    op.drop_column("tickets", "awaited")
    op.drop_index(
        "ix_satisfaction_ratings_todo",
        table_name="satisfaction_ratings",
        postgresql_where=sa.text("todo IS NOT NULL"),
    )
    op.drop_index(
        "ix_satisfaction_ratings_recent",
        table_name="satisfaction_ratings",
        postgresql_where=sa.text("rated_at IS NOT NULL"),
    )
    op.drop_index(
        "ix_satisfaction_ratings_by_agent",
        table_name="satisfaction_ratings",
        postgresql_where=sa.text("rated_at IS NOT NULL AND agent_id IS NOT NULL"),
    )
    op.drop_table("satisfaction_ratings")
    op.drop_index(
        "uq_satisfaction_policies_queue",
        table_name="satisfaction_policies",
        postgresql_nulls_not_distinct=True,
    )
    op.drop_table("satisfaction_policies")
