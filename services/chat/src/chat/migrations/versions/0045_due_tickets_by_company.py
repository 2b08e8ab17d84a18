"""Tickets that are due are found company by company, so that one with many delays no other.

Writes of tickets wait while the indexes are made, which takes milliseconds: they hold what is snoozed or held.
"""

import sqlalchemy as sa
from alembic import op

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    _index("ix_tickets_held", ["company_id", "held_until"], "held_by IS NOT NULL")
    _index("ix_tickets_to_wake", ["company_id", "snoozed_until"], "status = 'snoozed'")


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    _index("ix_tickets_to_wake", ["snoozed_until"], "status = 'snoozed'")
    _index("ix_tickets_held", ["held_until"], "held_by IS NOT NULL")


def _index(name: str, columns: list[str], condition: str) -> None:
    op.drop_index(name, table_name="tickets")
    op.create_index(name, "tickets", columns, postgresql_where=sa.text(condition))
