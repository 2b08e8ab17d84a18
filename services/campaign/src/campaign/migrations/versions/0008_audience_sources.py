"""Audiences of everybody, of segments and of files of phones. A recipient need not be a contact."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from atende_platform.data.migrations import backfill, protect

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

TABLES = ("audience_sources", "audience_files", "audience_rows")


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "audience_sources",
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("filter", postgresql.JSONB(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
        sa.Column("cursor", sa.Text(), nullable=True),
        sa.Column("found", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("expanded", sa.Boolean(), nullable=False, server_default=sa.text("false")),
        sa.Column("status", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("region", sa.Text(), nullable=True),
        sa.Column("columns", postgresql.ARRAY(sa.Text()), nullable=True),
        *(
            sa.Column(name, sa.Integer(), nullable=False, server_default="0")
            for name in ("rows_done", "valid", "invalid", "duplicates", "attempts")
        ),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("company_id", "id", name="pk_audience_sources"),
        sa.ForeignKeyConstraint(
            ["company_id", "campaign_id"],
            ["campaigns.company_id", "campaigns.id"],
            name="fk_audience_sources_company_id_campaign_id",
            ondelete="CASCADE",
        ),
    )
    op.create_index("ix_audience_sources_campaign", "audience_sources", ["company_id", "campaign_id"])
    op.create_index(
        "ix_audience_sources_due",
        "audience_sources",
        ["leased_until"],
        postgresql_where=sa.text("leased_until IS NOT NULL"),
    )
    op.create_table(
        "audience_files",
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("source_id", sa.Uuid(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("company_id", "source_id", name="pk_audience_files"),
        _source_key("audience_files"),
    )
    op.create_table(
        "audience_rows",
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("source_id", sa.Uuid(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("identity", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("variables", postgresql.JSONB(), nullable=True),
        sa.Column("field", sa.Text(), nullable=True),
        sa.Column("problem", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("company_id", "source_id", "line", name="pk_audience_rows"),
        sa.UniqueConstraint(
            "company_id", "source_id", "identity", name="uq_audience_rows_company_id_source_id_identity"
        ),
        _source_key("audience_rows"),
    )
    op.create_index(
        "ix_audience_rows_problems",
        "audience_rows",
        ["company_id", "source_id", "line"],
        postgresql_where=sa.text("problem IS NOT NULL"),
    )
    protect(op, "campaign", TABLES)
    op.alter_column("recipients", "contact_id", nullable=True)


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
    # Who is no contact's has no place in the older table.
    with backfill(op, "recipients"):
        op.execute("DELETE FROM recipients WHERE contact_id IS NULL")
    op.alter_column("recipients", "contact_id", nullable=False)


def _source_key(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["company_id", "source_id"],
        ["audience_sources.company_id", "audience_sources.id"],
        name=f"fk_{table}_company_id_source_id",
        ondelete="CASCADE",
    )
