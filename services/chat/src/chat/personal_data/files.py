"""The file with everything that is known of a person: a ZIP of lines of JSON, made while it is downloaded.

Nothing of it is stored: what chat knows is read page by page, each in a transaction of its own.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from typing import Any, Final
from uuid import UUID
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import orjson
from sqlmodel.ext.asyncio.session import AsyncSession

from chat.contacts import service as contacts
from chat.contacts.domain import Identity, stand_in
from chat.personal_data.domain import camel_case
from chat.personal_data.repository import OWN, ContactExports
from chat.personal_data.schemas import ContactExportRead

_PAGE: Final = 1000
_FORMAT: Final = 1
"""Of the file: a reader may rely on the names of the files and fields of it."""

OpenSession = Callable[[UUID], AbstractAsyncContextManager[AsyncSession]]
Lines = list[dict[str, Any]]


class _Chunks:
    """A file that is written only: what was written is taken away again and again."""

    def __init__(self) -> None:
        self._written: list[bytes] = []

    def write(self, data: bytes) -> int:
        self._written.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing waits anywhere."""

    def take(self) -> bytes:
        written, self._written = b"".join(self._written), []
        return written


class _Archive:
    """A ZIP that is made while it is sent, and how many lines each of its files has."""

    def __init__(self, at: datetime) -> None:
        self._chunks = _Chunks()
        self._zip = ZipFile(self._chunks, "w", ZIP_DEFLATED)  # type: ignore[call-overload]
        self._at = at
        self.lines: dict[str, int] = {}

    async def add(self, name: str, pages: AsyncIterator[Lines]) -> AsyncIterator[bytes]:
        """Add a file with lines of JSON; yield what there is to be sent of the archive."""
        file = f"{name}.jsonl"
        self.lines[file] = 0
        with self._zip.open(self._info(file), "w") as entry:
            async for page in pages:
                self.lines[file] += len(page)
                # Beside the loop: to compress a page takes some milliseconds.
                await asyncio.to_thread(entry.write, b"".join(map(_line, page)))
                yield self._chunks.take()
        yield self._chunks.take()

    def end(self, manifest: Mapping[str, Any]) -> bytes:
        """Add the manifest, and end the archive; return the rest of its bytes."""
        self._zip.writestr(self._info("manifest.json"), orjson.dumps(manifest, str, orjson.OPT_INDENT_2))
        self._zip.close()
        return self._chunks.take()

    def _info(self, name: str) -> ZipInfo:
        info = ZipInfo(name, self._at.timetuple()[:6])
        info.compress_type = ZIP_DEFLATED
        return info


async def archive(
    open_session: OpenSession, company_id: UUID, export: ContactExportRead, at: datetime
) -> AsyncIterator[bytes]:
    """Yield the bytes of the file."""
    made = _Archive(at)
    names = await _names(open_session, company_id, export.contact_id)
    files: Lines = []
    for kind in OWN:
        pages = _own(open_session, company_id, export.contact_id, names, kind)
        async for chunk in made.add(kind, _noting_files(pages, files) if kind == "messages" else pages):
            yield chunk
    async for chunk in made.add("files", _once(files)):
        yield chunk
    async with open_session(company_id) as session:
        parts = await ContactExports(session, company_id).parts(export.id)
    told: dict[str, Lines] = {}
    for part in parts:
        if part.kind:
            told.setdefault(part.kind, []).extend(part.rows)
    for kind, rows in told.items():
        async for chunk in made.add(kind, _once(rows)):
            yield chunk
    yield made.end(
        {
            "format": _FORMAT,
            "exportId": export.id,
            "companyId": company_id,
            "contactId": export.contact_id,
            "requestedAt": export.requested_at,
            "madeAt": at,
            "services": ["chat", *sorted({part.service for part in parts})],
            "lines": made.lines,
        }
    )


async def _names(open_session: OpenSession, company_id: UUID, contact_id: UUID) -> list[UUID]:
    """Return the ids under which messages with the person stand."""
    async with open_session(company_id) as session:
        known = await contacts.list_aliases(session, company_id, contact_id)
    return [contact_id, *(stand_in(company_id, Identity(name.kind, name.value)) for name in known)]


async def _own(
    open_session: OpenSession, company_id: UUID, contact_id: UUID, names: list[UUID], kind: str
) -> AsyncIterator[Lines]:
    after: UUID | None = None
    while True:
        async with open_session(company_id) as session:
            exports = ContactExports(session, company_id)
            page, after = await exports.page_of(OWN[kind], contact_id, names, after, _PAGE)
        if page:
            yield page
        if after is None:
            return


async def _noting_files(pages: AsyncIterator[Lines], files: Lines) -> AsyncIterator[Lines]:
    """Pass messages on, and note their files: they are listed, with where each can be downloaded."""
    async for page in pages:
        for message in page:
            media = message.get("media") or {}
            if media.get("id"):
                path = f"/api/v1/media/{media['id']}"
                files.append({"message_id": message["id"], **media, "path": path})
        yield page


async def _once(lines: Lines) -> AsyncIterator[Lines]:
    if lines:
        yield lines


def _line(row: Mapping[str, Any]) -> bytes:
    return orjson.dumps({camel_case(name): value for name, value in row.items()}, str) + b"\n"
