"""One action on many contacts or tickets is a job, and an export's file is kept for a day."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from atende_platform.data.migrations import bound_lengths, chars, protect, size

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "bulk_jobs",
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column(
            "parameters",
            postgresql.JSONB(astext_type=sa.Text()),
            server_default=sa.text("'{}'"),
            nullable=False,
        ),
        sa.Column("ids", sa.ARRAY(sa.Uuid()), nullable=True),
        sa.Column("filter", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True),
        sa.Column(
            "actor", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'{}'"), nullable=False
        ),
        sa.Column("client_key", sa.Text(), nullable=True),
        sa.Column("digest", sa.Text(), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("position", sa.Text(), nullable=True),
        sa.Column("next_row", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=True),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("unchanged", sa.Integer(), nullable=False),
        sa.Column("failed", sa.Integer(), nullable=False),
        sa.Column(
            "errors", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'[]'"), nullable=False
        ),
        sa.Column(
            "leased_until", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "status IN ('queued', 'running', 'finished', 'failed', 'cancelled')",
            name=op.f("ck_bulk_jobs_status"),
        ),
        sa.PrimaryKeyConstraint("company_id", "id", name=op.f("pk_bulk_jobs")),
    )
    op.create_index(
        "ix_bulk_jobs_due",
        "bulk_jobs",
        ["leased_until"],
        unique=False,
        postgresql_where=sa.text("status IN ('queued', 'running')"),
    )
    op.create_index(
        "ix_bulk_jobs_recent",
        "bulk_jobs",
        ["company_id", sa.literal_column("created_at DESC"), sa.literal_column("id DESC")],
        unique=False,
    )
    op.create_index(
        "uq_bulk_jobs_client_key",
        "bulk_jobs",
        ["company_id", "client_key"],
        unique=True,
        postgresql_where=sa.text("client_key IS NOT NULL"),
    )
    op.create_table(
        "bulk_files",
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("job_id", sa.Uuid(), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["company_id", "job_id"],
            ["bulk_jobs.company_id", "bulk_jobs.id"],
            name=op.f("fk_bulk_files_company_id_job_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("company_id", "job_id", "part", name=op.f("pk_bulk_files")),
    )
    protect(op, "chat", ["bulk_jobs", "bulk_files"])
    bound_lengths(
        op,
        {
            "bulk_jobs": {
                "subject": chars(20),
                "action": chars(50),
                "parameters": size(256 * 1024),
                "ids": size(256 * 1024),
                "filter": size(16 * 1024),
                "actor": size(4096),
                "client_key": chars(100),
                "digest": chars(64),
                "status": chars(20),
                "position": chars(200),
                "errors": size(256 * 1024),
            },
            "bulk_files": {"data": size(64 * 1024 * 1024)},
        },
    )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_table("bulk_files")
    op.drop_index(
        "uq_bulk_jobs_client_key", table_name="bulk_jobs", postgresql_where=sa.text("client_key IS NOT NULL")
    )
    op.drop_index("ix_bulk_jobs_recent", table_name="bulk_jobs")
    op.drop_index(
        "ix_bulk_jobs_due",
        table_name="bulk_jobs",
        postgresql_where=sa.text("status IN ('queued', 'running')"),
    )
    op.drop_table("bulk_jobs")
