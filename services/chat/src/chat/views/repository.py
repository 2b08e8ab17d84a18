"""All SQL of views."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlmodel import col, func, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from chat.views.models import View


def new(**values: Any) -> View:
    """Return a view that is not stored yet."""
    return View(**values)


class Views:
    """The views that one agent has: their own, and those of all."""

    def __init__(self, session: AsyncSession, company_id: UUID, user_id: UUID) -> None:
        self._session = session
        self._company_id = company_id
        self._user_id = user_id

    async def all(self) -> Sequence[View]:
        """Return them by position, then name."""
        query = select(View).where(
            View.company_id == self._company_id,
            or_(col(View.user_id).is_(None), col(View.user_id) == self._user_id),
        )
        return (await self._session.exec(query.order_by(col(View.position), func.lower(View.name)))).all()

    async def find(self, view_id: UUID) -> View | None:
        """Return one, locked."""
        query = select(View).where(
            View.company_id == self._company_id,
            View.id == view_id,
            or_(col(View.user_id).is_(None), col(View.user_id) == self._user_id),
        )
        return (await self._session.exec(query.with_for_update())).first()

    async def store(self, view: View) -> None:
        """Write a view that is new or was changed."""
        self._session.add(view)
        await self._session.flush()

    async def delete(self, view: View) -> None:
        await self._session.delete(view)
