"""Registrations that wait to be confirmed, invitations by operators, and reviews after a password reset."""

import sqlalchemy as sa
from alembic import op

from atende_platform.data.migrations import backfill, bound_lengths, chars, protect_shared

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

_KINDS = "'password-reset', 'totp-reset', 'email-change', 'company-choice'"


def upgrade() -> None:
    op.create_table(
        "registrations",
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("token_hash", sa.LargeBinary, nullable=False),
        sa.Column("company_name", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("email", sa.Text, nullable=False),
        sa.Column("password_hash", sa.Text, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_registrations"),
        sa.UniqueConstraint("token_hash", name="uq_registrations_token_hash"),
    )
    op.create_index("ix_registrations_email", "registrations", [sa.text("lower(email)")])
    op.create_index("ix_registrations_expires_at", "registrations", ["expires_at"])
    protect_shared(op, "auth", ["registrations"])
    op.alter_column("invitations", "invited_by", nullable=True)
    op.drop_constraint("ck_login_links_kind", "login_links")
    op.create_check_constraint("kind", "login_links", f"kind IN ({_KINDS}, 'reset-review')")
    lengths = {"company_name": 1000, "name": 1000, "email": 254, "password_hash": 1000}
    bound_lengths(op, {"registrations": {column: chars(most) for column, most in lengths.items()}})


def downgrade() -> None:
    with backfill(op, "login_links", "invitations"):
        op.execute("DELETE FROM login_links WHERE kind = 'reset-review'")
        op.execute("DELETE FROM invitations WHERE invited_by IS NULL")
    op.drop_constraint("ck_login_links_kind", "login_links")
    op.create_check_constraint("kind", "login_links", f"kind IN ({_KINDS})")
    op.alter_column("invitations", "invited_by", nullable=False)
    op.drop_table("registrations")
