"""Imports are listed with their files' names, can be drafts, and can be cancelled."""

from typing import Final

import sqlalchemy as sa
from alembic import op

from atende_platform.data.migrations import Lengths, bound_lengths, chars, unbound_lengths

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

LENGTHS: Final[Lengths] = {"contact_imports": {"file_name": chars(200)}}
_STATUS: Final = "ck_contact_imports_status"
_FORMER: Final = "ck_contact_imports_ck_contact_imports_status"
"""What the first migration called it."""


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.add_column("contact_imports", sa.Column("file_name", sa.Text(), nullable=True))
    op.add_column("contact_imports", sa.Column("file_bytes", sa.BigInteger(), nullable=True))
    op.add_column("contact_imports", sa.Column("created_by", sa.Uuid(), nullable=True))
    op.create_index(
        "ix_contact_imports_recent",
        "contact_imports",
        ["company_id", sa.literal_column("created_at DESC"), sa.literal_column("id DESC")],
    )
    op.drop_constraint(op.f(_FORMER), "contact_imports")
    op.create_check_constraint(
        op.f(_STATUS),
        "contact_imports",
        "status IN ('draft', 'queued', 'running', 'finished', 'failed', 'cancelled')",
    )
    bound_lengths(op, LENGTHS)


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    unbound_lengths(op, LENGTHS)
    op.drop_constraint(op.f(_STATUS), "contact_imports")
    op.execute("UPDATE contact_imports SET status = 'failed' WHERE status IN ('draft', 'cancelled')")
    op.create_check_constraint(
        op.f(_FORMER), "contact_imports", "status IN ('queued', 'running', 'finished', 'failed')"
    )
    op.drop_index("ix_contact_imports_recent", table_name="contact_imports")
    op.drop_column("contact_imports", "created_by")
    op.drop_column("contact_imports", "file_bytes")
    op.drop_column("contact_imports", "file_name")
