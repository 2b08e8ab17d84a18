"""Invitations."""

import sqlalchemy as sa
from alembic import op

from atende_platform.data.migrations import protect

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def _time(name: str, *, nullable: bool = False, now: bool = False) -> sa.Column:
    default = sa.func.now() if now else None
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable, server_default=default)


def upgrade() -> None:
    op.create_table(
        "invitations",
        sa.Column("company_id", sa.Uuid, nullable=False),
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("email", sa.Text, nullable=False),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("token_hash", sa.LargeBinary, nullable=False),
        sa.Column("invited_by", sa.Uuid, nullable=False),
        _time("created_at", now=True),
        _time("expires_at"),
        _time("accepted_at", nullable=True),
        _time("revoked_at", nullable=True),
        sa.PrimaryKeyConstraint("company_id", "id", name="pk_invitations"),
        sa.ForeignKeyConstraint(["company_id"], ["companies.company_id"], name="fk_invitations_company_id"),
        sa.UniqueConstraint("token_hash", name="uq_invitations_token_hash"),
        sa.CheckConstraint("role IN ('owner', 'admin', 'agent', 'viewer')", name="role"),
    )
    op.create_index(
        "uq_invitations_open",
        "invitations",
        ["company_id", sa.text("lower(email)")],
        unique=True,
        postgresql_where=sa.text("accepted_at IS NULL AND revoked_at IS NULL"),
    )
    op.create_index("ix_invitations_expires_at", "invitations", ["expires_at"])
    protect(op, "auth", ["invitations"])


def downgrade() -> None:
    op.drop_table("invitations")
