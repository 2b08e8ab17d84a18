"""The copy of companies: where a phone without a country code is from."""

import sqlalchemy as sa
from alembic import op

from atende_platform.data.migrations import protect

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "company_copy",
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("locale", sa.Text(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("company_id", name="pk_company_copy"),
    )
    protect(op, "campaign", ("company_copy",))


def downgrade() -> None:
    op.drop_table("company_copy")
