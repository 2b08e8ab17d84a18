"""Second factors: codes of an authenticator app, and recovery codes."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY

from atende_platform.data.migrations import protect

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "totps",
        sa.Column("company_id", sa.Uuid, nullable=False),
        sa.Column("user_id", sa.Uuid, nullable=False),
        sa.Column("secret_enc", sa.LargeBinary, nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True)),
        sa.Column("last_step", sa.BigInteger, nullable=False),
        sa.Column("recovery_hashes", ARRAY(sa.LargeBinary), nullable=False),
        sa.PrimaryKeyConstraint("company_id", "user_id", name="pk_totps"),
        sa.ForeignKeyConstraint(
            ["company_id", "user_id"],
            ["users.company_id", "users.id"],
            name="fk_totps_company_id_user_id",
            ondelete="CASCADE",
        ),
    )
    protect(op, "auth", ["totps"])


def downgrade() -> None:
    op.drop_table("totps")
