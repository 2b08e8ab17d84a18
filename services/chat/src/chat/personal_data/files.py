"""The file with everything that is known of a person: a ZIP of lines of JSON, made while it is downloaded.

Nothing of it is stored: what chat knows is read page by page, each in a transaction of its own, and no page
reads what another one has read.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import datetime
from typing import Any, Final
from uuid import UUID
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import orjson
from sqlmodel.ext.asyncio.session import AsyncSession

from chat.contacts import service as contacts
from chat.contacts.domain import Identity, stand_in
from chat.personal_data.domain import camel_case
from chat.personal_data.repository import (
    IN_GROUPS,
    OF_TICKETS,
    WITHOUT_TICKET,
    ContactExports,
    Place,
    line_of,
)
from chat.personal_data.schemas import ContactExportRead

_PAGE: Final = 1000
_TICKETS_AT_ONCE: Final = 20
"""Whose messages are read together: of each a page is read at most, to make one of all."""
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
    history = _History(open_session, company_id, export.contact_id, names)
    files: Lines = []
    for kind, pages in history.pages().items():
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


class _History:
    """What chat itself knows of a person, page by page."""

    def __init__(
        self, open_session: OpenSession, company_id: UUID, contact_id: UUID, names: Sequence[UUID]
    ) -> None:
        self._open_session = open_session
        self._company_id = company_id
        self._contact_id = contact_id
        self._names = names
        self._tickets: list[UUID] = []

    def pages(self) -> dict[str, AsyncIterator[Lines]]:
        """Return the pages of each file, by its name, to be read in this order."""
        return {
            "contact": self._contact(),
            "tickets": self._of_tickets(ContactExports.tickets),
            "messages": self._messages(),
            "message_changes": self._changes(),
            "satisfaction_ratings": self._of_tickets(ContactExports.ratings),
        }

    @asynccontextmanager
    async def _exports(self) -> AsyncIterator[ContactExports]:
        async with self._open_session(self._company_id) as session:
            yield ContactExports(session, self._company_id)

    async def _contact(self) -> AsyncIterator[Lines]:
        async with self._exports() as exports:
            contact = await exports.contact(self._contact_id)
            self._tickets = await exports.ticket_ids(self._contact_id)
        if contact:
            yield contact

    async def _of_tickets(
        self, read: Callable[[ContactExports, Sequence[UUID]], Awaitable[Lines]]
    ) -> AsyncIterator[Lines]:
        for tickets in _portions(self._tickets, _PAGE):
            async with self._exports() as exports:
                page = await read(exports, tickets)
            if page:
                yield page

    async def _messages(self) -> AsyncIterator[Lines]:
        async with self._exports() as exports:
            groups = await exports.group_ticket_ids(self._contact_id)
        for statement, keys in (
            (OF_TICKETS, self._tickets),
            (WITHOUT_TICKET, self._names),
            (IN_GROUPS, groups),
        ):
            async for rows, _ in self._read(statement, keys):
                yield [line_of(row) for row in rows]

    async def _changes(self) -> AsyncIterator[Lines]:
        async for _, changes in self._read(OF_TICKETS, self._tickets, with_changes=True):
            if changes:
                yield changes

    async def _read(
        self, statement: str, keys: Sequence[UUID], *, with_changes: bool = False
    ) -> AsyncIterator[tuple[Sequence[Any], Lines]]:
        """Yield pages of messages, with what happened to them."""
        for some in _portions(keys, _TICKETS_AT_ONCE):
            place: Place | None = Place(some)
            while place is not None:
                async with self._exports() as exports:
                    rows, place = await exports.messages(statement, self._contact_id, place, _PAGE)
                    changes = await exports.changes(rows) if with_changes and rows else []
                if rows:
                    yield rows, changes


def _portions(ids: Sequence[UUID], size: int) -> Iterator[Sequence[UUID]]:
    return (ids[start : start + size] for start in range(0, len(ids), size))


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
