"""Delivery states of messages that were sent."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.delivery import forward_rank_sql
from atende_platform.data import batch
from atende_platform.data.batch import fetch
from atende_platform.data.db import execute
from chat.messages.models import Message
from chat.rows import Row
from chat.updates.service import holding

_DELIVERIES: Final = batch.Recordset(Message, "company_id, id, send_id, state, error, provider_message_id")
_IS_NEWS: Final = f"""
(m.direction = 'out' AND ({forward_rank_sql("d.state")} > {forward_rank_sql("m.state")}
                          OR m.provider_message_id IS NULL AND d.provider_message_id IS NOT NULL))
"""
_IS_FORWARD: Final = f"{forward_rank_sql('d.state')} > {forward_rank_sql('m.state')}"
# Nobody watches a campaign in the conversations of its recipients: their rows are not even read.
_ADVANCE: Final = f"""
WITH told AS MATERIALIZED (
    SELECT r.company_id, coalesce(r.id, sent.id) AS id, r.state, r.error, r.provider_message_id
    FROM {_DELIVERIES} AS r
    LEFT JOIN messages AS sent ON r.id IS NULL AND sent.company_id = r.company_id AND sent.send_id = r.send_id
), locked AS MATERIALIZED (
    -- An UPDATE takes its rows in any order, and two batches would wait for each other. What is given comes
    -- along: without hashes (`Settings.worker_planning`) two lists are joined by comparing each with each.
    SELECT d.* FROM messages m JOIN told d USING (company_id, id)
    WHERE {_IS_NEWS} ORDER BY m.company_id, m.id FOR NO KEY UPDATE OF m
), moved AS (
    UPDATE messages m
    SET state = CASE WHEN {_IS_FORWARD} THEN d.state ELSE m.state END,
        error = CASE WHEN {_IS_FORWARD} THEN d.error ELSE m.error END,
        provider_message_id = coalesce(m.provider_message_id, d.provider_message_id),
        revision = m.revision + 1
    FROM locked d
    WHERE m.company_id = d.company_id AND m.id = d.id AND {_IS_NEWS}
    RETURNING m.*
), seen AS (
    SELECT * FROM moved WHERE origin IS DISTINCT FROM 'campaign'
), held AS ({holding("SELECT DISTINCT company_id FROM seen WHERE :hold")})
SELECT * FROM seen
"""  # noqa: S608 (the ranks are our own constants)


async def advance(session: AsyncSession, deliveries: Sequence[Row], *, hold: bool = False) -> list[Message]:
    """Move messages forward to their outcomes; return those that changed, but none of campaigns.

    With ``hold`` the logs of the companies of these are held from then on (`updates.hold`).

    ``deliveries`` have ``company_id``, ``id`` or (None) ``send_id``, ``state``, ``error``,
    ``provider_message_id``, at most one per message.
    """
    if not deliveries:
        return []
    return await fetch(session, Message, _ADVANCE, hold=hold, **_DELIVERIES.arrays(deliveries))


# By the keys of each company, from a time on: ids are in the order of time.
_QUEUED: Final = """
SELECT m.company_id, m.id, m.send_id, m.channel_id
FROM (SELECT DISTINCT company_id FROM channel_copy) c
CROSS JOIN LATERAL (
    SELECT q.company_id, q.id, q.send_id, q.channel_id FROM messages q
    WHERE q.company_id = c.company_id AND q.id >= :first AND q.id < :last
      AND q.direction = 'out' AND q.state = 'queued' AND q.send_id IS NOT NULL
    ORDER BY q.id LIMIT :limit
) m
LIMIT :limit
"""


@dataclass(frozen=True, slots=True)
class Queued:
    """A message that was ordered, and of which nothing was heard."""

    company_id: UUID
    id: UUID
    send_id: UUID
    channel_id: UUID


async def find_queued(session: AsyncSession, first: UUID, last: UUID, *, limit: int) -> list[Queued]:
    """Return messages of all companies that are queued, with ids from the first until before the last."""
    result = await execute(session, _QUEUED, first=first, last=last, limit=limit)
    return [Queued(row.company_id, row.id, row.send_id, row.channel_id) for row in result]
