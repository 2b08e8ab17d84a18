"""What is known here of people whose contact was deleted goes, and chat learns when nothing is left.

The ledger keeps its rows, without the person. Opt-outs stay, by the bare identity: nobody who left broadcasts
is written to because they had themselves deleted.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

import structlog
from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.contacts import ContactErasedV1, ContactErasureRequestedV1
from atende_contracts.identity import canonical_alias
from atende_platform.data.db import Database
from atende_platform.messaging import outbox
from gateway.repository import erasures, session_chats
from gateway.storage import MediaStorage, StorageFault

log = structlog.get_logger(__name__)

_FIRST: Final = UUID(int=0)
"""Before every company."""
_FILES: Final = 50
"""Deleted one after the other, for one company."""
_LEASE: Final = timedelta(minutes=5)
_CONFIRMED: Final = 100


async def apply(session: AsyncSession, events: Sequence[ContactErasureRequestedV1], at: datetime) -> None:
    """Forget to whom messages went and where people wrote from, and mark their files to be deleted."""
    sends = [(event.company_id, send) for event in events for send in event.sends]
    await erasures.forget_sends(session, sends, at)
    await session_chats.forget_people(
        session, [(event.company_id, canonical_alias(one)) for event in events for one in event.aliases]
    )
    await erasures.mark_files(session, events, at)
    await erasures.store(session, [event for event in events if event.last], at)


async def confirm(session: AsyncSession) -> None:
    """Tell chat of people of whom nothing is left here."""
    done = await erasures.take_done(session, _CONFIRMED)
    confirmed = [
        ContactErasedV1(
            company_id=row.company_id, erasure_id=row.erasure_id, contact_id=row.contact_id, service="gateway"
        )
        for row in done
    ]
    await outbox.add(session, confirmed)


class FileEraser:
    """Deletes files, and confirms erasures whose files are gone. Companies take turns."""

    def __init__(self, database: Database, storage: MediaStorage) -> None:
        self._database = database
        self._storage = storage
        self._after = _FIRST

    async def step(self, now: datetime) -> bool:
        """Delete some files of a company; tell whether there may be more.

        The storage is asked outside of any transaction. A file that it does not delete now is tried again.
        """
        async with self._database.worker() as session:
            files = await erasures.take_files(session, self._after, now, lease=_LEASE, limit=_FILES)
        gone = [file for file in files if await self._delete(file)]
        async with self._database.worker() as session:
            if gone:
                await erasures.remove_files(session, gone)
            await confirm(session)
        again = bool(files) or self._after != _FIRST
        self._after = files[-1].company_id if files else _FIRST
        return again

    async def _delete(self, file: erasures.ErasingFile) -> bool:
        try:
            await self._storage.delete(file.company_id, file.id)
        except StorageFault as fault:
            log.warning("media.not_deleted", company_id=str(file.company_id), error=str(fault))
            return False
        return True
