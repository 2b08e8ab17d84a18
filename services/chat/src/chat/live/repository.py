"""All SQL of what stands now."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_platform.data.db import execute
from chat.live.domain import MINUTE, Traffic, Written, first_id

MOST_BEHIND: Final = 100_000
"""Entries of the log that are read to keep up; with more, today's messages are counted anew."""
PORTION: Final = 5_000
"""Entries of the log that are read at once: what was read is known, also if the next ones take too long."""

# Two indexes hold what is not closed and what was closed today, however many tickets there are.
_TICKETS: Final = """
WITH shown AS MATERIALIZED (
    SELECT channel_id, queue_id, assignee_id, participant_ids, status, waiting_since, opened_at
    FROM tickets WHERE company_id = :company_id AND status <> 'closed'
    UNION ALL
    SELECT channel_id, queue_id, assignee_id, participant_ids, status, NULL, opened_at
    FROM tickets WHERE company_id = :company_id AND closed_at >= :day
), counted AS (
    SELECT NULL AS participant_id, channel_id, queue_id, assignee_id, status, waiting_since, opened_at
    FROM shown
    UNION ALL
    SELECT participant_id, channel_id, queue_id, assignee_id, status, waiting_since, opened_at
    FROM shown CROSS JOIN LATERAL unnest(participant_ids) AS participant_id WHERE participant_ids <> '{}'
)
SELECT participant_id, channel_id, queue_id, assignee_id,
       count(*) FILTER (WHERE status = 'open') AS open,
       count(*) FILTER (WHERE status = 'pending') AS pending,
       count(*) FILTER (WHERE status = 'snoozed') AS snoozed,
       count(waiting_since) AS waiting,
       min(waiting_since) AS waiting_since,
       count(*) FILTER (WHERE opened_at >= :day) AS opened,
       count(*) FILTER (WHERE status = 'closed') AS closed
FROM counted GROUP BY participant_id, channel_id, queue_id, assignee_id
"""
_QUEUES: Final = """
SELECT q.id, ARRAY(SELECT m.user_id FROM queue_members m
                   WHERE m.company_id = q.company_id AND m.queue_id = q.id) AS member_ids
FROM queues q WHERE q.company_id = :company_id AND q.archived_at IS NULL
ORDER BY q.position, lower(q.name), q.id
"""
_SEQ: Final = """
coalesce((SELECT last_seq FROM event_counters WHERE company_id = :company_id), 0)
"""
# What is written in conversations here: no campaigns, no notes, nothing from a phone or from before.
_FROM_MESSAGES: Final = f"""
SELECT log.seq, written.*
FROM (SELECT {_SEQ} AS seq) AS log LEFT JOIN LATERAL (
    SELECT channel_id, direction,
           CASE WHEN created_at >= :since THEN CAST(extract(epoch FROM created_at) AS bigint) END AS second,
           count(*) AS messages, count(*) FILTER (WHERE sent_at >= :day) AS today
    FROM messages
    WHERE company_id = :company_id AND id >= :first AND kind <> 'reaction'
      AND (origin IS NULL OR (origin = 'automatic' AND direction = 'out'))
    GROUP BY 1, 2, 3
) AS written ON true
"""  # noqa: S608 (our own SQL)
_FROM_LOG: Final = f"""
SELECT log.newest, least(log.newest, CAST(:last AS bigint)) AS seq, written.*
FROM (SELECT {_SEQ} AS newest) AS log LEFT JOIN LATERAL (
    SELECT CAST(m ->> 'channelId' AS uuid) AS channel_id, m ->> 'direction' AS direction,
           CAST(extract(epoch FROM created_at) AS bigint) AS second, count(*) AS messages,
           count(*) FILTER (WHERE CAST(m ->> 'sentAt' AS timestamptz) >= :day) AS today
    FROM event_log CROSS JOIN LATERAL (SELECT payload -> 'message' AS m) AS message
    WHERE company_id = :company_id AND seq > :seq AND seq <= :last AND type = 'message.created'
      AND m ->> 'kind' <> 'reaction'
      AND (m ->> 'origin' IS NULL OR (m ->> 'origin' = 'automatic' AND m ->> 'direction' = 'out'))
    GROUP BY 1, 2, 3
) AS written ON true
"""  # noqa: S608 (our own SQL)


class Now:
    """What stands now in one company."""

    def __init__(self, session: AsyncSession, company_id: UUID) -> None:
        self._session = session
        self._company_id = company_id

    async def tickets(self, day: datetime) -> Sequence[Any]:
        """Return groups of tickets with how many there are, by channel, queue and agent; and again by
        participant. ``day``: when today began."""
        return await self._all(_TICKETS, day=day)

    async def queues(self) -> Sequence[Any]:
        """Return the queues that are not archived, in their order, with their members."""
        return await self._all(_QUEUES)

    async def traffic(self, day: datetime, at: datetime) -> Traffic:
        """Return what was written today and in the last minute: messages are gone through."""
        since = at - MINUTE
        found = await self._all(_FROM_MESSAGES, day=day, since=since, first=first_id(min(day, since)))
        traffic = Traffic(day, found[0].seq)
        traffic.add(_written(found), traffic.seq)
        return traffic

    async def follow(self, traffic: Traffic) -> bool:
        """Count what was written since, from the log, in portions; tell whether that is not too much."""
        while True:
            last = traffic.seq + PORTION
            found = await self._all(_FROM_LOG, day=traffic.day, seq=traffic.seq, last=last)
            newest = found[0].newest
            if newest - traffic.seq > MOST_BEHIND:
                return False
            traffic.add(_written(found), found[0].seq)
            if traffic.seq >= newest:
                return True

    async def _all(self, statement: str, **named: Any) -> Sequence[Any]:
        return (await execute(self._session, statement, company_id=self._company_id, **named)).all()


def _written(found: Sequence[Any]) -> list[Written]:
    return [
        Written(row.channel_id, row.direction, row.second, row.messages, row.today)
        for row in found
        if row.channel_id is not None
    ]
