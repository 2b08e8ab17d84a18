"""All SQL of macros."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from chat.macros.models import Macro


class Macros:
    """One company's macros."""

    def __init__(self, session: AsyncSession, company_id: UUID) -> None:
        self._session = session
        self._company_id = company_id

    async def all(self) -> Sequence[Macro]:
        """Return all macros, by name."""
        query = select(Macro).where(Macro.company_id == self._company_id)
        return (await self._session.exec(query.order_by(func.lower(Macro.name), col(Macro.id)))).all()

    async def find(self, macro_id: UUID, *, lock: bool = False) -> Macro | None:
        """Return a macro; with ``lock`` it is ours until the transaction ends."""
        query = select(Macro).where(Macro.company_id == self._company_id, Macro.id == macro_id)
        if lock:
            query = query.with_for_update()
        return (await self._session.exec(query)).first()

    async def store(self, macro: Macro) -> None:
        """Write a macro that is new or was changed."""
        self._session.add(macro)
        await self._session.flush()

    async def delete(self, macro: Macro) -> None:
        await self._session.delete(macro)
        await self._session.flush()


def new(company_id: UUID, **columns: Any) -> Macro:
    """Return a macro that is not stored yet."""
    return Macro(company_id=company_id, **columns)
