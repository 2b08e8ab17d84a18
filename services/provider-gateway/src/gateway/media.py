"""Fetches the files that customers send into our storage, and uploads files of ours to the provider.

A file is claimed in a transaction, fetched outside of any, and recorded in another together with its
event. A process that dies in between leaves a lease that passes, and the file is fetched once more; who comes
late with an old lease may store the same bytes again, and records nothing.
"""

import asyncio
import hashlib
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from typing import Final
from uuid import UUID

import structlog
from prometheus_client import Counter as Metric

from atende_platform.errors import Conflict
from atende_platform.runtime import Runtime
from gateway.domain.channels import PENDING, UNUSABLE, ChannelAccess
from gateway.domain.file_types import named_type
from gateway.domain.links import bare_type
from gateway.domain.media import CustomerFile, MediaFault, Upload, fits_digest, retry_after
from gateway.providers import Providers
from gateway.providers.port import Media
from gateway.repository import media as repository
from gateway.repository import uploads
from gateway.service import media as service
from gateway.service.directory import ChannelDirectory
from gateway.settings import Settings
from gateway.storage import FileMissing, MediaStorage, StorageFault

log = structlog.get_logger(__name__)

LEASE_MARGIN_SECONDS: Final = 30.0
"""How much longer than a fetch its lease is: nobody begins while it could still go on."""

UPLOAD_RETRY_SECONDS: Final = 5.0
UPLOAD_GIVE_UP_SECONDS: Final = 600.0
"""An agent waits for it: who sends the file later has it tried anew."""

FIRST: Final = UUID(int=0)
"""Before every company."""


class Turns:
    """Whose file is next: companies take turns, and none has more than half of a process's places."""

    def __init__(self, places: int) -> None:
        self._most = max(1, places // 2)
        self._in_hand: Counter[UUID] = Counter()
        self.last = FIRST
        """The company that had the last turn."""

    @property
    def full(self) -> list[UUID]:
        """The companies that have all the places they may."""
        return [company_id for company_id, count in self._in_hand.items() if count >= self._most]

    @contextmanager
    def taken(self, company_id: UUID) -> Iterator[None]:
        """Count a place as the company's for the time of the context."""
        self.last = company_id
        self._in_hand[company_id] += 1
        try:
            yield
        finally:
            self._in_hand[company_id] -= 1
            if not self._in_hand[company_id]:
                del self._in_hand[company_id]


_uploads = Metric("gateway_media_uploads_total", "Tries to upload a file of ours", ["outcome"])
_fetches = Metric("gateway_media_fetches_total", "Tries to fetch a customer's file", ["outcome"])


class MediaFetcher:
    """Fetches what is due. Calls may overlap, in this process and in others: each file is in one hand."""

    def __init__(
        self,
        runtime: Runtime[Settings],
        providers: Providers,
        channels: ChannelDirectory,
        storage: MediaStorage,
    ) -> None:
        self._settings = runtime.settings
        self._quotas = runtime.quotas
        self._turns = Turns(runtime.settings.media_fetches)
        self._database = runtime.database
        self._providers = providers
        self._channels = channels
        self._storage = storage

    async def fetch_due(self) -> int:
        """Fetch files one after the other until none is due; return how many were tried."""
        count = 0
        while await self.fetch_one():
            count += 1
        return count

    async def fetch_one(self) -> bool:
        """Fetch a file that is due, and record its outcome; False when none is due."""
        file = await self._claim(self._turns.last) or await self._claim(FIRST)
        if file is None:
            return False
        with self._turns.taken(file.company_id):
            await self._fetch_claimed(file)
        return True

    async def _claim(self, after: UUID) -> CustomerFile | None:
        lease = self._settings.media_fetch_seconds + LEASE_MARGIN_SECONDS
        async with self._database.worker() as session:
            return await repository.claim(session, lease=lease, after=after, but_not_of=self._turns.full)

    async def _fetch_claimed(self, file: CustomerFile) -> None:
        try:
            await self._require_room(file)
            size, sha256 = await self._fetch(file)
        except MediaFault as fault:
            await self._record_fault(file, fault)
        else:
            async with self._database.worker() as session:
                mine = await service.tell_stored(session, file, size=size, sha256=sha256)
            self._quotas.note(file.company_id, "stored_bytes", size)
            _fetches.labels("stored" if mine else "late").inc()

    async def _require_room(self, file: CustomerFile) -> None:
        """Raise `MediaFault` while the company keeps all the bytes it may: the provider keeps the file."""
        try:
            async with self._database.worker() as session:
                await service.require_room(session, file.company_id, self._quotas)
        except Conflict as error:
            raise MediaFault("storage_full", str(error)) from None

    async def _fetch(self, file: CustomerFile) -> tuple[int, str]:
        """Bring a file into the storage; return its size and checksum. Raises `MediaFault` only."""
        try:
            async with asyncio.timeout(self._settings.media_fetch_seconds):
                return await self._transfer(await self._channel_of(file), file)
        except MediaFault:
            raise
        except (StorageFault, TimeoutError) as error:
            raise MediaFault("unavailable", str(error) or "too slow") from error
        except Exception as error:
            # A fault of ours, perhaps for this file alone: the others must have their turn.
            log.exception("media.fetch_failed", media=str(file.id))
            raise MediaFault("unavailable", repr(error)) from error

    async def _transfer(self, channel: ChannelAccess, file: CustomerFile) -> tuple[int, str]:
        provider_files = _files_of(self._providers, channel)
        location = await provider_files.location(channel, file.provider_media_id)
        most = self._settings.media_max_bytes
        if location.size is not None and location.size > most:
            raise MediaFault("too_large", f"{location.size} bytes", final=True)
        digest, size = hashlib.sha256(), 0

        async def checked(chunks: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
            nonlocal size
            async for chunk in chunks:
                size += len(chunk)
                if size > most:
                    raise MediaFault("too_large", f"more than {most} bytes", final=True)
                digest.update(chunk)
                yield chunk
            if not all(fits_digest(told, digest.digest()) for told in (file.sha256, location.sha256)):
                raise MediaFault("damaged", f"{size} bytes")

        async with provider_files.download(channel, location) as chunks:
            # What is raised in there reaches the storage before the file does.
            await self._storage.put(file.company_id, file.id, checked(chunks))
        return size, digest.hexdigest()

    async def _channel_of(self, file: CustomerFile) -> ChannelAccess:
        channel = await self._channels.by_id(file.channel_id)
        if channel is None or channel.company_id != file.company_id:
            raise MediaFault("no_channel", final=True)
        if channel.status in (UNUSABLE, PENDING):
            raise MediaFault("refused", "the channel cannot be used now")
        return channel

    async def _record_fault(self, file: CustomerFile, fault: MediaFault) -> None:
        after = retry_after(
            fault,
            attempts=file.attempts,
            age_seconds=file.age_seconds,
            give_up=self._settings.media_give_up_seconds,
        )
        async with self._database.worker() as session:
            if after is None:
                await service.tell_failed(session, file, fault.code)
            else:
                await repository.put_off(session, file, fault.code, seconds=after)
        outcome = "failed" if after is None else "put off"
        _fetches.labels(outcome).inc()
        log.warning("media.not_fetched", media=str(file.id), outcome=outcome, error=str(fault))


class MediaUploader:
    """Uploads what sends have asked for. Like `MediaFetcher`: each upload is in one hand."""

    def __init__(
        self,
        runtime: Runtime[Settings],
        providers: Providers,
        channels: ChannelDirectory,
        storage: MediaStorage,
    ) -> None:
        self._seconds = runtime.settings.media_fetch_seconds
        self._turns = Turns(runtime.settings.media_fetches)
        self._database = runtime.database
        self._providers = providers
        self._channels = channels
        self._storage = storage

    async def upload_due(self) -> int:
        """Upload files one after the other until none is due; return how many were tried."""
        count = 0
        while await self.upload_one():
            count += 1
        return count

    async def upload_one(self) -> bool:
        """Upload a file that is due, and record its outcome; False when none is due."""
        upload = await self._claim(self._turns.last) or await self._claim(FIRST)
        if upload is None:
            return False
        with self._turns.taken(upload.company_id):
            await self._upload_claimed(upload)
        return True

    async def _claim(self, after: UUID) -> Upload | None:
        lease = self._seconds + LEASE_MARGIN_SECONDS
        async with self._database.worker() as session:
            return await uploads.claim(session, lease=lease, after=after, but_not_of=self._turns.full)

    async def _upload_claimed(self, upload: Upload) -> None:
        provider_media_id, fault = None, None
        try:
            async with asyncio.timeout(self._seconds):
                provider_media_id = await self._upload(upload)
        except MediaFault as error:
            fault = error
        except FileMissing as error:
            fault = MediaFault("gone", str(error), final=True)
        except (StorageFault, TimeoutError) as error:
            fault = MediaFault("unavailable", str(error) or "too slow")
        except Exception as error:
            log.exception("media.upload_failed", media=str(upload.media_id))
            fault = MediaFault("unavailable", repr(error))
        again = fault is not None and not fault.final and upload.age_seconds < UPLOAD_GIVE_UP_SECONDS
        async with self._database.worker() as session:
            if fault is not None and again:
                await uploads.put_off(session, upload, fault.code, seconds=UPLOAD_RETRY_SECONDS)
            else:
                error_code = None if fault is None else fault.code
                await uploads.end(session, upload, provider_media_id=provider_media_id, error=error_code)
        outcome = "done" if fault is None else "put off" if again else "failed"
        _uploads.labels(outcome).inc()
        if fault is not None:
            log.warning("media.not_uploaded", media=str(upload.media_id), outcome=outcome, error=str(fault))

    async def _upload(self, upload: Upload) -> str:
        channel = await self._channels.by_id(upload.channel_id)
        if channel is None or channel.company_id != upload.company_id:
            raise MediaFault("no_channel", final=True)
        if channel.status in (UNUSABLE, PENDING):
            raise MediaFault("refused", "the channel cannot be used now")
        file = await self._storage.get(upload.company_id, upload.media_id)
        return await _files_of(self._providers, channel).upload(
            channel, mime_type=named_type(bare_type(upload.mime_type)), size=file.size, chunks=file.chunks
        )


def _files_of(providers: Providers, channel: ChannelAccess) -> Media:
    files = providers[channel.provider].media
    if files is None:
        raise MediaFault("refused", "the channel's provider has no files", final=True)
    return files
