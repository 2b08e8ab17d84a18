"""Imports say what they do with contacts that are there and with columns, and keep the rows they refuse."""

from typing import Final

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from atende_platform.data.migrations import Lengths, bound_lengths, chars, protect, size, unbound_lengths

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

OF_IMPORTS: Final[Lengths] = {
    "contact_imports": {"on_existing": chars(100), "header": size(1024 * 1024), "columns": size(1024 * 1024)},
}
OF_REJECTS: Final[Lengths] = {
    "import_rejects": {
        "field": chars(1000), "message": chars(1000), "message_pt": chars(1000), "cells": size(1024 * 1024)
    },
}  # fmt: skip


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.add_column(
        "contact_imports", sa.Column("on_existing", sa.Text(), nullable=False, server_default="update")
    )
    op.add_column(
        "contact_imports",
        sa.Column("header", ARRAY(sa.Text()), nullable=False, server_default=sa.text("'{}'")),
    )
    op.add_column(
        "contact_imports", sa.Column("columns", JSONB(), nullable=False, server_default=sa.text("'[]'"))
    )
    op.create_check_constraint(
        op.f("ck_contact_imports_on_existing"),
        "contact_imports",
        "on_existing IN ('skip', 'update', 'fillEmpty')",
    )
    op.create_table(
        "import_rejects",
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("import_id", sa.Uuid(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("message_pt", sa.Text(), nullable=False),
        sa.Column("cells", ARRAY(sa.Text()), nullable=False),
        sa.ForeignKeyConstraint(
            ["company_id", "import_id"],
            ["contact_imports.company_id", "contact_imports.id"],
            name=op.f("fk_import_rejects_company_id_contact_imports"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("company_id", "import_id", "line", name=op.f("pk_import_rejects")),
    )
    protect(op, "chat", ["import_rejects"])
    bound_lengths(op, {**OF_IMPORTS, **OF_REJECTS})


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    unbound_lengths(op, OF_IMPORTS)
    op.drop_table("import_rejects")
    op.drop_constraint(op.f("ck_contact_imports_on_existing"), "contact_imports")
    op.drop_column("contact_imports", "columns")
    op.drop_column("contact_imports", "header")
    op.drop_column("contact_imports", "on_existing")
