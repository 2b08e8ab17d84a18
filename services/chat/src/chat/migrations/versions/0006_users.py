"""Who works in a company, and their tickets by an index; writes of tickets wait while it is made."""

from typing import Final

import sqlalchemy as sa
from alembic import op

from atende_platform.data.migrations import Lengths, bound_lengths, chars, protect

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

LENGTHS: Final[Lengths] = {"users_copy": {"state": chars(100)}}


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "users_copy",
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("company_id", "id", name="pk_users_copy"),
    )
    op.create_index(
        "ix_users_copy_disabled",
        "users_copy",
        ["company_id", "id"],
        postgresql_where=sa.text("state = 'disabled'"),
    )
    protect(op, "chat", ["users_copy"])
    op.create_index(
        "ix_tickets_by_assignee",
        "tickets",
        ["company_id", "assignee_id", "status", sa.text("last_message_at DESC"), sa.text("id DESC")],
        postgresql_where=sa.text("assignee_id IS NOT NULL"),
    )
    bound_lengths(op, LENGTHS)


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_index("ix_tickets_by_assignee", "tickets")
    op.drop_table("users_copy")
