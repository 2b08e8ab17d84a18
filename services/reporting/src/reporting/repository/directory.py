"""What users, queues and tags are called, and who belongs to which queue."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import Final
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_platform.data import batch
from atende_platform.data.db import execute
from atende_platform.data.storable import storable
from reporting.domain.directory import Entry, Kind
from reporting.models.directory import DirectoryEntry

_SAVE: Final = batch.upsert(DirectoryEntry, Entry, newer="revision")


async def store_entries(session: AsyncSession, entries: Iterable[Entry]) -> None:
    """Store entries where they are newer than what is known."""
    await _SAVE.run(session, [replace(entry, name=storable(entry.name)) for entry in entries])


_NAMES: Final = """
SELECT id, name FROM directory
WHERE company_id = :company_id AND kind = :kind AND id = ANY(CAST(:ids AS uuid[]))
"""
_QUEUES_OF: Final = """
SELECT id FROM directory
WHERE company_id = :company_id AND kind = 'queue' AND CAST(:user_id AS uuid) = ANY(member_ids) ORDER BY id
"""


class Directory:
    """One company's directory, to be read. The session must belong to the same company."""

    def __init__(self, session: AsyncSession, company_id: UUID) -> None:
        self._session = session
        self._company_id = company_id

    async def names(self, kind: Kind, ids: Collection[UUID | None]) -> dict[UUID | None, str]:
        """Return what some of a kind are called, as far as that is known here."""
        wanted = [id_ for id_ in ids if id_ is not None]
        if not wanted:
            return {}
        rows = await execute(self._session, _NAMES, company_id=self._company_id, kind=kind, ids=wanted)
        return {row.id: row.name for row in rows}

    async def queues_of(self, user_id: UUID) -> list[UUID]:
        """Return the queues that a user belongs to, archived ones among them."""
        rows = await execute(self._session, _QUEUES_OF, company_id=self._company_id, user_id=user_id)
        return [row.id for row in rows]
