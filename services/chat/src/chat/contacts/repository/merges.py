"""Merges of contacts, and what it takes to take them back; every statement names the company."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from atende_platform.data.db import execute
from chat.contacts.models import ContactMerge

_MOST_LISTED: Final = 100

_PURGE: Final = """
UPDATE contact_merges
SET before = '{}', after = '{}', gone = '{}', names = '{}', tickets = '{}', messages = '{}',
    folded = '{}'
WHERE (company_id, id) IN (
    SELECT company_id, id FROM contact_merges WHERE merged_at < :before AND gone <> '{}' LIMIT :limit
)
"""


async def purge(session: AsyncSession, before: datetime, limit: int) -> int:
    """Delete what it takes to take back merges from before then; return of how many."""
    return int((await execute(session, _PURGE, before=before, limit=limit)).rowcount)


_UNDONE: Final = """
SELECT contact_id, gone_id FROM contact_merges
WHERE company_id = :company AND contact_id = ANY(CAST(:contacts AS uuid[])) AND undone_at IS NOT NULL
"""


async def undone(session: AsyncSession, company_id: UUID, contacts: Collection[UUID]) -> set[frozenset[UUID]]:
    """Return which of some contacts were made two again, and do not become one by themselves."""
    result = await execute(session, _UNDONE, company=company_id, contacts=[*contacts])
    return {frozenset((row.contact_id, row.gone_id)) for row in result}


class Merges:
    """One company's merges."""

    def __init__(self, session: AsyncSession, company_id: UUID) -> None:
        self._session = session
        self._company_id = company_id

    async def add(self, **columns: Any) -> ContactMerge:
        merge = ContactMerge(company_id=self._company_id, **columns)
        await self.store(merge)
        return merge

    async def store(self, merge: ContactMerge) -> None:
        """Write a merge that is new or was changed."""
        self._session.add(merge)
        await self._session.flush()

    async def find(self, contact_id: UUID, merge_id: UUID) -> ContactMerge | None:
        """Return a merge of a contact, locked until the transaction ends."""
        query = select(ContactMerge).where(
            ContactMerge.company_id == self._company_id,
            ContactMerge.id == merge_id,
            ContactMerge.contact_id == contact_id,
        )
        return (await self._session.exec(query.with_for_update())).first()

    async def of(self, contact_id: UUID) -> Sequence[ContactMerge]:
        """Return the merges of a contact, the last first."""
        query = select(ContactMerge).where(
            ContactMerge.company_id == self._company_id, ContactMerge.contact_id == contact_id
        )
        return (
            await self._session.exec(query.order_by(col(ContactMerge.merged_at).desc()).limit(_MOST_LISTED))
        ).all()
