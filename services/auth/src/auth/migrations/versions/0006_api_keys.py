"""API keys."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY

from atende_platform.data.migrations import protect

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def _time(name: str, *, nullable: bool = True, now: bool = False) -> sa.Column:
    default = sa.func.now() if now else None
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable, server_default=default)


def upgrade() -> None:
    op.create_table(
        "api_keys",
        sa.Column("company_id", sa.Uuid, nullable=False),
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("key_hash", sa.LargeBinary, nullable=False),
        sa.Column("scopes", ARRAY(sa.Text), nullable=False),
        sa.Column("created_by", sa.Uuid, nullable=False),
        _time("created_at", nullable=False, now=True),
        _time("expires_at"),
        _time("last_used_at"),
        _time("revoked_at"),
        sa.PrimaryKeyConstraint("company_id", "id", name="pk_api_keys"),
        sa.ForeignKeyConstraint(["company_id"], ["companies.company_id"], name="fk_api_keys_company_id"),
    )
    op.create_index("ix_api_keys_company_id_created_at_id", "api_keys", ["company_id", "created_at", "id"])
    op.create_index("ix_api_keys_live", "api_keys", ["id"], postgresql_where=sa.text("revoked_at IS NULL"))
    op.create_index(
        "ix_api_keys_revoked_at",
        "api_keys",
        ["revoked_at"],
        postgresql_where=sa.text("revoked_at IS NOT NULL"),
    )
    op.create_index(
        "ix_api_keys_expires_at",
        "api_keys",
        ["expires_at"],
        postgresql_where=sa.text("expires_at IS NOT NULL"),
    )
    protect(op, "auth", ["api_keys"])


def downgrade() -> None:
    op.drop_table("api_keys")
