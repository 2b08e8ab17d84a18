"""All SQL of drafts."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from atende_platform.data.batch import fetch
from atende_platform.data.db import execute
from atende_platform.data.purges import deleting
from chat.drafts.domain import KEPT_DAYS
from chat.drafts.models import Draft

_WRITE: Final = """
INSERT INTO drafts (company_id, user_id, ticket_id, text, reply_to, attachment_ids, revision, updated_at)
SELECT :company_id, :user_id, id, :text, CAST(:reply_to AS text), CAST(:attachment_ids AS uuid[]), 1, :now
FROM tickets WHERE company_id = :company_id AND id = :ticket_id
ON CONFLICT (company_id, user_id, ticket_id) DO UPDATE
SET text = excluded.text, reply_to = excluded.reply_to, attachment_ids = excluded.attachment_ids,
    revision = drafts.revision + 1, updated_at = excluded.updated_at
RETURNING *
"""
_REMOVE_OLDEST: Final = """
DELETE FROM drafts WHERE company_id = :company_id AND user_id = :user_id AND ticket_id IN (
    SELECT ticket_id FROM drafts WHERE company_id = :company_id AND user_id = :user_id
    ORDER BY updated_at DESC, ticket_id OFFSET :most
)
"""
_REMOVE: Final = """
DELETE FROM drafts WHERE company_id = :company_id AND user_id = :user_id AND ticket_id = :ticket_id
"""
_PURGE: Final = deleting("drafts", "updated_at < :before", "updated_at")


class Drafts:
    """One agent's drafts."""

    def __init__(self, session: AsyncSession, company_id: UUID, user_id: UUID) -> None:
        self._session = session
        self._own: dict[str, Any] = {"company_id": company_id, "user_id": user_id}

    async def newest(self, limit: int) -> Sequence[Draft]:
        """Return up to ``limit`` drafts, the last changed first."""
        query = select(Draft).filter_by(**self._own)
        return (await self._session.exec(query.order_by(col(Draft.updated_at).desc()).limit(limit))).all()

    async def find(self, ticket_id: UUID) -> Draft | None:
        query = select(Draft).filter_by(**self._own, ticket_id=ticket_id)
        return (await self._session.exec(query)).first()

    async def write(
        self,
        ticket_id: UUID,
        text: str,
        reply_to: str | None,
        attachment_ids: Sequence[UUID],
        now: datetime,
    ) -> Draft | None:
        """Store a draft in place of the one before; None if there is no such ticket."""
        found = await fetch(
            self._session,
            Draft,
            _WRITE,
            **self._own,
            ticket_id=ticket_id,
            text=text,
            reply_to=reply_to,
            attachment_ids=[*attachment_ids],
            now=now,
        )
        return found[0] if found else None

    async def remove_oldest(self, most: int) -> None:
        """Leave no more than ``most``."""
        await execute(self._session, _REMOVE_OLDEST, **self._own, most=most)

    async def remove(self, ticket_id: UUID) -> bool:
        """Remove a draft; tell whether there was one."""
        return (await execute(self._session, _REMOVE, **self._own, ticket_id=ticket_id)).rowcount > 0


async def purge(session: AsyncSession, limit: int, now: datetime) -> int:
    """Remove some of what nobody has changed for long, of all companies; return how many."""
    result = await execute(session, _PURGE, before=now - timedelta(days=KEPT_DAYS), limit=limit)
    return result.rowcount
