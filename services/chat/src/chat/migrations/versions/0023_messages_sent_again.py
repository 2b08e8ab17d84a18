"""Messages that were sent again know as which, and those which they repeat."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.add_column("messages", sa.Column("resend_of", sa.Uuid(), nullable=True))
    op.add_column("messages", sa.Column("resent_as", sa.Uuid(), nullable=True))


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_column("messages", "resent_as")
    op.drop_column("messages", "resend_of")
