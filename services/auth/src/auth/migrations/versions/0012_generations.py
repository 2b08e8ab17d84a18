"""A changed role or state ends access tokens: each names the generation of rights that it speaks for."""

import sqlalchemy as sa
from alembic import op

from atende_platform.data.migrations import protect

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "memberships",
        sa.Column("generation", sa.Uuid, nullable=False, server_default=sa.text("gen_random_uuid()")),
    )
    op.add_column(
        "memberships", sa.Column("revision", sa.Integer, nullable=False, server_default=sa.text("1"))
    )
    op.create_table(
        "retired_generations",
        sa.Column("company_id", sa.Uuid, nullable=False),
        sa.Column("generation", sa.Uuid, nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
        sa.PrimaryKeyConstraint("company_id", "generation", name="pk_retired_generations"),
        sa.ForeignKeyConstraint(
            ["company_id"], ["companies.company_id"], name="fk_retired_generations_company_id"
        ),
    )
    op.create_index("ix_retired_generations_retired_at", "retired_generations", ["retired_at"])
    op.create_index("ix_api_keys_company_id_created_by", "api_keys", ["company_id", "created_by"])
    op.create_index("ix_invitations_company_id_invited_by", "invitations", ["company_id", "invited_by"])
    protect(op, "auth", ["retired_generations"])


def downgrade() -> None:
    op.drop_table("retired_generations")
    op.drop_index("ix_invitations_company_id_invited_by", "invitations")
    op.drop_index("ix_api_keys_company_id_created_by", "api_keys")
    op.drop_column("memberships", "revision")
    op.drop_column("memberships", "generation")
