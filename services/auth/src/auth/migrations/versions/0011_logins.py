"""One login for the companies of a person: what proves who somebody is moves out of their users."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from atende_platform.data.migrations import backfill, protect, protect_shared

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def _time(name: str, *, nullable: bool = False, now: bool = False) -> sa.Column:
    default = sa.func.now() if now else None
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable, server_default=default)


def upgrade() -> None:
    _create_logins()
    op.add_column("users", sa.Column("login_id", sa.Uuid))
    op.add_column("users", _time("joined_at", nullable=True))
    with backfill(op, "users", "logins"):
        # Until now an address was unique over all companies: each user becomes a login of the same id.
        op.execute(
            "INSERT INTO logins (id, email, password_hash, created_at, password_changed_at, email_verified_at)"
            " SELECT id, email, password_hash, created_at, password_changed_at, created_at FROM users"
        )
        op.execute("UPDATE users SET login_id = id, joined_at = created_at")
    op.create_foreign_key("fk_users_login_id", "users", "logins", ["login_id"], ["id"])
    op.drop_index("uq_users_login_name", "users")
    op.create_index(
        "uq_users_company_id_email", "users", ["company_id", sa.text("lower(email)")], unique=True
    )
    op.create_index("uq_users_company_id_login_id", "users", ["company_id", "login_id"], unique=True)
    op.create_index("ix_users_login_id", "users", ["login_id"])
    op.drop_column("users", "password_hash")
    op.drop_column("users", "password_changed_at")
    _move_totps()
    # Links that are under way must be asked for again; they are good for an hour at most by default.
    op.drop_table("password_resets")
    op.create_table(
        "login_links",
        sa.Column("login_id", sa.Uuid, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("token_hash", sa.LargeBinary, nullable=False),
        sa.Column("data", JSONB, nullable=False, server_default=sa.text("'{}'::jsonb")),
        _time("expires_at"),
        sa.PrimaryKeyConstraint("login_id", "kind", name="pk_login_links"),
        sa.ForeignKeyConstraint(
            ["login_id"], ["logins.id"], name="fk_login_links_login_id", ondelete="CASCADE"
        ),
        sa.CheckConstraint(
            "kind IN ('password-reset', 'totp-reset', 'email-change', 'company-choice')", name="kind"
        ),
        sa.UniqueConstraint("token_hash", name="uq_login_links_token_hash"),
    )
    op.create_index("ix_login_links_expires_at", "login_links", ["expires_at"])
    protect_shared(op, "auth", ["login_links"])


def _create_logins() -> None:
    op.create_table(
        "logins",
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("email", sa.Text, nullable=False),
        sa.Column("password_hash", sa.Text, nullable=False),
        _time("created_at", now=True),
        _time("password_changed_at", now=True),
        _time("email_verified_at", nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_logins"),
    )
    op.create_index("uq_logins_email", "logins", [sa.text("lower(email)")], unique=True)
    protect_shared(op, "auth", ["logins"])


def _move_totps() -> None:
    op.add_column("totps", sa.Column("login_id", sa.Uuid))
    op.add_column("totps", sa.Column("sealed_for", sa.Text))
    with backfill(op, "totps"):
        op.execute("UPDATE totps SET login_id = user_id, sealed_for = company_id || '|totp|' || user_id")
    op.drop_constraint("fk_totps_company_id_user_id", "totps")
    op.drop_constraint("pk_totps", "totps")
    op.execute("DROP POLICY tenant ON totps")
    op.drop_column("totps", "company_id")
    op.drop_column("totps", "user_id")
    op.alter_column("totps", "login_id", nullable=False)
    op.alter_column("totps", "sealed_for", nullable=False)
    op.create_primary_key("pk_totps", "totps", ["login_id"])
    op.create_foreign_key("fk_totps_login_id", "totps", "logins", ["login_id"], ["id"], ondelete="CASCADE")
    op.execute("DROP POLICY worker ON totps")
    protect_shared(op, "auth", ["totps"])


def downgrade() -> None:
    """Fails while somebody belongs to several companies: they could not sign in to all of them."""
    op.drop_table("login_links")
    op.create_table(
        "password_resets",
        sa.Column("company_id", sa.Uuid, nullable=False),
        sa.Column("user_id", sa.Uuid, nullable=False),
        sa.Column("token_hash", sa.LargeBinary, nullable=False),
        _time("expires_at"),
        sa.PrimaryKeyConstraint("company_id", "user_id", name="pk_password_resets"),
        sa.ForeignKeyConstraint(
            ["company_id", "user_id"],
            ["users.company_id", "users.id"],
            name="fk_password_resets_company_id_user_id",
            ondelete="CASCADE",
        ),
        sa.UniqueConstraint("token_hash", name="uq_password_resets_token_hash"),
    )
    op.create_index("ix_password_resets_expires_at", "password_resets", ["expires_at"])
    protect(op, "auth", ["password_resets"])
    op.add_column("users", sa.Column("password_hash", sa.Text))
    op.add_column("users", _time("password_changed_at", now=True))
    with backfill(op, "users", "logins", "memberships", "totps"):
        # Who has not accepted never signed in; the service of before knows nobody without a password.
        op.execute("DELETE FROM users WHERE login_id IS NULL")
        op.execute(
            "UPDATE users SET password_hash = login.password_hash,"
            " password_changed_at = login.password_changed_at"
            " FROM logins AS login WHERE login.id = users.login_id"
        )
        _move_totps_back()
    op.alter_column("users", "password_hash", nullable=False)
    op.drop_constraint("fk_users_login_id", "users")
    for index in ("uq_users_company_id_email", "uq_users_company_id_login_id", "ix_users_login_id"):
        op.drop_index(index, "users")
    op.create_index("uq_users_login_name", "users", [sa.text("lower(email)")], unique=True)
    op.drop_column("users", "login_id")
    op.drop_column("users", "joined_at")
    op.drop_table("logins")


def _move_totps_back() -> None:
    op.add_column("totps", sa.Column("company_id", sa.Uuid))
    op.add_column("totps", sa.Column("user_id", sa.Uuid))
    op.execute(
        "UPDATE totps SET company_id = u.company_id, user_id = u.id"
        " FROM users AS u WHERE u.login_id = totps.login_id"
    )
    # What was sealed for a login cannot be opened for a user: those people enrol again.
    op.execute("DELETE FROM totps WHERE sealed_for IS DISTINCT FROM company_id || '|totp|' || user_id")
    op.drop_constraint("fk_totps_login_id", "totps")
    op.drop_constraint("pk_totps", "totps")
    op.drop_column("totps", "login_id")
    op.drop_column("totps", "sealed_for")
    op.alter_column("totps", "company_id", nullable=False)
    op.alter_column("totps", "user_id", nullable=False)
    op.create_primary_key("pk_totps", "totps", ["company_id", "user_id"])
    op.create_foreign_key(
        "fk_totps_company_id_user_id",
        "totps",
        "users",
        ["company_id", "user_id"],
        ["company_id", "id"],
        ondelete="CASCADE",
    )
    op.execute("DROP POLICY worker ON totps")
    op.execute("GRANT SELECT, INSERT, UPDATE, DELETE ON totps TO auth_app")
    protect(op, "auth", ["totps"])
