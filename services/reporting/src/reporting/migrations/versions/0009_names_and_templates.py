"""What users, queues and tags are called, and who belongs to which queue."""

from typing import Final

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY

from atende_platform.data.migrations import Lengths, bound_lengths, chars, protect, size, unbound_lengths

revision = "0009"
down_revision = "0007"
branch_labels = None
depends_on = None

WORD: Final = chars(100)
LINE: Final = chars(1000)
LENGTHS: Final[Lengths] = {"directory": {"kind": WORD, "name": LINE, "member_ids": size(32 * 1024)}}


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "directory",
        sa.Column("company_id", sa.Uuid, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("member_ids", ARRAY(sa.Uuid), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("revision", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("company_id", "kind", "id", name="pk_directory"),
    )
    bound_lengths(op, LENGTHS)
    protect(op, "reporting", ["directory"])


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    unbound_lengths(op, LENGTHS)
    op.drop_table("directory")
