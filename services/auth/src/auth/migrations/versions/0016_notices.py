"""Notices of what happened to an account, sent by the worker, and the devices that a login signs in from."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from atende_platform.data.migrations import bound_lengths, chars, protect, protect_shared, size

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "notices",
        sa.Column("company_id", sa.Uuid, nullable=False),
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("user_id", sa.Uuid, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("email", sa.Text, nullable=False),
        sa.Column("locale", sa.Text, nullable=False),
        sa.Column("data", JSONB, nullable=False),
        sa.Column("last", sa.Boolean, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
        sa.Column("next_try_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
        sa.Column("attempts", sa.Integer, nullable=False, server_default=sa.text("0")),
        sa.Column("sent_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("company_id", "id", name="pk_notices"),
        sa.ForeignKeyConstraint(
            ["company_id", "user_id"],
            ["users.company_id", "users.id"],
            name="fk_notices_company_id_user_id",
            ondelete="CASCADE",
        ),
    )
    op.create_index(
        "ix_notices_company_id_user_id_created_at", "notices", ["company_id", "user_id", "created_at"]
    )
    op.create_index("ix_notices_due", "notices", ["next_try_at"], postgresql_where=sa.text("sent_at IS NULL"))
    op.create_index("ix_notices_created_at", "notices", ["created_at"])
    op.create_table(
        "known_devices",
        sa.Column("login_id", sa.Uuid, nullable=False),
        sa.Column("device", sa.Text, nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
        sa.PrimaryKeyConstraint("login_id", "device", name="pk_known_devices"),
        sa.ForeignKeyConstraint(
            ["login_id"], ["logins.id"], name="fk_known_devices_login_id", ondelete="CASCADE"
        ),
    )
    protect(op, "auth", ["notices"])
    protect_shared(op, "auth", ["known_devices"])
    bound_lengths(
        op,
        {
            "notices": {
                "kind": chars(100),
                "email": chars(254),
                "locale": chars(100),
                "data": size(64 * 1024),
            },
            "known_devices": {"device": chars(200)},
        },
    )


def downgrade() -> None:
    op.drop_table("known_devices")
    op.drop_table("notices")
