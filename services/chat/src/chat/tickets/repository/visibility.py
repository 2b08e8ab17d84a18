"""Which tickets a user may see, as a condition in SQL. What it says is `chat.policies.scope.Scope`'s."""

from typing import Final

VISIBLE: Final = """(
    CAST(:viewer AS uuid) IS NULL OR t.queue_id IS NULL OR t.assignee_id = CAST(:viewer AS uuid)
    OR CAST(:viewer AS uuid) = ANY(t.participant_ids)
    OR EXISTS (SELECT FROM queue_members m WHERE m.company_id = t.company_id
               AND m.queue_id = t.queue_id AND m.user_id = CAST(:viewer AS uuid))
    OR EXISTS (SELECT FROM policies p WHERE p.company_id = t.company_id AND p.visibility = 'all')
)"""
"""Of the ticket ``t``, to the user ``:viewer``; to all without one."""
