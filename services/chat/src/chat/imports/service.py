"""Imports as they are asked for and looked at."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.audit_actions import Action
from atende_platform.data.storable import storable
from atende_platform.errors import NotFound
from atende_platform.files.import_jobs import MAX_WAITING
from atende_platform.files.people_files import PeopleFile
from atende_platform.files.rejects import rejected_header, rejected_lines
from atende_platform.files.spreadsheets import AskedStyle, style_of
from atende_platform.files.uploads import Upload, read_upload
from atende_platform.http.fields import as_one_line
from atende_platform.http.pagination import Page, decode_cursor, next_cursor
from atende_platform.identity import audit
from atende_platform.identity.context import TenantContext
from atende_platform.languages import Language
from atende_platform.limits.quotas import Quotas, take_turns
from chat.contacts.service import region_of_company, require_room
from chat.directory.service import find_company
from chat.imports import repository
from chat.imports.domain import DRAFT_HOURS, ImportEnded, OnExisting, TooManyImports
from chat.imports.events import import_updated
from chat.imports.files import MAX_FILE_BYTES, open_file, uses_of
from chat.imports.repository import REJECTS, Imports
from chat.imports.schemas import ImportSummary
from chat.updates import service as updates

if TYPE_CHECKING:
    from chat.imports.models import ContactImport


__all__ = ["cancel", "get", "list_imports", "purge_rejects", "read", "rejected_csv", "submit"]

_PAGE: Final = 1000
_REJECTS_DAYS: Final = 30
_NAME_CHARS: Final = 200
"""Of a file's name."""
OpenSession = Callable[[UUID], AbstractAsyncContextManager[AsyncSession]]


async def read(company_id: UUID, data: bytes, max_rows: int, quotas: Quotas) -> Upload[PeopleFile]:
    """Read an upload. Hold no session meanwhile."""
    return await read_upload(company_id, data, quotas, open_file, max_bytes=MAX_FILE_BYTES, max_rows=max_rows)


async def submit(
    session: AsyncSession,
    actor: TenantContext,
    upload: Upload[PeopleFile],
    on_existing: OnExisting,
    quotas: Quotas,
    file_name: str | None = None,
) -> "ContactImport":
    """Queue a file for import. Raises when too many wait, or when the company has all the contacts it may."""
    imports = Imports(session, actor.company_id)
    await take_turns(session, actor.company_id, "imports")
    if await imports.under_way() >= MAX_WAITING:
        raise TooManyImports(most=MAX_WAITING)
    await require_room(session, actor.company_id, quotas)
    job = await imports.add(
        upload.stored,
        region=await region_of_company(session, actor.company_id),
        on_existing=on_existing,
        header=list(upload.file.header),
        columns=[use._asdict() for use in uses_of(upload.file)],
        **facts_of(actor, upload.size, file_name),
    )
    await audit.record(session, actor, Action.CONTACT_IMPORT_STARTED, job.id, {"bytes": upload.size})
    return job


def facts_of(actor: TenantContext, size: int, file_name: str | None) -> dict[str, Any]:
    """Return what is kept of who handed in which file."""
    name = as_one_line(storable(file_name) or "")[:_NAME_CHARS] or None
    return {"file_name": name, "file_bytes": size, "created_by": actor.user_id}


async def list_imports(
    session: AsyncSession, company_id: UUID, cursor: str | None, limit: int
) -> Page[ImportSummary]:
    """Return a page of the company's imports, newest first."""
    found = await Imports(session, company_id).page(decode_cursor(cursor), limit + 1)
    return Page(
        items=[ImportSummary.model_validate(job) for job in found[:limit]],
        next_cursor=next_cursor(found, limit, lambda job: (job.created_at, job.id)),
    )


async def cancel(
    session: AsyncSession, actor: TenantContext, import_id: UUID, now: datetime
) -> "ContactImport":
    """End an import after the chunk that is being stored; what is in stays. Safe to repeat.

    Raises `ImportEnded` when it has finished or failed.
    """
    job = await get(session, actor.company_id, import_id)
    cancelled = await Imports(session, actor.company_id).cancel(import_id, now)
    if cancelled is None:
        await session.refresh(job)
        if job.status != "cancelled":
            raise ImportEnded(status=job.status)
        return job
    await audit.record(session, actor, Action.CONTACT_IMPORT_CANCELLED, import_id, {"rows": cancelled.total})
    await updates.append(session, [import_updated(cancelled)])
    return cancelled


async def get(session: AsyncSession, company_id: UUID, import_id: UUID) -> "ContactImport":
    job = await Imports(session, company_id).find(import_id)
    if job is None:
        raise NotFound("import-not-found")
    return job


async def purge_rejects(session: AsyncSession, limit: int) -> int:
    """Delete some refused rows of imports that began long ago; return how many."""
    return await REJECTS.purge(session, limit, days=_REJECTS_DAYS)


async def purge_drafts(session: AsyncSession, limit: int) -> int:
    """Delete some drafts that were never started; return how many."""
    return await repository.purge_drafts(session, limit, hours=DRAFT_HOURS)


async def rejected_csv(
    open_session: OpenSession, job: "ContactImport", asked: AskedStyle, language: Language
) -> AsyncIterator[str]:
    """Yield the rows that were refused, as a file; each page has a transaction of its own."""
    company_id, import_id, header = job.company_id, job.id, job.header
    async with open_session(company_id) as session:
        company = await find_company(session, company_id)
    style = style_of(company.locale if company else None, asked)
    yield rejected_header(header, style, language)
    after = 0
    while True:
        async with open_session(company_id) as session:
            page = await REJECTS.page(session, company_id, import_id, after=after, limit=_PAGE)
        if page:
            yield rejected_lines(page, style, language)
            after = page[-1].line
        if len(page) < _PAGE:
            return
