"""The copy of files that were uploaded to be sent."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.messages import MediaStoredV1
from atende_platform.db import execute
from campaign.domain.files import KnownFile
from campaign.models import FileCopy


async def take_files(session: AsyncSession, events: Sequence[MediaStoredV1]) -> None:
    """Store files; one that is stored already is the same."""
    files = sorted(
        {
            (event.company_id, event.media.id, event.media.mime_type, event.media.size)
            for event in events
            if event.media.id and event.media.mime_type and event.media.size
        }
    )
    if not files:
        return
    await execute(
        session,
        """
        INSERT INTO file_copy (company_id, media_id, mime_type, size)
        SELECT * FROM unnest(
            CAST(:company_ids AS uuid[]), CAST(:media_ids AS uuid[]), CAST(:mime_types AS text[]),
            CAST(:sizes AS bigint[])
        )
        ON CONFLICT (company_id, media_id) DO NOTHING
        """,
        company_ids=[company_id for company_id, *_ in files],
        media_ids=[media_id for _, media_id, *_ in files],
        mime_types=[mime_type for *_, mime_type, _ in files],
        sizes=[size for *_, size in files],
    )


async def find_files(
    session: AsyncSession, company_id: UUID, media_ids: Collection[UUID]
) -> dict[UUID, KnownFile]:
    """Return what is known of a company's files, by their ids."""
    query = select(FileCopy).where(FileCopy.company_id == company_id, col(FileCopy.media_id).in_(media_ids))
    return {row.media_id: KnownFile(row.mime_type, row.size) for row in await session.exec(query)}
