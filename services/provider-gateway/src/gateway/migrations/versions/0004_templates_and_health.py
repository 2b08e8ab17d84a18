"""Message templates, and what is known of a channel's health."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from atende_platform.data.migrations import protect

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

TABLE = "templates"
COLUMNS: dict[str, Any] = {
    "token_valid": sa.Boolean(),
    "number_known": sa.Boolean(),
    "subscribed": sa.Boolean(),
    "throughput": sa.Text(),
    "name_status": sa.Text(),
    "problem": sa.Text(),
    "checked_at": sa.DateTime(timezone=True),
}
DUE = ("check_due_at", "templates_due_at")


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    for name, kind in COLUMNS.items():
        op.add_column("channels", sa.Column(name, kind))
    # Numbers that were connected before keep the rate that they were given.
    op.add_column(
        "channels",
        sa.Column("follow_provider_rate", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    for name in DUE:
        op.add_column(
            "channels",
            sa.Column(name, sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
        )
    op.create_table(
        TABLE,
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("waba_id", sa.Text(), nullable=False),
        sa.Column("provider_template_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("quality", sa.Text()),
        sa.Column("rejected_reason", sa.Text()),
        sa.Column("parameter_format", sa.Text(), nullable=False),
        sa.Column("components", postgresql.JSONB(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
        sa.PrimaryKeyConstraint("company_id", "id", name="pk_templates"),
    )
    op.create_index(
        "uq_templates_provider", TABLE, ["company_id", "waba_id", "provider_template_id"], unique=True
    )
    op.create_index("ix_templates_recent", TABLE, ["company_id", "waba_id", "created_at", "id"])
    protect(op, "gateway", [TABLE])


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_table(TABLE)
    for name in (*DUE, "follow_provider_rate", *COLUMNS):
        op.drop_column("channels", name)
