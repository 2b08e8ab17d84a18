"""All SQL of tags."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from chat.tags.models import Tag

_MOST_ARCHIVED = 1000
"""The newest ones are listed."""


class Tags:
    """One company's tags."""

    def __init__(self, session: AsyncSession, company_id: UUID) -> None:
        self._session = session
        self._company_id = company_id

    async def find(self, tag_id: UUID, *, lock: bool = False) -> Tag | None:
        """Return a tag; with ``lock`` it is ours until the transaction ends."""
        query = select(Tag).where(Tag.company_id == self._company_id, Tag.id == tag_id)
        if lock:
            query = query.with_for_update()
        return (await self._session.exec(query)).first()

    async def in_use(self) -> Sequence[Tag]:
        """Return the tags that are not archived, by name."""
        query = select(Tag).where(Tag.company_id == self._company_id, col(Tag.archived_at).is_(None))
        return (await self._session.exec(query.order_by(func.lower(Tag.name)))).all()

    async def archived(self) -> Sequence[Tag]:
        """Return the archived tags, the last archived first."""
        query = select(Tag).where(Tag.company_id == self._company_id, col(Tag.archived_at).is_not(None))
        return (
            await self._session.exec(query.order_by(col(Tag.archived_at).desc()).limit(_MOST_ARCHIVED))
        ).all()

    async def store(self, tag: Tag) -> None:
        """Write a tag that is new or was changed."""
        self._session.add(tag)
        await self._session.flush()


def new(company_id: UUID, name: str, color: str) -> Tag:
    """Return a tag that is not stored yet."""
    return Tag(company_id=company_id, name=name, color=color)
