"""All SQL of quick replies."""

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from atende_platform.data.batch import fetch
from chat.quick_replies.models import QuickReply

# A company has few enough, of which the two unique indexes give those that the agent sees.
_PAGE: Final = """
SELECT * FROM quick_replies
WHERE company_id = :company
  AND (CAST(:shared AS boolean) IS NOT FALSE AND owner_id IS NULL
       OR CAST(:shared AS boolean) IS NOT TRUE AND owner_id = :owner)
  AND (CAST(:queue AS uuid) IS NULL OR queue_ids = '{}' OR CAST(:queue AS uuid) = ANY(queue_ids))
  AND (key LIKE :prefix OR form LIKE ALL(CAST(:words AS text[])))
ORDER BY key LIKE :prefix DESC, key, owner_id NULLS LAST, id
LIMIT :limit OFFSET :offset
"""
_WILDCARDS: Final = str.maketrans({"%": r"\%", "_": r"\_", "\\": r"\\"})
NOTHING: Final = UUID(int=0)


class QuickReplies:
    """One company's quick replies."""

    def __init__(self, session: AsyncSession, company_id: UUID) -> None:
        self._session = session
        self._company_id = company_id

    async def find(self, reply_id: UUID, *, lock: bool = False) -> QuickReply | None:
        """Return a quick reply; with ``lock`` it is ours until the transaction ends."""
        query = select(QuickReply).where(QuickReply.company_id == self._company_id, QuickReply.id == reply_id)
        if lock:
            query = query.with_for_update()
        return (await self._session.exec(query)).first()

    async def has_key(self, owner_id: UUID | None, key: str, *, but: UUID = NOTHING) -> bool:
        """Tell whether an agent, or for None the company, has another of this shortcut."""
        query = select(QuickReply.id).where(self._of(owner_id), QuickReply.key == key, QuickReply.id != but)
        return (await self._session.exec(query)).first() is not None

    async def count(self, owner_id: UUID | None) -> int:
        """Return how many an agent, or for None the company, has."""
        return (await self._session.exec(select(func.count()).where(self._of(owner_id)))).one()

    async def page(
        self,
        agent_id: UUID,
        *,
        shared: bool | None,
        queue_id: UUID | None,
        prefix: str | None,
        words: Sequence[str],
        offset: int,
        limit: int,
    ) -> Sequence[QuickReply]:
        """Return what an agent finds: those whose shortcut begins so first, by shortcut."""
        return await fetch(
            self._session,
            QuickReply,
            _PAGE,
            company=self._company_id,
            owner=agent_id,
            shared=shared,
            queue=queue_id,
            prefix=None if prefix is None else f"{prefix.translate(_WILDCARDS)}%",
            words=[f"%{word.translate(_WILDCARDS)}%" for word in words],
            offset=offset,
            limit=limit,
        )

    async def store(self, reply: QuickReply) -> None:
        """Write a quick reply that is new or was changed."""
        self._session.add(reply)
        await self._session.flush()

    async def delete(self, reply: QuickReply) -> None:
        await self._session.delete(reply)
        await self._session.flush()

    def _of(self, owner_id: UUID | None) -> Any:
        whose = col(QuickReply.owner_id)
        return (col(QuickReply.company_id) == self._company_id) & (
            whose.is_(None) if owner_id is None else whose == owner_id
        )


def new(company_id: UUID, owner_id: UUID | None, **columns: Any) -> QuickReply:
    """Return a quick reply that is not stored yet."""
    return QuickReply(company_id=company_id, owner_id=owner_id, **columns)
