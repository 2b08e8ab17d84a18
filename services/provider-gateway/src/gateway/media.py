"""Fetches the files that customers send into our storage, and uploads files of ours to the provider.

A file is claimed in a transaction, transferred outside of any, and recorded in another together with its
event. A process that dies in between leaves a lease that passes, and the file is transferred once more; one
that comes late with an old lease may store the same bytes again, and records nothing.
"""

import asyncio
import hashlib
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final, Generic, NamedTuple, TypeVar
from uuid import UUID

import structlog
from prometheus_client import Counter as Metric
from sqlmodel.ext.asyncio.session import AsyncSession

from atende_platform.errors import Conflict
from atende_platform.runtime import Runtime
from gateway.domain.channels import PENDING, UNUSABLE, ChannelAccess
from gateway.domain.file_types import named_type
from gateway.domain.links import bare_type
from gateway.domain.media import CustomerFile, FaultCode, MediaFault, Upload, fits_digest, retry_after
from gateway.providers import Providers
from gateway.renditions.making import Look, Renditions
from gateway.repository import media as repository
from gateway.repository import uploads
from gateway.service import media as service
from gateway.service.directory import ChannelDirectory
from gateway.settings import Settings
from gateway.storage import FileMissing, MediaStorage, StorageFault

log = structlog.get_logger(__name__)

LEASE_MARGIN_SECONDS: Final = 30.0
"""How much longer than a transfer its lease is: nobody begins while it could still go on."""

UPLOAD_RETRY_SECONDS: Final = 5.0
UPLOAD_GIVE_UP_SECONDS: Final = 600.0
"""An agent waits for it: a later message with the file has it tried again."""

FIRST: Final = UUID(int=0)
"""Before every company."""

File = TypeVar("File", CustomerFile, Upload)
Result = TypeVar("Result")
Part = TypeVar("Part")


class Turns:
    """Whose file is next: companies take turns, and none has more than half of a process's places."""

    def __init__(self, places: int) -> None:
        self._most = max(1, places // 2)
        self._used: Counter[UUID] = Counter()
        self.last = FIRST
        """The company that had the last turn."""

    @property
    def full(self) -> list[UUID]:
        """The companies that have all the places they may."""
        return [company_id for company_id, count in self._used.items() if count >= self._most]

    @contextmanager
    def place(self, company_id: UUID) -> Iterator[None]:
        """Count a place as the company's for the time of the context."""
        self.last = company_id
        self._used[company_id] += 1
        try:
            yield
        finally:
            self._used[company_id] -= 1
            if not self._used[company_id]:
                del self._used[company_id]


@dataclass(frozen=True, slots=True)
class _Queue(Generic[File]):
    """Where files wait: how one is claimed, postponed and given up, and what counts the tries."""

    name: str
    claim: Callable[..., Awaitable[File | None]]
    postpone: Callable[..., Awaitable[None]]
    fail: Callable[[AsyncSession, File, FaultCode], Awaitable[object]]
    tries: Metric


class _Transfers(ABC, Generic[File, Result]):
    """Transfers what is due. Calls may overlap, in this process and in others: each file is claimed once."""

    queue: _Queue[File]

    def __init__(
        self,
        runtime: Runtime[Settings],
        providers: Providers,
        channels: ChannelDirectory,
        storage: MediaStorage,
    ) -> None:
        self._settings = runtime.settings
        self._quotas = runtime.quotas
        self._database = runtime.database
        self._turns = Turns(runtime.settings.media_fetches)
        self._providers = providers
        self._channels = channels
        self._storage = storage

    async def transfer_due(self) -> int:
        """Transfer files one after the other until none is due; return how many were tried."""
        count = 0
        while await self.transfer_one():
            count += 1
        return count

    async def transfer_one(self) -> bool:
        """Transfer a file that is due, and record its outcome; False when none is due."""
        file = await self._next(self._turns.last) or await self._next(FIRST)
        if file is None:
            return False
        with self._turns.place(file.company_id):
            try:
                result = await self._try(file)
            except MediaFault as fault:
                await self._record_fault(file, fault)
            else:
                self.queue.tries.labels(await self._record(file, result)).inc()
        return True

    async def _next(self, after: UUID) -> File | None:
        lease = self._settings.media_fetch_seconds + LEASE_MARGIN_SECONDS
        async with self._database.worker() as session:
            return await self.queue.claim(session, lease=lease, after=after, but_not_of=self._turns.full)

    async def _try(self, file: File) -> Result:
        """Transfer a file. Raises `MediaFault` only."""
        try:
            async with asyncio.timeout(self._settings.media_fetch_seconds):
                return await self._transfer(await self._channel_of(file), file)
        except MediaFault:
            raise
        except FileMissing as error:
            raise MediaFault("gone", str(error), final=True) from error
        except (StorageFault, TimeoutError) as error:
            raise MediaFault("unavailable", str(error) or "too slow") from error
        except Exception as error:
            # A fault of ours, perhaps for this file alone: the others must have their turn.
            log.exception("media.transfer_failed", queue=self.queue.name, media=str(file.media_id))
            raise MediaFault("unavailable", repr(error)) from error

    async def _channel_of(self, file: File) -> ChannelAccess:
        channel = await self._channels.by_id(file.channel_id)
        if channel is None or channel.company_id != file.company_id:
            raise MediaFault("no_channel", final=True)
        if channel.status in (UNUSABLE, PENDING):
            raise MediaFault("refused", "the channel cannot be used now")
        return channel

    async def _record_fault(self, file: File, fault: MediaFault) -> None:
        after = self._retry_after(file, fault)
        async with self._database.worker() as session:
            if after is None:
                await self.queue.fail(session, file, fault.code)
            else:
                await self.queue.postpone(session, file, fault.code, seconds=after)
        outcome = "failed" if after is None else "put off"
        self.queue.tries.labels(outcome).inc()
        log.warning(
            "media.not_transferred",
            queue=self.queue.name,
            media=str(file.media_id),
            outcome=outcome,
            error=str(fault),
        )

    @abstractmethod
    async def _transfer(self, channel: ChannelAccess, file: File) -> Result: ...

    @abstractmethod
    async def _record(self, file: File, result: Result) -> str:
        """Record that a file was transferred; return what the metric calls this."""

    @abstractmethod
    def _retry_after(self, file: File, fault: MediaFault) -> float | None: ...


def _able(part: Part | None) -> Part:
    if part is None:
        raise MediaFault("refused", "the channel's provider has no files", final=True)
    return part


class Fetched(NamedTuple):
    """A customer's file that is in the storage."""

    size: int
    sha256: str
    look: Look


class MediaFetcher(_Transfers[CustomerFile, Fetched]):
    """Fetches customers' files. The provider keeps those of a company whose storage is full."""

    queue = _Queue(
        "fetch",
        repository.claim,
        repository.postpone,
        service.record_failed,
        Metric("gateway_media_fetches_total", "Tries to fetch a customer's file", ["outcome"]),
    )

    def __init__(
        self,
        runtime: Runtime[Settings],
        providers: Providers,
        channels: ChannelDirectory,
        storage: MediaStorage,
    ) -> None:
        super().__init__(runtime, providers, channels, storage)
        self._renditions = Renditions(runtime.settings.media_renditions)

    async def _transfer(self, channel: ChannelAccess, file: CustomerFile) -> Fetched:
        """Bring a file into the storage, and look at it."""
        files = _able(self._providers[channel.provider].media)
        await self._require_room(file.company_id)
        location = await files.location(channel, file.place or file.provider_media_id)
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
            if not all(fits_digest(given, digest.digest()) for given in (file.sha256, location.sha256)):
                raise MediaFault("damaged", f"{size} bytes")

        async with files.download(channel, location) as chunks:
            # What is raised in there reaches the storage before the file does.
            await self._storage.put(file.company_id, file.media_id, checked(chunks))
        look = await service.look_at(
            self._storage,
            self._renditions,
            file.company_id,
            file.media_id,
            mime_type=file.mime_type,
            size=size,
        )
        return Fetched(size, digest.hexdigest(), look)

    async def _require_room(self, company_id: UUID) -> None:
        try:
            async with self._database.worker() as session:
                await service.require_room(session, company_id, self._quotas)
        except Conflict as error:
            raise MediaFault("storage_full", str(error)) from None

    async def _record(self, file: CustomerFile, result: Fetched) -> str:
        async with self._database.worker() as session:
            recorded = await service.record_stored(session, file, **result._asdict())
        self._quotas.note(file.company_id, "stored_bytes", result.size)
        return "stored" if recorded else "late"

    def _retry_after(self, file: CustomerFile, fault: MediaFault) -> float | None:
        give_up = self._settings.media_give_up_seconds
        return retry_after(fault, attempts=file.attempts, age_seconds=file.age_seconds, give_up=give_up)


class MediaUploader(_Transfers[Upload, str]):
    """Uploads what sends have asked for."""

    queue = _Queue(
        "upload",
        uploads.claim,
        uploads.postpone,
        uploads.fail,
        Metric("gateway_media_uploads_total", "Tries to upload a file of ours", ["outcome"]),
    )

    async def _transfer(self, channel: ChannelAccess, file: Upload) -> str:
        """Bring a file to the provider; return its id there."""
        files = _able(self._providers[channel.provider].uploading)
        stored = await self._storage.get(file.company_id, file.media_id)
        mime_type = named_type(bare_type(file.mime_type))
        return await files.upload(channel, mime_type=mime_type, size=stored.size, chunks=stored.chunks)

    async def _record(self, file: Upload, result: str) -> str:
        async with self._database.worker() as session:
            await uploads.finish(session, file, result)
        return "done"

    def _retry_after(self, file: Upload, fault: MediaFault) -> float | None:
        return None if fault.final or file.age_seconds >= UPLOAD_GIVE_UP_SECONDS else UPLOAD_RETRY_SECONDS
