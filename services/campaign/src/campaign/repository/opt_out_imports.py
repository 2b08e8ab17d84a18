"""Imports of opt-outs, for the rows that were refused: they can be fetched for some weeks."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.ids import uuid7
from atende_platform.files.rejects import RejectedRow, Rejects
from campaign.models import OptOutImport, OptOutReject

REJECTS: Final = Rejects(OptOutReject, OptOutImport, with_imports=True)


class OptOutImports:
    """One company's imports of opt-outs."""

    def __init__(self, session: AsyncSession, company_id: UUID) -> None:
        self._session = session
        self._company_id = company_id

    async def add(self, header: Sequence[str], refused: Sequence[RejectedRow]) -> UUID:
        """Keep the rows that a file's import refused; return the import's id."""
        await REJECTS.make_room(self._session, self._company_id)
        made = OptOutImport(company_id=self._company_id, id=uuid7(), header=list(header))
        self._session.add(made)
        await self._session.flush()
        await REJECTS.add(self._session, self._company_id, made.id, refused)
        return made.id

    async def find(self, import_id: UUID, most: int) -> tuple[Sequence[str], Sequence[RejectedRow]] | None:
        """Return the names of an import's columns and, of the rows it refused, the first ``most``."""
        made = await self._session.get(OptOutImport, (self._company_id, import_id))
        if made is None:
            return None
        return made.header, await REJECTS.page(
            self._session, self._company_id, import_id, after=0, limit=most
        )
