"""Tickets that the system looks at by itself: to answer, to assign, to close, to move. Set-based.

Companies are gone through in their order, some tickets of each at a time, so that one with many does not
keep the others waiting. What another transaction holds is left to the next time.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_platform.data import batch
from atende_platform.data.batch import fetch
from atende_platform.data.db import execute
from atende_platform.data.purges import deleting
from chat.tickets.models import Ticket, TicketRouting

# --- Tickets that ask for attention --------------------------------------------------------------

# Companies are found one after the other in the index, whatever each has.
_ASKING: Final = """
WITH RECURSIVE company AS (
    (SELECT company_id, 1 AS nth FROM tickets
     WHERE attention_at IS NOT NULL AND company_id > :after ORDER BY company_id LIMIT 1)
    UNION ALL
    SELECT next.company_id, company.nth + 1 FROM company CROSS JOIN LATERAL (
        SELECT t.company_id FROM tickets t
        WHERE t.attention_at IS NOT NULL AND t.company_id > company.company_id
        ORDER BY t.company_id LIMIT 1
    ) AS next WHERE company.nth < :companies
)
SELECT company_id FROM company ORDER BY company_id
"""


async def asking(session: AsyncSession, after: UUID, companies: int) -> list[UUID]:
    """Return some companies behind one, in their order, with tickets that ask for attention."""
    result = await execute(session, _ASKING, after=after, companies=companies)
    return [row.company_id for row in result]


_CLAIM: Final = """
SELECT waiting.* FROM unnest(CAST(:companies AS uuid[])) AS company (company_id) CROSS JOIN LATERAL (
    SELECT t.* FROM tickets t WHERE t.company_id = company.company_id AND t.attention_at IS NOT NULL
    ORDER BY t.attention_at LIMIT :each FOR UPDATE SKIP LOCKED
) AS waiting
"""


async def claim(session: AsyncSession, companies: Sequence[UUID], each: int) -> list[Ticket]:
    """Return some tickets of companies that ask for attention, locked."""
    return await fetch(session, Ticket, _CLAIM, companies=companies, each=each)


_ATTENDED: Final = """
UPDATE tickets t SET attention_at = NULL
FROM unnest(CAST(:companies AS uuid[]), CAST(:ids AS uuid[])) AS k (company_id, id)
WHERE t.company_id = k.company_id AND t.id = k.id
"""


async def attended(session: AsyncSession, tickets: Sequence[Ticket]) -> None:
    """Have locked tickets ask for attention no more."""
    await execute(session, _ATTENDED, **_keys(tickets))


_ROUTING: Final = """
SELECT r.* FROM unnest(CAST(:companies AS uuid[]), CAST(:ids AS uuid[])) AS k (company_id, id)
JOIN ticket_routing r ON r.company_id = k.company_id AND r.ticket_id = k.id
"""


async def routing_of(session: AsyncSession, tickets: Sequence[Ticket]) -> dict[UUID, TicketRouting]:
    """Return what was said in tickets by itself, by ticket."""
    found = await fetch(session, TicketRouting, _ROUTING, **_keys(tickets))
    return {one.ticket_id: one for one in found}


_KEEP: Final = f"""{batch.insert(TicketRouting, dict).sql}
ON CONFLICT (company_id, ticket_id) DO UPDATE SET greeted_at = excluded.greeted_at,
    away_since = excluded.away_since, menu_asked_at = excluded.menu_asked_at, menu_tries = excluded.menu_tries
"""
_ROUTING_ROWS: Final = batch.Recordset(TicketRouting)


async def keep_routing(session: AsyncSession, rows: Sequence[dict[str, Any]]) -> None:
    """Store what was said in tickets by itself. Lock the tickets before."""
    if rows:
        await execute(session, _KEEP, _ROUTING_ROWS.arrays(rows))


_WRITTEN: Final = """
SELECT k.id AS ticket_id, m.text, m.content -> 'reply' ->> 'id' AS reply_id, m.sent_at
FROM unnest(CAST(:companies AS uuid[]), CAST(:ids AS uuid[]), CAST(:since AS timestamptz[]))
    AS k (company_id, id, since)
CROSS JOIN LATERAL (
    SELECT * FROM messages
    WHERE company_id = k.company_id AND ticket_id = k.id AND direction = 'in' AND created_at > k.since
      AND sent_at > k.since - interval '1 hour'
    ORDER BY sent_at DESC, id DESC LIMIT 20
) AS m ORDER BY m.sent_at, m.id
"""


async def written_since(
    session: AsyncSession, since: Sequence[tuple[Ticket, datetime]]
) -> dict[UUID, list[Any]]:
    """Return what customers wrote in tickets after a time, in order, by ticket."""
    result = await execute(
        session, _WRITTEN, **_keys([one for one, _ in since]), since=[at for _, at in since]
    )
    found: dict[UUID, list[Any]] = {}
    for row in result:
        found.setdefault(row.ticket_id, []).append(row)
    return found


_LAST_REPLIES: Final = """
SELECT k.id, max(m.sent_at) AS at
FROM unnest(CAST(:companies AS uuid[]), CAST(:ids AS uuid[])) AS k (company_id, id)
CROSS JOIN LATERAL (
    SELECT sent_at, direction, origin, author_id FROM messages
    WHERE company_id = k.company_id AND ticket_id = k.id ORDER BY sent_at DESC, id DESC LIMIT 50
) AS m
WHERE m.direction = 'out' AND m.origin IS NULL AND m.author_id IS NOT NULL
GROUP BY k.id
"""


async def last_replies(session: AsyncSession, tickets: Sequence[Ticket]) -> dict[UUID, datetime]:
    """Return when agents last wrote in tickets, if it was among the last 50 messages."""
    result = await execute(session, _LAST_REPLIES, **_keys(tickets))
    return {row.id: row.at for row in result}


# A contact has an hour of their own, which begins with the first answer.
_COUNT_ANSWERS: Final = """
INSERT INTO automatic_answers AS stored (company_id, contact_id, since, count)
SELECT company_id, contact_id, :now, 1
FROM unnest(CAST(:companies AS uuid[]), CAST(:contacts AS uuid[])) AS k (company_id, contact_id)
ORDER BY company_id, contact_id
ON CONFLICT (company_id, contact_id) DO UPDATE SET
    since = CASE WHEN stored.since <= :hour_ago THEN excluded.since ELSE stored.since END,
    count = CASE WHEN stored.since <= :hour_ago THEN 1 ELSE stored.count + 1 END
WHERE stored.since <= :hour_ago OR stored.count < :most
RETURNING company_id, contact_id
"""


async def count_answers(
    session: AsyncSession,
    contacts: Collection[tuple[UUID, UUID]],
    now: datetime,
    hour_ago: datetime,
    most: int,
) -> set[tuple[UUID, UUID]]:
    """Count an automatic answer to each contact; return those to whom one more may be sent."""
    if not contacts:
        return set()
    ordered = sorted(contacts)
    result = await execute(
        session,
        _COUNT_ANSWERS,
        companies=[company_id for company_id, _ in ordered],
        contacts=[contact_id for _, contact_id in ordered],
        now=now,
        hour_ago=hour_ago,
        most=most,
    )
    return {(row.company_id, row.contact_id) for row in result}


_PURGE_ANSWERS: Final = deleting("automatic_answers", "since < :before", "since")


async def purge_answers(session: AsyncSession, before: datetime, limit: int) -> int:
    """Delete some counts of automatic answers that count no more; return how many."""
    return (await execute(session, _PURGE_ANSWERS, before=before, limit=limit)).rowcount


# --- Tickets that wait in queues ------------------------------------------------------------------

_WAITS: Final = """
t.status = 'pending' AND t.assignee_id IS NULL AND t.queue_id IS NOT NULL
AND t.held_by IS NULL AND t.attention_at IS NULL
AND NOT EXISTS (SELECT FROM ticket_routing r WHERE r.company_id = t.company_id AND r.ticket_id = t.id
    AND r.menu_asked_at > :asked_after)
"""
# OFFSET 0: one look into the index for each company, instead of a join with all tickets that wait.
_ASSIGNING: Final = f"""
SELECT company_id FROM policies p WHERE assignment <> 'manual' AND company_id > :after
AND EXISTS (SELECT FROM tickets t WHERE t.company_id = p.company_id AND {_WAITS} OFFSET 0)
AND EXISTS (SELECT FROM queue_members m WHERE m.company_id = p.company_id OFFSET 0)
ORDER BY company_id LIMIT :companies
"""  # noqa: S608 (our own constant)
_CANDIDATES: Final = """
SELECT member.company_id, member.user_id
FROM unnest(CAST(:companies AS uuid[])) AS company (company_id) CROSS JOIN LATERAL (
    SELECT DISTINCT m.company_id, m.user_id FROM queue_members m WHERE m.company_id = company.company_id
) AS member
"""


async def assigning(session: AsyncSession, after: UUID, asked_after: datetime, companies: int) -> list[UUID]:
    """Return some companies behind one, in their order, that have tickets to assign."""
    result = await execute(session, _ASSIGNING, after=after, asked_after=asked_after, companies=companies)
    return [row.company_id for row in result]


async def candidates(session: AsyncSession, companies: Sequence[UUID]) -> list[tuple[UUID, UUID]]:
    """Return the members of the queues of companies."""
    result = await execute(session, _CANDIDATES, companies=[*companies])
    return [(row.company_id, row.user_id) for row in result]


_LOCK_ASSIGNING: Final = """
SELECT company_id, assignment, agent_capacity FROM policies
WHERE company_id = ANY(CAST(:companies AS uuid[])) AND assignment <> 'manual'
ORDER BY company_id FOR NO KEY UPDATE SKIP LOCKED
"""


async def lock_assigning(session: AsyncSession, companies: Collection[UUID]) -> Sequence[Any]:
    """Return how companies assign tickets. Of each one transaction at a time assigns."""
    return (await execute(session, _LOCK_ASSIGNING, companies=sorted(companies))).all()


_LOCK_WAITING: Final = f"""
SELECT waiting.* FROM unnest(CAST(:companies AS uuid[])) AS k (company_id) CROSS JOIN LATERAL (
    SELECT t.* FROM tickets t WHERE t.company_id = k.company_id AND {_WAITS}
    ORDER BY t.priority DESC, t.opened_at, t.id LIMIT :each FOR UPDATE OF t SKIP LOCKED
) AS waiting
"""  # noqa: S608 (our own constant)


async def lock_waiting(
    session: AsyncSession, companies: Sequence[UUID], asked_after: datetime, each: int
) -> list[Ticket]:
    """Return some tickets of companies that wait in queues, locked: urgent ones, then the oldest first."""
    return await fetch(
        session, Ticket, _LOCK_WAITING, companies=companies, asked_after=asked_after, each=each
    )


_LOCK_MEMBERS: Final = """
SELECT m.company_id, m.queue_id, m.user_id, m.last_assigned_at, (
    SELECT count(*) FROM (
        SELECT FROM tickets t
        WHERE t.company_id = m.company_id AND t.assignee_id = m.user_id AND t.status = 'open' LIMIT 1001
    ) AS theirs
) AS load
FROM unnest(CAST(:companies AS uuid[]), CAST(:queues AS uuid[])) AS k (company_id, queue_id)
JOIN queue_members m ON m.company_id = k.company_id AND m.queue_id = k.queue_id
JOIN users_copy u ON u.company_id = m.company_id AND u.id = m.user_id
WHERE u.state = 'active' AND u.role IS DISTINCT FROM 'viewer'
ORDER BY m.company_id, m.queue_id, m.user_id FOR NO KEY UPDATE OF m SKIP LOCKED
"""


class QueueAgent(NamedTuple):
    """An agent of a queue, with their open tickets."""

    company_id: UUID
    queue_id: UUID
    user_id: UUID
    last_assigned_at: datetime | None
    load: int


async def lock_members(session: AsyncSession, queues: Collection[tuple[UUID, UUID]]) -> list[QueueAgent]:
    """Return the agents of queues, who stay members until the commit, with their open tickets."""
    ordered = sorted(queues)
    result = await execute(
        session,
        _LOCK_MEMBERS,
        companies=[company_id for company_id, _ in ordered],
        queues=[queue_id for _, queue_id in ordered],
    )
    return [QueueAgent._make(row) for row in result]


_TAKE_TURNS: Final = """
UPDATE queue_members m SET last_assigned_at = k.at
FROM unnest(CAST(:companies AS uuid[]), CAST(:queues AS uuid[]), CAST(:users AS uuid[]),
            CAST(:times AS timestamptz[])) AS k (company_id, queue_id, user_id, at)
WHERE m.company_id = k.company_id AND m.queue_id = k.queue_id AND m.user_id = k.user_id
"""


async def take_turns(session: AsyncSession, turns: Sequence[tuple[UUID, UUID, UUID, datetime]]) -> None:
    """Remember when members, locked, last got a ticket: company, queue, user, time."""
    companies, queues, users, times = zip(*turns, strict=True)
    await execute(
        session, _TAKE_TURNS, companies=[*companies], queues=[*queues], users=[*users], times=[*times]
    )


# --- Agents who are away --------------------------------------------------------------------------

_RELEASING: Final = """
SELECT company_id FROM policies
WHERE release_offline_minutes IS NOT NULL AND company_id > :after ORDER BY company_id LIMIT :companies
"""
_HOLDERS: Final = """
SELECT company.company_id, holder.user_id
FROM unnest(CAST(:companies AS uuid[])) AS company (company_id) CROSS JOIN LATERAL (
    SELECT u.id AS user_id FROM users_copy u
    WHERE u.company_id = company.company_id AND EXISTS (SELECT FROM tickets t
        WHERE t.company_id = u.company_id AND t.assignee_id = u.id AND t.status = 'open' OFFSET 0)
) AS holder
"""


async def releasing(session: AsyncSession, after: UUID, companies: int) -> list[UUID]:
    """Return some companies behind one, in their order, that take tickets of absent agents."""
    result = await execute(session, _RELEASING, after=after, companies=companies)
    return [row.company_id for row in result]


async def holders(session: AsyncSession, companies: Sequence[UUID]) -> list[tuple[UUID, UUID]]:
    """Return who has open tickets in companies."""
    result = await execute(session, _HOLDERS, companies=[*companies])
    return [(row.company_id, row.user_id) for row in result]


_NOTE_ABSENT: Final = """
WITH absent AS (
    SELECT * FROM unnest(CAST(:companies AS uuid[]), CAST(:users AS uuid[])) AS k (company_id, user_id)
), noted AS (
    INSERT INTO absences (company_id, user_id, since)
    SELECT company_id, user_id, CAST(:now AS timestamptz) FROM absent
    ORDER BY company_id, user_id ON CONFLICT DO NOTHING
)
SELECT k.company_id, k.user_id FROM absent k
JOIN absences a ON a.company_id = k.company_id AND a.user_id = k.user_id
JOIN policies p ON p.company_id = k.company_id
WHERE a.since <= CAST(:now AS timestamptz) - make_interval(mins => p.release_offline_minutes)
ORDER BY k.company_id, k.user_id
"""
_FORGET_PRESENT: Final = """
DELETE FROM absences a
USING unnest(CAST(:companies AS uuid[]), CAST(:users AS uuid[])) AS k (company_id, user_id)
WHERE a.company_id = k.company_id AND a.user_id = k.user_id
"""


async def note_absent(
    session: AsyncSession, absent: Sequence[tuple[UUID, UUID]], now: datetime
) -> list[tuple[UUID, UUID]]:
    """Remember since when users are away; return those who have been for longer than their company waits."""
    if not absent:
        return []
    result = await execute(session, _NOTE_ABSENT, **_users(absent), now=now)
    return [(row.company_id, row.user_id) for row in result]


async def note_present(session: AsyncSession, present: Sequence[tuple[UUID, UUID]]) -> None:
    """Remember that users are here."""
    if present:
        await execute(session, _FORGET_PRESENT, **_users(present))


def _users(users: Sequence[tuple[UUID, UUID]]) -> dict[str, Any]:
    return {"companies": [company_id for company_id, _ in users], "users": [user_id for _, user_id in users]}


# --- Tickets in which nothing is written any more -------------------------------------------------

_CLOSE_AFTER: Final = "coalesce(ch.close_after_hours, p.close_after_hours)"
_CLOSING: Final = """
SELECT company_id FROM (
    SELECT company_id FROM policies WHERE close_after_hours IS NOT NULL AND company_id > :after
    UNION SELECT company_id FROM channel_policies WHERE close_after_hours IS NOT NULL AND company_id > :after
) AS those ORDER BY company_id LIMIT :companies
"""


async def closing(session: AsyncSession, after: UUID, companies: int) -> list[UUID]:
    """Return some companies behind one, in their order, that have tickets closed by themselves."""
    result = await execute(session, _CLOSING, after=after, companies=companies)
    return [row.company_id for row in result]


_LOCK_ASLEEP: Final = f"""
SELECT asleep.* FROM unnest(CAST(:companies AS uuid[])) AS company (company_id) CROSS JOIN LATERAL (
    SELECT coalesce(ch.close_message, p.close_message) AS close_message, t.* FROM tickets t
    LEFT JOIN policies p ON p.company_id = t.company_id
    LEFT JOIN channel_policies ch ON ch.company_id = t.company_id AND ch.channel_id = t.channel_id
    WHERE t.company_id = company.company_id AND t.status <> 'closed' AND t.status <> 'snoozed'
      AND t.waiting_since IS NULL AND t.last_message_at <= CAST(:now AS timestamptz) - interval '1 hour'
      AND t.last_message_at <= CAST(:now AS timestamptz) - make_interval(hours => {_CLOSE_AFTER})
    ORDER BY t.last_message_at LIMIT :each FOR UPDATE OF t SKIP LOCKED
) AS asleep
"""  # noqa: S608 (our own constant)


async def lock_asleep(
    session: AsyncSession, companies: Sequence[UUID], now: datetime, *, each: int
) -> list[tuple[Ticket, str | None]]:
    """Return some tickets of companies that sleep for longer than their company or channel allows, locked.

    Each comes with what its customer is sent.
    """
    found = await batch.fetch_beside(
        session, Ticket, _LOCK_ASLEEP, 1, companies=[*companies], now=now, each=each
    )
    return [(ticket, message) for ticket, (message,) in found]


# --- Tickets of archived queues -------------------------------------------------------------------

_LOCK_STRANDED: Final = """
SELECT stranded.* FROM unnest(CAST(:companies AS uuid[])) AS company (company_id) CROSS JOIN LATERAL (
    SELECT q.archived_into, theirs.* FROM queues q CROSS JOIN LATERAL (
        SELECT t.* FROM tickets t
        WHERE t.company_id = q.company_id AND t.queue_id = q.id AND t.status <> 'closed'
        LIMIT :each FOR UPDATE SKIP LOCKED
    ) AS theirs WHERE q.company_id = company.company_id AND q.archived_at IS NOT NULL LIMIT :each
) AS stranded
"""


async def lock_stranded(
    session: AsyncSession, companies: Sequence[UUID], *, each: int
) -> list[tuple[Ticket, UUID | None]]:
    """Return some tickets of archived queues of companies, locked, with the queue that each moves to."""
    found = await batch.fetch_beside(session, Ticket, _LOCK_STRANDED, 1, companies=[*companies], each=each)
    return [(ticket, into) for ticket, (into,) in found]


def _keys(tickets: Sequence[Ticket]) -> dict[str, Any]:
    return {"companies": [one.company_id for one in tickets], "ids": [one.id for one in tickets]}
