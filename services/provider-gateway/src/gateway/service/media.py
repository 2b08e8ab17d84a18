"""Files of messages: what is to be fetched is written down, and its outcome is published."""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Callable, Collection, Sequence
from pathlib import PurePath
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.event import Media, Party
from atende_contracts.ids import uuid7
from atende_contracts.limits import MEDIA
from atende_contracts.messages import MediaStoredV1, MessageMediaChangedV1, MessageReceivedV1, Recorded
from atende_platform.data.db import Database
from atende_platform.errors import InvalidInput, TooLarge, Unavailable
from atende_platform.limits.quotas import Quotas
from atende_platform.messaging import outbox
from gateway.domain.file_types import (
    HEAD_BYTES,
    TypeRefused,
    largest,
    may_be_taken,
    named_type,
    recording_format,
    refusal,
    settled_type,
)
from gateway.domain.links import bare_type
from gateway.domain.media import MOST_MINUTES, CustomerFile, FaultCode
from gateway.providers import TextFile
from gateway.renditions.making import (
    Busy,
    Look,
    RecordingTooLong,
    Renditions,
    Unreadable,
    may_be_looked_at,
)
from gateway.repository import media as repository
from gateway.storage import MediaStorage

if TYPE_CHECKING:
    from gateway.models import MediaFile


async def record_files(session: AsyncSession, events: Sequence[MessageReceivedV1 | Recorded]) -> None:
    """Write down the files that messages came with, to be fetched; those of what was taken back go."""
    messages: list[MessageReceivedV1] = []
    for event in events:
        messages += event.as_received() if isinstance(event, Recorded) else [event]
    whole = [(message, message.whole) for message in messages if message.whole and message.whole.id]
    if whole:
        await repository.add_stored(session, whole)
    files = [
        (message, message.media) for message in messages if message.media and message.media.provider_media_id
    ]
    if files:
        await repository.add(session, files)
    taken_back = [_taken_back(message, message.target) for message in messages if message.kind == "revoke"]
    if any(taken_back):
        await repository.take_back(session, [one for one in taken_back if one])


def _taken_back(message: MessageReceivedV1, target: str | None) -> repository.TakenBack | None:
    if target is None:
        return None
    named = message.company_id, message.channel_id, target
    # Members of a group know the ids of each other's messages, and nothing keeps one from naming another's.
    by = message.sender if message.group_id else Party()
    if message.group_id and by.wa_id is None and by.lid is None:
        return None
    return repository.TakenBack(*named, wa_id=by.wa_id, lid=by.lid)


async def store_texts(storage: MediaStorage, files: Sequence[TextFile]) -> None:
    """Write what customers wrote into the storage, where it is too long for its event; again is harmless.

    Its row comes with its message (`record_files`). Raises what the storage raises.
    """

    async def chunks(data: bytes) -> AsyncIterator[bytes]:
        yield data

    await asyncio.gather(*(storage.put(file.company_id, file.id, chunks(file.data)) for file in files))


async def record_stored(
    session: AsyncSession, file: CustomerFile, *, size: int, sha256: str, look: Look
) -> bool:
    """Record that a file is in the storage; False when it was another's to say."""
    return await _end(session, file, Media(state="stored", size=size, sha256=sha256, **_seen(look)))


async def look_at(
    storage: MediaStorage,
    renditions: Renditions,
    company_id: UUID,
    media_id: UUID,
    *,
    mime_type: str | None,
    size: int,
) -> Look:
    """Look at a file that was just stored, and store its small picture. Raises what the storage raises."""
    bare = named_type(bare_type(mime_type))
    if not may_be_looked_at(bare, size):
        return Look()
    look = await renditions.look(company_id, bare, await storage.get_all(company_id, media_id))
    if look.thumbnail is not None:
        await storage.put_all(company_id, media_id, look.thumbnail, "thumbnail")
    return look


def _seen(look: Look) -> dict[str, Any]:
    return {
        "width": look.width,
        "height": look.height,
        "duration_ms": look.duration_ms,
        "thumbnail": look.thumbnail is not None,
    }


async def record_failed(session: AsyncSession, file: CustomerFile, error: FaultCode) -> bool:
    """Record that there will be no file; False when it was another's to say."""
    return await _end(session, file, Media(state="failed", error=error, sha256=file.sha256))


async def require_room(session: AsyncSession, company_id: UUID, quotas: Quotas) -> None:
    """Raise `Conflict` when a company keeps about all the bytes it may."""
    files = repository.MediaFiles(session, company_id)
    await quotas.require_room_about(company_id, "stored_bytes", files.stored_bytes)


async def upload(
    database: Database,
    storage: MediaStorage,
    company_id: UUID,
    chunks: AsyncIterator[bytes],
    *,
    mime_type: str,
    filename: str | None,
    quotas: Quotas,
    renditions: Renditions,
) -> "MediaFile":
    """Keep a file that is to be sent; it goes to the storage as it comes, and then gets its row.

    Raises `TooLarge` and `InvalidInput` by WhatsApp's rules for its type, `Conflict` when the company keeps
    all the bytes it may, and what the storage raises.
    """
    if not may_be_taken(mime_type):
        raise _not_taken(refusal(mime_type))
    async with database.tenant(company_id) as session:
        await require_room(session, company_id, quotas)
    file = _IncomingFile(mime_type, filename)
    new = uuid7()
    await storage.put(company_id, new, file.checked(chunks))
    quotas.note(company_id, "stored_bytes", file.size)
    look = await look_at(storage, renditions, company_id, new, mime_type=file.mime_type, size=file.size)
    known = {"mime_type": file.mime_type, "filename": filename, "size": file.size, "sha256": file.sha256}
    # Not before: the transaction would be open for as long as the file is on its way.
    return await _keep(database, company_id, id=new, **known, **_seen(look))


async def upload_recording(
    database: Database,
    storage: MediaStorage,
    company_id: UUID,
    chunks: AsyncIterator[bytes],
    *,
    filename: str | None,
    voice: bool,
    quotas: Quotas,
    renditions: Renditions,
    held: Callable[[int], None],
) -> "MediaFile":
    """Keep what a browser recorded, as the Ogg with Opus that WhatsApp plays as a voice note.

    ``held`` counts the bytes that are in memory until it is made. Raises `TooLarge`, `InvalidInput` for what
    is no recording or lasts too long, `Unavailable` when too many are made, `Conflict` when the company keeps
    all the bytes it may, and what the storage raises.
    """
    async with database.tenant(company_id) as session:
        await require_room(session, company_id, quotas)
    data = await _whole_recording(chunks, held)
    format_ = recording_format(data[:HEAD_BYTES])
    if format_ is None:
        raise InvalidInput("recording_unreadable", field="body")
    try:
        note = await renditions.voice_note(company_id, format_, data)
    except Unreadable:
        raise InvalidInput("recording_unreadable", field="body") from None
    except RecordingTooLong:
        raise InvalidInput("recording_too_long", field="body", minutes=MOST_MINUTES) from None
    except Busy:
        raise Unavailable("unavailable", retry_after=5) from None
    new = uuid7()
    await storage.put_all(company_id, new, note.data)
    quotas.note(company_id, "stored_bytes", len(note.data))
    return await _keep(
        database,
        company_id,
        id=new,
        mime_type="audio/ogg",
        filename=None if filename is None else f"{PurePath(filename).stem}.ogg",
        size=len(note.data),
        sha256=hashlib.sha256(note.data).hexdigest(),
        voice=voice,
        duration_ms=note.duration_ms,
    )


async def _whole_recording(chunks: AsyncIterator[bytes], held: Callable[[int], None]) -> bytes:
    data = bytearray()
    most = MEDIA["audio"].size
    async for chunk in chunks:
        if len(data) + len(chunk) > most:
            raise TooLarge("media-too-large", type="audio", most=most)
        held(len(chunk))
        data += chunk
    return bytes(data)


async def _keep(database: Database, company_id: UUID, **known: Any) -> "MediaFile":
    async with database.tenant(company_id) as session:
        row = await repository.MediaFiles(session, company_id).add(**known)
        stored = Media.model_validate({"state": "stored", **known})
        await outbox.add(session, [MediaStoredV1(company_id=company_id, media=stored)])
        return row


class _IncomingFile:
    """A file on its way into the storage: nothing of it is let through before its type is settled."""

    def __init__(self, mime_type: str, filename: str | None) -> None:
        self.mime_type = mime_type
        self.size = 0
        self._filename = filename
        self._digest = hashlib.sha256()

    @property
    def sha256(self) -> str:
        return self._digest.hexdigest()

    async def checked(self, chunks: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
        """Yield the file. Raises `TooLarge` and `InvalidInput` by WhatsApp's rules."""
        head = b""
        async for chunk in chunks:
            self.size += len(chunk)
            self._digest.update(chunk)
            if self.size - len(chunk) >= HEAD_BYTES:
                self._check_size()
                yield chunk
                continue
            head += chunk
            if self.size >= HEAD_BYTES:
                self._settle(head)
                yield head
        if self.size < HEAD_BYTES:
            self._settle(head)
            yield head

    def _settle(self, head: bytes) -> None:
        if not head:
            raise InvalidInput("body_missing", field="body")
        try:
            self.mime_type = settled_type(self.mime_type, self._filename, head)
        except TypeRefused as refused:
            raise _not_taken(refused) from None
        self._check_size()

    def _check_size(self) -> None:
        most = largest(self.mime_type)
        if self.size > most:
            raise TooLarge("media-too-large", type=self.mime_type, most=most)


def _not_taken(refused: TypeRefused) -> InvalidInput:
    return InvalidInput(refused.reason, field="content-type", **refused.params)


async def get_file(session: AsyncSession, company_id: UUID, media_id: UUID) -> "MediaFile":
    """Return what is known of a file. Raises `NotFound`."""
    return await repository.MediaFiles(session, company_id).get(media_id)


async def stored_files(
    session: AsyncSession, company_id: UUID, ids: Collection[UUID]
) -> "Sequence[MediaFile]":
    """Return those of some files that can be had."""
    return await repository.MediaFiles(session, company_id).stored(ids)


async def _end(session: AsyncSession, file: CustomerFile, outcome: Media) -> bool:
    media = outcome.model_copy(
        update={
            "id": file.media_id,
            "provider_media_id": file.provider_media_id,
            "mime_type": file.mime_type,
            "filename": file.filename,
            "voice": file.voice,
        }
    )
    if not await repository.finish(session, file, media):
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
