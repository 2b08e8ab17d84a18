"""How many tickets are not closed, for all users of a company at once."""

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_platform.data.db import execute

_COUNT: Final = """
SELECT participant_id, queue_id, assignee_id, count(*) AS tickets,
       count(*) FILTER (WHERE assignee_id IS NULL) AS unassigned,
       count(*) FILTER (WHERE status = 'snoozed') AS snoozed,
       count(*) FILTER (WHERE status = 'snoozed' AND assignee_id IS NULL) AS snoozed_unassigned,
       count(*) FILTER (WHERE waiting_since IS NOT NULL) AS waiting,
       count(*) FILTER (WHERE unread > 0) AS unread,
       min(waiting_since) AS waiting_since
FROM tickets CROSS JOIN LATERAL unnest(array_prepend(NULL, participant_ids)) AS participant_id
WHERE company_id = :company_id AND status <> 'closed'
GROUP BY participant_id, queue_id, assignee_id
ORDER BY queue_id NULLS FIRST
"""


async def count(session: AsyncSession, company_id: UUID) -> Sequence[Any]:
    """Return groups of tickets with how many there are: by queue and agent, and again by participant."""
    return (await execute(session, _COUNT, company_id=company_id)).all()
