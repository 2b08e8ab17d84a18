"""Sessions of WhatsApp Web channels, their sealed keys, and the addresses their customers used last."""

from typing import Final

import sqlalchemy as sa
from alembic import op

from atende_platform.data.migrations import Lengths, bound_lengths, chars, protect, size

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

TABLES: Final = ("sessions", "session_keys", "session_chats")
LENGTHS: Final[Lengths] = {
    "sessions": {
        "state": chars(20),
        "desired": chars(20),
        "pairing": chars(20),
        "pairing_phone": chars(20),
        "build": chars(100),
        "me_phone": chars(100),
        "me_lid": chars(100),
    },
    "session_keys": {"kind": chars(64), "key_id": chars(256), "sealed": size(4 * 1024 * 1024)},
    "session_chats": {"alias": chars(256), "jid": chars(256)},
}
STATES: Final = (
    "('idle', 'connecting', 'qr', 'pair_code', 'paired', 'open', 'backoff',"
    " 'replaced', 'logged_out', 'blocked', 'outdated')"
)


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "sessions",
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("channel_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("desired", sa.Text(), nullable=False),
        sa.Column("pairing", sa.Text(), nullable=True),
        sa.Column("pairing_phone", sa.Text(), nullable=True),
        sa.Column("owner", sa.Uuid(), nullable=True),
        sa.Column("fence", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("build", sa.Text(), nullable=True),
        sa.Column("retry_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("last_code", sa.Integer(), nullable=True),
        sa.Column("state_since", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("me_phone", sa.Text(), nullable=True),
        sa.Column("me_lid", sa.Text(), nullable=True),
        sa.Column("groups", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("history", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("campaigns", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("cold_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint(f"state IN {STATES}", name="state"),
        sa.CheckConstraint("desired IN ('open', 'closed', 'logged_out')", name="desired"),
        sa.CheckConstraint("pairing IN ('qr', 'code')", name="pairing"),
        sa.ForeignKeyConstraint(
            ["company_id", "channel_id"],
            ["channels.company_id", "channels.id"],
            name=op.f("fk_sessions_company_id_channel_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("company_id", "channel_id", name=op.f("pk_sessions")),
    )
    op.create_index(
        "ix_sessions_wanted",
        "sessions",
        ["company_id", "retry_at"],
        unique=False,
        postgresql_where=sa.text("desired <> 'closed'"),
    )
    op.create_table(
        "session_keys",
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("channel_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("key_id", sa.Text(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["company_id", "channel_id"],
            ["sessions.company_id", "sessions.channel_id"],
            name=op.f("fk_session_keys_company_id_channel_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("company_id", "channel_id", "kind", "key_id", name=op.f("pk_session_keys")),
    )
    op.create_table(
        "session_chats",
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("channel_id", sa.Uuid(), nullable=False),
        sa.Column("alias", sa.Text(), nullable=False),
        sa.Column("jid", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["company_id", "channel_id"],
            ["sessions.company_id", "sessions.channel_id"],
            name=op.f("fk_session_chats_company_id_channel_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("company_id", "channel_id", "alias", name=op.f("pk_session_chats")),
    )
    protect(op, "gateway", TABLES)
    bound_lengths(op, LENGTHS)


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    for table in reversed(TABLES):
        op.drop_table(table)
