"""All SQL of queues."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlmodel import col, delete, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from atende_platform.data.batch import fetch_beside
from atende_platform.data.db import execute
from chat.queues.models import Queue, QueueMember

_MOST_ARCHIVED: Final = 500
"""The newest ones are listed."""

_MEMBERS: Final = """
SELECT m.user_id, m.created_at, u.name, u.role, coalesce(u.state, 'active') AS status
FROM queue_members m LEFT JOIN users_copy u ON u.company_id = m.company_id AND u.id = m.user_id
WHERE m.company_id = :company_id AND m.queue_id = :queue_id
ORDER BY lower(u.name), m.user_id
"""
_JOIN: Final = """
INSERT INTO queue_members (company_id, queue_id, user_id, created_at)
VALUES (:company_id, :queue_id, :user_id, :now) ON CONFLICT DO NOTHING RETURNING user_id
"""
_ZONE: Final = "SELECT time_zone FROM company_settings WHERE company_id = :company_id"


class Queues:
    """One company's queues."""

    def __init__(self, session: AsyncSession, company_id: UUID) -> None:
        self._session = session
        self._company_id = company_id

    async def find(self, queue_id: UUID, *, lock: bool = False) -> Queue | None:
        """Return a queue; with ``lock`` it is ours until the transaction ends."""
        query = select(Queue).where(Queue.company_id == self._company_id, Queue.id == queue_id)
        if lock:
            query = query.with_for_update()
        return (await self._session.exec(query)).first()

    async def find_for_use(self, queue_id: UUID) -> Queue | None:
        """Return a queue that is not archived, and is not before the transaction ends."""
        query = select(Queue).where(
            Queue.company_id == self._company_id, Queue.id == queue_id, col(Queue.archived_at).is_(None)
        )
        return (await self._session.exec(query.with_for_update(read=True))).first()

    async def in_use(self) -> Sequence[Queue]:
        """Return the queues that are not archived, in the order in which they are shown."""
        query = select(Queue).where(Queue.company_id == self._company_id, col(Queue.archived_at).is_(None))
        return (
            await self._session.exec(
                query.order_by(col(Queue.position), func.lower(Queue.name), col(Queue.id))
            )
        ).all()

    async def archived(self) -> Sequence[Queue]:
        """Return the archived queues, the last archived first."""
        query = select(Queue).where(Queue.company_id == self._company_id, col(Queue.archived_at).is_not(None))
        return (
            await self._session.exec(query.order_by(col(Queue.archived_at).desc()).limit(_MOST_ARCHIVED))
        ).all()

    async def members_of(self, queue_ids: Collection[UUID]) -> dict[UUID, list[UUID]]:
        """Return the ids of the users who belong to queues, by queue."""
        found: dict[UUID, list[UUID]] = {queue_id: [] for queue_id in queue_ids}
        if not found:
            return found
        query = select(QueueMember.queue_id, QueueMember.user_id).where(
            QueueMember.company_id == self._company_id, col(QueueMember.queue_id).in_(found)
        )
        for queue_id, user_id in await self._session.exec(query):
            found[queue_id].append(user_id)
        return found

    async def members(self, queue_id: UUID) -> Sequence[Any]:
        """Return the users who belong to a queue, by name."""
        result = await execute(self._session, _MEMBERS, company_id=self._company_id, queue_id=queue_id)
        return result.all()

    async def join(self, queue_id: UUID, user_id: UUID, now: datetime) -> bool:
        """Have a user belong to a queue; tell whether that is new."""
        result = await execute(
            self._session, _JOIN, company_id=self._company_id, queue_id=queue_id, user_id=user_id, now=now
        )
        return result.one_or_none() is not None

    async def leave(self, queue_id: UUID, user_id: UUID) -> bool:
        """Have a user no longer belong to a queue; tell whether they did."""
        statement = delete(QueueMember).where(
            col(QueueMember.company_id) == self._company_id,
            col(QueueMember.queue_id) == queue_id,
            col(QueueMember.user_id) == user_id,
        )
        return bool((await execute(self._session, statement)).rowcount)

    async def time_zone(self) -> str | None:
        """Return the company's time zone, if auth has reported it."""
        result = await execute(self._session, _ZONE, company_id=self._company_id)
        return result.scalar_one_or_none()

    async def store(self, queue: Queue) -> None:
        """Write a queue that is new or was changed."""
        self._session.add(queue)
        await self._session.flush()


def new(company_id: UUID, **columns: Any) -> Queue:
    """Return a queue that is not stored yet."""
    return Queue(company_id=company_id, **columns)


_WITH_ZONE: Final = """
SELECT coalesce(q.time_zone, s.time_zone) AS zone, q.*
FROM unnest(CAST(:companies AS uuid[]), CAST(:ids AS uuid[])) AS k (company_id, id)
JOIN queues q ON q.company_id = k.company_id AND q.id = k.id
LEFT JOIN company_settings s ON s.company_id = q.company_id
WHERE q.archived_at IS NULL
"""


async def find_with_zone(
    session: AsyncSession, keys: Collection[tuple[UUID, UUID]]
) -> list[tuple[Queue, str | None]]:
    """Return queues of companies that take tickets, each with the time zone of its hours."""
    found = await fetch_beside(
        session,
        Queue,
        _WITH_ZONE,
        1,
        companies=[company_id for company_id, _ in keys],
        ids=[queue_id for _, queue_id in keys],
    )
    return [(queue, zone) for queue, (zone,) in found]


_WITH_ARCHIVED: Final = """
SELECT DISTINCT company_id FROM queues
WHERE archived_at IS NOT NULL AND company_id > :after ORDER BY company_id LIMIT :companies
"""


async def with_archived(session: AsyncSession, after: UUID, companies: int) -> list[UUID]:
    """Return some companies behind one, in their order, with archived queues."""
    result = await execute(session, _WITH_ARCHIVED, after=after, companies=companies)
    return [row.company_id for row in result]
