"""Publish every user with their address and every company with its name, for reporting."""

from alembic import op

from atende_platform.data.migrations import backfill_while_serving

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

# In small transactions, by company. A membership's row is locked before its user is read: who changes the user
# changes the membership as well, so that what is told last is what is true.
TELL = """
DO $$ DECLARE one uuid; BEGIN
    FOR one IN SELECT company_id FROM companies ORDER BY 1 LOOP
        PERFORM FROM memberships WHERE company_id = one ORDER BY user_id FOR UPDATE;
        WITH told AS (UPDATE memberships SET revision = revision + 1 WHERE company_id = one
                      RETURNING company_id, user_id, role, revision)
        INSERT INTO outbox (company_id, event_id, topic, key, type, payload)
        SELECT company_id, event_id, 'user.changed', id, 'user.changed.v1',
               jsonb_strip_nulls(jsonb_build_object(
                   'type', 'user.changed.v1', 'id', event_id, 'company_id', company_id, 'occurred_at', now(),
                   'user_id', id, 'name', name, 'role', role, 'state', state, 'revision', revision,
                   'email', CASE WHEN login_id IS NOT NULL AND state = 'active' THEN email END))
        FROM (SELECT users.*, told.role, told.revision, uuidv7() AS event_id
              FROM told JOIN users ON users.company_id = told.company_id AND users.id = told.user_id) AS told
        ORDER BY id;
        COMMIT;
        WITH told AS (UPDATE companies SET revision = revision + 1 WHERE company_id = one RETURNING *)
        INSERT INTO outbox (company_id, event_id, topic, key, type, payload)
        SELECT company_id, event_id, 'company.changed', company_id, 'company.changed.v1',
               jsonb_build_object(
                   'type', 'company.changed.v1', 'id', event_id, 'company_id', company_id, 'occurred_at', now(),
                   'name', name, 'time_zone', time_zone, 'locale', locale, 'reopen_hours', reopen_hours,
                   'limits', limits, 'suspended', suspended_at IS NOT NULL, 'revision', revision)
        FROM (SELECT told.*, uuidv7() AS event_id FROM told) AS told;
        COMMIT;
    END LOOP;
END $$
"""


def upgrade() -> None:
    with backfill_while_serving(op, "companies", "users", "memberships", "outbox"):
        op.execute(TELL)


def downgrade() -> None:
    """Others keep what they were told; the version before does not ask for it."""
