"""The copy of files that were uploaded to be sent."""

from collections.abc import Collection, Sequence
from typing import Final
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.messages import MediaStoredV1
from atende_platform.data import batch
from campaign.domain.files import KnownFile
from campaign.models import FileCopy

_STORE: Final = batch.insert(FileCopy, or_nothing=True)


async def apply_files(session: AsyncSession, events: Sequence[MediaStoredV1]) -> None:
    """Store files; one that is stored already is the same."""
    rows = [
        FileCopy(
            company_id=event.company_id,
            media_id=event.media.id,
            mime_type=event.media.mime_type,
            size=event.media.size,
        )
        for event in events
        if event.media.id and event.media.mime_type and event.media.size
    ]
    await _STORE.run(session, rows)


async def find_files(
    session: AsyncSession, company_id: UUID, media_ids: Collection[UUID]
) -> dict[UUID, KnownFile]:
    """Return what is known of a company's files, by their ids."""
    query = select(FileCopy).where(FileCopy.company_id == company_id, col(FileCopy.media_id).in_(media_ids))
    return {row.media_id: KnownFile(row.mime_type, row.size) for row in await session.exec(query)}
