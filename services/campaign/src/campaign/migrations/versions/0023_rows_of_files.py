"""Files say what their columns are used for, and keep the rows they refuse, in both languages."""

from typing import Final

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from atende_platform.data.migrations import Lengths, bound_lengths, chars, protect, size, unbound_lengths

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

TABLES: Final = ("opt_out_imports", "opt_out_rejects")
OF_AUDIENCES: Final[Lengths] = {
    "audience_sources": {
        "columns": size(1024 * 1024),
        "header": size(1024 * 1024),
        "uses": size(1024 * 1024),
    },
    "audience_rows": {"problem_pt": chars(1000), "cells": size(1024 * 1024)},
}
OF_OPT_OUTS: Final[Lengths] = {
    "opt_out_imports": {"header": size(1024 * 1024)},
    "opt_out_rejects": {
        "field": chars(1000), "message": chars(1000), "message_pt": chars(1000), "cells": size(1024 * 1024)
    },
}  # fmt: skip


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.add_column("audience_sources", sa.Column("header", ARRAY(sa.Text()), nullable=True))
    op.add_column("audience_sources", sa.Column("uses", JSONB(), nullable=True))
    op.add_column("audience_rows", sa.Column("problem_pt", sa.Text(), nullable=True))
    op.add_column("audience_rows", sa.Column("cells", ARRAY(sa.Text()), nullable=True))
    op.create_table(
        "opt_out_imports",
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("header", ARRAY(sa.Text()), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
        sa.PrimaryKeyConstraint("company_id", "id", name="pk_opt_out_imports"),
    )
    op.create_index("ix_opt_out_imports_age", "opt_out_imports", ["created_at"])
    op.create_table(
        "opt_out_rejects",
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("import_id", sa.Uuid(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("message_pt", sa.Text(), nullable=False),
        sa.Column("cells", ARRAY(sa.Text()), nullable=False),
        sa.ForeignKeyConstraint(
            ["company_id", "import_id"],
            ["opt_out_imports.company_id", "opt_out_imports.id"],
            name="fk_opt_out_rejects_company_id_import_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("company_id", "import_id", "line", name="pk_opt_out_rejects"),
    )
    protect(op, "campaign", TABLES)
    bound_lengths(op, {**OF_AUDIENCES, **OF_OPT_OUTS})


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    unbound_lengths(op, OF_AUDIENCES)
    bound_lengths(op, {"audience_sources": {"columns": size(64 * 1024)}})
    for table in reversed(TABLES):
        op.drop_table(table)
    op.drop_column("audience_rows", "cells")
    op.drop_column("audience_rows", "problem_pt")
    op.drop_column("audience_sources", "uses")
    op.drop_column("audience_sources", "header")
