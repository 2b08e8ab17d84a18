"""All SQL of mentions, and of changing notes."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_platform.data.batch import fetch
from atende_platform.data.db import execute
from atende_platform.data.purges import deleting
from chat.messages.models import Message
from chat.tickets.audience import VISIBLE

_FIND: Final = """
SELECT * FROM messages WHERE company_id = :company_id AND id = :id AND origin = 'note' FOR UPDATE
"""
_FIND_SENT: Final = """
SELECT * FROM messages
WHERE company_id = :company_id AND ticket_id = :ticket_id AND client_message_id = :client_message_id
"""
_WRITE: Final = """
UPDATE messages SET text = CAST(:text AS text), content = CAST(:content AS jsonb), revision = revision + 1
WHERE company_id = :company_id AND id = :id RETURNING *
"""
_MENTION: Final = """
INSERT INTO mentions (company_id, user_id, message_id, ticket_id, created_at)
SELECT :company_id, user_id, :message_id, :ticket_id, :now FROM unnest(CAST(:users AS uuid[])) AS user_id
ORDER BY user_id ON CONFLICT DO NOTHING
"""
_FORGET: Final = "DELETE FROM mentions WHERE company_id = :company_id AND message_id = :message_id"
_LIST: Final = f"""
SELECT m.message_id, n.ticket_id, t.number AS ticket_number, c.name AS contact_name, n.author_id,
       left(n.text, 160) AS text, m.created_at, m.read_at
FROM mentions m
JOIN messages n ON n.company_id = m.company_id AND n.id = m.message_id
JOIN tickets t ON t.company_id = m.company_id AND t.id = n.ticket_id
JOIN contacts c ON c.company_id = t.company_id AND c.id = t.contact_id
WHERE m.company_id = :company_id AND m.user_id = :user_id AND (NOT :unread OR m.read_at IS NULL)
  AND (m.created_at, m.message_id) < (coalesce(CAST(:at AS timestamptz), 'infinity'), CAST(:after AS uuid))
  AND {VISIBLE}
ORDER BY m.created_at DESC, m.message_id DESC LIMIT :limit
"""  # noqa: S608 (our own constant)
_COUNT: Final = f"""
SELECT count(*) FROM (
    SELECT FROM mentions m CROSS JOIN LATERAL (
        SELECT FROM messages n JOIN tickets t ON t.company_id = n.company_id AND t.id = n.ticket_id
        WHERE n.company_id = m.company_id AND n.id = m.message_id AND {VISIBLE} OFFSET 0
    ) AS seen
    WHERE m.company_id = :company_id AND m.user_id = :user_id AND m.read_at IS NULL LIMIT 1000
) AS unread
"""  # noqa: S608 (our own constant)
_READ: Final = """
UPDATE mentions SET read_at = :now WHERE company_id = :company_id AND user_id = :user_id AND read_at IS NULL
AND (CAST(:ticket_id AS uuid) IS NULL OR ticket_id = :ticket_id)
"""
_PURGE: Final = deleting("mentions", "created_at < :before", "created_at")
_LAST: Final = UUID(int=2**128 - 1)


class Notes:
    """One company's notes and mentions."""

    def __init__(self, session: AsyncSession, company_id: UUID) -> None:
        self._session = session
        self._company_id = company_id

    async def find(self, note_id: UUID) -> Message | None:
        """Return a note, locked."""
        return next(iter(await self._fetch(_FIND, id=note_id)), None)

    async def find_sent(self, ticket_id: UUID, client_message_id: str) -> Message | None:
        """Return what was stored under a client's id."""
        found = await self._fetch(_FIND_SENT, ticket_id=ticket_id, client_message_id=client_message_id)
        return next(iter(found), None)

    async def write(self, note_id: UUID, text: str | None, content: str) -> Message:
        """Give a note another text, and what else is known of it as JSON."""
        [stored] = await self._fetch(_WRITE, id=note_id, text=text, content=content)
        return stored

    async def _fetch(self, statement: str, **parameters: Any) -> list[Message]:
        return await fetch(self._session, Message, statement, company_id=self._company_id, **parameters)

    async def mention(self, note: Message, users: Collection[UUID], now: datetime) -> None:
        """Have users find a note among their mentions."""
        await execute(
            self._session,
            _MENTION,
            company_id=self._company_id,
            message_id=note.id,
            ticket_id=note.ticket_id,
            users=list(users),
            now=now,
        )

    async def forget(self, note_id: UUID) -> None:
        """Remove all mentions of a note."""
        await execute(self._session, _FORGET, company_id=self._company_id, message_id=note_id)

    async def mentions(
        self,
        user_id: UUID,
        viewer: UUID | None,
        position: tuple[datetime, UUID] | None,
        limit: int,
        *,
        unread: bool,
    ) -> Sequence[Any]:
        """Return up to ``limit`` mentions of a user behind ``position``, newest first.

        Of tickets that ``viewer`` may see now; None: of all.
        """
        at, after = position or (None, _LAST)
        found = await execute(
            self._session,
            _LIST,
            company_id=self._company_id,
            user_id=user_id,
            viewer=viewer,
            unread=unread,
            at=at,
            after=after,
            limit=limit,
        )
        return found.all()

    async def count_unread(self, user_id: UUID, viewer: UUID | None) -> int:
        """Return how many mentions a user has not read, 1000 at most, in tickets that ``viewer`` may see."""
        found = await execute(
            self._session, _COUNT, company_id=self._company_id, user_id=user_id, viewer=viewer
        )
        return int(found.scalar_one())

    async def mark_read(self, user_id: UUID, ticket_id: UUID | None, now: datetime) -> None:
        """Have a user's mentions count as read: those in a ticket, or all."""
        await execute(
            self._session, _READ, company_id=self._company_id, user_id=user_id, ticket_id=ticket_id, now=now
        )


async def purge(session: AsyncSession, before: datetime, limit: int) -> int:
    """Remove some mentions of all companies from before a time; return how many."""
    return (await execute(session, _PURGE, before=before, limit=limit)).rowcount
