"""Files of messages: what is to be fetched is written down, and what became of it is told."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.event import Media
from atende_contracts.messages import MessageMediaChangedV1, MessageReceivedV1
from atende_platform import outbox
from gateway.domain.media import CustomerFile, FaultCode
from gateway.repository import media as repository


class MediaRow(Protocol):
    """A file as the repository returns it."""

    company_id: UUID
    id: UUID
    state: str
    error: str | None
    mime_type: str | None
    filename: str | None
    size: int | None
    created_at: datetime


async def note(session: AsyncSession, events: Sequence[MessageReceivedV1]) -> None:
    """Write down the files that messages came with, to be fetched."""
    files = [(event, event.media) for event in events if event.media and event.media.provider_media_id]
    if files:
        await repository.add(session, files)


async def tell_stored(session: AsyncSession, file: CustomerFile, *, size: int, sha256: str) -> bool:
    """Record that a file is in the storage; False when it was another's to say."""
    return await _end(session, file, Media(state="stored", size=size, sha256=sha256))


async def tell_failed(session: AsyncSession, file: CustomerFile, error: FaultCode) -> bool:
    """Record that there will be no file; False when it was another's to say."""
    return await _end(session, file, Media(state="failed", error=error, sha256=file.sha256))


async def get_file(session: AsyncSession, company_id: UUID, media_id: UUID) -> MediaRow:
    """Return what is known of a file. Raises `NotFound`."""
    return await repository.MediaFiles(session, company_id).get(media_id)


async def _end(session: AsyncSession, file: CustomerFile, outcome: Media) -> bool:
    media = outcome.model_copy(
        update={
            "id": file.id,
            "provider_media_id": file.provider_media_id,
            "mime_type": file.mime_type,
            "filename": file.filename,
            "voice": file.voice,
        }
    )
    if not await repository.end(session, file, media):
        return False
    changed = MessageMediaChangedV1(
        company_id=file.company_id,
        channel_id=file.channel_id,
        provider_message_id=file.provider_message_id,
        sender=file.sender,
        media=media,
    )
    await outbox.add(session, [changed])
    return True
