"""What users, queues and tags are called, and who belongs to which queue; messages by template."""

from typing import Final

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY

from atende_platform.data.migrations import Lengths, bound_lengths, chars, protect, size, unbound_lengths

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

WORD: Final = chars(100)
LINE: Final = chars(1000)
NAME: Final = chars(512)
LANGUAGE: Final = chars(50)
LENGTHS: Final[Lengths] = {
    "directory": {"kind": WORD, "name": LINE, "member_ids": size(32 * 1024)},
    "send_facts": {"template_name": NAME, "template_language": LANGUAGE},
    "template_sends": {"name": NAME, "language": LANGUAGE},
}
COUNTS: Final = ("messages", "sent", "delivered", "read", "failed")


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
    op.add_column("send_facts", sa.Column("template_name", sa.Text))
    op.add_column("send_facts", sa.Column("template_language", sa.Text))
    op.create_table(
        "template_sends",
        sa.Column("company_id", sa.Uuid, nullable=False),
        sa.Column("span", sa.SmallInteger, nullable=False),
        sa.Column("start", sa.DateTime(timezone=True), nullable=False),
        sa.Column("channel_id", sa.Uuid, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("language", sa.Text, nullable=False),
        *(sa.Column(name, sa.Integer, server_default=sa.text("0"), nullable=False) for name in COUNTS),
        sa.PrimaryKeyConstraint(
            *("company_id", "span", "start", "channel_id", "name", "language"), name="pk_template_sends"
        ),
    )
    protect(op, "reporting", ["directory", "template_sends"])
    bound_lengths(op, LENGTHS)


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    unbound_lengths(op, LENGTHS)
    op.drop_table("template_sends")
    op.drop_column("send_facts", "template_language")
    op.drop_column("send_facts", "template_name")
    op.drop_table("directory")
