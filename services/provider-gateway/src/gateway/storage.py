"""Where files are kept: a folder, or a bucket that speaks S3.

A file's key is made of our own ids and of nothing else. It appears whole or not at all: what breaks off
while it is written leaves nothing behind.
"""

from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import Final, Literal
from urllib.parse import urlsplit
from uuid import UUID

import obstore
from obstore.exceptions import BaseError
from obstore.store import LocalStore, ObjectStore, S3Store

_PART_BYTES: Final = 5 * 1024 * 1024
_PARTS_AT_A_TIME: Final = 2
"""With the size of a part: the memory that a file takes while it is written."""
_CHUNK_BYTES: Final = 64 * 1024


Variant = Literal["", "thumbnail"]
"""What is kept of a file: itself, or what was made of it."""
VARIANTS: Final[tuple[Variant, ...]] = ("", "thumbnail")


class StorageFault(Exception):
    """The storage does not work, or may not be used."""


class FileMissing(StorageFault):
    """There is no such file."""


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file, or a part of it, to be read once."""

    size: int
    """Of the whole file, in bytes."""
    start: int
    end: int
    """One past the last byte of the part."""
    chunks: AsyncIterator[bytes]


class MediaStorage:
    """Reads and writes files. It is opened at the first use, so that a process starts without it."""

    def __init__(self, url: str) -> None:
        self._url = url

    @cached_property
    def _store(self) -> ObjectStore:
        parts = urlsplit(self._url)
        if parts.scheme == "file":
            return LocalStore.from_url(self._url, mkdir=True)
        return S3Store.from_url(
            self._url,
            client_options={"connect_timeout": timedelta(seconds=5), "timeout": timedelta(minutes=10)},
            retry_config={"max_retries": 2, "retry_timeout": timedelta(seconds=20)},
        )

    async def put(
        self, company_id: UUID, media_id: UUID, chunks: AsyncIterator[bytes], variant: Variant = ""
    ) -> None:
        """Write a file from its chunks. What the chunks raise is raised, and nothing is written."""
        try:
            await obstore.put_async(
                self._store,
                _key(company_id, media_id, variant),
                chunks,
                chunk_size=_PART_BYTES,
                max_concurrency=_PARTS_AT_A_TIME,
            )
        except (BaseError, OSError) as error:
            raise StorageFault(_summary(error)) from error

    async def put_all(self, company_id: UUID, media_id: UUID, data: bytes, variant: Variant = "") -> None:
        """Write a file that is there as a whole."""

        async def chunks() -> AsyncIterator[bytes]:
            yield data

        await self.put(company_id, media_id, chunks(), variant)

    async def delete(self, company_id: UUID, media_id: UUID) -> None:
        """Remove a file with all its variants; one that is gone is removed already."""
        keys = [_key(company_id, media_id, variant) for variant in VARIANTS]
        try:
            for key in keys:
                with suppress(FileNotFoundError):
                    await obstore.delete_async(self._store, key)
        except (BaseError, OSError) as error:
            raise StorageFault(_summary(error)) from error

    async def get_all(self, company_id: UUID, media_id: UUID) -> bytes:
        """Return the whole of a file, which is known to be small."""
        file = await self.get(company_id, media_id)
        return b"".join([chunk async for chunk in file.chunks])

    async def get(
        self,
        company_id: UUID,
        media_id: UUID,
        part: tuple[int, int] | None = None,
        variant: Variant = "",
    ) -> StoredFile:
        """Open a file, or the bytes from ``part[0]`` up to, not including, ``part[1]``."""
        try:
            result = await obstore.get_async(
                self._store, _key(company_id, media_id, variant), options={"range": part} if part else None
            )
            start, end = result.range
            return StoredFile(result.meta["size"], start, end, _read(result))
        except FileNotFoundError as error:
            raise FileMissing(f"{media_id}") from error
        except (BaseError, OSError) as error:
            raise StorageFault(_summary(error)) from error


async def _read(result: "obstore.GetResult") -> AsyncIterator[bytes]:
    async for chunk in result.stream(min_chunk_size=_CHUNK_BYTES):
        yield bytes(chunk)


def _key(company_id: UUID, media_id: UUID, variant: Variant) -> str:
    return f"{company_id}/{media_id}.{variant}" if variant else f"{company_id}/{media_id}"


def _summary(error: Exception) -> str:
    # The first line: what follows is a dump of the library's insides.
    return f"{type(error).__name__}: {error}".partition("\n")[0][:300]
