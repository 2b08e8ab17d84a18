"""Drafts."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from atende_platform.data.migrations import bound_lengths, chars, protect, size

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "drafts",
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("ticket_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("reply_to", sa.Text(), nullable=True),
        sa.Column(
            "attachment_ids", postgresql.ARRAY(sa.Uuid()), server_default=sa.text("'{}'"), nullable=False
        ),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["company_id", "ticket_id"],
            ["tickets.company_id", "tickets.id"],
            name=op.f("fk_drafts_company_id_ticket_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("company_id", "user_id", "ticket_id", name=op.f("pk_drafts")),
    )
    op.create_index("ix_drafts_expired", "drafts", ["updated_at"], unique=False)
    op.create_index("ix_drafts_of_ticket", "drafts", ["company_id", "ticket_id"], unique=False)
    protect(op, "chat", ["drafts"])
    bound_lengths(op, {"drafts": {"text": chars(4096), "reply_to": chars(256), "attachment_ids": size(512)}})


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_index("ix_drafts_of_ticket", table_name="drafts")
    op.drop_index("ix_drafts_expired", table_name="drafts")
    op.drop_table("drafts")
