"""What is written in a ticket automatically belongs to it, also once it is closed.

Messages are read once, during which writes of them wait: about a second for five million.
"""

from alembic import op

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None

_BEFORE = "(ticket_id IS NULL) = (origin IS NOT NULL AND origin NOT IN ('note', 'timeline'))"
_AFTER = f"{_BEFORE} OR (ticket_id IS NOT NULL AND origin = 'automatic')"


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_constraint("ck_messages_ticket", "messages")
    op.execute(f"ALTER TABLE messages ADD CONSTRAINT ck_messages_ticket CHECK ({_AFTER})")


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute("ALTER TABLE messages NO FORCE ROW LEVEL SECURITY")
    op.execute("UPDATE messages SET ticket_id = NULL WHERE origin = 'automatic' AND ticket_id IS NOT NULL")
    op.execute("ALTER TABLE messages FORCE ROW LEVEL SECURITY")
    op.execute("SET CONSTRAINTS ALL IMMEDIATE")
    op.drop_constraint("ck_messages_ticket", "messages")
    op.execute(f"ALTER TABLE messages ADD CONSTRAINT ck_messages_ticket CHECK ({_BEFORE})")
