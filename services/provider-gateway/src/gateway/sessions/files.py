"""Files of messages where the bridge can read them: written for one message, removed after it.

The folder is this process's own (0700), its files are 0600, and their names say nothing.
"""

import asyncio
import base64
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any, Final
from uuid import UUID, uuid4

import structlog

from atende_contracts.event import Media
from atende_platform.data.db import Database
from gateway.domain.links import bare_type
from gateway.domain.sends import Refused
from gateway.providers.web.content import FileFacts, LocalFile
from gateway.providers.web.errors import not_written_now, own_refusal
from gateway.renditions.jpeg import jpeg_of
from gateway.repository import media as repository
from gateway.sessions.room import FileRoom
from gateway.storage import FileMissing, MediaStorage, StorageFault

log = structlog.get_logger(__name__)

_MOST_THUMBNAIL: Final = 45 * 1024
"""Bytes: in base64 within what a line may hold."""


class LocalFiles:
    """Brings files from the storage into a folder that the bridge may read."""

    def __init__(self, database: Database, storage: MediaStorage, folder: Path, *, most: int) -> None:
        self._database = database
        self._storage = storage
        self._folder = folder
        self._room = FileRoom(most)

    @asynccontextmanager
    async def local(self, company_id: UUID, media: Media) -> AsyncIterator[LocalFile | Refused]:
        """Have a file of ours in the folder for as long as the context lasts, or tell why it is not there.

        Waits while too much lies there already.
        """
        known = None
        if media.id is not None:
            async with self._database.worker_statement() as session:
                known = await repository.stored(session, company_id, media.id)
        if media.id is None or known is None:
            yield own_refusal("There is no such file", "media_unusable")
            return
        async with self._room.of(company_id, known["size"] or 0):
            path = self._folder / uuid4().hex
            try:
                yield await self._copy(company_id, media, media.id, known, path)
            finally:
                with suppress(FileNotFoundError):
                    path.unlink()

    async def _copy(
        self, company_id: UUID, media: Media, media_id: UUID, known: dict[str, Any], path: Path
    ) -> LocalFile | Refused:
        try:
            await self._write(company_id, media_id, path)
        except FileMissing:
            return own_refusal("The file is gone", "media_unusable")
        except (StorageFault, OSError) as error:
            return not_written_now(f"file: {type(error).__name__}")
        return LocalFile(path, await self._facts(company_id, media, known))

    async def _write(self, company_id: UUID, media_id: UUID, path: Path) -> None:
        stored = await self._storage.get(company_id, media_id)
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            async for chunk in stored.chunks:
                await asyncio.to_thread(_write_all, file, chunk)
        finally:
            os.close(file)

    async def _facts(self, company_id: UUID, media: Media, known: dict[str, Any]) -> FileFacts:
        thumbnail = await self._thumbnail(company_id, media) if known["thumbnail"] else None
        return FileFacts(
            mime_type=bare_type(known["mime_type"]) or None,
            filename=media.filename or known["filename"],
            width=known["width"],
            height=known["height"],
            duration_ms=known["duration_ms"],
            thumbnail=thumbnail,
        )

    async def _thumbnail(self, company_id: UUID, media: Media) -> str | None:
        """Return the small picture as WhatsApp shows it; a message goes without it as well."""
        if media.id is None:
            return None
        try:
            stored = await self._storage.get(company_id, media.id, variant="thumbnail")
            picture = b"".join([chunk async for chunk in stored.chunks])
            jpeg = await asyncio.to_thread(jpeg_of, picture)
        except (StorageFault, OSError, ValueError) as error:
            log.warning("message.without_thumbnail", media=str(media.id), error=type(error).__name__)
            return None
        return base64.b64encode(jpeg).decode() if len(jpeg) <= _MOST_THUMBNAIL else None


def _write_all(file: int, data: bytes) -> None:
    left = memoryview(data)
    while left:
        left = left[os.write(file, left) :]
