"""All SQL of scheduled messages. What the worker asks for names the company of every row."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlmodel import col, func, select, tuple_
from sqlmodel.ext.asyncio.session import AsyncSession

from atende_platform.data import batch
from atende_platform.data.batch import fetch
from atende_platform.data.db import execute
from chat.rows import Row
from chat.scheduled.models import ScheduledMessage
from chat.tickets.models import Ticket

_INSERT: Final = batch.insert(ScheduledMessage, dict, or_nothing=True)
_CHANGED: Final = """
ticket_id, content, text, send_at, time_zone, status, failure, message_id, claimed_until, attempts, updated_at
"""
_UPDATE: Final[batch.Statement[ScheduledMessage, Any]] = batch.update(
    ScheduledMessage, _CHANGED, revision="stored.revision + 1"
)


class ScheduledMessages:
    """One company's scheduled messages."""

    def __init__(self, session: AsyncSession, company_id: UUID) -> None:
        self._session = session
        self._company_id = company_id

    async def insert(self, row: Row) -> ScheduledMessage | None:
        """Store a new one; None if its author has another one under its client's id."""
        stored = await _INSERT.fetch(self._session, [row])
        return stored[0] if stored else None

    async def find_by_client(self, author_id: UUID, client_message_id: str) -> ScheduledMessage | None:
        query = select(ScheduledMessage).where(
            ScheduledMessage.company_id == self._company_id,
            ScheduledMessage.author_id == author_id,
            ScheduledMessage.client_message_id == client_message_id,
        )
        return (await self._session.exec(query)).first()

    async def find(self, id_: UUID, *, lock: bool = False) -> ScheduledMessage | None:
        """Return one; with ``lock`` it is ours until the transaction ends. Lock its ticket before."""
        query = select(ScheduledMessage).where(
            ScheduledMessage.company_id == self._company_id, ScheduledMessage.id == id_
        )
        if lock:
            query = query.with_for_update().execution_options(populate_existing=True)
        return (await self._session.exec(query)).first()

    async def update(self, row: Row) -> ScheduledMessage:
        """Store what of a locked one was changed, under its next revision."""
        [stored] = await _UPDATE.fetch(self._session, [row])
        return stored

    async def waiting(self) -> int:
        """Return how many wait for their time."""
        query = (
            select(func.count())
            .select_from(ScheduledMessage)
            .where(ScheduledMessage.company_id == self._company_id, ScheduledMessage.status == "scheduled")
        )
        return (await self._session.exec(query)).one()

    async def page(
        self,
        status: str | None,
        author_id: UUID | None,
        conversation: tuple[UUID, UUID] | None,
        position: tuple[datetime, UUID] | None,
        limit: int,
    ) -> Sequence[ScheduledMessage]:
        """Return up to ``limit``, the earliest first, behind ``position``.

        ``conversation`` (contact and channel) leaves those in whichever of its tickets they were written.
        """
        query = select(ScheduledMessage).where(ScheduledMessage.company_id == self._company_id)
        if conversation is not None:
            tickets = select(Ticket.id).where(
                Ticket.company_id == self._company_id,
                Ticket.contact_id == conversation[0],
                Ticket.channel_id == conversation[1],
                col(Ticket.group_id).is_(None),
            )
            query = query.where(col(ScheduledMessage.ticket_id).in_(tickets))
        if status is not None:
            query = query.where(ScheduledMessage.status == status)
        if author_id is not None:
            query = query.where(ScheduledMessage.author_id == author_id)
        order = (col(ScheduledMessage.send_at), col(ScheduledMessage.id))
        if position is not None:
            query = query.where(tuple_(*order) > position)
        return (await self._session.exec(query.order_by(*order).limit(limit))).all()


# Of those that are due longest some of each company, so that one with many keeps nobody waiting.
_CLAIM: Final = """
WITH due AS MATERIALIZED (
    SELECT company_id, id, send_at FROM scheduled_messages
    WHERE status = 'scheduled' AND send_at <= :now AND (claimed_until IS NULL OR claimed_until <= :now)
    ORDER BY send_at LIMIT :seen
), turns AS MATERIALIZED (
    SELECT company_id, id, send_at,
           row_number() OVER (PARTITION BY company_id ORDER BY send_at, id) AS turn FROM due
), chosen AS MATERIALIZED (
    SELECT company_id, id FROM turns WHERE turn <= :each ORDER BY turn, send_at LIMIT :limit
)
UPDATE scheduled_messages s SET claimed_until = CAST(:until AS timestamptz), attempts = s.attempts + 1
FROM chosen c WHERE s.company_id = c.company_id AND s.id = c.id AND s.status = 'scheduled'
    AND (s.claimed_until IS NULL OR s.claimed_until <= :now)
RETURNING s.*
"""
_SEEN: Final = 20_000
"""As many as twenty companies may have due at once (`MAX_PENDING`), so that they hide nobody's."""


async def claim(
    session: AsyncSession, now: datetime, *, lease: timedelta, each: int, limit: int
) -> list[ScheduledMessage]:
    """Claim some that are due for a while, ``each`` at most of a company; return them, the earliest first."""
    claimed = await fetch(
        session,
        ScheduledMessage,
        _CLAIM,
        now=now,
        until=now + lease,
        seen=_SEEN,
        each=each,
        limit=limit,
    )
    return sorted(claimed, key=lambda row: (row.send_at, row.id))


_DUE_BY: Final = """
SELECT * FROM scheduled_messages WHERE status = 'scheduled' AND send_at <= :until
ORDER BY send_at, id LIMIT :limit FOR UPDATE
"""


async def lock_due_by(session: AsyncSession, until: datetime, *, limit: int) -> list[ScheduledMessage]:
    """Lock some that were due by a time, of whatever company."""
    return await fetch(session, ScheduledMessage, _DUE_BY, until=until, limit=limit)


_PURGE: Final = """
DELETE FROM scheduled_messages s USING (
    SELECT company_id, id FROM scheduled_messages
    WHERE status <> 'scheduled' AND updated_at < :before ORDER BY updated_at LIMIT :limit
) AS old WHERE s.company_id = old.company_id AND s.id = old.id
"""


async def purge(session: AsyncSession, before: datetime, limit: int) -> int:
    """Remove some of those that were over before then; return how many."""
    return (await execute(session, _PURGE, before=before, limit=limit)).rowcount
