"""Reports by e-mail, exports that are made in steps, and answers to requests that may be repeated."""

from typing import Final

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from atende_platform.data.migrations import Lengths, bound_lengths, chars, protect, size, unbound_lengths

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

WORD: Final = chars(100)
LINE: Final = chars(1000)
LENGTHS: Final[Lengths] = {
    "company_settings": {"name": LINE, "locale": WORD},
    "report_recipients": {"name": LINE, "email": LINE, "role": WORD},
    "report_schedules": {
        "name": chars(100),
        "report": WORD,
        "filters": size(2048),
        "recipient_ids": size(1024),
        "format": WORD,
        "language": WORD,
    },
    "report_mails": {"reason": WORD},
    "report_exports": {
        "report": WORD,
        "question": size(2048),
        "format": WORD,
        "style": size(1024),
        "reason": WORD,
        "position": WORD,
    },
    "report_export_parts": {"data": size(32 * 1024 * 1024)},
    "idempotency_keys": {
        "route": chars(300),
        "key": chars(255),
        "digest": size(64),
        "body": size(64 * 1024),
        "etag": chars(100),
    },
}
TABLES: Final = (
    "report_recipients",
    "report_schedules",
    "report_runs",
    "report_mails",
    "report_exports",
    "report_export_parts",
    "idempotency_keys",
)


def _id(name: str, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.Uuid, nullable=nullable)


def _text(name: str, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.Text, nullable=nullable)


def _time(name: str, *, nullable: bool = False, default: bool = False) -> sa.Column:
    server_default = sa.text("now()") if default else None
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable, server_default=server_default)


def _number(
    name: str, kind: type[sa.Integer] = sa.Integer, *, nullable: bool = False, default: str | None = None
) -> sa.Column:
    return sa.Column(name, kind, nullable=nullable, server_default=default and sa.text(default))


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.add_column("company_settings", _text("name", nullable=True))
    op.add_column("company_settings", _text("locale", nullable=True))
    op.add_column(
        "company_settings",
        sa.Column("suspended", sa.Boolean, nullable=False, server_default=sa.text("false")),
    )
    _create_schedules()
    _create_exports()
    op.create_table(
        "idempotency_keys",
        _id("company_id"),
        _id("actor_id"),
        _text("route"),
        _text("key"),
        sa.Column("digest", sa.LargeBinary, nullable=False),
        _number("status"),
        _text("body", nullable=True),
        _text("etag", nullable=True),
        _time("created_at", default=True),
        sa.PrimaryKeyConstraint("company_id", "actor_id", "route", "key", name="pk_idempotency_keys"),
    )
    op.create_index("ix_idempotency_keys_created_at", "idempotency_keys", ["created_at"])
    protect(op, "reporting", TABLES)
    bound_lengths(op, LENGTHS)


def _create_schedules() -> None:
    op.create_table(
        "report_recipients",
        _id("company_id"),
        _id("user_id"),
        _text("name"),
        _text("email", nullable=True),
        _text("role"),
        sa.Column("active", sa.Boolean, nullable=False),
        _number("revision", sa.BigInteger),
        sa.PrimaryKeyConstraint("company_id", "user_id", name="pk_report_recipients"),
    )
    op.create_table(
        "report_schedules",
        _id("company_id"),
        _id("id"),
        _text("name"),
        _text("report"),
        sa.Column("filters", JSONB, nullable=False),
        _text("every"),
        _number("weekday", nullable=True),
        _number("day", nullable=True),
        _number("hour"),
        sa.Column("recipient_ids", ARRAY(sa.Uuid), nullable=False),
        _text("format"),
        _text("language"),
        sa.Column("enabled", sa.Boolean, nullable=False),
        _time("next_at"),
        _id("created_by"),
        _time("created_at", default=True),
        _number("revision", default="1"),
        sa.PrimaryKeyConstraint("company_id", "id", name="pk_report_schedules"),
        sa.CheckConstraint("every IN ('daily', 'weekly', 'monthly')", name="ck_report_schedules_every"),
    )
    op.create_index(
        "ix_report_schedules_due", "report_schedules", ["next_at"], postgresql_where=sa.text("enabled")
    )
    op.create_table(
        "report_runs",
        _id("company_id"),
        _id("id"),
        _id("schedule_id"),
        _time("due_at"),
        _id("requested_by", nullable=True),
        sa.Column("first_day", sa.Date, nullable=False),
        sa.Column("last_day", sa.Date, nullable=False),
        _time("created_at", default=True),
        sa.PrimaryKeyConstraint("company_id", "id", name="pk_report_runs"),
        sa.ForeignKeyConstraint(
            ["company_id", "schedule_id"],
            ["report_schedules.company_id", "report_schedules.id"],
            name="fk_report_runs_company_id_schedule_id",
            ondelete="CASCADE",
        ),
    )
    op.create_index("uq_report_runs_due", "report_runs", ["company_id", "schedule_id", "due_at"], unique=True)
    op.create_index("ix_report_runs_created_at", "report_runs", ["created_at"])
    op.create_table(
        "report_mails",
        _id("company_id"),
        _id("run_id"),
        _id("user_id"),
        _text("status"),
        _text("reason", nullable=True),
        _number("attempts", default="0"),
        _time("due_at"),
        _time("changed_at", default=True),
        sa.PrimaryKeyConstraint("company_id", "run_id", "user_id", name="pk_report_mails"),
        sa.ForeignKeyConstraint(
            ["company_id", "run_id"],
            ["report_runs.company_id", "report_runs.id"],
            name="fk_report_mails_company_id_run_id",
            ondelete="CASCADE",
        ),
        sa.CheckConstraint(
            "status IN ('queued', 'sending', 'sent', 'failed', 'skipped', 'unconfirmed')",
            name="ck_report_mails_status",
        ),
    )
    op.create_index(
        "ix_report_mails_queued",
        "report_mails",
        ["company_id", "due_at"],
        postgresql_where=sa.text("status = 'queued'"),
    )
    op.create_index(
        "ix_report_mails_sending",
        "report_mails",
        ["changed_at"],
        postgresql_where=sa.text("status = 'sending'"),
    )
    op.create_index("ix_report_mails_sent", "report_mails", ["company_id", "changed_at"])


def _create_exports() -> None:
    op.create_table(
        "report_exports",
        _id("company_id"),
        _id("id"),
        _text("report"),
        sa.Column("question", JSONB, nullable=False),
        _text("format"),
        sa.Column("style", JSONB, nullable=False),
        _text("status"),
        _text("reason", nullable=True),
        _text("position", nullable=True),
        _number("parts"),
        _number("rows_done"),
        _number("rows_total", nullable=True),
        _number("stored_bytes", sa.BigInteger),
        _number("size", sa.BigInteger),
        _number("checksum", sa.BigInteger),
        _time("leased_until", default=True),
        _number("attempts"),
        _id("created_by"),
        _time("created_at", default=True),
        _time("finished_at", nullable=True),
        sa.PrimaryKeyConstraint("company_id", "id", name="pk_report_exports"),
        sa.CheckConstraint(
            "status IN ('queued', 'running', 'finished', 'failed')", name="ck_report_exports_status"
        ),
    )
    op.create_index(
        "ix_report_exports_due",
        "report_exports",
        ["leased_until"],
        postgresql_where=sa.text("status IN ('queued', 'running')"),
    )
    op.create_index(
        "ix_report_exports_recent",
        "report_exports",
        ["company_id", sa.text("created_at DESC"), sa.text("id DESC")],
    )
    op.create_index("ix_report_exports_created_at", "report_exports", ["created_at"])
    op.create_table(
        "report_export_parts",
        _id("company_id"),
        _id("export_id"),
        _number("part"),
        sa.Column("data", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("company_id", "export_id", "part", name="pk_report_export_parts"),
        sa.ForeignKeyConstraint(
            ["company_id", "export_id"],
            ["report_exports.company_id", "report_exports.id"],
            name="fk_report_export_parts_company_id_export_id",
            ondelete="CASCADE",
        ),
    )
    # Compressed already: PostgreSQL need not try.
    op.execute("ALTER TABLE report_export_parts ALTER COLUMN data SET STORAGE EXTERNAL")


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    unbound_lengths(op, {"company_settings": LENGTHS["company_settings"]})
    for table in (
        "report_mails",
        "report_runs",
        "report_schedules",
        "report_recipients",
        "report_export_parts",
        "report_exports",
        "idempotency_keys",
    ):
        op.drop_table(table)
    for column in ("name", "locale", "suspended"):
        op.drop_column("company_settings", column)
